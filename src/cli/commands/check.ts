/** exhume check: identifies files and reports damage. */
import type { Command } from 'commander'
import { type Diagnostic, FormatError } from '../../errors.js'
import { inspect } from '../../families/inspect.js'
import { jsonText } from '../../io/json-text.js'
import type { OpenedFile } from '../../readers/format-reader.js'
import { openInput } from '../input.js'
import { type CommandAction, collect, examples, takesFileMap } from '../options.js'
import { type Output, oneLine, reportFailure } from '../output.js'
import { type ExitCode, parseOffset, UsageError } from '../usage.js'

export function configure(command: Command, action: CommandAction): void {
  command
    .argument('<FILE...>', 'input files; gzip, zstd, xz and LZ4 are decompressed automatically; - for standard input')
    .option('--as <FORMAT>', 'treat the input as FORMAT instead of detecting it')
    .option('--offset <OFFSET>', 'position of the content in the file: bytes, or blocks of 512 bytes with b, such as 66567b')
    .option('--json', 'print one JSON object for each file: format, diagnostics and verdict')
    .option(
      '--thaw-on <SYSTEM>',
      'checkpoints and DragonFly cores: simulate a restore on SYSTEM, such as descriptors=64,data-limit=0x8000000,mounted=none, or JSON; may be given several times',
      collect,
    )
    .option('--files <MAP>', 'checkpoints and DragonFly cores: names of files by handle (JSON) or inode (output of ls -i)')
  examples(command, [
    ['exhume check core.1159', 'one file'],
    ['exhume check /var/crash/*.core || echo damaged', 'many files, for a script'],
    ['exhume check vi.ckpt --thaw-on descriptors=64', 'simulate a restore of a checkpoint'],
  ])
  command.action((files: string[], flags: CheckFlags) => action((output) => check(files, flags, output)))
}

interface CheckFlags {
  as?: string
  offset?: string
  json?: boolean
  thawOn?: readonly string[]
  files?: string
}

async function check(files: readonly string[], flags: CheckFlags, output: Output): Promise<ExitCode> {
  await checkFlags(flags)
  let worst: ExitCode = 0
  for (const file of files) {
    const code = await checkOne(file, flags, output)
    if (code > worst) worst = code
  }
  return worst
}

/** @throws UsageError */
async function checkFlags({ thawOn = [] }: CheckFlags): Promise<void> {
  if (thawOn.length === 0) return
  const { statedSystem } = await import('../../readers/checkpoint/thaw/stated-system.js')
  for (const each of thawOn) stated(() => statedSystem(each))
}

/** A wrong description of a system is a usage error, not damage of a file. */
function stated<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof FormatError && error.code === 'BAD_VALUE' ? new UsageError(`--thaw-on: ${error.message}`) : error
  }
}

/** What `check` found out about a file. */
interface Checked {
  readonly format: string
  readonly reasons: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
  readonly text: string
  /** The verdict of each stated system, or of the one that wrote the file. */
  readonly verdicts: readonly Record<string, unknown>[]
}

async function checkOne(path: string, flags: CheckFlags, output: Output): Promise<ExitCode> {
  let found: Checked | undefined
  try {
    found = await inspectFile(path, flags, output, (checked) => {
      found = checked
    })
    report(path, found, flags, output)
    return found.diagnostics.length === 0 ? 0 : 1
  } catch (error) {
    if (flags.json && error instanceof FormatError) {
      const { code, message, offset } = error
      writeJson(output, {
        file: path,
        status: isUnknown(error) ? 'unknown format' : 'damaged',
        ...(found?.format && { format: found.format }),
        diagnostics: [{ code, message, offset }],
      })
      return reportFailure(output, error, path)
    }
    const code = reportFailure(output, error, path)
    // The remaining files are checked as well.
    if (code === 1) output.out.write(`${labelOf(path, found)}: ${isUnknown(error) ? 'unknown format' : 'damaged'}\n`)
    return code
  }
}

/** Opens and reads a file completely; `opened` learns its format before anything can fail. */
async function inspectFile(path: string, flags: CheckFlags, output: Output, opened: (checked: Checked) => void): Promise<Checked> {
  const where = flags.offset === undefined ? {} : { offset: parseOffset('--offset', flags.offset) }
  const input = await openInput(path, { ...where, ...(flags.as !== undefined && { as: flags.as }) }, output)
  const { file, detection } = input
  const checked = { format: detection.format, reasons: detection.reasons, diagnostics: [], text: '', verdicts: [] }
  opened(checked)
  let verdicts: { text: string; report: Record<string, unknown> | undefined }[]
  try {
    await inspect(file)
    if (flags.thawOn !== undefined && !file.verdict)
      throw new UsageError(`--thaw-on is for checkpoints and DragonFly cores; ${oneLine(path)} is ${file.format}`)
    if (flags.files !== undefined && !takesFileMap(file.format))
      throw new UsageError(`--files is for checkpoints and DragonFly cores; ${oneLine(path)} is ${file.format}`)
    verdicts = systemsFor(file, flags).map((thawOn) => verdictOn(file, { ...flags, thawOn }))
  } finally {
    input.close()
  }
  const several = verdicts.length > 1
  return {
    ...checked,
    diagnostics: input.diagnostics(),
    text: verdicts.map(({ text }, i) => `${several ? `  on ${flags.thawOn?.[i]}:\n` : ''}${text}`).join(''),
    verdicts: verdicts.flatMap(({ report }, i) => (report ? [{ ...(flags.thawOn && { system: flags.thawOn[i] }), ...report }] : [])),
  }
}

/** The systems to simulate a restore on; `undefined` is the system that wrote the file. */
const systemsFor = (file: OpenedFile, { thawOn }: CheckFlags): readonly (string | undefined)[] =>
  thawOn ?? (file.verdict && !file.verdictOnRequest ? [undefined] : [])

const verdictOn = (file: OpenedFile, options: Record<string, unknown>) =>
  stated(() => ({
    text: [...(file.verdict?.(options) ?? [])].join(''),
    report: options.json ? file.verdictReport?.(options) : undefined,
  }))

const labelOf = (path: string, found: Checked | undefined): string =>
  `${oneLine(path)}${found ? `: ${found.format} (${found.reasons.join('; ')})` : ''}`

function report(path: string, found: Checked, { json }: CheckFlags, output: Output): void {
  const { format, diagnostics, text, verdicts } = found
  const count = diagnostics.length
  if (json) {
    const [verdict] = verdicts
    writeJson(output, {
      file: path,
      format,
      status: count === 0 ? 'ok' : 'diagnostics',
      diagnostics,
      ...(verdicts.length === 1 && { verdict }),
      ...(verdicts.length > 1 && { verdicts }),
    })
    return
  }
  output.out.write(`${labelOf(path, found)}: ${count === 0 ? 'ok' : `${count} diagnostic${count === 1 ? '' : 's'}`}\n${text}`)
  output.diagnostics(path, diagnostics)
}

/** One object on one line. */
const writeJson = (output: Output, value: Record<string, unknown>): void => output.out.write(`${jsonText(value)}\n`)

function isUnknown(error: unknown): boolean {
  return error instanceof FormatError && error.code === 'UNKNOWN_FORMAT'
}
