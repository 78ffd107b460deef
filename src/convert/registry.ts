/** The conversions by the name of what they make. A new one is one file and one entry. */
import type { Conversion } from './format.js'

const inline = { flags: '--inline', description: 'json, ndjson: put all bytes into the document, refer to no file' }

export const conversions: readonly Conversion[] = [
  {
    name: 'json',
    title: 'lossless document, one JSON text; `write` makes the same bytes of it',
    extensions: ['.json'],
    options: [inline],
    load: () => import('./document.js').then(({ toJson }) => ({ convert: toJson })),
  },
  {
    name: 'ndjson',
    title: 'lossless document, one record a line; `write` makes the same bytes of it',
    extensions: ['.ndjson', '.jsonl'],
    options: [inline],
    load: () => import('./document.js').then(({ toNdjson }) => ({ convert: toNdjson })),
  },
]

/** The conversion of a name; undefined when there is none. */
export function conversion(name: string): Conversion | undefined {
  return conversions.find((each) => each.name === name)
}

/** The conversion that a file name's extension means; undefined when it means none. */
export function conversionByExtension(path: string): Conversion | undefined {
  const lower = path.toLowerCase()
  return conversions.find((each) => each.extensions.some((extension) => lower.endsWith(extension)))
}
