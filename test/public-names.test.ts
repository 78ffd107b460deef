/**
 * Every name that 0.1.0 exported is still exported, renamed ones as deprecated aliases. `public-names.json` lists them by entry point;
 * it also has `HashFile`, which 0.1.0 users imported from its file.
 */
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import names from './public-names.json' with { type: 'json' }

const src = fileURLToPath(new URL('../src', import.meta.url))

/** The names that a file exports, values and types, read from its text. */
function exportedNames(file: string): Set<string> {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const found = new Set<string>()
  for (const [, from = ''] of text.matchAll(/^export (?:type )?\* from '(.+)'/gm)) {
    for (const name of exportedNames(resolve(dirname(file), from.replace(/\.js$/, '.ts')))) found.add(name)
  }
  for (const [, name = ''] of text.matchAll(/^export \* as (\w+) from/gm)) found.add(name)
  for (const [, list = ''] of text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)) {
    for (const item of list.split(',')) {
      const name = /(\w+)\s*$/.exec(item)?.[1]
      if (name) found.add(name)
    }
  }
  const declared = /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|const|let|interface|type|enum) (\w+)/gm
  for (const [, name = ''] of text.matchAll(declared)) found.add(name)
  return found
}

test.each(Object.entries(names))('%s exports every name that 0.1.0 exported', (entry, old) => {
  const exported = exportedNames(join(src, entry))
  expect(exported.size).toBeGreaterThan(2)
  expect(old.filter((name) => !exported.has(name))).toEqual([])
})

test.each(['index.ts', 'readers/index.ts', 'writers/index.ts', 'convert/index.ts', 'schema/index.ts'])(
  'the aliases of %s name what replaces them',
  (entry) => {
    const text = readFileSync(join(src, entry), 'utf8')
    const aliases = [...text.matchAll(/\/\*\* @deprecated Use (\w+)\. \*\/\s+(?:type )?(\w+) as (\w+)/g)]
    const all = [...text.matchAll(/^\s+(?:type )?\w+ as (\w+),$/gm)].map(([, name]) => name)
    expect(aliases.map(([, , , old]) => old)).toEqual(all)
    for (const [, stated, used] of aliases) expect(stated).toBe(used)
  },
)
