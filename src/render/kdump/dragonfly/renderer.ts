/** Prints records like DragonFly's kdump(1) of 2020-07. */

import { calls } from '../../../formats/ktrace/dragonfly/system.js'
import { KTRH_THREADED } from '../../../formats/ktrace/dragonfly/type-numbers.js'
import { writeRightAligned, writeSigned } from '../../../io/ascii-numbers.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import { MAXCOMLEN } from '../../../systems/bsd/limits.js'
import { dragonflyErrors } from '../../../systems/dragonfly/errno.js'
import { printedCallNames } from '../../../systems/dragonfly/printed-call-names.js'
import { Bsd44Renderer, caughtText, cEscape, meta } from '../bsd44-renderer.js'
import { errorTexts } from '../error-text.js'
import { LinePrefixes, leftAlignedCommand } from '../line-prefix.js'
import type { TextOptions } from '../options.js'
import type { MakeRenderer } from '../renderer.js'
import { deliveredSignal } from './printed-names.js'
import { argumentSteps } from './syscall-arguments.js'
import { userText } from './user-records.js'

const SPACE = 0x20
const COLON = 0x3a
/** Default maximum of I/O data bytes per record. */
const MAX_DATA = 64
const FLAGS_AT = 6
/** The trace points that kdump prints. */
const TYPES = [1, 2, 3, 4, 5, 6, 7]

const errorText = errorTexts(dragonflyErrors)

function signalText({ view, little, payload, stop }: RecordWalker, wide: boolean): string | undefined {
  if (stop - payload < (wide ? 40 : 28)) return undefined
  const action = wide ? view.getBigUint64(payload + 8, little) : BigInt(view.getUint32(payload + 4, little))
  const code = view.getInt32(payload + (wide ? 16 : 8), little)
  const mask = view.getInt32(payload + (wide ? 20 : 12), little)
  return `${deliveredSignal(view.getInt32(payload, little))} ${caughtText(action, mask, code)}`
}

/** Columns of the process; records before 1.10 are printed as kdump did then. */
const columnsOf = ({ header }: RecordWalker): number => (header.tid < 0 ? 6 : 5)

interface Columns {
  readonly thread: boolean
  /** `-c`: the processor, which the flags of the header hold. */
  readonly cpu: number | undefined
}

function prefix(record: RecordWalker, into: Uint8Array, { thread, cpu }: Columns): number {
  let pos = writeRightAligned(into, 0, record.pid, columnsOf(record))
  if (thread) {
    into[pos++] = COLON
    const end = writeSigned(into, pos, record.tid ?? 0)
    const least = pos + 4
    pos = end
    while (pos < least) into[pos++] = SPACE
  }
  if (cpu !== undefined) {
    into[pos++] = SPACE
    pos = writeRightAligned(into, pos, cpu, 2)
  }
  into[pos++] = SPACE
  pos = leftAlignedCommand(record, into, pos, MAXCOMLEN)
  into[pos++] = SPACE
  return pos
}

/** The prefixes by what they show: those of a processor are cached apart. */
class Prefixes {
  readonly #made = new Map<number, LinePrefixes>()

  constructor(private readonly options: Pick<TextOptions, 'cpu' | 'threads'>) {}

  of(record: RecordWalker): LinePrefixes {
    const flags = record.tid === undefined ? 0 : record.view.getUint16(record.start + FLAGS_AT, record.little)
    const thread = record.tid !== undefined && (this.options.threads || record.tid !== 0 || (flags & KTRH_THREADED) !== 0)
    const cpu = this.options.cpu ? flags >> 8 : undefined
    const key = (cpu ?? -1) * 2 + (thread ? 1 : 0)
    let made = this.#made.get(key)
    if (!made) {
      made = new LinePrefixes((each, into) => prefix(each, into, { thread, cpu }), true)
      this.#made.set(key, made)
    }
    return made
  }
}

export const makeRenderer: MakeRenderer = (context) => {
  const { options } = context
  const { abi } = context.file
  const word = abi.register
  const prefixes = new Prefixes(options)
  return new Bsd44Renderer(context, {
    names: calls().names,
    printedNames: printedCallNames(calls().names),
    steps: argumentSteps(),
    prefixes: (record) => prefixes.of(record),
    codeOf: ({ view, payload, little }) => view.getInt16(payload, little),
    words: ({ view, payload, little }) => ({ at: payload + word, count: view.getInt16(payload + 2, little) }),
    word,
    lowOnly: false,
    returned: word,
    errorText,
    escape: (byte) => cEscape(byte, meta),
    maxData: MAX_DATA,
    signal: (record) => signalText(record, word === 8),
    user: (record) => userText(record, options.decimal),
    // Types are selected by their lower five bits; what is printed has no newline, so the next record continues the line.
    shows: (type) => TYPES.includes(type & 31),
    behindUnknown: '',
  })
}
