/** Writes files from lossless documents that consist of parts: structures and ranges of bytes, in file order. */
import { type Diagnostic, FormatError } from '../errors.js'
import { findElfAbi } from '../formats/elf/index.js'
import { fromHex } from '../io/hex.js'
import type { ByteSink } from '../io/sink.js'
import type { ByteSource } from '../io/source.js'
import { type Abi, fromJson, residueFromJson, type Struct } from '../schema/base.js'
import type { DocumentWriter, WriteContext } from './document-writer.js'

/** Bytes that are copied at once. */
const CHUNK = 4 * 1024 * 1024

const bad = (path: string, message: string): FormatError => new FormatError({ code: 'BAD_DOCUMENT', path, message: `${path}: ${message}` })

/**
 * Creates the writer for documents of a family.
 *
 * @param structureOf looks up a structure by name
 */
export const partsWriter = (structureOf: (id: string) => Struct<unknown> | undefined): DocumentWriter => ({
  async write(document, _lines, sink, context) {
    const of = typeof document.abi === 'string' ? findElfAbi(document.abi) : undefined
    if (!of) throw bad('abi', `expected an ABI name, found ${JSON.stringify(document.abi)}`)
    if (!Array.isArray(document.parts)) throw bad('parts', 'expected an array')
    const sources = new Map<string, ByteSource>()
    const diagnostics: Diagnostic[] = []
    for (const [index, part] of (document.parts as unknown[]).entries()) {
      const path = `parts[${index}]`
      if (typeof part !== 'object' || part === null) throw bad(path, 'expected an object')
      await writePart(part as Record<string, unknown>, path, { of, sink, context, sources, diagnostics, structureOf })
    }
    if (typeof document.size === 'number' && document.size !== sink.position)
      diagnostics.push({
        code: 'INCONSISTENT',
        path: 'size',
        message: `the document states a size of ${document.size} bytes, its parts have ${sink.position}`,
        expected: String(document.size),
        found: String(sink.position),
      })
    return diagnostics
  },
})

interface State {
  readonly structureOf: (id: string) => Struct<unknown> | undefined
  readonly of: Abi
  readonly sink: ByteSink
  readonly context: WriteContext
  readonly sources: Map<string, ByteSource>
  readonly diagnostics: Diagnostic[]
}

async function writePart(part: Record<string, unknown>, path: string, state: State): Promise<void> {
  const { sink } = state
  if (typeof part.struct === 'string') sink.write(structureBytes(part, path, state))
  else if (typeof part.hex === 'string') {
    try {
      sink.write(fromHex(part.hex))
    } catch (error) {
      throw error instanceof FormatError ? bad(`${path}.hex`, error.message) : error
    }
  } else if (part.zeros !== undefined) sink.skip(count(part.zeros, `${path}.zeros`))
  else if (typeof part.file === 'string') await copyFile(part, path, state)
  else throw bad(path, 'expected struct, hex, zeros or file')
}

function structureBytes(part: Record<string, unknown>, path: string, { of: documentAbi, structureOf }: State): Uint8Array {
  const struct = structureOf(String(part.struct))
  if (!struct) throw bad(`${path}.struct`, `unknown structure ${JSON.stringify(part.struct)}`)
  const of = part.abi === undefined ? documentAbi : typeof part.abi === 'string' ? findElfAbi(part.abi) : undefined
  if (!of) throw bad(`${path}.abi`, `expected an ABI name, found ${JSON.stringify(part.abi)}`)
  const layout = struct.for(of)
  const value = fromJson(layout.plan, part.value, `${path}.value`)
  const residue = residueFromJson(part.residue, `${path}.residue`)
  try {
    return layout.encode(value, residue ? { residue } : {})
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new FormatError({ ...error.toDiagnostic(), path: `${path}.value.${error.path ?? ''}` }, { cause: error })
  }
}

const count = (value: unknown, path: string): number => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw bad(path, `expected a number of bytes, found ${JSON.stringify(value)}`)
}

async function copyFile(part: Record<string, unknown>, path: string, { sink, context, sources, diagnostics }: State): Promise<void> {
  const name = part.file as string
  const offset = count(part.offset, `${path}.offset`)
  const length = count(part.length, `${path}.length`)
  let source = sources.get(name)
  if (!source) {
    source = context.open(name)
    sources.set(name, source)
  }
  for (let at = 0; at < length; ) {
    const bytes = source.read(offset + at, Math.min(CHUNK, length - at))
    if (bytes.byteLength === 0) {
      const message = `expected ${length} bytes at offset ${offset} of ${part.file}, found ${at}; the rest are written as zeros`
      diagnostics.push({ code: 'TRUNCATED', path, message })
      sink.skip(length - at)
      return
    }
    sink.write(bytes)
    at += bytes.byteLength
    const wait = context.turn()
    if (wait) await wait
  }
}
