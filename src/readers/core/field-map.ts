/** The field map of a core: which bytes are which field, for the annotated hex view. */
import { elfHeader, noteHeader, programHeader, sectionHeader } from '../../formats/elf/index.js'
import { fieldMap, type StructPlan } from '../../schema/base.js'
import type { Table } from '../elf/elf-container.js'
import type { FieldSpan } from '../format-reader.js'
import type { Mapping } from './mappings.js'
import type { CoreNote } from './note.js'
import type { Core } from './open.js'

/** A part of the file and how its fields are listed. */
interface Part {
  readonly offset: number
  fields(): Iterable<FieldSpan>
}

/** Every field of headers, notes and descriptors, and the contents of segments; parts by ascending offset. */
export function* fields(core: Core): Generator<FieldSpan, void, undefined> {
  const parts: Part[] = [{ offset: 0, fields: () => header(core) }]
  const { programTable, sectionTable } = core.container
  if (programTable) parts.push(table(core, programTable, programHeader(core.abi).planFor(core.abi), 'programHeaders'))
  if (sectionTable) parts.push(table(core, sectionTable, sectionHeader.planFor(core.abi), 'sectionHeaders'))
  for (const mapping of core.mappings) parts.push({ offset: Number(mapping.offset), fields: () => contents(core, mapping) })
  for (const note of core.notes) parts.push({ offset: note.offset, fields: () => noteFields(core, note) })
  parts.sort((a, b) => a.offset - b.offset)
  for (const part of parts) yield* part.fields()
}

function header({ abi, container }: Core): FieldSpan[] {
  const plan = elfHeader.planFor(abi)
  return fieldMap(plan, container.source.read(0, plan.size), { path: 'header' })
}

function table({ container }: Core, { offset, stride, count }: Table, plan: StructPlan, name: string): Part {
  return {
    offset,
    *fields() {
      for (let i = 0; i < count; i++) {
        const base = offset + i * stride
        yield* fieldMap(plan, container.source.read(base, plan.size), { base, path: `${name}[${i}]` })
      }
    },
  }
}

/** The memory of a segment, as one field: what the file has of it. */
function* contents(
  { container: { source } }: Core,
  { segment, start, end, permissions, offset, fileSize }: Mapping,
): Generator<FieldSpan, void, undefined> {
  const at = Number(offset)
  const length = Math.min(Number(fileSize), source.size - at)
  if (length <= 0) return
  const value = `memory 0x${start.toString(16)} to 0x${end.toString(16)}, ${permissions}`
  yield { offset: at, length, path: `programHeaders[${segment}].contents`, value }
}

function* noteFields({ abi, container: { source } }: Core, note: CoreNote): Generator<FieldSpan, void, undefined> {
  const path = `notes[${note.index}]`
  const plan = noteHeader.planFor(abi)
  yield* fieldMap(plan, source.read(note.offset, plan.size), { base: note.offset, path })
  const nameOffset = note.offset + plan.size
  if (note.nameSize > 0) yield { offset: nameOffset, length: note.nameSize, path: `${path}.owner`, value: JSON.stringify(note.owner) }
  const nameEnd = nameOffset + note.nameSize
  if (note.descriptorOffset > nameEnd && nameEnd < source.size) {
    yield { offset: nameEnd, length: Math.min(note.descriptorOffset, source.size) - nameEnd, path: `${path}.(padding)`, value: '' }
  }
  if (note.available === 0) return
  const { struct, name } = note
  let end = note.descriptorOffset
  if (struct && note.decoded) {
    for (const span of fieldMap(struct.planFor(abi), note.bytes(), { base: note.descriptorOffset, path: `${path}.${name}` })) {
      yield span
      end = Math.max(end, span.offset + span.length)
    }
  }
  const left = note.descriptorOffset + note.available - end
  if (left > 0)
    yield { offset: end, length: left, path: `${path}.${end === note.descriptorOffset ? 'descriptor' : '(rest)'}`, value: `${left} bytes` }
}
