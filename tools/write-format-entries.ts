/** Writes the entry points of `exhume/formats/<system>`. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { formatEntries } from './format-entries.js'

const entries = await formatEntries()
for (const [name, text] of entries) writeFileSync(`src/formats/${name}`, text)
const files = [...entries.keys()].map((name) => `src/formats/${name}`)
execFileSync('node_modules/.bin/biome', ['check', '--write', ...files], { stdio: 'inherit' })
console.log(`${entries.size} entry points written to src/formats/`)
