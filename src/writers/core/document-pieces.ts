/** From the document of an ELF core to the pieces of its file. (What checks documents, and loads zod, is `document.ts`.) */
import { FormatError } from '../../errors.js'
import { systemOf, systems } from '../../formats/core/registry.js'
import { type Content, sourceRun } from '../../io/layered-file.js'
import type { ByteSource } from '../../io/source.js'
import type { WriteContext } from '../document-writer.js'
import type { CoreDocument, From } from './document-schema.js'
import { type FileImage, placePieces } from './place-pieces.js'

/** Opens each file that a document refers to once, and holds every reference against its size. */
function opener(open: WriteContext['open']): (from: From, path: string) => Content {
  const opened = new Map<string, ByteSource>()
  return ({ file, offset, length }, path) => {
    let source = opened.get(file)
    if (!source) {
      source = open(file)
      opened.set(file, source)
    }
    const found = source
    const count = length ?? Math.max(0, found.size - offset)
    if (offset + count > found.size) {
      const message = `${path}: ${file} has ${found.size} bytes, ${offset + count} are needed`
      throw new FormatError({ code: 'BAD_DOCUMENT', path, message, expected: `${offset + count} bytes`, found: `${found.size} bytes` })
    }
    return sourceRun(found, offset, count)
  }
}

/**
 * The file that a checked document describes, ready to be written.
 *
 * Fields of headers, offsets and sizes that the document leaves out are filled in as the system's kernel would.
 *
 * @param open opens a file that the document refers to
 * @throws FormatError `BAD_DOCUMENT` with the path of the key that is wrong; `OUT_OF_RANGE`, `BAD_VALUE`, `INCONSISTENT` for a value that does not fit
 */
export function coreDocumentToFile(checked: CoreDocument, open: WriteContext['open']): FileImage {
  const system = systemOf(checked.format)
  if (!system) {
    const known = systems.map((each) => each.format).join(', ')
    const message = `format: no ELF core format is called ${JSON.stringify(checked.format)}; there are ${known}`
    throw new FormatError({ code: 'BAD_DOCUMENT', path: 'format', message, found: checked.format })
  }
  return placePieces(checked, system, opener(open))
}
