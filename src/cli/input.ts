/** Opening what a command is given: content, packing, format. */
import type { Diagnostic } from '../errors.js'
import { openFile } from '../io/open.js'
import type { ByteSource } from '../io/source.js'
import { trackedSource } from '../io/tracked.js'
import type { Detection, OpenedFile, OpenOptions } from '../readers/format.js'
import { distinct } from '../readers/inspect.js'
import { identify, readerEntry, readers } from '../readers/registry.js'
import type { Output } from './output.js'
import { type Progress, progressOn } from './progress.js'
import { UsageError } from './usage.js'

export interface Input {
  file: OpenedFile
  detection: Detection
  source: ByteSource
  /** Whether the source's bytes are those of the named file, so that a document can refer to them. */
  inFile: boolean
  progress: Progress
  /** Everything that is wrong: with the packing, then with the content; each once. */
  diagnostics(): Diagnostic[]
  close(): void
}

/**
 * Opens a file of any known format.
 *
 * @throws FormatError, UsageError when `as` names no format
 */
export async function openInput(path: string, options: OpenOptions, output: Output): Promise<Input> {
  await checkFormatName(options.as)
  const progress = progressOn(output, path)
  const opened = await openFile(path, { onProgress: progress.update })
  const source = output.errorIsTerminal ? trackedSource(opened.source, progress.update) : opened.source
  try {
    const { detection, reader } = await identify(source, options.as)
    const file = reader.open(source, { ...options, as: detection.format })
    return {
      file,
      detection,
      source,
      inFile: !opened.derived,
      progress,
      diagnostics: () => distinct([...opened.diagnostics, ...file.diagnostics]),
      close() {
        progress.clear()
        opened.source.close()
      },
    }
  } catch (error) {
    progress.clear()
    opened.source.close()
    // What is wrong with the packing explains what is wrong with the content.
    output.diagnostics(path, opened.diagnostics)
    throw error
  }
}

/** @throws UsageError when it is neither a format's nor a family's name */
async function checkFormatName(name: string | undefined): Promise<void> {
  if (name === undefined) return
  const entry = readerEntry(name)
  if (entry) {
    const { reader } = await entry.load()
    if (!name.includes('/') || reader.formats.some((format) => format.name === name)) return
    const known = reader.formats.map((format) => format.name).join(', ')
    throw new UsageError(`no format is called ${name}; of this family there are: ${known}`)
  }
  const families = readers.flatMap(({ families: names }) => [...names]).join(', ')
  throw new UsageError(`no format is called ${name}; the families are ${families} ('exhume formats' lists all)`)
}
