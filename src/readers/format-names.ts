/** Every format by its name, as `exhume formats` lists them. */
export const formatNames = [
  'kcore/netbsd',
  'kcore/openbsd',
  'minidump/freebsd',
  'kdump-compressed/linux',
  'vmcore/dragonfly',
  'vmcore/linux',
  'vmcore/freebsd',
  'vmcore/elf',
  'vmcore/illumos',
  'vmdump/illumos',
  'checkpoint/dragonfly',
  'elf-core/linux',
  'elf-core/freebsd',
  'elf-core/netbsd',
  'elf-core/openbsd',
  'elf-core/dragonfly',
  'elf-core/illumos',
  'aout-core/netbsd',
  'minidump/windows',
  'ktrace/netbsd-v0',
  'ktrace/netbsd-v1',
  'ktrace/netbsd-v2',
  'ktrace/freebsd',
  'ktrace/openbsd',
  'ktrace/dragonfly',
  'ktrace/darwin',
] as const

/** A format by its `family/system[-variant]` name. */
export type FormatName = (typeof formatNames)[number]

/** What an input can be opened as: a format, or a family within which the content decides. */
export type OpenAs = FormatName | (string & {})
