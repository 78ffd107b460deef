/** Searches files for text, bytes and pointers, and says where they are: in memory, in a note, in a field. */
import type { ByteSource } from '../io/source.js'
import type { OpenedFile } from '../readers/format-reader.js'
import { findBytes, type Needle, pointerNeedle, textNeedles } from '../readers/search/find-bytes.js'

export interface FindRequest {
  /** One of these. */
  readonly text?: string
  readonly bytes?: Uint8Array
  readonly pointer?: bigint
}

export interface Found {
  /** In the file, in bytes. */
  readonly offset: number
  /** In the memory of the process. */
  readonly address?: bigint
  /** `heap rw-`, `note NT_PRPSINFO`, `records[3].payload.path`; undefined for bytes that nothing describes. */
  readonly place?: string
  /** `UTF-8`, `UTF-16`, `bytes`, `pointer`. */
  readonly form: string
  /** The bytes around it. */
  readonly context: Uint8Array
  /** Of what was found, in `context`. */
  readonly contextStart: number
}

/** Bytes before and behind what was found that are shown with it. */
const AROUND = 24

/**
 * Everything that is found, by ascending offset in the file.
 *
 * @throws FormatError when the file cannot be read
 */
export function* find(file: OpenedFile, source: ByteSource, request: FindRequest): Generator<Found, void, undefined> {
  const { needles, align } = needlesOf(file, request)
  const fields = new FieldFinder(file)
  for (const { offset, needle } of findBytes(source, needles, align)) {
    const located = file.locate?.(offset)
    const place = located?.place ?? fields.at(offset)
    const from = Math.max(0, offset - AROUND)
    yield {
      offset,
      ...(located?.address !== undefined && { address: located.address }),
      ...(place !== undefined && { place }),
      form: needle.form,
      context: source.read(from, offset - from + needle.bytes.length + AROUND),
      contextStart: offset - from,
    }
  }
}

function needlesOf(file: OpenedFile, { text, bytes, pointer }: FindRequest): { needles: readonly Needle[]; align?: number } {
  const { bits = 64, endian = 'little' } = file.report({ only: [] }) as { bits?: 32 | 64; endian?: 'little' | 'big' }
  if (pointer !== undefined) return { needles: [pointerNeedle(pointer, bits, endian)], align: 4 }
  if (bytes) return { needles: [{ bytes, form: 'bytes' }] }
  return { needles: textNeedles(text ?? '', endian) }
}

/** Walks the fields of a file along with offsets that ascend. */
class FieldFinder {
  #fields: Iterator<{ offset: number; length: number; path: string }> | undefined
  #current: { offset: number; length: number; path: string } | undefined

  constructor(private readonly file: OpenedFile) {}

  at(offset: number): string | undefined {
    this.#fields ??= this.file.fields()[Symbol.iterator]()
    while (!this.#current || this.#current.offset + this.#current.length <= offset) {
      const next = this.#fields.next()
      if (next.done) return undefined
      this.#current = next.value
    }
    return this.#current.offset <= offset ? this.#current.path : undefined
  }
}
