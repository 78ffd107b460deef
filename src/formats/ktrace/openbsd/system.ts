/** ktrace files of OpenBSD. */
import type { CallTable } from '../../../systems/syscall-table.js'
import type { Dialect, HeaderLayout, RecordView, TraceSystem } from '../dialect.js'
import { current, old, since51, since55 } from './headers.js'
import { oldRecords, records, recordsBefore55 } from './record-types.js'
import { judgeOld, scoreRecord } from './scoring.js'
import { calls, calls55, createSyscallNamer, oldCallOf, oldNamer, syscallNumber, syscalls50 } from './syscall-names.js'
import { OLD_TYPES, TYPES as t } from './type-numbers.js'

/** A record holds a page of data, a path, or a page of arguments. */
const longest = 256 * 1024

const letters: Dialect['letters'] = {
  c: [t.KTR_SYSCALL, t.KTR_SYSRET],
  i: [t.KTR_GENIO],
  n: [t.KTR_NAMEI],
  p: [t.KTR_PLEDGE],
  s: [t.KTR_PSIG],
  t: [t.KTR_STRUCT],
  u: [t.KTR_USER],
  x: [t.KTR_EXECARGS],
  X: [t.KTR_EXECENV],
}

const failed = ({ type, view, payload, stop, little }: RecordView): boolean =>
  type === t.KTR_SYSRET && stop - payload >= 8 && view.getInt32(payload + 4, little) > 0

const shared = {
  abis: ['amd64', 'i386', 'sparc64', 'arm', 'powerpc', 'm68k'],
  chooser: () => () => 0,
  longest,
  returnType: t.KTR_SYSRET,
  failed,
} as const

function marked(title: string, layout: HeaderLayout, table: () => CallTable, types = records): Dialect {
  const comm = layout === current ? 24 : 17
  return {
    ...shared,
    title,
    layouts: [layout],
    prefix: 12,
    records: types,
    scoreRecord: (abi) => scoreRecord(abi, table, comm),
    createSyscallNamer: () => createSyscallNamer(table),
    callNames: () => table().names,
    syscallNumber,
    stateRecords: { file: ['KTR_START'] },
    letters,
    defaultTypes: [
      t.KTR_SYSCALL,
      t.KTR_SYSRET,
      t.KTR_NAMEI,
      t.KTR_GENIO,
      t.KTR_PSIG,
      t.KTR_STRUCT,
      t.KTR_USER,
      t.KTR_PLEDGE,
      t.KTR_EXECARGS,
    ],
  }
}

const unmarked: Dialect = {
  ...shared,
  title: 'OpenBSD before 5.1',
  layouts: [old],
  prefix: 8,
  records: oldRecords,
  scoreRecord: (abi) => judgeOld(abi, syscalls50),
  createSyscallNamer: oldNamer,
  callNames: () => syscalls50().names,
  syscallNumber: oldCallOf,
  stateRecords: { process: ['KTR_EMUL'] },
  letters: {
    c: [OLD_TYPES.KTR_SYSCALL, OLD_TYPES.KTR_SYSRET],
    e: [OLD_TYPES.KTR_EMUL],
    i: [OLD_TYPES.KTR_GENIO],
    n: [OLD_TYPES.KTR_NAMEI],
    s: [OLD_TYPES.KTR_PSIG],
    t: [OLD_TYPES.KTR_STRUCT],
    w: [OLD_TYPES.KTR_CSW],
  },
  defaultTypes: [1, 2, 3, 4, 5, 7, 8],
}

export const system: TraceSystem = {
  name: 'openbsd',
  formats: [{ name: current.format, title: 'OpenBSD ktrace, of all releases' }],
  dialects: [
    marked('OpenBSD since about 7.1', current, calls),
    marked('OpenBSD from 5.5 to about 7.0', since55, calls55),
    marked('OpenBSD from 5.1 to 5.4', since51, syscalls50, recordsBefore55),
    unmarked,
  ],
}
