import { mkdirSync, writeFileSync } from 'node:fs'
import { examples } from './examples.js'

mkdirSync('examples', { recursive: true })
for (const [name, bytes] of examples()) {
  writeFileSync(`examples/${name}`, bytes)
  console.log(`examples/${name}: ${bytes.length} bytes`)
}
