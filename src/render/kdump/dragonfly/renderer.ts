/** Prints records like DragonFly's kdump(1), except for flag names, which depend on the headers that it was built with. */

import { utraceRtldShort } from '../../../formats/ktrace/dragonfly/payloads.js'
import { calls } from '../../../formats/ktrace/dragonfly/system.js'
import { KTRH_THREADED } from '../../../formats/ktrace/dragonfly/type-numbers.js'
import { utraceMalloc } from '../../../formats/ktrace/freebsd/user-payloads.js'
import { writeRightAligned, writeSigned } from '../../../io/ascii-numbers.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import { MAXCOMLEN } from '../../../systems/bsd/limits.js'
import { dragonflyErrors } from '../../../systems/dragonfly/errno.js'
import { dragonflySignals } from '../../../systems/dragonfly/signals.js'
import { named, number, type Step } from '../argument-words.js'
import { Bsd44Renderer, caughtText, cEscape, meta, requestStep, textUpToNul } from '../bsd44-renderer.js'
import { errorTexts } from '../error-text.js'
import { loadingText } from '../freebsd/utrace-text.js'
import { LinePrefixes, leftAlignedCommand } from '../line-prefix.js'
import type { MakeRenderer } from '../renderer.js'

const SPACE = 0x20
const COLON = 0x3a
/** Default maximum of I/O data bytes per record. */
const MAX_DATA = 64
const FLAGS_AT = 6

const signal = named((value) => signalName(value | 0))

const steps: ReadonlyMap<string, readonly Step[]> = new Map([
  ['ioctl', [number, requestStep]],
  ['kill', [number, signal]],
  ['sigaction', [signal]],
])

const errorText = errorTexts(dragonflyErrors)

/** kdump's list of signal names ends at 31, has an old name for 6, and none for 29. */
function signalName(number: number): string {
  if (number === 6) return 'SIGIOT'
  if (number === 29) return 'SIG29'
  if (number === 32) return 'SIG(null)'
  return (number < 32 ? dragonflySignals.name(number) : undefined) ?? `SIG${number}`
}

function signalText({ view, little, payload, stop }: RecordWalker, wide: boolean): string | undefined {
  if (stop - payload < (wide ? 40 : 28)) return undefined
  const action = wide ? view.getBigUint64(payload + 8, little) : BigInt(view.getUint32(payload + 4, little))
  const code = view.getInt32(payload + (wide ? 16 : 8), little)
  const mask = view.getInt32(payload + (wide ? 20 : 12), little)
  return `${signalName(view.getInt32(payload, little))} ${caughtText(action, mask, code)}`
}

const pointer = (value: bigint): string => `0x${value.toString(16)}`

/** USER records of the run-time linker and the C library. */
function userText(record: RecordWalker): string | undefined {
  const { bytes, payload, stop, file } = record
  const { abi } = file
  const where = { offset: payload, end: stop }
  const linker = utraceRtldShort.for(abi)
  if (textUpToNul(bytes, payload, Math.min(stop, payload + 4)) === 'RTLD' && stop - payload >= linker.size) {
    return loadingText({ ...linker.decode(bytes, where), name: textUpToNul(bytes, payload + linker.size, stop) })
  }
  const allocation = utraceMalloc.for(abi)
  if (stop - payload !== allocation.size) return undefined
  const { p, s, r } = allocation.decode(bytes, where)
  if (p === 0n) return s === 0n && r === 0n ? 'malloc_init()' : `${pointer(r)} = malloc(${s})`
  return s === 0n ? `free(${pointer(p)})` : `${pointer(r)} = realloc(${pointer(p)}, ${s})`
}

function prefix(record: RecordWalker, into: Uint8Array, tid?: number): number {
  let pos = writeRightAligned(into, 0, record.pid, 5)
  if (tid !== undefined) {
    into[pos++] = COLON
    const end = writeSigned(into, pos, tid)
    const least = pos + 4
    pos = end
    while (pos < least) into[pos++] = SPACE
  }
  into[pos++] = SPACE
  pos = leftAlignedCommand(record, into, pos, MAXCOMLEN)
  into[pos++] = SPACE
  return pos
}

export const makeRenderer: MakeRenderer = (context) => {
  const { abi } = context.file
  const word = abi.register
  const plain = new LinePrefixes((record, into) => prefix(record, into), true)
  const withThread = new LinePrefixes((record, into) => prefix(record, into, record.tid), true)
  const isThreaded = (record: RecordWalker): boolean =>
    record.tid !== undefined && (record.tid !== 0 || (record.view.getUint16(record.start + FLAGS_AT, record.little) & KTRH_THREADED) !== 0)
  return new Bsd44Renderer(context, {
    names: calls().names,
    steps,
    prefixes: (record) => (isThreaded(record) ? withThread : plain),
    codeOf: ({ view, payload, little }) => view.getInt16(payload, little),
    words: ({ view, payload, little }) => ({ at: payload + word, count: view.getInt16(payload + 2, little) }),
    word,
    lowOnly: false,
    returned: word,
    errorText,
    escape: (byte) => cEscape(byte, meta),
    maxData: MAX_DATA,
    signal: (record) => signalText(record, word === 8),
    user: userText,
    behindUnknown: '\n',
  })
}
