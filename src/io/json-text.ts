/** JSON text of values of any size, in pieces. */
import { toHex } from './hex.js'

/** One container that is being printed. */
interface Frame {
  close: string
  empty: boolean
  /** The next element: its key (objects) and value; undefined at the end. */
  next(): { key?: string; value: unknown } | undefined
}

/** Pieces are at least this long, but for the last. */
const PIECE = 64 * 1024
const BYTES = 32 * 1024

/**
 * The JSON text of a value, in pieces, so that neither the text nor a lazy part of the value need be in memory at once.
 *
 * Beyond what JSON.stringify takes: any iterable prints as an array, Uint8Array as a string of hex digits, a bigint as
 * a number when it is a safe integer and as a decimal string otherwise. Keys whose value is undefined are left out.
 *
 * @param options.indent spaces per level; 0, the default, prints one line
 */
export function* stringifyChunks(value: unknown, options: { indent?: number } = {}): Generator<string, void, undefined> {
  const { indent = 0 } = options
  const colon = indent > 0 ? ': ' : ':'
  const frames: Frame[] = []
  let text = ''

  function line(depth: number): string {
    return indent > 0 ? `\n${' '.repeat(indent * depth)}` : ''
  }

  /** Prints a value that has no elements, or opens one that has. */
  function* begin(each: unknown): Generator<string, void, undefined> {
    if (each instanceof Uint8Array) {
      text += '"'
      for (let start = 0; start < each.byteLength; start += BYTES) {
        text += toHex(each.subarray(start, start + BYTES))
        if (text.length >= PIECE) {
          yield text
          text = ''
        }
      }
      text += '"'
    } else if (typeof each === 'object' && each !== null) {
      const frame = open(each)
      text += frame.close === ']' ? '[' : '{'
      frames.push(frame)
    } else text += scalar(each)
  }

  yield* begin(value)
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    const element = frame.next()
    if (element) {
      text += `${frame.empty ? '' : ','}${line(frames.length)}`
      frame.empty = false
      if (element.key !== undefined) text += JSON.stringify(element.key) + colon
      const each = element.value
      if (typeof each === 'object' && each !== null) yield* begin(each)
      else text += scalar(each)
    } else {
      frames.pop()
      text += (frame.empty ? '' : line(frames.length)) + frame.close
    }
    if (text.length >= PIECE) {
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}

/** The JSON text of a value as one string; for what is known to be small. */
export function jsonText(value: unknown, options: { indent?: number } = {}): string {
  return [...stringifyChunks(value, options)].join('')
}

function open(value: object): Frame {
  if (Symbol.iterator in value) {
    const iterator = (value as Iterable<unknown>)[Symbol.iterator]()
    return {
      close: ']',
      empty: true,
      next() {
        const step = iterator.next()
        return step.done ? undefined : { value: step.value }
      },
    }
  }
  const entries = Object.entries(value)
  let index = 0
  return {
    close: '}',
    empty: true,
    next() {
      for (;;) {
        const entry = entries[index++]
        if (!entry) return undefined
        if (entry[1] !== undefined) return { key: entry[0], value: entry[1] }
      }
    },
  }
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'bigint') return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? String(value) : `"${value}"`
  return 'null'
}
