/** The conversions by the name of what they make. A new one is one file and one entry. */
import { traceOptions } from '../readers/ktrace/options.js'
import type { BuildSystem } from '../writers/core/build/build-core.js'
import type { Conversion } from './conversion.js'
import { checkEditOptions, editOptions } from './core/options.js'
import { checkCoreOptions, contentOption, limitOption, nameOptions, namesFile } from './policy/options.js'

const inline = { flags: '--inline', description: 'json, ndjson: put all bytes into the document, refer to no file' }

const jobs = { flags: '--jobs <N>', description: 'traces to ndjson, parquet: so many workers at a time; the result is the same' }

const kernel = { flags: '--kernel <FILE>', description: 'kernel dumps: the kernel that the dump is of' }
const sparse = { flags: '--sparse', description: 'kernel dumps: make holes of runs of zeros' }
const filters = [
  { flags: '--drop-zeros', description: 'vmcore/elf: leave out pages of zeros' },
  { flags: '--range <START-END>', description: 'vmcore/elf: only these physical addresses' },
]

/** A trace as that of another system, version or machine. */
const dialect = (name: string, system: string): Conversion => ({
  name,
  title: `trace of ${system}, of a trace of any system; calls, signals and errors by name`,
  extensions: [],
  options: [
    { flags: '--abi <NAME>', description: 'ktrace/...: the machine of the new trace: amd64, i386, sparc64' },
    { flags: '--keep-unknown', description: 'ktrace/...: carry what the system has no records for in records of a program' },
  ],
  once: true,
  load: () => import('./ktrace/to-dialect.js').then(({ toDialect }) => ({ convert: toDialect(name) })),
})

const files = { flags: '--files <MAP>', description: 'checkpoints: JSON that says which file each handle is, by path' }

/** A core as that of a system, on the same machine. */
const core = (system: BuildSystem, title: string): Conversion => ({
  name: `elf-core/${system}`,
  title: `core of ${title}, of a core of any system, a checkpoint or a minidump on the same machine`,
  extensions: [],
  options: [...editOptions, contentOption, limitOption, ...nameOptions, files],
  check: (options) => checkEditOptions(options) ?? checkCoreOptions(options),
  isInto: namesFile,
  load: () =>
    Promise.all([import('./core/to-core.js'), import('./policy/index.js')]).then(([{ toCore }, { withSizeLimit, withCoreName }]) => {
      const convert = withSizeLimit(toCore(system))
      return { convert, convertInto: withCoreName(convert, `elf-core/${system}`) }
    }),
})

export const conversions: readonly Conversion[] = [
  {
    name: 'json',
    title: 'lossless document, one JSON text; `write` makes the same bytes of it',
    extensions: ['.json'],
    options: [inline],
    once: true,
    load: () => import('./to-document.js').then(({ toJson }) => ({ convert: toJson })),
  },
  {
    name: 'ndjson',
    title: 'lossless document, one record a line; `write` makes the same bytes of it',
    extensions: ['.ndjson', '.jsonl'],
    options: [inline, jobs],
    once: true,
    load: () => import('./to-document.js').then(({ toNdjson }) => ({ convert: toNdjson })),
  },
  {
    name: 'kdump',
    title: 'text of a trace, as the kdump(1) of its system prints it',
    extensions: ['.kdump'],
    options: traceOptions.filter(({ flags }) => flags !== '--follow'),
    once: true,
    load: () => import('./ktrace/kdump.js').then(({ toKdump }) => ({ convert: toKdump })),
  },
  {
    name: 'chrome-trace',
    title: 'events of a trace for Perfetto and chrome://tracing',
    extensions: ['.trace.json', '.perfetto'],
    once: true,
    load: () => import('./ktrace/chrome-trace.js').then(({ toChromeTrace }) => ({ convert: toChromeTrace })),
  },
  {
    name: 'parquet',
    title: 'table of a trace, a row for each record, for DuckDB, Spark and Trino',
    extensions: ['.parquet'],
    options: [jobs, ...traceOptions.filter(({ flags }) => flags.startsWith('--emulation '))],
    once: true,
    load: () => import('./ktrace/parquet/to-parquet.js').then(({ toParquet }) => ({ convert: toParquet })),
  },
  {
    name: 'ktrace',
    title: 'the same trace: some of its records, or all of them in parts that can be read apart',
    extensions: [],
    options: [
      { flags: '--split <SIZE>', description: 'ktrace: OUT is a new directory; parts of about that size (500M, 1G) are made in it' },
      ...traceOptions.filter(({ flags }) => /^--(pid|tid|type|syscall|errors)\b/.test(flags)),
    ],
    once: true,
    isInto: ({ split }) => split !== undefined,
    load: () => import('./ktrace/select-records.js').then(({ toRecords, toParts }) => ({ convert: toRecords, convertInto: toParts })),
  },
  dialect('ktrace/netbsd-v0', 'NetBSD before 4.0'),
  dialect('ktrace/netbsd-v1', 'NetBSD 4.0 and 5.x'),
  dialect('ktrace/netbsd-v2', 'NetBSD 6.0 and later'),
  dialect('ktrace/freebsd', 'FreeBSD'),
  dialect('ktrace/openbsd', 'OpenBSD'),
  dialect('ktrace/dragonfly', 'DragonFly'),
  dialect('ktrace/darwin', 'Darwin'),
  core('linux', 'Linux'),
  core('freebsd', 'FreeBSD'),
  core('netbsd', 'NetBSD'),
  core('openbsd', 'OpenBSD'),
  core('dragonfly', 'DragonFly'),
  core('illumos', 'illumos'),
  {
    name: 'checkpoint/dragonfly',
    title: 'DragonFly checkpoint of a core of the same machine, which a kernel could thaw',
    extensions: ['.ckpt'],
    options: [
      limitOption,
      ...nameOptions,
      files,
      {
        flags: '--form <FORM>',
        description: 'checkpoint/...: the kernel that it is for; final where not said',
        choices: ['final', 'final-mailbox', '2004', '2003', '2003-first'],
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
    title: 'minidump of a core, as Breakpad writes them, for crash services and debuggers',
    extensions: ['.dmp'],
    options: [...editOptions, contentOption, files],
    check: checkEditOptions,
    load: () => import('./minidump/to-minidump.js').then(({ toMinidump }) => ({ convert: toMinidump })),
  },
  {
    name: 'vmcore/elf',
    title: 'ELF file of a kernel dump, with physical and kernel addresses, for debuggers',
    extensions: [],
    options: [kernel, sparse, ...filters],
    load: () => import('./kcore/to-elf.js').then(({ toElf }) => ({ convert: toElf })),
  },
  {
    name: 'kcore/netbsd',
    title: 'kcore file of a raw dump as savecore writes it, or of another kernel dump',
    extensions: [],
    options: [
      kernel,
      sparse,
      { flags: '--offset <BYTES>', description: 'kcore/netbsd: where the dump begins on the dump device' },
      { flags: '--bounds', description: 'kcore/netbsd: OUT is a crash directory; the file is netbsd.N.core in it, N of its file bounds' },
    ],
    isInto: ({ bounds }) => bounds === true,
    load: () =>
      import('./kcore/savecore.js').then(({ toKcore, toCrashDirectory }) => ({ convert: toKcore, convertInto: toCrashDirectory })),
  },
]

/** The conversion of a name; undefined when there is none. */
export function conversion(name: string): Conversion | undefined {
  // The format's whole name, as `formats` lists it.
  const wanted = name === 'minidump/windows' ? 'minidump' : name
  return conversions.find((each) => each.name === wanted)
}

/** The conversion that a file name's extension means; undefined when it means none. */
export function conversionByExtension(path: string): Conversion | undefined {
  const lower = path.toLowerCase()
  const fitting = conversions.flatMap((each) =>
    each.extensions.filter((extension) => lower.endsWith(extension)).map((extension) => ({ each, length: extension.length })),
  )
  // `.trace.json` says more than `.json`.
  return fitting.sort((a, b) => b.length - a.length)[0]?.each
}
