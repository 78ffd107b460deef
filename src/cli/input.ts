/** Opens the input of a command: detects compression and format. */
import type { Diagnostic } from '../errors.js'
import { uniqueDiagnostics } from '../families/inspect.js'
import { identify, readerEntry, readers, streamReader } from '../families/registry.js'
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
import type { Output } from './output.js'
import { type Progress, progressOn } from './progress.js'
import { UsageError } from './usage.js'

export interface Input {
  file: OpenedFile
  detection: Detection
  /** The bytes; undefined for a stream, which is read once. */
  source: ByteSource | undefined
  /** Whether the source has the bytes of the named file, so that a document can refer to them. */
  inFile: boolean
  progress: Progress
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
}

/**
 * Opens a file of any known format.
 *
 * @throws FormatError, UsageError when `as` names no format, or the format cannot be followed
 */
export async function openInput(
  path: string,
  { once, follow, offset, others = [], ...options }: InputOptions,
  output: Output,
): Promise<Input> {
  await checkFormatName(options.as)
  const progress = progressOn(output, path)
  if (follow || (once && offset === undefined && (path === '-' || isStream(path)))) {
    const taken = await takeStream(path, options, progress, follow ?? false)
    if (!('opened' in taken)) return taken
    return openedInput(path, taken.opened, options, output, progress)
  }
  const opened = await openFile(path, { onProgress: progress.update })
  if (others.length > 0) return withOthers(path, opened, others, options, output, progress)
  return openedInput(path, offset === undefined ? opened : openedAt(path, opened, offset), options, output, progress)
}

/** Opens a file together with the other parts of the same dump. */
async function withOthers(
  path: string,
  opened: OpenedSource,
  others: readonly string[],
  options: OpenOptions,
  output: Output,
  progress: Progress,
): Promise<Input> {
  const sources: CloseableSource[] = []
  const close = (): void => {
    for (const each of sources) each.close()
  }
  try {
    for (const other of others) sources.push((await openFile(other)).source)
    const input = await openedInput(path, opened, { ...options, otherParts: sources }, output, progress)
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

/** @throws UsageError when the offset is behind the end */
function openedAt(path: string, { source, diagnostics }: OpenedSource, offset: number): OpenedSource {
  if (offset > source.size) {
    source.close()
    throw new UsageError(`--offset ${offset}: ${path} has ${source.size} bytes`)
  }
  const part = { ...sliceSource(source, offset), close: () => source.close(), [Symbol.dispose]: () => source.close() }
  // A document cannot refer to the bytes: offsets in it are those of the whole file.
  return { source: part, diagnostics, derived: true }
}

/** The most bytes of a stream that detection reads. */
const LOOK = 64 * 1024

/** Reads a stream as it arrives where its format allows that, else stores it first. */
async function takeStream(
  path: string,
  options: OpenOptions,
  progress: Progress,
  follow: boolean,
): Promise<Input | { opened: OpenedSource }> {
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
    return { file, detection, source: undefined, inFile: false, progress, diagnostics: () => [...file.diagnostics], close: progress.clear }
  }
  if (follow) throw new UsageError(`${path}: --follow supports uncompressed traces only`)
  return { opened: await openChunks(all(), path, { onProgress: progress.update }) }
}

async function openedInput(path: string, opened: OpenedSource, options: OpenOptions, output: Output, progress: Progress): Promise<Input> {
  const source = output.errorIsTerminal ? progressSource(opened.source, progress.update) : opened.source
  try {
    const { detection, reader } = await identify(source, options.as)
    if (options.otherParts && !reader.formats.some(({ name }) => name === 'kdump-compressed/linux'))
      throw new UsageError(`several input files: expected parts of a split kernel dump, found ${detection.format}`)
    const file = reader.open(source, { ...options, as: detection.format })
    return {
      file,
      detection,
      source,
      inFile: !opened.derived,
      progress,
      diagnostics: () => uniqueDiagnostics([...opened.diagnostics, ...file.diagnostics]),
      close() {
        progress.clear()
        opened.source.close()
      },
    }
  } catch (error) {
    progress.clear()
    opened.source.close()
    // Damage of the compression explains damage of the content.
    output.diagnostics(path, opened.diagnostics)
    throw error
  }
}

/** @throws UsageError for a name that is neither a format nor a family */
async function checkFormatName(name: string | undefined): Promise<void> {
  if (name === undefined) return
  const entry = readerEntry(name)
  if (entry) {
    const { reader } = await entry.load()
    if (!name.includes('/') || reader.formats.some((format) => format.name === name)) return
    const known = reader.formats.map((format) => format.name).join(', ')
    throw new UsageError(`unknown format ${name}; known in this family: ${known}`)
  }
  const families = readers.flatMap(({ families: names }) => [...names]).join(', ')
  throw new UsageError(`unknown format ${name}; known families: ${families} ('exhume formats' lists all formats)`)
}
