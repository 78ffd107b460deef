/** ktrace files of DragonFly. */
import type { Abi } from '../../../schema/abi.js'
import type { Struct } from '../../../schema/struct.js'
import { SYSCALLS } from '../../../systems/dragonfly/syscalls.js'
import { callTable } from '../../../systems/syscall-table.js'
import type { Dialect, HeaderLayout, RecordView, SyscallNamer, TraceSystem } from '../dialect.js'
import * as e from '../scoring.js'
import { old, threaded } from './headers.js'
import { records } from './payloads.js'
import { TYPES as t } from './type-numbers.js'

export const calls = callTable(SYSCALLS)

/** Data are not split, so a record may be large. */
const longest = 1024 * 1024

/** @param header of records that end in the address of a buffer */
function scoreRecord(abi: Abi, header: Struct<unknown>): (record: RecordView) => number {
  const isBuffered = e.nonZero(header, abi, 'ktr_buf')
  const payload = judgePayload(abi)
  return (record) => e.withHeader(payload(record), isBuffered(record))
}

function judgePayload(abi: Abi): (record: RecordView) => number {
  const word = abi.register
  const psig = abi.bits === 64 ? 40 : 28
  return ({ type, view, little, bytes, payload, stop, pid }) => {
    const length = stop - payload
    if (pid < 0) return e.IMPOSSIBLE
    switch (type) {
      case t.KTR_SYSCALL: {
        if (length < word) return e.IMPOSSIBLE
        const words = view.getInt16(payload + 2, little)
        if (words < 0 || length !== word + words * word) return e.IMPOSSIBLE
        return e.scoreArguments(calls().calls[view.getInt16(payload, little)], words, word === 4)
      }
      case t.KTR_SYSRET:
        return length === 8 + word ? e.scoreErrno(view.getInt32(payload + 4, little)) : e.IMPOSSIBLE
      case t.KTR_NAMEI:
        return e.isText(bytes, payload, stop) ? e.FITS : e.UNLIKELY
      case t.KTR_GENIO:
        return e.scoreData(view, payload, stop, little)
      case t.KTR_PSIG:
        return length === psig ? e.FITS : e.IMPOSSIBLE
      case t.KTR_CSW:
        return length === 8 ? e.scoreSwitch(view, payload, stop, little) : e.IMPOSSIBLE
      default:
        return length <= 2048 ? e.NEUTRAL : e.IMPOSSIBLE
    }
  }
}

function syscallNumber({ type, view, payload, stop, little }: RecordView): number | undefined {
  return (type === t.KTR_SYSCALL || type === t.KTR_SYSRET) && stop - payload >= 2 ? view.getInt16(payload, little) : undefined
}

const createSyscallNamer: SyscallNamer = {
  see(record: RecordView): string | undefined {
    const code = syscallNumber(record)
    return code === undefined ? undefined : calls().names[code]
  },
}

const dialect = (title: string, layout: HeaderLayout, abis: Dialect['abis']): Dialect => ({
  title,
  layouts: [layout],
  abis,
  prefix: 12,
  chooser:
    ({ endian }) =>
    (view, at) =>
      view.getUint16(at + 4, endian === 'little') < 256 ? 0 : -1,
  records,
  longest,
  scoreRecord: (abi) => scoreRecord(abi, layout.struct(abi)),
  createSyscallNamer: () => createSyscallNamer,
  callNames: () => calls().names,
  syscallNumber,
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
  name: 'dragonfly',
  formats: [{ name: threaded.format, title: 'DragonFly ktrace, with threads and before' }],
  dialects: [dialect('DragonFly', threaded, ['amd64', 'i386']), dialect('DragonFly before threads', old, ['i386'])],
}
