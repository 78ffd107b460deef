/**
 * The entry points `exhume/formats/<system>`: every declared structure, note and record of a system by name. They are made of the lists of
 * declared structures, so that none is missing; test/formats/entries.test.ts holds them against it.
 */
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import '../src/formats/core/machines/x86/xsave-areas.js'
import { structures } from '../src/formats/structures.js'
import { Struct } from '../src/schema/struct.js'
import { type SystemName, systemTitle } from '../src/systems/registry.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../src')
/** Compiled tools have only the modules that they reach. */
const sources = 'src'
const extension = existsSync(join(root, 'formats/structures.ts')) ? '.ts' : '.js'

/** One exported value: in which module, under which name. */
interface Place {
  readonly file: string
  readonly name: string
  readonly value: unknown
}

/** The record types of each system, the newest dialect first. */
const RECORDS: Partial<Record<SystemName, { file: string; names: readonly string[] }>> = {
  netbsd: { file: 'formats/ktrace/netbsd/record-types', names: ['records'] },
  freebsd: { file: 'formats/ktrace/freebsd/record-types', names: ['records'] },
  openbsd: { file: 'formats/ktrace/openbsd/record-types', names: ['records', 'recordsBefore55', 'oldRecords'] },
  dragonfly: { file: 'formats/ktrace/dragonfly/payloads', names: ['records'] },
  darwin: { file: 'formats/ktrace/darwin/payloads', names: ['records104', 'records102', 'records100'] },
}

export const entrySystems: readonly SystemName[] = ['linux', 'freebsd', 'netbsd', 'openbsd', 'dragonfly', 'illumos', 'darwin']

/** The text of each entry point by its path in src/formats. */
export async function formatEntries(): Promise<Map<string, string>> {
  const places = [...(await exportedValues('formats')), ...(await exportedValues('systems'))]
  const texts = new Map<string, string>()
  for (const system of entrySystems) texts.set(`${system}.ts`, await entryOf(system, places))
  return texts
}

async function exportedValues(folder: string): Promise<Place[]> {
  const files = readdirSync(join(sources, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && file.includes('/') && !/(?:^|\/)(?:index|structures)\.ts$/.test(file))
    .filter((file) => existsSync(join(root, folder, file.replace(/\.ts$/, extension))))
    .sort()
  const places: Place[] = []
  for (const file of files) {
    const path = `${folder}/${file.slice(0, -'.ts'.length)}`
    for (const [name, value] of Object.entries(await load(path)).sort(([a], [b]) => (a < b ? -1 : 1)))
      places.push({ file: path, name, value })
  }
  return places
}

const load = async (path: string): Promise<Record<string, unknown>> =>
  (await import(pathToFileURL(join(root, `${path}${extension}`)).href)) as Record<string, unknown>

async function entryOf(system: SystemName, places: readonly Place[]): Promise<string> {
  const taken = new Set<string>()
  const lines = [`/** Structures, notes and records of ${systemTitle(system)} by name. Written by \`npm run spec\`. */`]
  const body: string[] = []
  const notes = await notesOf(system)
  const records = RECORDS[system]
  const recordNames = records ? Object.keys((await load(records.file))[records.names[0] as string] as object) : []
  for (const name of [...notes, ...recordNames]) taken.add(name)
  const exports = new Map<string, Set<string>>()
  const add = (file: string, name: string, as: string): void => {
    taken.add(as)
    const list = exports.get(file) ?? new Set()
    exports.set(file, list.add(as === name ? name : `${name} as ${as}`))
  }
  if (notes.length > 0) {
    body.push(`import { ${system}Notes } from './core/${system}/notes.js'`, `export { ${system}Notes as notes }`)
    body.push(`export const { ${notes.join(', ')} } = ${system}Notes.declarations`)
    taken.add('notes')
  }
  if (records) {
    const [newest, ...older] = records.names as [string, ...string[]]
    const from = relativeTo(records.file)
    body.push(`import { ${newest} } from '${from}'`, `export { ${newest}${newest === 'records' ? '' : ' as records'} }`)
    body.push(`export const { ${recordNames.join(', ')} } = ${newest}`)
    taken.add('records')
    for (const name of older) add(records.file, name, name)
  }
  const systemNames: readonly [file: string, name: string, as: string][] = [
    [`systems/${system}/signals`, `${system}Signals`, 'signals'],
    [`systems/${system}/errno`, `${system}Errors`, 'errno'],
    [`systems/${system}/auxv`, `${system}Auxv`, 'auxvTypes'],
  ]
  for (const [file, name, as] of systemNames) if (existsSync(join(sources, `${file}.ts`))) add(file, name, as)
  nameStructures(system, places, taken, add)
  for (const [file, names] of [...exports].sort(([a], [b]) => (a < b ? -1 : 1)))
    lines.push(`export { ${[...names].sort().join(', ')} } from '${relativeTo(file)}'`)
  return `${[...lines, ...body].join('\n')}\n`
}

async function notesOf(system: SystemName): Promise<string[]> {
  const path = `formats/core/${system}/notes`
  if (!existsSync(join(sources, `${path}.ts`))) return []
  const { declarations } = (await load(path))[`${system}Notes`] as { declarations: Record<string, unknown> }
  return Object.keys(declarations)
}

const relativeTo = (file: string): string => (file.startsWith('formats/') ? `./${file.slice('formats/'.length)}.js` : `../${file}.js`)

function nameStructures(
  system: SystemName,
  places: readonly Place[],
  taken: Set<string>,
  add: (file: string, name: string, as: string) => void,
): void {
  const declared = [...new Set(structures.filter((each) => each.system === system).map(({ struct }) => struct))]
  const found = declared.map((struct) => ({ struct, place: placeOf(struct, system, places) }))
  const count = new Map<string, number>()
  for (const { place } of found) if (place) count.set(place.name, (count.get(place.name) ?? 0) + 1)
  for (const { place } of found) {
    if (!place) continue
    const unique = count.get(place.name) === 1 && !taken.has(place.name)
    add(place.file, place.name, unique ? place.name : `${place.name}${suffix(place.file)}`)
  }
  // The names in C, where one structure only has it: `elf_prstatus`, and `prstatus` for short.
  const inC = (struct: Struct<unknown>): string => struct.name.replace(/\W+/g, '_')
  const short = (struct: Struct<unknown>): string =>
    inC(struct)
      .replace(/^(?:elf_|netbsd_elfcore_)/, '')
      .replace(/_t$/, '')
  for (const name of [inC, short]) {
    for (const { struct, place } of found) {
      const as = name(struct)
      if (
        !place ||
        taken.has(as) ||
        !/^[a-zA-Z_](?:\w*[a-zA-Z0-9])?$/.test(as) ||
        declared.filter((other) => name(other) === as).length > 1
      )
        continue
      add(place.file, place.name, as)
    }
  }
  // Those that are made in numbers: the object that holds them.
  const rest = new Set(found.filter(({ place }) => !place).map(({ struct }) => struct))
  for (const { file, name, value } of places.filter(({ file }) => file.includes(system) || file.includes('/machines/'))) {
    if (value instanceof Struct || !heldBy(value).some((each) => rest.has(each))) continue
    if (taken.has(name)) continue
    for (const each of heldBy(value)) rest.delete(each)
    add(file, name, name)
  }
}

function placeOf(struct: Struct<unknown>, system: string, places: readonly Place[]): Place | undefined {
  const all = places.filter(({ value }) => value === struct)
  return all.find(({ file }) => file.includes(`/${system}/`)) ?? all[0]
}

/** `KcoreArm64` for conflicts: the last part of the file's name. */
function suffix(file: string): string {
  const base = file.slice(file.lastIndexOf('/') + 1)
  return base.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** Structures in an array, a map or an object. */
export function heldBy(value: unknown, depth = 2): Struct<unknown>[] {
  if (value instanceof Struct) return [value]
  if (depth === 0 || typeof value !== 'object' || value === null) return []
  const inner = value instanceof Map ? [...value.values()] : Array.isArray(value) || isPlain(value) ? Object.values(value) : []
  return inner.flatMap((each) => heldBy(each, depth - 1))
}

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype
