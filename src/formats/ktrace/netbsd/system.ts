/** ktrace files of NetBSD. */
import type { Abi } from '../../../schema/abi.js'
import type { Dialect, HeaderLayout, LayoutChooser, RecordView, TraceSystem } from '../dialect.js'
import { createSyscallNamer, EMULATIONS, EXITS, namesOfCalls } from './emulation.js'
import { pre4, v0, v0Since6, v1, v2 } from './headers.js'
import { records } from './record-types.js'
import { scoreRecord } from './scoring.js'
import { TYPES as t } from './type-numbers.js'

/** A record holds a page of data, a path, or a string of the arguments or the environment. */
const longest = 256 * 1024

/** The mask 0x00ffffff: types that are not known yet are among them. */
const ALL_TYPES = Array.from({ length: 24 }, (_, type) => type)

const letters: Dialect['letters'] = {
  A: ALL_TYPES,
  a: [t.KTR_EXEC_ARG],
  c: [t.KTR_SYSCALL, t.KTR_SYSRET],
  e: [t.KTR_EMUL],
  f: [t.KTR_EXEC_FD],
  i: [t.KTR_GENIO],
  l: [t.KTR_MOOL],
  m: [t.KTR_MMSG],
  n: [t.KTR_NAMEI],
  s: [t.KTR_PSIG],
  S: [t.KTR_MIB],
  u: [t.KTR_USER],
  U: [t.KTR_SAUPCALL],
  v: [t.KTR_EXEC_ENV],
  w: [t.KTR_CSW],
}

const shared = {
  records,
  longest,
  letters,
  defaultTypes: [t.KTR_SYSCALL, t.KTR_SYSRET, t.KTR_NAMEI, t.KTR_GENIO, t.KTR_PSIG, t.KTR_EMUL, t.KTR_USER],
  callNames: (abi: Abi): Iterable<string> => namesOfCalls(abi),
  emulations: EMULATIONS,
  syscallNumber({ type, view, payload, stop, little }: RecordView): number | undefined {
    if (type === t.KTR_SYSCALL) return stop - payload < 4 ? undefined : view.getInt32(payload, little)
    if (type === t.KTR_SYSRET) return stop - payload < 2 ? undefined : view.getInt16(payload, little)
    return undefined
  },
  returnType: t.KTR_SYSRET,
  stateRecords: {
    process: ['KTR_EMUL'],
    ends: ({ type }: RecordView, name: string | undefined): boolean => type === t.KTR_SYSCALL && name !== undefined && EXITS.includes(name),
  },
  failed: ({ type, view, payload, stop, little }: RecordView): boolean =>
    type === t.KTR_SYSRET && stop - payload >= 8 && view.getInt32(payload + 4, little) > 0,
}

/** Before there were versions: everything up to 3.x. */
const before4: Dialect = {
  title: 'NetBSD before 4.0',
  layouts: [pre4],
  abis: ['i386', 'amd64', 'sparc', 'sparc64', 'm68k'],
  prefix: 8,
  chooser: ({ name }) => {
    // Where a later file has the version, an earlier one has padding, which is zero; m68k has none there.
    if (name === 'm68k') return () => 0
    return (view, at) => (view.getUint16(at + 6) === 0 ? 0 : -1)
  },
  ...shared,
  scoreRecord: (abi) => scoreRecord(abi, false),
  createSyscallNamer: (abi, options) => createSyscallNamer('2003', abi, options),
}

const versions: readonly HeaderLayout[] = [v0, v0Since6, v1, v2]
const V0 = 0
const V0_SINCE_6 = 1
const V1 = 2
const V2 = 3

/** The version is in each record: one file may hold records of several, written one behind the other. */
function chooseVersion(abi: Abi, format?: string): LayoutChooser {
  const little = abi.endian === 'little'
  const versionAt = little ? 6 : 4
  // The upper half of 64-bit seconds is zero; later kernels wrote 32 bits there, and on big-endian machines to that place.
  const upperAt = little ? 36 : 32
  const zero = (view: DataView, at: number): number => (abi.bits === 64 && view.getUint32(at + upperAt) !== 0 ? V0_SINCE_6 : V0)
  if (format === v0.format) return zero
  if (format === v1.format) return () => V1
  if (format === v2.format) return () => V2
  return (view, at) => {
    const version = view.getUint16(at + versionAt, little)
    return version === 2 ? V2 : version === 1 ? V1 : version === 0 ? zero(view, at) : -1
  }
}

/** Types of later releases are below. */
const LATER_TYPES = 32

/**
 * Version 1 or 2 with a type that is known or may be of a later release. OpenBSD's header is zero there; FreeBSD's old one and Darwin's have padding, which does not hold the
 * same small number in every record.
 */
function isMarked(view: DataView, at: number, { endian }: Abi): boolean {
  const little = endian === 'little'
  const version = view.getUint16(at + (little ? 6 : 4), little)
  const type = view.getUint16(at + (little ? 4 : 6), little)
  return (version === 1 || version === 2) && type >= 1 && type < LATER_TYPES
}

const since4: Dialect = {
  title: 'NetBSD 4.0 and later',
  layouts: versions,
  abis: ['amd64', 'i386', 'arm', 'sparc64', 'sparc', 'm68k', 'sheb', 'mips-n32el', 'mips-n32'],
  prefix: 40,
  chooser: chooseVersion,
  ...shared,
  scoreRecord: (abi) => scoreRecord(abi, true),
  isMarked,
  createSyscallNamer: (abi, options) => createSyscallNamer('7 and later', abi, options),
}

export const system: TraceSystem = {
  name: 'netbsd',
  formats: [
    { name: v0.format, title: 'NetBSD ktrace, header version 0 and before' },
    { name: v1.format, title: 'NetBSD ktrace, header version 1 (4.0 and 5.x)' },
    { name: v2.format, title: 'NetBSD ktrace, header version 2 (6.0 and later)' },
  ],
  // Of two equally good matches the earlier wins: a later header says its version.
  dialects: [since4, before4],
}
