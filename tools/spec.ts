/**
 * Generates `spec/formats/` (a page per structure) and `spec/documents/` (a JSON Schema per kind of document) from the
 * declarations. `npm run spec` writes them; a test fails when they are stale.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import type { DeclaredStructure } from '../src/formats/declared-structure.js'
import { structures } from '../src/formats/structures.js'
import { abi } from '../src/schema/abi.js'
import { describeStruct, type LayoutDescription } from '../src/schema/describe.js'
import { documentSchemas } from '../src/writers/document-schemas.js'

/** Every generated file by its path under `spec/`. */
export function generate(): Map<string, string> {
  const files = new Map<string, string>()
  const pages = new Map<string, DeclaredStructure[]>()
  for (const declared of structures) {
    const path = `formats/${declared.system}/${declared.struct.name.replace(/[^\w.+-]+/g, '-')}.md`
    pages.set(path, [...(pages.get(path) ?? []), declared])
  }
  for (const [path, declared] of pages) files.set(path, page(declared))
  files.set('formats/README.md', index(pages))
  for (const [name, schema] of Object.entries(documentSchemas())) {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
    files.set(`documents/${name}.schema.json`, `${JSON.stringify({ title: `exhume document: ${name}`, ...json }, null, 2)}\n`)
  }
  return files
}

/** Structures of one name share a page: the variants that a system wrote over the years. */
function page(declared: readonly DeclaredStructure[]): string {
  const [first] = declared as [DeclaredStructure]
  const lines = [`# ${first.struct.name} (${first.system})`, '']
  for (const one of declared) {
    const described = describeStruct(
      one.struct,
      one.abis.map((name) => abi[name]),
    )
    const variant = one.verified?.variant
    if (declared.length > 1) lines.push(`## ${variant ?? one.abis.join(', ')}`, '')
    if (described.doc) lines.push(described.doc, '')
    if (described.source) lines.push(`Source: ${described.source}.`, '')
    lines.push(
      one.verified
        ? `Held against the layout \`${one.verified.struct}\`${variant ? ` (${variant})` : ''} of \`spec/layouts/${one.system}.json\`.`
        : `Not held against a verified layout: ${one.unverified}.`,
      '',
    )
    const groups = groupLayouts(described.layouts)
    lines.push(`| field | type | ${groups.map((group) => group.abis.join(' ')).join(' | ')} |`)
    lines.push(`|---|---|${groups.map(() => '--:').join('|')}|`)
    for (const { name, type } of described.fields) {
      lines.push(`| ${name} | \`${type}\` | ${groups.map((group) => group.layout.offsets[name] ?? '').join(' | ')} |`)
    }
    lines.push(`| **size** | | ${groups.map(({ layout }) => `${layout.size}${layout.fixed ? '' : '+'}`).join(' | ')} |`)
    lines.push(`| **alignment** | | ${groups.map(({ layout }) => layout.align).join(' | ')} |`, '')
    for (const { name, doc, names } of described.fields) {
      if (doc) lines.push(`- \`${name}\`: ${doc}`)
      if (names)
        lines.push(
          `- \`${name}\`: ${Object.entries(names)
            .map(([value, known]) => `${known} ${value}`)
            .join(', ')}`,
        )
    }
    if (lines.at(-1) !== '') lines.push('')
  }
  return `${lines.join('\n').trimEnd()}\n`
}

/** ABIs that lay a structure out alike share a column. */
function groupLayouts(layouts: readonly LayoutDescription[]): { abis: string[]; layout: LayoutDescription }[] {
  const groups = new Map<string, { abis: string[]; layout: LayoutDescription }>()
  for (const layout of layouts) {
    const key = JSON.stringify([layout.size, layout.align, layout.offsets])
    const group = groups.get(key)
    if (group) group.abis.push(layout.abi)
    else groups.set(key, { abis: [layout.abi], layout })
  }
  return [...groups.values()]
}

function index(pages: ReadonlyMap<string, readonly DeclaredStructure[]>): string {
  const lines = ['# Structures', '', 'Generated from the declarations by `npm run spec`: offsets in bytes, per ABI.', '']
  let system = ''
  for (const [path, declared] of [...pages].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = declared as [DeclaredStructure]
    if (first.system !== system) {
      system = first.system
      if (lines.at(-1) !== '') lines.push('')
      lines.push(`## ${system}`, '')
    }
    lines.push(
      `- [${first.struct.name}](${path.slice('formats/'.length)})${first.struct.options.doc ? `: ${first.struct.options.doc}` : ''}`,
    )
  }
  return `${lines.join('\n')}\n`
}

/** What is under `spec/` now, of what is generated. */
export function existing(folder: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const part of ['formats', 'documents']) {
    for (const entry of list(join(folder, part))) files.set(relative(folder, entry), readFileSync(entry, 'utf8'))
  }
  return files
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? list(join(folder, entry.name)) : [join(folder, entry.name)],
    )
  } catch {
    return []
  }
}

/** Writes all of it, and removes what is no longer generated. */
export function write(folder: string): number {
  const files = generate()
  for (const part of ['formats', 'documents']) rmSync(join(folder, part), { recursive: true, force: true })
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return files.size
}
