/** Cores that hold every note of a system on a machine, each with values drawn for all of its structures. */
import type { CoreSystem } from '../../formats/core/core-system.js'
import type { NoteDeclaration } from '../../formats/core/note-registry.js'
import { writeLayers } from '../../io/layered-file.js'
import type { Abi, AbiName, Struct } from '../../schema/base.js'
import { builtFile } from '../../writers/built-file.js'
import { coreDocumentToFile } from '../../writers/core/document-pieces.js'
import type { CoreDocument } from '../../writers/core/document-schema.js'
import type { Draw } from '../draw.js'
import { valuesOfEachArm } from './every-arm.js'

/** What the schema of documents takes. */
type Bytes = Uint8Array<ArrayBuffer>

interface Note {
  readonly owner: string
  readonly type: number
  readonly hex: Bytes
}

/** Notes that make a core a kernel dump. */
const KERNEL_NOTES: readonly string[] = ['VMCOREINFO', 'QEMU', 'ERASEINFO']

export function allNotesCore(draw: Draw, system: CoreSystem, abi: Abi): Uint8Array {
  const notes = allNotes(draw, system, abi)
  const document: CoreDocument = {
    format: system.format,
    abi: abi.name,
    header: {},
    programHeaders: [{ p_type: 'PT_NOTE' }, { p_type: 'PT_LOAD', p_vaddr: '0x10000', p_memsz: 4096, p_flags: 5 }],
    noteSegments: [{ segment: 0, notes: [...notes] }],
    data: [{ segment: 1, hex: draw.bytes(64) as Bytes }],
  }
  const { pieces, size } = coreDocumentToFile(document, () => {
    throw new Error('the document refers to no file')
  })
  return builtFile((sink) => writeLayers(pieces, size, sink)).bytes()
}

function allNotes(draw: Draw, system: CoreSystem, abi: Abi): Note[] {
  const list: Note[] = []
  for (const [name, declaration] of Object.entries(system.notes.declarations)) {
    const type = system.notes.typeOf(name, abi)
    if (type === undefined || KERNEL_NOTES.includes(name) || declaration.abis?.includes(abi.name as AbiName) === false) continue
    const owner = ownerOf(declaration)
    if (system.notes.find(owner, type, abi)?.name !== name) continue
    for (const hex of descriptorsOf(draw, declaration, abi)) list.push({ owner, type, hex: hex as Bytes })
  }
  return list
}

/** Every structure that the descriptor may be, with every arm of its unions; bytes where none is known. */
function descriptorsOf(draw: Draw, declaration: NoteDeclaration, abi: Abi): Uint8Array[] {
  const structs = structsOf(declaration, abi)
  if (structs.length === 0) return [draw.bytes(draw.pick([0, 1, 4, 8, 16, 63]))]
  return structs.flatMap((struct) => {
    const layout = struct.for(abi)
    return valuesOfEachArm(draw, layout).map((value) => layout.encode(value))
  })
}

function structsOf({ descriptor }: NoteDeclaration, abi: Abi): readonly Struct<unknown>[] {
  if (!descriptor) return []
  return 'choose' in descriptor ? descriptor.all(abi) : [descriptor]
}

/** An owner that fits the declaration. */
function ownerOf({ owner }: NoteDeclaration): string {
  if (typeof owner === 'string') return owner
  // The patterns are of the forms ^NAME(?:@(\d+))?$, ^NAME@(\d+)$, ^(?:A|B)$ and ^NAME/.
  const plain = owner.source
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replace(/\(\?:([^|()]+)\|[^()]*\)/, '$1')
    .replace(/@\(\\d\+\)/, '@1')
    .replace(/\(\?:([^()]*)\)\?/, '$1')
    .replaceAll('\\/', '/')
  return owner.test(plain) ? plain : owner.test(`${plain}1`) ? `${plain}1` : plain
}
