/** Units of `.debug_info`, their abbreviations and debugging entries. Source: DWARF 5, sections 7.5.1 to 7.5.3. */
import { FormatError } from '../../errors.js'
import { attribute, form } from '../../formats/debug/dwarf-constants.js'
import { ByteCursor } from './byte-cursor.js'
import { type DwarfSections, type FormContext, type FormValue, readForm, skipForm } from './dwarf-forms.js'

interface AttributeSpec {
  readonly name: number
  readonly form: number
  readonly implicit: number | undefined
}

/** The shape of entries: tag, whether children follow, attributes. */
export interface Abbreviation {
  readonly tag: number
  readonly hasChildren: boolean
  readonly attributes: readonly AttributeSpec[]
}

export interface DwarfUnit extends FormContext {
  /** Of the first entry. */
  readonly entriesOffset: number
  readonly end: number
  readonly abbreviations: ReadonlyMap<number, Abbreviation>
  /** Attributes of the unit's own entry. */
  readonly root: ReadonlyMap<number, FormValue>
  readonly rootTag: number
}

/** An entry: its abbreviation and those attributes that were asked for. */
export interface DebugEntry {
  readonly offset: number
  readonly tag: number
  readonly hasChildren: boolean
  readonly attributes: ReadonlyMap<number, FormValue>
}

const SKELETON = 4
const SPLIT_COMPILE = 5
const TYPE_UNIT = 2
const SPLIT_TYPE = 6

/** All units by their place. Units of unknown versions, or that are damaged, are stepped over by their length. */
export function* dwarfUnits(sections: DwarfSections, report: (error: FormatError) => void): Generator<DwarfUnit, void, undefined> {
  const tables = new Map<number, ReadonlyMap<number, Abbreviation>>()
  const { info, abi } = sections
  let at = 0
  while (at + 11 <= info.length) {
    let end = info.length
    try {
      const cursor = new ByteCursor(info, abi.endian, at)
      const { length, offsetSize } = cursor.initialLength()
      end = Math.min(cursor.offset + length, info.length)
      const unit = readUnit(sections, new ByteCursor(info, abi.endian, cursor.offset, end), at, offsetSize, tables)
      if (unit) yield unit
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      report(error)
    }
    at = end
  }
}

function readUnit(
  sections: DwarfSections,
  cursor: ByteCursor,
  unitOffset: number,
  offsetSize: 4 | 8,
  tables: Map<number, ReadonlyMap<number, Abbreviation>>,
): DwarfUnit | undefined {
  const version = cursor.u16()
  if (version < 2 || version > 5) return undefined
  const type = version >= 5 ? cursor.u8() : 1
  let addressSize = version >= 5 ? cursor.u8() : 0
  const abbreviationsAt = cursor.sectionOffset(offsetSize)
  if (version < 5) addressSize = cursor.u8()
  if (type === SKELETON || type === SPLIT_COMPILE) cursor.skip(8)
  if (type === TYPE_UNIT || type === SPLIT_TYPE) return undefined
  let abbreviations = tables.get(abbreviationsAt)
  if (!abbreviations) {
    abbreviations = readAbbreviations(sections, abbreviationsAt)
    tables.set(abbreviationsAt, abbreviations)
  }
  const plain: FormContext = { sections, version, offsetSize, addressSize, unitOffset }
  const entriesOffset = cursor.offset
  const bases = readEntry(cursor, plain, abbreviations, BASES)?.attributes
  // Names may stand before the bases that they are relative to: the entry is read a second time.
  const context: FormContext = {
    ...plain,
    strOffsetsBase: numberOf(bases?.get(attribute.strOffsetsBase)),
    addrBase: numberOf(bases?.get(attribute.addrBase)),
  }
  cursor.offset = entriesOffset
  const root = readEntry(cursor, context, abbreviations, ROOT)
  return root && { ...context, entriesOffset, end: cursor.end, abbreviations, root: root.attributes, rootTag: root.tag }
}

const BASES: ReadonlySet<number> = new Set([attribute.strOffsetsBase, attribute.addrBase])
const ROOT: ReadonlySet<number> = new Set([
  attribute.name,
  attribute.compDir,
  attribute.stmtList,
  attribute.lowPc,
  attribute.highPc,
  attribute.ranges,
  attribute.rnglistsBase,
  attribute.dwoName,
  attribute.gnuDwoName,
])

export const numberOf = (value: FormValue): number | undefined => (typeof value === 'number' ? value : undefined)

function readAbbreviations({ abbrev, abi }: DwarfSections, offset: number): ReadonlyMap<number, Abbreviation> {
  const cursor = new ByteCursor(abbrev, abi.endian, offset)
  const found = new Map<number, Abbreviation>()
  for (let code = cursor.uleb(); code !== 0; code = cursor.atEnd ? 0 : cursor.uleb()) {
    const tag = cursor.uleb()
    const hasChildren = cursor.u8() !== 0
    const attributes: AttributeSpec[] = []
    for (;;) {
      const [name, kind] = [cursor.uleb(), cursor.uleb()]
      if (name === 0 && kind === 0) break
      attributes.push({ name, form: kind, implicit: kind === form.implicitConst ? cursor.sleb() : undefined })
    }
    found.set(code, { tag, hasChildren, attributes })
  }
  return found
}

/**
 * The entry at the cursor, which is then behind it.
 *
 * @param wanted attributes to read; the others are stepped over
 * @returns undefined for the entry that ends a list of children
 * @throws FormatError when the entry is damaged
 */
export function readEntry(
  cursor: ByteCursor,
  context: FormContext,
  abbreviations: ReadonlyMap<number, Abbreviation>,
  wanted: ReadonlySet<number>,
): DebugEntry | undefined {
  const { offset } = cursor
  const code = cursor.uleb()
  if (code === 0) return undefined
  const abbreviation = abbreviations.get(code)
  if (!abbreviation)
    throw new FormatError({
      code: 'BAD_VALUE',
      offset,
      path: '.debug_info',
      message: `.debug_info: expected the code of an abbreviation, found ${code}`,
    })
  const attributes = new Map<number, FormValue>()
  for (const spec of abbreviation.attributes) {
    if (wanted.has(spec.name)) attributes.set(spec.name, readForm(cursor, spec.form, context, spec.implicit))
    else skipForm(cursor, spec.form, context)
  }
  return { offset, tag: abbreviation.tag, hasChildren: abbreviation.hasChildren, attributes }
}

/** A cursor on an entry of a unit. */
export const entryCursor = ({ sections, end }: DwarfUnit, offset: number): ByteCursor =>
  new ByteCursor(sections.info, sections.abi.endian, offset, end)
