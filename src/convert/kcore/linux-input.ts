/** What conversions between Linux dumps need of the input. */
import { FormatError } from '../../errors.js'
import { noteOwner } from '../../formats/elf/note-owners.js'
import { EXHUME_OWNER } from '../../formats/kcore/elf-dump.js'
import type { DumpNote } from '../../readers/kcore/dump-notes.js'
import { readVmcoreinfo, type Vmcoreinfo } from '../../readers/kcore/linux/vmcoreinfo.js'
import type { OpenedKernelDump } from '../../readers/kcore/opened-dump.js'

export interface LinuxInfo {
  /** Undefined for a guest that gave QEMU none. */
  readonly info: Vmcoreinfo | undefined
  /** The notes of the kernel and of QEMU. */
  readonly notes: readonly DumpNote[]
}

/** @throws FormatError `LOST` when the dump is not of a Linux kernel */
export function linuxInfo({ dump }: OpenedKernelDump, what: string): LinuxInfo {
  const from = String(dump.origin?.get('FORMAT') ?? dump.format)
  if (!from.endsWith('/linux')) throw new FormatError({ code: 'LOST', message: `${what} is made of Linux dumps, and this is ${from}` })
  const notes = dump.notes.filter(({ owner }) => owner !== EXHUME_OWNER)
  const text = notes.find(({ owner }) => owner === noteOwner.VMCOREINFO)?.descriptor
  return { info: text && readVmcoreinfo(text), notes }
}
