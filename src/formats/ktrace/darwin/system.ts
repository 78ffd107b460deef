/** ktrace files of Darwin: Mac OS X 10.0 to 10.4. */
import type { Abi } from '../../../schema/abi.js'
import type { CallTable } from '../../../systems/syscall-table.js'
import type { Dialect, HeaderLayout, RecordView, TraceSystem } from '../dialect.js'
import type { RecordTypes } from '../record-types.js'
import * as e from '../scoring.js'
import { first, ktrHeader, second, third } from './headers.js'
import { records100, records102, records104 } from './payloads.js'
import { calls103, calls104, createSyscallNamer, type Form, syscallNumber, syscalls100 } from './syscall-names.js'
import { TYPES as t } from './type-numbers.js'

/** Data are not split, so a record may be large. */
const longest = 1024 * 1024

function scoreRecord(abi: Abi, form: Form, table: () => CallTable): (record: RecordView) => number {
  const isBuffered = e.nonZero(ktrHeader, abi, 'ktr_buf')
  return (record) => e.withHeader(judgePayload(record, form, table), isBuffered(record))
}

function judgePayload({ type, view, little, bytes, payload, stop, pid }: RecordView, form: Form, table: () => CallTable): number {
  const length = stop - payload
  if (pid < 0) return e.IMPOSSIBLE
  switch (type) {
    case t.KTR_SYSCALL: {
      if (length < 4) return e.IMPOSSIBLE
      if (form === 'size') {
        if (length < 8 || view.getInt32(payload + 4, little) !== length - 8 || length % 4 !== 0) return e.IMPOSSIBLE
        return e.scoreArguments(table().calls[view.getInt32(payload, little)], (length - 8) / 4, false)
      }
      const words = view.getInt16(payload + 2, little)
      if (words < 0 || length !== 4 + words * (form === 'count8' ? 8 : 4)) return e.IMPOSSIBLE
      const said = e.scoreArguments(table().calls[view.getInt16(payload, little)], words, false)
      // No other system writes words of 64 bits to such places.
      return form === 'count8' && words > 0 && said > 0 ? e.ONLY_HERE : said
    }
    case t.KTR_SYSRET:
      return length === 12 ? e.scoreErrno(view.getInt32(payload + 4, little)) : e.IMPOSSIBLE
    case t.KTR_NAMEI:
      return e.isText(bytes, payload, stop) ? e.FITS : e.UNLIKELY
    case t.KTR_GENIO:
      return e.scoreData(view, payload, stop, little)
    case t.KTR_PSIG:
      return length === 16 ? e.FITS : e.IMPOSSIBLE
    case t.KTR_CSW:
      return length === 8 ? e.scoreSwitch(view, payload, stop, little) : e.IMPOSSIBLE
    default:
      return length <= 2048 ? e.NEUTRAL : e.IMPOSSIBLE
  }
}

const dialect = (title: string, layout: HeaderLayout, form: Form, table: () => CallTable, records: RecordTypes): Dialect => ({
  title,
  layouts: [layout],
  abis: ['powerpc', 'i386'],
  prefix: 8,
  chooser: () => () => 0,
  records,
  longest,
  scoreRecord: (abi) => scoreRecord(abi, form, table),
  createSyscallNamer: () => createSyscallNamer(form, table),
  callNames: () => table().names,
  syscallNumber: syscallNumber(form),
  returnType: t.KTR_SYSRET,
  failed: ({ type, view, payload, stop, little }) => type === t.KTR_SYSRET && stop - payload >= 8 && view.getInt32(payload + 4, little) > 0,
  letters: {
    c: [t.KTR_SYSCALL, t.KTR_SYSRET],
    i: [t.KTR_GENIO],
    n: [t.KTR_NAMEI],
    s: [t.KTR_PSIG],
    u: [t.KTR_USER],
    w: [t.KTR_CSW],
  },
  defaultTypes: [t.KTR_SYSCALL, t.KTR_SYSRET, t.KTR_NAMEI, t.KTR_GENIO, t.KTR_PSIG, t.KTR_USER],
})

export const system: TraceSystem = {
  name: 'darwin',
  formats: [{ name: third.format, title: 'Darwin ktrace (Mac OS X 10.0 to 10.4)' }],
  dialects: [
    dialect('Mac OS X 10.4', third, 'count8', calls104, records104),
    dialect('Mac OS X 10.2 and 10.3', second, 'count4', calls103, records102),
    dialect('Mac OS X 10.0 and 10.1', first, 'size', syscalls100, records100),
  ],
}
