/**
 * The families of formats that can be read, each loaded only when a file may be of it. A new family is one entry.
 */
import { FormatError } from '../errors.js'
import { type ByteSource, memorySource } from '../io/source.js'
import type { Detection, FormatInfo, FormatReader, OpenedFile, OpenOptions, ReaderOption } from '../readers/format-reader.js'
import { traceOptions } from '../readers/ktrace/options.js'

export interface ReaderEntry {
  /** The part of its format names before the `/`, or a full name where another reader handles the rest of the family. */
  families: readonly string[]
  /** Whether the first 16 bytes may be of the family; where it is absent, the family has no magic number and is tried last. */
  magic?: (head: Uint8Array) => boolean
  /**
   * Detection that loads little code. It returns what the family's own detection would return, or `maybe` where only that can decide.
   * Absent: the family is loaded and decides.
   */
  quickDetect?: (source: ByteSource, head: Uint8Array) => Promise<Detection | 'maybe' | undefined>
  /** Options of `read` and `convert` that only this family knows. */
  options?: readonly ReaderOption[]
  /** Whether it is asked only about files that no other family knows. */
  lastResort?: boolean
  /** Loads the reader; with the name of one format, at least that of this format. */
  load: (format?: string) => Promise<{ reader: FormatReader }>
}

/** Above this nothing else is tried. */
const CERTAIN = 0.9

const isElf = (head: Uint8Array): boolean => head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46

/** Kernel dumps: kcore's magic word, minidumps, ELF, kdump-compressed and flattened files, illumos' in both byte orders. */
function isKernelDump(head: Uint8Array): boolean {
  if (head[2] === 0x8f && head[3] === 0xca) return true
  const text = String.fromCharCode(...head.subarray(0, 8))
  if (isElf(head)) return true
  if (
    text === 'minidump' ||
    text === 'KDUMP   ' ||
    text === 'DISKDUMP' ||
    text === 'makedump' ||
    text === 'FreeBSD ' ||
    text === 'DragonFl'
  )
    return true
  // The image of a dump device, whose first 64 KiB are not used.
  if (head.length > 0 && head.every((byte) => byte === 0)) return true
  const [a, b, c, d] = head
  return (a === 0xed && b === 0xc8 && c === 0xfe && d === 0xde) || (a === 0xde && b === 0xfe && c === 0xc8 && d === 0xed)
}

export const readers: readonly ReaderEntry[] = [
  {
    // Before process cores, which are ELF files too.
    families: ['kcore', 'vmcore', 'kdump-compressed', 'vmdump', 'minidump'],
    magic: isKernelDump,
    quickDetect: async (source, head) => (isElf(head) ? (await import('../readers/kcore/elf/detect.js')).detectElfDump(source) : 'maybe'),
    load: () => import('./kcore.js'),
  },
  {
    // Before process cores: a checkpoint is an ELF core with more behind its notes.
    families: ['checkpoint'],
    magic: isElf,
    quickDetect: async (source) =>
      (await import('../readers/checkpoint/begins-as-checkpoint.js')).beginsAsCheckpoint(source) ? 'maybe' : undefined,
    load: () => import('./checkpoint.js'),
  },
  {
    families: ['elf-core'],
    magic: isElf,
    quickDetect: async (source) => (await import('./core-detection.js')).detectCore(source),
    load: (format) => import('./core-reader.js').then(({ loadCoreReader }) => loadCoreReader(format)),
  },
  {
    families: ['aout-core'],
    // The magic word is big-endian on every machine.
    magic: (head) => head[2] === 0x01 && head[3] === 0x47,
    load: () => import('./aout.js'),
  },
  {
    // FreeBSD's kernel dumps have the same family name.
    families: ['minidump/windows'],
    magic: (head) => ['MDMP', 'PMDM'].includes(String.fromCharCode(...head.subarray(0, 4))),
    load: () => import('./minidump.js'),
  },
  {
    families: ['ktrace'],
    options: traceOptions,
    load: () => import('./ktrace.js'),
  },
  {
    // The image of a dump device that begins with something else: its dump is at the end.
    families: [],
    lastResort: true,
    load: () => import('./kcore.js'),
  },
]

/**
 * The reader that takes a stream as it comes, by its first bytes; undefined when no reader is sure of them, or it needs random
 * access. `as` is taken as `identify` takes it.
 */
export async function streamReader(head: Uint8Array, as?: string): Promise<{ detection: Detection; reader: StreamReader } | undefined> {
  const source = memorySource(head)
  if (as === undefined && readers.some((entry) => entry.magic?.(source.read(0, 16)))) return undefined
  const entries = as === undefined ? readers.filter((entry) => !entry.magic) : readers.filter((entry) => entry === readerEntry(as))
  for (const entry of entries) {
    const { reader } = await entry.load()
    if (!canStream(reader)) continue
    const said = reader.formats.find((format) => format.name === as)
    const detection = said ? { format: said.name, confidence: 1, reasons: ['it was said so'] } : reader.detect(source, true)
    if (detection && detection.confidence > SURE) return { detection, reader }
  }
  return undefined
}

export type StreamReader = FormatReader & Required<Pick<FormatReader, 'stream'>>

const canStream = (reader: FormatReader): reader is StreamReader => reader.stream !== undefined

/** Sure enough to begin with a stream's first records; what comes later cannot change it any more. */
const SURE = 0.8

/** The entry of a format's (or a family's) name; undefined when no family is called so. */
export function readerEntry(format: string): ReaderEntry | undefined {
  return entriesOf(format)[0]
}

/** The entries of a format's name: the one that has it whole, else those of its family. */
function entriesOf(format: string): readonly ReaderEntry[] {
  const own = readers.filter((entry) => entry.families.includes(format))
  if (own.length > 0 && format.includes('/')) return own
  const family = format.split('/', 1)[0] ?? ''
  return readers.filter((entry) => entry.families.some((each) => each === family || (format === family && each.startsWith(`${family}/`))))
}

/** Every format of every family. Loads all of them. */
export async function allFormats(): Promise<FormatInfo[]> {
  const loaded = await Promise.all(readers.filter(({ lastResort }) => !lastResort).map((entry) => entry.load()))
  return loaded.flatMap(({ reader }) => [...reader.formats])
}

/** What the content looks like, by all families that it may be of; undefined when none knows it. */
export async function detect(source: ByteSource): Promise<Detection | undefined> {
  return (await find(source, readers))?.detection
}

/** A file's format, and who reads it. */
export interface IdentifiedFile {
  detection: Detection
  reader: FormatReader
}

async function find(source: ByteSource, entries: readonly ReaderEntry[]): Promise<IdentifiedFile | undefined> {
  const head = source.read(0, 16)
  const matching = entries.filter((entry) => entry.magic?.(head))
  const rest = entries.filter((entry) => !entry.magic)
  let best: IdentifiedFile | undefined
  for (const entry of [...matching, ...rest]) {
    if (entry.lastResort && best) break
    const found = await detectAs(entry, source, head)
    if (!found || found.detection.confidence <= (best?.detection.confidence ?? 0)) continue
    best = found
    if (found.detection.confidence >= CERTAIN) break
  }
  return best
}

/** What one family makes of a file. A detector that fails takes no file away from the others. */
async function detectAs(entry: ReaderEntry, source: ByteSource, head: Uint8Array): Promise<IdentifiedFile | undefined> {
  try {
    const quick = entry.quickDetect ? await entry.quickDetect(source, head) : 'maybe'
    if (quick === undefined) return undefined
    const { reader } = await entry.load(quick === 'maybe' ? undefined : quick.format)
    const detection = quick === 'maybe' ? reader.detect(source) : quick
    return detection && { detection, reader }
  } catch (error) {
    // A file that cannot be read at all (IO) fails for every family.
    if (error instanceof FormatError && error.code === 'BAD_BOUNDS') return undefined
    throw error
  }
}

/**
 * Finds out what a file is. `as` may be a format, which is believed, or a family, within which the content decides.
 *
 * @throws FormatError `UNKNOWN_FORMAT` that says what was tried, or that no format is called so
 */
export async function identify(source: ByteSource, as?: string): Promise<IdentifiedFile> {
  if (as === undefined) {
    const found = await find(source, readers)
    if (!found) throw await unknownContent(source, readers)
    return found
  }
  const entries = entriesOf(as)
  for (const { load } of entries) {
    const { reader } = await load(as)
    if (reader.formats.some((format) => format.name === as))
      return { detection: { format: as, confidence: 1, reasons: ['it was said so'] }, reader }
  }
  if (entries.length === 0 || as.includes('/'))
    throw new FormatError({ code: 'UNKNOWN_FORMAT', message: `no format is called ${as}`, found: as })
  const found = await find(source, entries)
  if (!found) throw await unknownContent(source, entries)
  return found
}

/**
 * Opens a file of any family; `as` as `identify` takes it.
 *
 * @throws FormatError what `identify` and the family's reader throw
 */
export async function openAny(source: ByteSource, options: OpenOptions = {}): Promise<OpenedFile> {
  const { detection, reader } = await identify(source, options.as)
  return reader.open(source, { ...options, as: detection.format })
}

async function unknownContent(source: ByteSource, tried: readonly ReaderEntry[]): Promise<FormatError> {
  const foreign = (await import('./foreign-formats.js')).foreignFormat(source)
  if (foreign !== undefined) return new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, message: foreign })
  const families = tried.flatMap((entry) => [...entry.families]).join(', ')
  const what = source.size === 0 ? 'the file is empty' : 'the content is of no known format'
  return new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, message: `${what}; tried: ${families}` })
}
