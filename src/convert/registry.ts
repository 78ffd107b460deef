/** The conversions by the name of their target. A new conversion is one file and one entry here. */
import type { ReaderOption } from '../readers/format-reader.js'
import { traceOptions } from '../readers/ktrace/options.js'
import { type SystemName, systemTitle } from '../systems/registry.js'
import type { BuildSystem } from '../writers/core/build/build-core.js'
import type { Conversion } from './conversion.js'
import { checkEditOptions, editOptions, rebuildOption } from './core/options.js'
import { checkCoreOptions, contentOption, limitOption, nameOptions, namesFile } from './policy/options.js'
import { asksToTrim } from './redact/options.js'
import { safely } from './redact/safely.js'

const inline = { flags: '--inline', description: 'json, ndjson: embed all bytes instead of referring to the input file' }

const jobs = { flags: '--jobs <N>', description: 'traces to ndjson, parquet: number of worker threads; the output does not depend on it' }

const kernel = { flags: '--kernel <FILE>', description: 'kernel dumps: kernel image that matches the dump' }
const sparse = { flags: '--sparse', description: 'kernel dumps: write runs of zeros as holes' }
const filters = [
  { flags: '--drop-zeros', description: 'vmcore/elf, kdump-compressed/linux: omit pages of zeros' },
  { flags: '--range <START-END>', description: 'vmcore/elf: only these physical addresses' },
]

const dataOptions = traceOptions.filter(({ flags }) => /^--(no-io|max-data)\b/.test(flags))

const [emulation] = traceOptions.filter(({ flags }) => flags.startsWith('--emulation ')) as [ReaderOption]

const CALL_OPTIONS = /^--(pid|tid|since|until|syscall|errors|slow|path|fd|errno)\b/

/** One line or row per system call instead of per record, of selected calls. */
const callOptions = [
  { flags: '--only <PART>', description: 'traces to ndjson, parquet: system calls instead of records', choices: ['calls'] },
  ...traceOptions.filter(({ flags }) => CALL_OPTIONS.test(flags)),
]

function checkCallOptions(options: Readonly<Record<string, unknown>>): string | undefined {
  if (options.only === 'calls' && asksToTrim(options))
    return '--no-io and --max-data do not go with --only calls: calls hold no data of reads and writes'
  const names = ['pid', 'tid', 'since', 'until', 'syscall', 'errors', 'slow', 'path', 'fd', 'errno']
  const wrong = options.only === undefined ? names.find((name) => options[name] !== undefined) : undefined
  return wrong === undefined ? undefined : `--${wrong} selects calls and needs --only calls`
}

/** Converts a trace to that of another system, version or machine. */
const dialect = (name: string, system: SystemName, releases = ''): Conversion => ({
  name,
  title: `${systemTitle(system)}${releases} trace from a trace of any system; system calls, signals and errors are translated by name`,
  extensions: [],
  options: [
    { flags: '--abi <NAME>', description: 'ktrace/...: ABI of the output: amd64, i386, sparc64, ...' },
    { flags: '--keep-unknown', description: 'ktrace/...: keep records that the target system does not have as KTR_USER records' },
    ...dataOptions,
  ],
  trimsData: true,
  once: true,
  load: () => import('./ktrace/to-dialect.js').then(({ toDialect }) => ({ convert: toDialect(name) })),
})

const files = { flags: '--files <MAP>', description: 'checkpoints: JSON file that maps paths to file handles' }

/** Converts a core to that of another system on the same machine. */
const core = (system: BuildSystem): Conversion => ({
  name: `elf-core/${system}`,
  title: `${systemTitle(system)} core from a core, checkpoint or minidump of the same machine`,
  extensions: [],
  options: [...editOptions, rebuildOption, contentOption, limitOption, ...nameOptions, files],
  check: (options) => checkEditOptions(options) ?? checkCoreOptions(options),
  isInto: namesFile,
  load: () =>
    Promise.all([import('./core/to-core.js'), import('./policy/index.js')]).then(([{ toCore }, { withSizeLimit, withCoreName }]) => {
      const convert = withSizeLimit(toCore(system))
      return { convert, convertInto: withCoreName(convert, `elf-core/${system}`) }
    }),
})

const plain: readonly Conversion[] = [
  {
    name: 'json',
    title: 'lossless JSON document; `write` restores the identical file',
    extensions: ['.json'],
    options: [inline, ...dataOptions],
    trimsData: true,
    once: true,
    load: () => import('./to-document.js').then(({ toJson }) => ({ convert: toJson })),
  },
  {
    name: 'ndjson',
    title: 'lossless document with one record per line; `write` restores the identical file',
    extensions: ['.ndjson', '.jsonl'],
    options: [inline, jobs, ...dataOptions, ...callOptions, emulation],
    check: (options) =>
      checkCallOptions(options) ??
      (options.emulation !== undefined && options.only === undefined ? '--emulation names calls and needs --only calls' : undefined),
    trimsData: true,
    once: true,
    load: () => import('./to-document.js').then(({ toNdjson }) => ({ convert: toNdjson })),
  },
  {
    name: 'kdump',
    title: 'text of a trace, as kdump(1) of its system prints it',
    extensions: ['.kdump'],
    options: traceOptions.filter(({ flags }) => !/^--(follow|sort|slow|path|fd|errno)\b/.test(flags)),
    once: true,
    load: () => import('./ktrace/kdump.js').then(({ toKdump }) => ({ convert: toKdump })),
  },
  {
    name: 'chrome-trace',
    title: 'events of a trace for Perfetto and chrome://tracing',
    extensions: ['.trace.json', '.perfetto'],
    options: dataOptions,
    once: true,
    load: () => import('./ktrace/chrome-trace.js').then(({ toChromeTrace }) => ({ convert: toChromeTrace })),
  },
  {
    name: 'parquet',
    title: 'table of a trace with one row per record, for DuckDB, Spark and Trino',
    extensions: ['.parquet'],
    options: [jobs, ...dataOptions, ...callOptions, emulation],
    check: checkCallOptions,
    once: true,
    load: () => import('./ktrace/parquet/to-parquet.js').then(({ toParquet }) => ({ convert: toParquet })),
  },
  {
    name: 'ktrace',
    title: 'selected records of the trace, or the trace split into independent parts',
    extensions: [],
    options: [
      { flags: '--split <SIZE>', description: 'ktrace: split the trace into parts of about SIZE (500M, 1G) in the new directory OUT' },
      ...traceOptions.filter(({ flags }) => /^--(pid|tid|type|exclude-type|since|until|syscall|errors)\b/.test(flags)),
      ...dataOptions,
    ],
    trimsData: true,
    once: true,
    isInto: ({ split }) => split !== undefined,
    load: () => import('./ktrace/select-records.js').then(({ toRecords, toParts }) => ({ convert: toRecords, convertInto: toParts })),
  },
  dialect('ktrace/netbsd-v0', 'netbsd', ' before 4.0'),
  dialect('ktrace/netbsd-v1', 'netbsd', ' 4.0 and 5.x'),
  dialect('ktrace/netbsd-v2', 'netbsd', ' 6.0 and later'),
  dialect('ktrace/freebsd', 'freebsd'),
  dialect('ktrace/openbsd', 'openbsd'),
  dialect('ktrace/dragonfly', 'dragonfly'),
  dialect('ktrace/darwin', 'darwin'),
  core('linux'),
  core('freebsd'),
  core('netbsd'),
  core('openbsd'),
  core('dragonfly'),
  core('illumos'),
  {
    name: 'checkpoint/dragonfly',
    title: 'DragonFly checkpoint from a core of the same machine, which a kernel can restore',
    extensions: ['.ckpt'],
    options: [
      limitOption,
      ...nameOptions,
      files,
      {
        flags: '--form <FORM>',
        description: 'checkpoint/...: revision of the checkpoint structures (default: final)',
        choices: ['frominfo', 'final', 'final-mailbox', '2004', '2005', '2003-sets', '2003', '2003-first'],
      },
    ],
    check: checkCoreOptions,
    isInto: namesFile,
    load: () =>
      Promise.all([import('./checkpoint/to-checkpoint.js'), import('./policy/index.js')]).then(([{ toCheckpoint }, { withCoreName }]) => ({
        convert: toCheckpoint,
        convertInto: withCoreName(toCheckpoint, 'checkpoint/dragonfly'),
      })),
  },
  {
    name: 'minidump',
    title: 'minidump from a core, as Breakpad writes them, for crash services and debuggers',
    extensions: ['.dmp'],
    options: [...editOptions, contentOption, files],
    check: checkEditOptions,
    load: () => import('./minidump/to-minidump.js').then(({ toMinidump }) => ({ convert: toMinidump })),
  },
  {
    name: 'vmcore/elf',
    title: 'ELF file from a kernel dump, with physical and kernel addresses, for debuggers',
    extensions: [],
    options: [kernel, sparse, ...filters],
    load: () => import('./kcore/to-elf.js').then(({ toElf }) => ({ convert: toElf })),
  },
  {
    name: 'vmcore/linux',
    title: 'ELF vmcore from a Linux dump, as /proc/vmcore is, for crash, makedumpfile and gdb',
    extensions: [],
    options: [kernel, sparse, { flags: '--physical-only', description: 'vmcore/linux: no virtual addresses, only physical ones' }],
    load: () => import('./kcore/to-linux-vmcore.js').then(({ toLinuxVmcore }) => ({ convert: toLinuxVmcore })),
  },
  {
    name: 'kdump-compressed/linux',
    title: 'packed dump from a Linux dump, as makedumpfile writes it',
    extensions: [],
    options: [
      kernel,
      { flags: '--drop-zeros', description: 'vmcore/elf, kdump-compressed/linux: omit pages of zeros' },
      {
        flags: '--level <N>',
        description: 'kdump-compressed/linux: leave out 1 zero, 2 cache, 4 private cache, 8 user, 16 free pages, or a sum of these',
      },
      {
        flags: '--pages <METHOD>',
        description: 'kdump-compressed/linux: compression of pages (default: zlib)',
        choices: ['zlib', 'zstd', 'none'],
      },
    ],
    load: () => import('./kcore/to-linux-kdump.js').then(({ toLinuxKdump }) => ({ convert: toLinuxKdump })),
  },
  {
    name: 'kcore/netbsd',
    title: 'kcore file from a raw dump, as savecore writes it, or from another kernel dump',
    extensions: [],
    options: [
      kernel,
      sparse,
      { flags: '--invalidate', description: 'kcore/netbsd: mark the dump in IN as saved, as savecore -c does; needs --kernel' },
      { flags: '--zero-missing', description: 'kcore/netbsd: write zeros for missing memory where the format cannot leave it out' },
      {
        flags: '--bounds',
        description: 'kcore/netbsd: OUT is a crash directory; write netbsd.N.core, with --kernel also netbsd.N, and update its bounds file',
      },
    ],
    check: ({ invalidate, kernel: image }) =>
      invalidate === true && image === undefined ? '--invalidate needs --kernel FILE, for the address of dumpmag' : undefined,
    isInto: ({ bounds }) => bounds === true,
    compressesInto: true,
    load: () =>
      import('./kcore/savecore.js').then(({ toKcore, toCrashDirectory, invalidateDump }) => ({
        convert: toKcore,
        convertInto: toCrashDirectory,
        finish: invalidateDump,
      })),
  },
]

/** All conversions. Each takes the options of redaction. */
export const conversions: readonly Conversion[] = plain.map(safely)

/** The conversion with a name; undefined for an unknown name. */
export function conversion(name: string): Conversion | undefined {
  // The full format name, as `formats` lists it.
  const wanted = name === 'minidump/windows' ? 'minidump' : name
  return conversions.find((each) => each.name === wanted)
}

/** The conversion that a file name's extension selects; undefined for an unknown extension. */
export function conversionByExtension(path: string): Conversion | undefined {
  const lower = path.toLowerCase()
  const fitting = conversions.flatMap((each) =>
    each.extensions.filter((extension) => lower.endsWith(extension)).map((extension) => ({ each, length: extension.length })),
  )
  // The longest extension wins: `.trace.json` before `.json`.
  return fitting.sort((a, b) => b.length - a.length)[0]?.each
}
