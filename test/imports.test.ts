/** The directions of imports in src, read from the source text; see the rooms in ARCHITECTURE.md. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const src = fileURLToPath(new URL('../src', import.meta.url))

interface Import {
  specifier: string
  /** `import type`, or only types in the braces: gone when compiled. */
  typeOnly: boolean
  /** `import()`: loaded when it is reached. */
  dynamic: boolean
}

const statement = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^'"`;]*?from\s*)?['"]([^'"]+)['"]/g
const call = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

function importsOf(file: string): Import[] {
  // Comments show imports too.
  const text = readFileSync(join(src, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
  const found: Import[] = []
  for (const [, type, names = '', specifier = ''] of text.matchAll(statement)) {
    const inBraces = /^\{([\s\S]*)\}\s*from\s*$/.exec(names.trim())?.[1]
    const eachIsType = inBraces?.split(',').every((name) => /^\s*(type\s|$)/.test(name)) ?? false
    found.push({ specifier, typeOnly: type !== undefined || eachIsType, dynamic: false })
  }
  for (const [, specifier = ''] of text.matchAll(call)) found.push({ specifier, typeOnly: false, dynamic: true })
  return found
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
const imports = new Map(files.map((file) => [file, importsOf(file)]))

/** The file in src that a relative specifier means. */
function target(file: string, specifier: string): string {
  return relative(src, resolve(src, dirname(file), specifier))
    .replaceAll('\\', '/')
    .replace(/\.js$/, '.ts')
}

/**
 * Lower rooms have higher numbers. `readers` and `writers` are beside each other and do not know each other. `families` binds each
 * family's reader to its text and its document, so it stands above `render`.
 */
const floor: Record<string, number> = {
  cli: 0,
  corpus: 1,
  convert: 2,
  families: 2.5,
  render: 3,
  readers: 4,
  writers: 4,
  formats: 5,
  systems: 5.5,
  schema: 6,
  io: 7,
  errors: 8,
}
const roomOf = (file: string): string => {
  // The entry points of rooms.
  if (/^(readers|writers|formats)\/index\.ts$/.test(file)) return 'entry'
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.ts$/, '')
}
/** The entry points of the package stand above all rooms but the command line. */
const entries = ['index', 'arbitrary', 'entry']

test('the scan sees the imports', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(imports.get('cli/main.ts')).toContainEqual({ specifier: './program.js', typeOnly: false, dynamic: true })
  expect(imports.get('cli/commands/read.ts')).toContainEqual({ specifier: 'commander', typeOnly: true, dynamic: false })
  expect(imports.get('io/sink.ts')).toContainEqual({ specifier: '../errors.js', typeOnly: false, dynamic: false })
})

test('every room is known', () => {
  const unknown = [...new Set(files.map(roomOf))].filter((room) => !(room in floor) && !entries.includes(room))
  expect(unknown).toEqual([])
})

test('imports go downward only', () => {
  const wrong: string[] = []
  for (const [file, list] of imports) {
    const from = roomOf(file)
    for (const { specifier } of list) {
      if (!specifier.startsWith('.')) continue
      const to = roomOf(target(file, specifier))
      const down = entries.includes(from) ? to !== 'cli' : to === from || (floor[to] ?? -1) > (floor[from] ?? 99)
      if (!down) wrong.push(`${file} imports ${specifier}`)
    }
  }
  expect(wrong).toEqual([])
})

test('relative imports name a file that is there, with .js', () => {
  const wrong: string[] = []
  for (const [file, list] of imports) {
    for (const { specifier } of list) {
      if (specifier.startsWith('.') && !files.includes(target(file, specifier))) wrong.push(`${file} imports ${specifier}`)
    }
  }
  expect(wrong).toEqual([])
})

test('packages are imported where they belong', () => {
  const allowed: Record<string, (file: string) => boolean> = {
    'fast-check': (file) => ['schema/arbitrary.ts', 'corpus/draw.ts'].includes(file),
    commander: (file) => file.startsWith('cli/'),
    'binary-parser': (file) => file.startsWith('schema/'),
    'hyparquet-writer': (file) => file.startsWith('convert/ktrace/parquet/'),
    fzstd: (file) => file === 'io/zstd.ts' || file === 'io/zstd-block.ts',
    lz4js: (file) => file === 'io/lz4.ts',
    'xz-decompress': (file) => file === 'io/xz.ts',
    zod: (file) => !file.startsWith('io/') && !file.startsWith('cli/'),
  }
  const wrong: string[] = []
  for (const [file, list] of imports) {
    for (const { specifier, typeOnly } of list) {
      if (specifier.startsWith('.') || specifier.startsWith('node:') || typeOnly) continue
      if (!allowed[specifier]?.(file)) wrong.push(`${file} imports ${specifier}`)
    }
  }
  expect(wrong).toEqual([])
})

test("the library loads none of Node's modules by itself, so that it loads in a browser", () => {
  const reached = reach(['index.ts', 'readers/index.ts', 'writers/index.ts', 'formats/index.ts', 'schema/index.ts'])
  expect([...reached.packages].filter(([specifier]) => specifier.startsWith('node:'))).toEqual([])
})

/** What is loaded with some files: all files, and each package with a file that imports it. Types and import() load nothing. */
function reach(starts: readonly string[]): { files: Set<string>; packages: Map<string, string> } {
  const reached = new Set(starts)
  const packages = new Map<string, string>()
  for (const file of reached) {
    for (const { specifier, typeOnly, dynamic } of imports.get(file) ?? []) {
      if (typeOnly || dynamic) continue
      if (specifier.startsWith('.')) reached.add(target(file, specifier))
      else packages.set(specifier, file)
    }
  }
  return { files: reached, packages }
}

test.each(['index.ts', 'readers/index.ts', 'writers/index.ts', 'formats/index.ts'])(
  '%s loads neither zod, fast-check nor commander',
  (entry) => {
    const { packages, files: reached } = reach([entry])
    expect(reached.has(entry)).toBe(true)
    for (const heavy of ['zod', 'fast-check', 'commander']) expect(packages.get(heavy), heavy).toBeUndefined()
  },
)

/** Files that a file imports, those of types included: they say which file has to be read to understand another. */
const neighbours = new Map(
  [...imports].map(([file, list]) => [
    file,
    [
      ...new Set(
        list.filter(({ specifier, dynamic }) => specifier.startsWith('.') && !dynamic).map(({ specifier }) => target(file, specifier)),
      ),
    ],
  ]),
)

test('no files import each other in a circle', () => {
  const circles: string[] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): void => {
    const at = path.indexOf(file)
    if (at >= 0) {
      circles.push([...path.slice(at), file].join(' -> '))
      return
    }
    if (done.has(file)) return
    path.push(file)
    for (const next of neighbours.get(file) ?? []) visit(next)
    path.pop()
    done.add(file)
  }
  for (const file of files) visit(file)
  expect(circles).toEqual([])
})

test('index.ts only re-exports', () => {
  const wrong = files
    .filter((file) => /(^|\/)index\.ts$/.test(file))
    .filter((file) => {
      const text = readFileSync(join(src, file), 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/(^|\s)\/\/.*$/gm, '')
      return text.replace(/\bexport\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s*'[^']+'/g, '').trim() !== ''
    })
  expect(wrong).toEqual([])
})

test('file names are in kebab-case', () => {
  const named = (file: string): boolean => file.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?(\.ts)?$/.test(part))
  expect(files.filter((file) => !named(file))).toEqual([])
  const tests = readdirSync(fileURLToPath(new URL('.', import.meta.url)), { recursive: true, encoding: 'utf8' })
  expect(tests.map((file) => file.replaceAll('\\', '/')).filter((file) => file.endsWith('.ts') && !named(file))).toEqual([])
})

test('no sibling folders import each other both ways', () => {
  /** The two sibling folders, at any depth, that an import goes from and to; undefined inside of a folder and its subfolders. */
  const siblings = (from: string, to: string): [string, string] | undefined => {
    const a = from.split('/').slice(0, -1)
    const b = to.split('/').slice(0, -1)
    let same = 0
    while (same < a.length && same < b.length && a[same] === b[same]) same++
    return same < a.length && same < b.length ? [a.slice(0, same + 1).join('/'), b.slice(0, same + 1).join('/')] : undefined
  }
  const arrows = new Map<string, string>()
  for (const [file, list] of neighbours)
    for (const other of list) {
      const pair = roomOf(file) === 'entry' || roomOf(other) === 'entry' ? undefined : siblings(file, other)
      if (pair) arrows.set(pair.join(' -> '), `${file} imports ${other}`)
    }
  const both = [...arrows].filter(([arrow]) => arrows.has(arrow.split(' -> ').reverse().join(' -> '))).map(([, example]) => example)
  expect(both).toEqual([])
})

test('a system imports nothing of another system but of the one that it is derived from', () => {
  const parents: Readonly<Record<string, string>> = { dragonfly: 'freebsd', openbsd: 'netbsd' }
  const systems = ['linux', 'freebsd', 'netbsd', 'openbsd', 'dragonfly', 'darwin', 'illumos']
  const systemOf = (file: string): string | undefined => file.split('/').find((part) => systems.includes(part))
  const wrong: string[] = []
  let found = 0
  for (const [file, list] of neighbours)
    for (const other of list) {
      const from = systemOf(file)
      const to = systemOf(other)
      if (from === undefined || to === undefined) continue
      found++
      if (from !== to && parents[from] !== to) wrong.push(`${file} imports ${other}`)
    }
  expect(found).toBeGreaterThan(100)
  expect(wrong).toEqual([])
})
