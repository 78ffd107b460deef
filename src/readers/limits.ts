/** Bounds on the resources that a file may make a reader use. */

/**
 * Upper bounds on what a file may ask for. Each one is far above what real files contain, and low enough that a damaged or hostile file
 * cannot exhaust memory or time. Reaching the first six is a `LIMIT` diagnostic; the others end a search or leave a value out.
 */
export interface Limits {
  /** Notes of a core file. */
  notes: number
  /** Bytes of one note's descriptor. */
  noteSize: number
  /** Program headers, sections, mappings: entries of any table. */
  tableEntries: number
  /** Bytes of one string. */
  stringLength: number
  /** Bytes of one record of a stream. */
  recordSize: number
  /** Diagnostics kept for one file; further ones are only counted. */
  diagnostics: number

  /** Bytes of a note's owner name. Known owners have up to 15; a Cell SPU note contains a path. */
  noteName: number
  /** Bytes of zeros between two notes that are skipped: some tools shorten notes in place. */
  noteGap: number
  /** Bytes of a descriptor that are decoded into fields: their JSON text must fit into a string. */
  decodedNote: number
  /** Bytes at the start of a core that are searched for notes without a program header. Some systems write notes after the memory. */
  noteSearch: number
  /** Bytes of an illumos section name. */
  sectionName: number

  /** Bytes that may be read from the memory of a process to find its modules, arguments and environment. */
  imageBudget: number
  /** Bytes below the top of a stack that are searched for arguments and environment. */
  stackSearch: number
  /** Arguments and environment variables of a process. */
  startupStrings: number
  /** Arguments, where only their shape identifies them: no system starts programs with more in practice. */
  startupArguments: number
  /** Entries of the run-time linker's list. */
  linkedObjects: number
  /** Bytes of a segment that are searched for the run-time linker's list. */
  linkMapSearch: number
  /** Program headers of a mapped object. */
  objectHeaders: number
  /** Bytes of the notes or of the dynamic section of a mapped object. */
  objectTable: number
  /** Bytes of a path in memory (PATH_MAX). */
  pathLength: number
  /** Bytes of memory that one module may span. */
  moduleSpan: bigint

  /** Bytes of the notes of a kernel dump: registers of each processor and VMCOREINFO. */
  dumpNotes: number
  /** Bytes of VMCOREINFO: a few hundred lines. */
  vmcoreinfo: number
  /** Page tables that one listing of mapped addresses visits. */
  pageTables: number
  /** Records of a Linux kernel log: a damaged list of descriptors may have no end. */
  logRecords: number
  /** Segments of physical memory in a NetBSD CPU header: no machine has more than a few dozen. */
  ramSegments: number
  /** Bytes of one key or value in a Berkeley DB hash file. */
  databaseEntry: number
  /** Bytes of a symbol name in kvm.db. */
  symbolName: number

  /** Bytes of one section of debug data, decompressed. */
  debugSection: number
  /** Frames of one thread. */
  frames: number

  /** Processes, files or calls that a view of a trace counts separately. */
  viewRows: number
  /** Processes whose state is kept while a trace is read. */
  traceProcesses: number
  /** Commands and threads that a report lists for one process. */
  processDetails: number
}

const KiB = 1024
const MiB = 1024 * KiB

export const defaultLimits: Readonly<Limits> = {
  notes: 1_000_000,
  noteSize: 256 * MiB,
  tableEntries: 4_000_000,
  stringLength: 64 * KiB,
  recordSize: 64 * MiB,
  diagnostics: 1000,

  noteName: 64 * KiB,
  noteGap: MiB,
  decodedNote: 64 * MiB,
  noteSearch: 256 * MiB,
  sectionName: 256,

  imageBudget: 64 * MiB,
  stackSearch: 16 * MiB,
  startupStrings: 1_000_000,
  startupArguments: 4096,
  linkedObjects: 65_536,
  linkMapSearch: 4 * MiB,
  objectHeaders: 512,
  objectTable: 64 * KiB,
  pathLength: 4096,
  moduleSpan: 1n << 34n,

  dumpNotes: 256 * MiB,
  vmcoreinfo: MiB,
  pageTables: 262_144,
  logRecords: 1 << 22,
  ramSegments: 65_536,
  databaseEntry: 64 * MiB,
  symbolName: 4096,

  debugSection: 2048 * MiB,
  frames: 4096,

  viewRows: 100_000,
  traceProcesses: 100_000,
  processDetails: 1000,
}
