/** Converts the document of an ELF core to the layers of its file. (`document.ts` validates documents and loads zod.) */
import { FormatError } from '../../errors.js'
import { systemOf, systems } from '../../formats/core/registry.js'
import { type Content, sourceRun } from '../../io/layered-file.js'
import type { ByteSource } from '../../io/source.js'
import type { WriteContext } from '../document-writer.js'
import type { CoreDocument, From } from './document-schema.js'
import { type FileImage, placePieces } from './place-pieces.js'

/** Opens each file that a document refers to once, and checks every reference against its size. */
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
      const message = `${path}: ${file} has ${found.size} bytes, expected at least ${offset + count}`
      throw new FormatError({ code: 'BAD_DOCUMENT', path, message, expected: `${offset + count} bytes`, found: `${found.size} bytes` })
    }
    return sourceRun(found, offset, count)
  }
}

/**
 * The layers of the file that a checked document describes.
 *
 * Missing header fields, offsets and sizes get the values that the system's kernel would write.
 *
 * @param open opens a file that the document refers to
 * @throws FormatError `BAD_DOCUMENT` with the path of the wrong key; `OUT_OF_RANGE`, `BAD_VALUE`, `INCONSISTENT` for a value that does not fit
 */
export function coreDocumentToFile(checked: CoreDocument, open: WriteContext['open']): FileImage {
  const system = systemOf(checked.format)
  if (!system) {
    const known = systems.map((each) => each.format).join(', ')
    const message = `format: expected one of ${known}, found ${JSON.stringify(checked.format)}`
    throw new FormatError({ code: 'BAD_DOCUMENT', path: 'format', message, found: checked.format })
  }
  return placePieces(checked, system, opener(open))
}
