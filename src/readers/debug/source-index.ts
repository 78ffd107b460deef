/** From an address to source lines and inlined calls, by DWARF 2 to 5. */
import { FormatError } from '../../errors.js'
import { attribute, tag } from '../../formats/debug/dwarf-constants.js'
import { partitionPoint } from '../../io/binary-search.js'
import { type AddressRange, rangeHolds, rangesOf } from './address-ranges.js'
import type { DwarfSections } from './dwarf-forms.js'
import { type DebugEntry, type DwarfUnit, dwarfUnits, entryCursor, numberOf, readEntry } from './dwarf-units.js'
import type { ElfFile } from './elf-file.js'
import { type LineTable, readLineTable } from './line-table.js'
import type { SourceLocation } from './source-location.js'

/** A function of a unit, without its inlined calls. */
interface UnitFunction {
  readonly ranges: readonly AddressRange[]
  readonly entry: DebugEntry
  /** Offset behind the entry, where its children are. */
  readonly childrenAt: number
}

/** Where a unit has code; several for functions in sections of their own. */
interface UnitRange extends AddressRange {
  readonly unit: DwarfUnit
}

/** Links from one entry to another that are followed for a name. */
const MAX_ORIGINS = 16

const FUNCTION: ReadonlySet<number> = new Set([
  attribute.name,
  attribute.linkageName,
  attribute.mipsLinkageName,
  attribute.abstractOrigin,
  attribute.specification,
  attribute.lowPc,
  attribute.highPc,
  attribute.ranges,
  attribute.callFile,
  attribute.callLine,
  attribute.callColumn,
])
/** What names are qualified by. */
const SCOPES: ReadonlySet<number> = new Set([tag.namespace, tag.classType, tag.structureType, tag.unionType])
const NOTHING: ReadonlySet<number> = new Set()

export class SourceIndex {
  #units: readonly DwarfUnit[] | undefined
  #ranges: readonly UnitRange[] | undefined
  readonly #functions = new Map<DwarfUnit, readonly UnitFunction[]>()
  /** By offset of the entry; empty for one without a name. */
  readonly #names = new Map<number, string>()
  readonly #lines = new Map<number, LineTable | undefined>()

  private constructor(
    private readonly sections: DwarfSections,
    private readonly report: (error: FormatError) => void,
  ) {}

  /** @returns undefined for a file without debug data */
  static of(file: ElfFile, report: (error: FormatError) => void): SourceIndex | undefined {
    const info = file.contents('.debug_info')
    const abbrev = file.contents('.debug_abbrev')
    if (!info || !abbrev) return undefined
    const section = <Key extends string>(key: Key, name: string): { [K in Key]?: Uint8Array } => {
      const bytes = file.contents(name)
      return bytes ? ({ [key]: bytes } as { [K in Key]: Uint8Array }) : {}
    }
    const sections: DwarfSections = {
      abi: file.abi,
      info,
      abbrev,
      ...section('line', '.debug_line'),
      ...section('str', '.debug_str'),
      ...section('lineStr', '.debug_line_str'),
      ...section('strOffsets', '.debug_str_offsets'),
      ...section('addr', '.debug_addr'),
      ...section('ranges', '.debug_ranges'),
      ...section('rnglists', '.debug_rnglists'),
    }
    return new SourceIndex(sections, report)
  }

  /**
   * Where the instruction at a link-time address comes from: the innermost inlined function first, the function itself last.
   *
   * @returns nothing where no unit has the address
   */
  at(address: bigint): readonly SourceLocation[] {
    const unit = this.#unitAt(address)
    if (!unit) return []
    try {
      return this.#locate(unit, address)
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      this.report(error)
      return []
    }
  }

  #locate(unit: DwarfUnit, address: bigint): SourceLocation[] {
    const table = this.#lineTable(unit)
    const row = table?.rowAt(address)
    let place = row && row.line > 0 ? this.#place(table, row.file, row.line, row.column) : {}
    const found = this.#functionsOf(unit).find(({ ranges }) => rangeHolds(ranges, address))
    if (!found) return row ? [place] : []
    const inlined = this.#inlinedCalls(unit, found, address).reverse()
    const locations: SourceLocation[] = []
    for (const call of inlined) {
      locations.push({ ...this.#named(call.entry, unit), ...place })
      const { attributes } = call.entry
      const file = numberOf(attributes.get(attribute.callFile))
      const line = numberOf(attributes.get(attribute.callLine)) ?? 0
      place = file === undefined || line === 0 ? {} : this.#place(table, file, line, numberOf(attributes.get(attribute.callColumn)) ?? 0)
    }
    return [...locations, { ...this.#named(found.entry, unit), ...place }]
  }

  #place(table: LineTable | undefined, file: number, line: number, column: number): SourceLocation {
    const path = table?.pathOf(file)
    return { ...(path !== undefined && { file: path }), line, ...(column > 0 && { column }) }
  }

  #named(entry: DebugEntry, unit: DwarfUnit): { function?: string } {
    let name = this.#names.get(entry.offset)
    if (name === undefined) {
      name = this.#nameOf(entry, unit) ?? ''
      this.#names.set(entry.offset, name)
    }
    return name === '' ? {} : { function: name }
  }

  /** The linkage name, or the plain one in its namespaces and classes, of an entry or of those that it refers to. */
  #nameOf(entry: DebugEntry, unit: DwarfUnit): string | undefined {
    let current: DebugEntry | undefined = entry
    let within: DwarfUnit | undefined = unit
    let plain: string | undefined
    for (let i = 0; current && within && i < MAX_ORIGINS; i++) {
      const { attributes, offset } = current
      const linkage = attributes.get(attribute.linkageName) ?? attributes.get(attribute.mipsLinkageName)
      if (typeof linkage === 'string') return linkage
      const name = attributes.get(attribute.name)
      const origin = numberOf(attributes.get(attribute.abstractOrigin) ?? attributes.get(attribute.specification))
      if (typeof name === 'string') plain ??= origin === undefined ? [...this.#scopesOf(within, offset), name].join('::') : name
      if (origin === undefined) break
      within = this.#unitOfEntry(origin)
      current = within && readEntry(entryCursor(within, origin), within, within.abbreviations, FUNCTION)
    }
    return plain
  }

  /** Names of the namespaces and classes around an entry; none of what is local to a function. */
  #scopesOf(unit: DwarfUnit, offset: number): string[] {
    const cursor = entryCursor(unit, unit.entriesOffset)
    const around: DebugEntry[] = []
    while (cursor.offset < offset) {
      const entry = this.#next(cursor, unit, (kind) => SCOPES.has(kind))
      if (!entry) around.pop()
      else if (entry.hasChildren) around.push(entry)
    }
    const scopes = around.slice(1)
    if (scopes.some((scope) => !SCOPES.has(scope.tag))) return []
    return scopes.map(({ attributes }) => String(attributes.get(attribute.name) ?? '(anonymous namespace)'))
  }

  /** Inlined calls that hold the address, the outermost first. */
  #inlinedCalls(unit: DwarfUnit, { entry, childrenAt }: UnitFunction, address: bigint): { entry: DebugEntry }[] {
    if (!entry.hasChildren) return []
    const cursor = entryCursor(unit, childrenAt)
    const found: { entry: DebugEntry }[] = []
    let depth = 1
    while (depth > 0 && !cursor.atEnd) {
      const child = this.#next(cursor, unit, (kind) => kind === tag.inlinedSubroutine)
      if (!child) depth--
      else {
        if (child.tag === tag.inlinedSubroutine && rangeHolds(rangesOf(child.attributes, unit), address)) found.push({ entry: child })
        if (child.hasChildren) depth++
      }
    }
    return found
  }

  /** The next entry; attributes only of those that a test picks by their tag. */
  #next(cursor: ReturnType<typeof entryCursor>, unit: DwarfUnit, picks: (tag: number) => boolean): DebugEntry | undefined {
    const at = cursor.offset
    const code = cursor.uleb()
    cursor.offset = at
    const abbreviation = unit.abbreviations.get(code)
    return readEntry(cursor, unit, unit.abbreviations, abbreviation && picks(abbreviation.tag) ? FUNCTION : NOTHING)
  }

  #functionsOf(unit: DwarfUnit): readonly UnitFunction[] {
    let functions = this.#functions.get(unit)
    if (!functions) {
      functions = this.#findFunctions(unit)
      this.#functions.set(unit, functions)
    }
    return functions
  }

  #findFunctions(unit: DwarfUnit): UnitFunction[] {
    const cursor = entryCursor(unit, unit.entriesOffset)
    const found: UnitFunction[] = []
    while (!cursor.atEnd) {
      const entry = this.#next(cursor, unit, (kind) => kind === tag.subprogram)
      if (entry?.tag !== tag.subprogram) continue
      const ranges = rangesOf(entry.attributes, unit)
      if (ranges.length > 0) found.push({ ranges, entry, childrenAt: cursor.offset })
    }
    return found
  }

  #lineTable(unit: DwarfUnit): LineTable | undefined {
    const offset = numberOf(unit.root.get(attribute.stmtList))
    if (offset === undefined) return undefined
    if (!this.#lines.has(offset)) {
      const directory = unit.root.get(attribute.compDir)
      this.#lines.set(offset, this.#readTable(offset, typeof directory === 'string' ? directory : undefined))
    }
    return this.#lines.get(offset)
  }

  #readTable(offset: number, directory: string | undefined): LineTable | undefined {
    try {
      return readLineTable(this.sections, offset, directory)
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      this.report(error)
      return undefined
    }
  }

  #unitAt(address: bigint): DwarfUnit | undefined {
    this.#ranges ??= this.#allUnits
      .flatMap((unit) => this.#rangesOfUnit(unit))
      .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
    const ranges = this.#ranges
    const last = partitionPoint(ranges.length, (i) => (ranges[i] as UnitRange).start <= address) - 1
    // Ranges of units do not overlap, but for damage: the nearest ones are tried.
    for (let i = last; i >= 0 && i > last - MAX_ORIGINS; i--) {
      const range = ranges[i] as UnitRange
      if (address < range.end) return range.unit
    }
    return undefined
  }

  #rangesOfUnit(unit: DwarfUnit): UnitRange[] {
    if (unit.rootTag === tag.partialUnit) return []
    try {
      const stated = rangesOf(unit.root, unit)
      // Some producers state no ranges for the unit.
      const ranges = stated.length > 0 ? stated : this.#functionsOf(unit).flatMap((each) => each.ranges)
      return ranges.map((range) => ({ ...range, unit }))
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      this.report(error)
      return []
    }
  }

  get #allUnits(): readonly DwarfUnit[] {
    this.#units ??= [...dwarfUnits(this.sections, this.report)]
    return this.#units
  }

  #unitOfEntry(offset: number): DwarfUnit | undefined {
    const units = this.#allUnits
    const unit = units[partitionPoint(units.length, (i) => (units[i] as DwarfUnit).unitOffset <= offset) - 1]
    return unit && offset >= unit.entriesOffset && offset < unit.end ? unit : undefined
  }
}
