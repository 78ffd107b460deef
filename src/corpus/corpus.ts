/** The corpus: valid and nearly valid files of every format, the same for the same seed on every machine. */
import { FormatError } from '../errors.js'
import type { OpenedFile } from '../readers/format-reader.js'
import { drawOnce } from './draw.js'
import type { FileVariant, FormatVariants } from './file-variant.js'
import { generators } from './generators/registry.js'
import { type Change, mutate, subjectOf } from './mutate/index.js'
import { seedOf } from './seeds.js'
import { checkBytes, type Verdict } from './verdict.js'

export interface CorpusOptions {
  /** Number of files (default: one of each variant, so that every structure and union arm occurs). */
  readonly count?: number
  /** Default: 1. */
  readonly seed?: number
  /** Nearly valid files: each has one or two changes, which `changes` describes. */
  readonly mutate?: boolean
  /** Largest file in bytes; variants that do not fit are left out. */
  readonly maxSize?: number
}

export interface CorpusFile {
  /** SHA-1 of the content in hexadecimal, as fuzzers name their inputs. */
  readonly name: string
  readonly bytes: Uint8Array
  /** The format that it was made as, such as `ktrace/freebsd`. */
  readonly format: string
  /** The kind of file within the format: machine, layout, revision. */
  readonly variant: string
  /** Of a mutant: what was done, such as `count off by one`. */
  readonly mutation?: string
  readonly changes?: readonly Change[]
  /** What `exhume check` says of it. */
  readonly verdict: Verdict
  /** The opened file, where it could be opened. */
  readonly file?: OpenedFile
}

/** Draws for one file that must be accepted, or fit. */
const TRIES = 32

/**
 * Generates files of a format, or of all.
 *
 * @param format `elf-core/linux`, a family such as `ktrace`, or `all`
 * @throws FormatError `UNKNOWN_FORMAT` when there is no generator of that name
 * @example for await (const { name, bytes } of corpus('ktrace/freebsd', { count: 10 })) fs.writeFileSync(name, bytes)
 */
export async function* corpus(format: string, options: CorpusOptions = {}): AsyncGenerator<CorpusFile, void, undefined> {
  const plan = planOf(generatorsOf(format))
  const { count = plan.length, maxSize = Number.POSITIVE_INFINITY } = options
  const names = new Set<string>()
  const left = new Set(plan)
  let made = 0
  for (let round = 0; made < count && left.size > 0; round++) {
    for (const [index, entry] of plan.entries()) {
      if (made >= count) break
      if (!left.has(entry)) continue
      const file = await makeFile(entry, { ...options, maxSize }, round, index + round * plan.length, names)
      if (!file) {
        // A variant that does not fit once is not tried again.
        left.delete(entry)
        continue
      }
      names.add(file.name)
      made++
      yield file
    }
  }
}

interface Entry {
  readonly format: string
  readonly variant: FileVariant
}

/** @throws FormatError `UNKNOWN_FORMAT` */
function generatorsOf(format: string): readonly FormatVariants[] {
  const wanted = format === 'all' ? generators : generators.filter((each) => each.format === format || each.format.startsWith(`${format}/`))
  if (wanted.length > 0) return wanted
  const known = generators.map((each) => each.format).join(', ')
  throw new FormatError({
    code: 'UNKNOWN_FORMAT',
    message: `no files of format ${format} can be generated; expected all, or one of ${known}`,
    found: format,
  })
}

/** Variants of all formats by turns, so that the first files already show every format. */
function planOf(generators: readonly FormatVariants[]): Entry[] {
  const plan: Entry[] = []
  const most = Math.max(...generators.map(({ variants }) => variants.length))
  for (let i = 0; i < most; i++)
    for (const { format, variants } of generators) {
      const variant = variants[i]
      if (variant) plan.push({ format, variant })
    }
  return plan
}

interface Settings extends CorpusOptions {
  readonly maxSize: number
}

async function makeFile(
  entry: Entry,
  options: Settings,
  round: number,
  index: number,
  names: ReadonlySet<string>,
): Promise<CorpusFile | undefined> {
  const { format, variant } = entry
  const { seed = 1, maxSize } = options
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const own = seedOf(seed, format, variant.name, round, attempt)
    const bytes = drawFile(variant, own)
    if (!bytes || (bytes.length > maxSize && !options.mutate)) continue
    const { verdict, file } = await checkBytes(bytes)
    if (!file || verdict.status !== 0 || verdict.format !== format) continue
    const base = { format, variant: variant.name }
    const whole = { ...base, name: await nameOf(bytes), bytes, verdict, file }
    const made = options.mutate ? await mutantOf(whole, own, index) : whole
    if (made && made.bytes.length <= maxSize && !names.has(made.name)) return made
  }
  return undefined
}

/** A file; undefined when the writer refuses what was drawn. */
function drawFile(variant: FileVariant, seed: number): Uint8Array | undefined {
  try {
    return drawOnce((draw) => variant.make(draw), seed)
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}

async function mutantOf(whole: CorpusFile & { file: OpenedFile }, seed: number, index: number): Promise<CorpusFile | undefined> {
  const { bytes, file, format, variant } = whole
  const subject = subjectOf(bytes, file)
  const mutated = drawOnce((draw) => mutate(subject, file, draw, index), seed)
  if (!mutated) return undefined
  return { format, variant, name: await nameOf(mutated.bytes), ...mutated, ...(await checkBytes(mutated.bytes)) }
}

/** SHA-1 in hexadecimal. */
async function nameOf(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', bytes as Uint8Array<ArrayBuffer>)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
