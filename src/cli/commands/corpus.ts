/** exhume corpus: writes files to feed to fuzzers and tests. */
import type { Command } from 'commander'
import type { CorpusFile, Coverage } from '../../corpus/index.js'
import { FormatError } from '../../errors.js'
import { createYield } from '../../io/event-loop.js'
import { type OutputDirectory, outputDirectory } from '../../io/output-directory.js'
import { bytes as sizeText, table } from '../../render/text-table.js'
import { type CommandAction, examples } from '../options.js'
import type { Output } from '../output.js'
import { type ExitCode, parseInteger, UsageError } from '../usage.js'

export function configure(command: Command, action: CommandAction): void {
  command
    .argument('<FORMAT>', 'format or family, such as elf-core/linux or ktrace; all for every format')
    .argument('<DIRECTORY>', 'output directory; must be empty or not exist')
    .option('--count <N>', 'number of files (default: one of each variant; the table printed says what they cover)')
    .option('--seed <N>', 'the same seed gives the same files on every machine (default: 1)')
    .option('--mutate', 'make nearly valid files: each has one or two changes, which manifest.ndjson describes')
    .option('--max-size <BYTES>', 'largest file; variants that do not fit are left out')
    .option('--dictionary', 'write exhume.dict, a dictionary for AFL++ and libFuzzer')
    .option('--minimize', 'keep only files that add a structure, layout or union arm')
  examples(command, [
    ['exhume corpus all seeds', 'valid files of every format'],
    ['exhume corpus elf-core/linux seeds --mutate --count 1000 --dictionary', 'nearly valid files and a dictionary'],
    ['exhume corpus ktrace seeds --minimize --max-size 4096', 'few and small files'],
  ])
  command.action((format: string, directory: string, flags: CorpusFlags) =>
    action((output) => writeCorpus(format, directory, flags, output)),
  )
}

interface CorpusFlags {
  count?: string
  seed?: string
  mutate?: boolean
  maxSize?: string
  dictionary?: boolean
  minimize?: boolean
}

/** Many small files, which can be made again. */
const UNSYNCED = { sync: false } as const

/** Files of one run. */
const MOST_FILES = 1_000_000

async function writeCorpus(format: string, path: string, flags: CorpusFlags, output: Output): Promise<ExitCode> {
  const options = {
    ...(flags.count !== undefined && { count: numberOf('--count', flags.count, 1, MOST_FILES) }),
    seed: flags.seed === undefined ? 1 : numberOf('--seed', flags.seed, 0, Number.MAX_SAFE_INTEGER),
    ...(flags.maxSize !== undefined && { maxSize: numberOf('--max-size', flags.maxSize, 1, Number.MAX_SAFE_INTEGER) }),
    mutate: flags.mutate === true,
  }
  const library = await import('../../corpus/index.js')
  const coverage = new library.Coverage()
  const writer = new CorpusWriter(outputDirectory(path, UNSYNCED), format === 'all')
  const turn = createYield()
  try {
    let kept: CorpusFile[] = []
    for await (const file of library.corpus(format, options)) {
      if (flags.minimize) kept.push(file)
      else add(writer, coverage, file)
      await turn()
    }
    if (flags.minimize) {
      kept = library.minimize(kept)
      for (const file of kept) add(writer, coverage, file)
    }
    if (flags.dictionary) writer.text('exhume.dict', library.dictionary())
    writer.finish()
  } catch (error) {
    writer.abort()
    throw error instanceof FormatError && error.code === 'UNKNOWN_FORMAT' ? new UsageError(error.message) : error
  }
  printSummary(writer, coverage, output)
  return writer.internalErrors > 0 ? 1 : 0
}

/** @throws UsageError */
function numberOf(option: string, text: string, least: number, most: number): number {
  const value = parseInteger(option, text)
  if (value < BigInt(least) || value > BigInt(most))
    throw new UsageError(`${option}: expected a number from ${least} to ${most}, found ${text}`)
  return Number(value)
}

function add(writer: CorpusWriter, coverage: Coverage, file: CorpusFile): void {
  writer.add(file)
  if (file.file) coverage.add(file.file)
}

/** Writes the files and the manifest: one folder per format where there are several, so that each is a corpus of its own. */
class CorpusWriter {
  readonly #folders = new Map<string, OutputDirectory>()
  readonly #manifest: string[] = []
  files = 0
  size = 0
  internalErrors = 0

  constructor(
    private readonly root: OutputDirectory,
    private readonly separate: boolean,
  ) {
    root.beEmpty()
  }

  add(file: CorpusFile): void {
    const { name, bytes, format, variant, mutation, changes, verdict } = file
    this.#write(this.#folderOf(format), name, bytes)
    this.files++
    this.size += bytes.length
    if (verdict.internalError !== undefined) this.internalErrors++
    const where = this.separate ? `${folderName(format)}/${name}` : name
    const { status, format: found, codes, message, internalError } = verdict
    const check = { status, ...(found && { format: found }), codes, ...(message && { message }), ...(internalError && { internalError }) }
    this.#manifest.push(JSON.stringify({ file: where, size: bytes.length, format, variant, ...(mutation && { mutation, changes }), check }))
  }

  text(name: string, text: string): void {
    this.#write(this.root, name, new TextEncoder().encode(text))
  }

  finish(): void {
    this.text('manifest.ndjson', this.#manifest.map((line) => `${line}\n`).join(''))
    for (const folder of this.#folders.values()) folder.finish()
    this.root.finish()
  }

  abort(): void {
    for (const folder of this.#folders.values()) folder.abort()
    this.root.abort()
  }

  #folderOf(format: string): OutputDirectory {
    if (!this.separate) return this.root
    let folder = this.#folders.get(format)
    if (!folder) {
      folder = outputDirectory(`${this.root.path}/${folderName(format)}`, UNSYNCED)
      folder.beEmpty()
      this.#folders.set(format, folder)
    }
    return folder
  }

  #write(folder: OutputDirectory, name: string, bytes: Uint8Array): void {
    const sink = folder.create(name)
    sink.write(bytes)
    sink.commit()
  }
}

/** Names that are printed of a list. */
const SHOWN = 6

const shortList = (names: readonly string[]): string =>
  names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`

const folderName = (format: string): string => format.replace('/', '-')

function printSummary(writer: CorpusWriter, coverage: Coverage, { out }: Output): void {
  const part = ({ seen, all }: { seen: number; all: number }): string => (all === 0 ? '-' : `${seen}/${all}`)
  const rows = coverage.rows().filter(({ structures }) => structures.seen > 0)
  out.write('Coverage of declared structures:\n')
  const lines = rows.map(({ folder, structures, layouts, arms }) => [folder, part(structures), part(layouts), part(arms)])
  for (const line of table([['declarations', 'structures', 'by ABI', 'union arms'], ...lines], [1, 2, 3])) out.write(line)
  for (const { folder, missing } of rows) if (missing.length > 0) out.write(`missing of ${folder}: ${shortList(missing)}\n`)
  out.write(`${writer.files} files, ${sizeText(BigInt(writer.size))}\n`)
}
