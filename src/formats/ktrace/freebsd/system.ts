/** ktrace files of FreeBSD. */
import type { Abi } from '../../../schema/abi.js'
import type { Dialect, LayoutChooser, RecordView, TraceSystem } from '../dialect.js'
import { v0, v1 } from './headers.js'
import { allNames, createSyscallNamer, EMULATIONS, syscallNumber } from './process-abi.js'
import { records } from './record-types.js'
import { scoreRecord } from './scoring.js'
import { KTR_VERSIONED, TYPES as t } from './type-numbers.js'

/** A record holds a page of data, a path, or the arguments of a program. */
const longest = 1024 * 1024

const letters: Dialect['letters'] = {
  a: [t.KTR_ARGS],
  c: [t.KTR_SYSCALL, t.KTR_SYSRET],
  e: [t.KTR_ENVS],
  f: [t.KTR_FAULT, t.KTR_FAULTEND],
  i: [t.KTR_GENIO],
  n: [t.KTR_NAMEI],
  p: [t.KTR_CAPFAIL],
  s: [t.KTR_PSIG],
  t: [t.KTR_STRUCT, t.KTR_STRUCT_ARRAY],
  u: [t.KTR_USER],
  w: [t.KTR_CSW],
  x: [t.KTR_EXTERR],
  y: [t.KTR_SYSCTL],
}

/** Places in `layouts`, where the present one is the first. */
const V1 = 0
const V0 = 1

/** A bit of the type says whether there is a version; one file may hold records of both kinds. */
function chooser({ endian }: Abi): LayoutChooser {
  const little = endian === 'little'
  return (view, at) => {
    if ((view.getUint16(at + 4, little) & KTR_VERSIONED) === 0) return V0
    return view.getUint16(at + 6, little) === 1 ? V1 : -1
  }
}

/** A type with the bit that says that there is a version, and version 1. */
function isMarked(view: DataView, at: number, { endian }: Abi): boolean {
  const little = endian === 'little'
  return (view.getUint16(at + 4, little) & KTR_VERSIONED) !== 0 && view.getUint16(at + 6, little) === 1
}

const dialect: Dialect = {
  title: 'FreeBSD',
  layouts: [v1, v0],
  abis: ['amd64', 'i386', 'powerpc64', 'arm', 'powerpc'],
  prefix: 8,
  chooser,
  records,
  longest,
  scoreRecord,
  isMarked,
  createSyscallNamer,
  callNames: allNames,
  emulations: Object.keys(EMULATIONS),
  syscallNumber,
  stateRecords: { process: ['KTR_PROCCTOR'], ends: ({ type }: RecordView): boolean => type === t.KTR_PROCDTOR },
  returnType: t.KTR_SYSRET,
  failed: ({ type, view, payload, stop, little }: RecordView): boolean =>
    type === t.KTR_SYSRET && stop - payload >= 8 && view.getInt32(payload + 4, little) > 0,
  letters,
  defaultTypes: [
    ...[t.KTR_SYSCALL, t.KTR_SYSRET, t.KTR_NAMEI, t.KTR_GENIO, t.KTR_PSIG, t.KTR_USER],
    ...[t.KTR_STRUCT, t.KTR_STRUCT_ARRAY, t.KTR_SYSCTL],
  ],
}

export const system: TraceSystem = {
  name: 'freebsd',
  formats: [{ name: v1.format, title: 'FreeBSD ktrace, with headers of version 0 (until 13.x) and 1 (14.0 and later)' }],
  dialects: [dialect],
}
