/** Opens an input of any known format: detects compression and format, reads pipes, joins parts, skips to an offset. */
import { type Diagnostic, FormatError } from '../errors.js'
import { chunks } from '../io/chunks.js'
import type { CloseableSource } from '../io/file-source.js'
import { isGzip } from '../io/gzip.js'
import { isLz4 } from '../io/lz4.js'
import { isStream, type OpenedSource, openChunks, openFile } from '../io/open.js'
import { progressSource } from '../io/progress-source.js'
import { type ByteSource, sliceSource } from '../io/source.js'
import { isXz } from '../io/xz.js'
import { isZstd } from '../io/zstd.js'
import type { Detection, OpenedFile, OpenOptions } from '../readers/format-reader.js'
import { uniqueDiagnostics } from './inspect.js'
import { identify, readerEntry, readers, streamReader } from './registry.js'

export interface Input {
  file: OpenedFile
  detection: Detection
  /** The bytes; undefined for a stream, which is read once. */
  source: ByteSource | undefined
  /** Whether the source has the bytes of the named file, so that a document can refer to them. */
  inFile: boolean
  /** Diagnostics of the compression, then of the content, each once. */
  diagnostics(): Diagnostic[]
  close(): void
}

export interface InputOptions extends OpenOptions {
  /** The content is read once, so a stream is not stored. */
  once?: boolean
  /** Keep reading as the file grows. Implies `once`. */
  follow?: boolean
  /** Where the content begins, in bytes: what is in front of it is ignored. */
  offset?: number | undefined
  /** Other files of a split dump. */
  others?: readonly string[]
  /** Is told how many bytes of how many were read, now and then. */
  onProgress?: ((done: number, total: number) => void) | undefined
  /** Takes what is wrong with the compression when the content cannot be opened, which it explains. */
  onDamage?: ((diagnostics: readonly Diagnostic[]) => void) | undefined
}

/** @throws FormatError `BAD_VALUE` with the name of the option as the path */
function refuse(option: string, message: string): never {
  throw new FormatError({ code: 'BAD_VALUE', path: option, message })
}

/**
 * Opens an input of any known format.
 *
 * @param input a path, `-` for standard input, or bytes
 * @throws FormatError; `BAD_VALUE` with the name of the option as the path when an option cannot be followed
 */
export async function openInput(input: string | ByteSource, options: InputOptions = {}): Promise<Input> {
  const { once, follow, offset, others = [] } = options
  await checkFormatName(options.as)
  if (typeof input !== 'string') return openedInput(openedAt('input', given(input), offset), options)
  if (follow || (once && offset === undefined && (input === '-' || isStream(input)))) {
    const taken = await takeStream(input, options)
    if (!('opened' in taken)) return taken
    return openedInput(taken.opened, options)
  }
  const { onProgress } = options
  const opened = await openFile(input, { ...(onProgress && { onProgress }) })
  if (others.length > 0) return withOthers(opened, others, options)
  return openedInput(openedAt(input, opened, offset), options)
}

/** Bytes that somebody else closes. */
function given(source: ByteSource): OpenedSource {
  return { source: closeable(source), diagnostics: [], derived: true }
}

function closeable(source: ByteSource, close: () => void = () => {}): CloseableSource {
  const { readInto } = source
  return {
    size: source.size,
    ...(source.name !== undefined && { name: source.name }),
    read: (offset, length) => source.read(offset, length),
    ...(readInto && { readInto: (offset: number, target: Uint8Array) => readInto.call(source, offset, target) }),
    close,
    [Symbol.dispose]: close,
  }
}

/** Opens a file together with the other parts of the same dump. */
async function withOthers(opened: OpenedSource, others: readonly string[], options: InputOptions): Promise<Input> {
  const sources: CloseableSource[] = []
  const close = (): void => {
    for (const each of sources) each.close()
  }
  try {
    for (const other of others) sources.push((await openFile(other)).source)
    const input = await openedInput(opened, { ...options, otherParts: sources })
    return {
      ...input,
      close() {
        input.close()
        close()
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

/** The input from an offset on; all of it without one. */
function openedAt(path: string, opened: OpenedSource, offset: number | undefined): OpenedSource {
  if (offset === undefined) return opened
  const { source, diagnostics } = opened
  if (offset > source.size) {
    source.close()
    refuse('offset', `offset: expected at most ${source.size}, the bytes of ${path}, found ${offset}`)
  }
  // A document cannot refer to the bytes: offsets in it are those of the whole file.
  return { source: closeable(sliceSource(source, offset), () => source.close()), diagnostics, derived: true }
}

/** The most bytes of a stream that detection reads. */
const LOOK = 64 * 1024

/** Reads a stream as it arrives where its format allows that, else stores it first. */
async function takeStream(path: string, options: InputOptions): Promise<Input | { opened: OpenedSource }> {
  const { follow = false, onProgress } = options
  const stream = chunks(path, { follow })
  const first: Uint8Array[] = []
  const all = function* (): Generator<Uint8Array, void, undefined> {
    yield* first
    yield* stream
  }
  for (let length = 0, looked = 0; length < LOOK; ) {
    const next = stream.next()
    if (next.done) break
    first.push(next.value)
    length += next.value.length
    // Detect as soon as the first records are there, but not again for every small chunk.
    if (length < LOOK && length < 2 * looked) continue
    looked = length
    const head = new Uint8Array(Buffer.concat(first))
    if (isGzip(head) || isZstd(head) || isXz(head) || isLz4(head)) break
    const found = await streamReader(head, options.as)
    if (!found) continue
    const { detection, reader } = found
    if (detection.certain === false && !follow && length < LOOK) continue
    const file = reader.stream(all(), { ...options, follow, as: detection.format })
    return { file, detection, source: undefined, inFile: false, diagnostics: () => [...file.diagnostics], close() {} }
  }
  if (follow) refuse('follow', `follow: expected an uncompressed trace, found ${path}`)
  return { opened: await openChunks(all(), path, { ...(onProgress && { onProgress }) }) }
}

async function openedInput(opened: OpenedSource, options: InputOptions): Promise<Input> {
  const { onProgress } = options
  const source = onProgress ? progressSource(opened.source, onProgress) : opened.source
  try {
    const { detection, reader } = await identify(source, options.as)
    if (options.otherParts && !reader.formats.some(({ name }) => name === 'kdump-compressed/linux'))
      refuse('others', `several input files: expected parts of a split kernel dump, found ${detection.format}`)
    const file = reader.open(source, { ...readerOptions(options), as: detection.format })
    return {
      file,
      detection,
      source,
      inFile: !opened.derived,
      diagnostics: () => uniqueDiagnostics([...opened.diagnostics, ...file.diagnostics]),
      close() {
        file.release?.()
        opened.source.close()
      },
    }
  } catch (error) {
    opened.source.close()
    if (opened.diagnostics.length > 0) options.onDamage?.(opened.diagnostics)
    throw error
  }
}

function readerOptions({ once: _, offset: __, others: ___, onProgress: ____, onDamage: _____, ...options }: InputOptions): OpenOptions {
  return options
}

/** @throws FormatError `BAD_VALUE` for a name that is neither a format nor a family */
async function checkFormatName(name: string | undefined): Promise<void> {
  if (name === undefined) return
  const entry = readerEntry(name)
  if (entry) {
    const { reader } = await entry.load()
    if (!name.includes('/') || reader.formats.some((format) => format.name === name)) return
    const known = reader.formats.map((format) => format.name).join(', ')
    refuse('as', `unknown format ${name}; known in this family: ${known}`)
  }
  const families = readers.flatMap(({ families: names }) => [...names]).join(', ')
  refuse('as', `unknown format ${name}; known families: ${families} ('exhume formats' lists all formats)`)
}
