/** Line programs: which source line each instruction comes from. Source: DWARF 5, section 6.2. */
import { FormatError } from '../../errors.js'
import { form, lineContent } from '../../formats/debug/dwarf-constants.js'
import { partitionPoint } from '../../io/binary-search.js'
import { ByteCursor } from './byte-cursor.js'
import { type DwarfSections, type FormContext, readForm } from './dwarf-forms.js'

/** One row; `address` is a link-time address. */
export interface LineRow {
  readonly address: bigint
  readonly file: number
  /** 0: no source line. */
  readonly line: number
  readonly column: number
}

/** Rows of adjoining code, by ascending address; `end` is exclusive. */
interface LineSequence {
  readonly start: bigint
  readonly end: bigint
  readonly rows: readonly LineRow[]
}

export interface LineTable {
  /** The row that holds an address. */
  rowAt(address: bigint): LineRow | undefined
  /** Path of a file by its number, made absolute where the table says how. */
  pathOf(file: number): string | undefined
}

interface Header {
  readonly version: number
  readonly minimumLength: number
  readonly maximumOperations: number
  readonly lineBase: number
  readonly lineRange: number
  readonly opcodeBase: number
  readonly operandCounts: readonly number[]
  readonly directories: readonly string[]
  readonly files: { readonly name: string; readonly directory: number }[]
}

/**
 * Reads the table at an offset of `.debug_line`.
 *
 * @param compilationDirectory of the unit, which tables before version 5 do not repeat
 * @throws FormatError when the header is damaged or its version is not 2 to 5
 */
export function readLineTable(sections: DwarfSections, offset: number, compilationDirectory: string | undefined): LineTable {
  const { line, abi } = sections
  if (!line) throw new FormatError({ code: 'TRUNCATED', path: '.debug_line', message: 'expected .debug_line, found none' })
  const start = new ByteCursor(line, abi.endian, Math.min(offset, line.length))
  const { length, offsetSize } = start.initialLength()
  const cursor = new ByteCursor(line, abi.endian, start.offset, Math.min(start.offset + length, line.length))
  const header = readHeader(cursor, sections, offsetSize)
  const sequences = runProgram(cursor, header).sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  return {
    rowAt(address) {
      const sequence = sequences[partitionPoint(sequences.length, (i) => (sequences[i] as LineSequence).start <= address) - 1]
      if (!sequence || address >= sequence.end) return undefined
      const { rows } = sequence
      return rows[partitionPoint(rows.length, (i) => (rows[i] as LineRow).address <= address) - 1]
    },
    pathOf: (file) => pathOf(header, file, compilationDirectory),
  }
}

function readHeader(cursor: ByteCursor, sections: DwarfSections, offsetSize: 4 | 8): Header {
  const version = cursor.u16()
  if (version < 2 || version > 5)
    throw new FormatError({
      code: 'BAD_VALUE',
      path: '.debug_line.version',
      message: `.debug_line.version: expected 2 to 5, found ${version}`,
    })
  const addressSize = version >= 5 ? cursor.u8() : sections.abi.bits / 8
  if (version >= 5) cursor.skip(1)
  const programAt = cursor.sectionOffset(offsetSize) + cursor.offset
  const minimumLength = cursor.u8()
  const maximumOperations = version >= 4 ? Math.max(cursor.u8(), 1) : 1
  cursor.skip(1)
  const lineBase = cursor.s8()
  const lineRange = cursor.u8()
  if (lineRange === 0)
    throw new FormatError({
      code: 'BAD_VALUE',
      path: '.debug_line.line_range',
      message: '.debug_line.line_range: expected 1 to 255, found 0',
    })
  const opcodeBase = cursor.u8()
  const operandCounts = Array.from({ length: Math.max(opcodeBase - 1, 0) }, () => cursor.u8())
  const context: FormContext = { sections, version, offsetSize, addressSize, unitOffset: 0 }
  const { directories, files } = version >= 5 ? readTables(cursor, context) : readOldTables(cursor)
  if (programAt <= cursor.end) cursor.offset = programAt
  return { version, minimumLength, maximumOperations, lineBase, lineRange, opcodeBase, operandCounts, directories, files }
}

function readOldTables(cursor: ByteCursor): Pick<Header, 'directories' | 'files'> {
  const directories: string[] = ['']
  for (let name = cursor.text(); name !== ''; name = cursor.text()) directories.push(name)
  const files: Header['files'] = [{ name: '', directory: 0 }]
  for (let name = cursor.text(); name !== ''; name = cursor.text()) files.push(readFileEntry(cursor, name))
  return { directories, files }
}

function readFileEntry(cursor: ByteCursor, name: string): { name: string; directory: number } {
  const directory = cursor.uleb()
  cursor.uleb()
  cursor.uleb()
  return { name, directory }
}

function readTables(cursor: ByteCursor, context: FormContext): Pick<Header, 'directories' | 'files'> {
  const directories = readEntries(cursor, context).map(({ name }) => name)
  return { directories, files: readEntries(cursor, context) }
}

function readEntries(cursor: ByteCursor, context: FormContext): { name: string; directory: number }[] {
  const formats = Array.from({ length: cursor.u8() }, () => ({ content: cursor.uleb(), code: cursor.uleb() }))
  const count = cursor.uleb()
  const entries: { name: string; directory: number }[] = []
  // An entry without formats takes no bytes: the count alone proves nothing.
  for (let i = 0; i < count && formats.length > 0; i++) {
    const entry = { name: '', directory: 0 }
    for (const { content, code } of formats) {
      const value = readForm(cursor, code, context)
      if (content === lineContent.path && typeof value === 'string') entry.name = value
      if (content === lineContent.directoryIndex && typeof value === 'number' && code !== form.flag) entry.directory = value
    }
    entries.push(entry)
  }
  return entries
}

function pathOf({ version, files, directories }: Header, file: number, compilationDirectory: string | undefined): string | undefined {
  const found = files[file]
  if (!found || found.name === '') return undefined
  const first = version >= 5 ? (directories[0] ?? compilationDirectory) : compilationDirectory
  const directory = found.directory === 0 ? first : directories[found.directory]
  return [first, directory === first ? undefined : directory, found.name].reduce<string>(
    (path, part) => (part === undefined || part === '' ? path : part.startsWith('/') || path === '' ? part : `${path}/${part}`),
    '',
  )
}

function runProgram(cursor: ByteCursor, header: Header): LineSequence[] {
  const run = new LineProgramRun(cursor, header)
  try {
    run.execute()
  } catch (error) {
    // What came before the damage counts.
    if (!(error instanceof FormatError)) throw error
  }
  return run.sequences
}

class LineProgramRun {
  readonly sequences: LineSequence[] = []
  #rows: LineRow[] = []
  #address = 0n
  #operation = 0
  #file = 1
  #line = 1
  #column = 0

  constructor(
    private readonly cursor: ByteCursor,
    private readonly header: Header,
  ) {}

  execute(): void {
    const { cursor, header } = this
    while (!cursor.atEnd) {
      const opcode = cursor.u8()
      if (opcode >= header.opcodeBase) {
        const adjusted = opcode - header.opcodeBase
        this.#advance(Math.floor(adjusted / header.lineRange))
        this.#line += header.lineBase + (adjusted % header.lineRange)
        this.#emit()
      } else if (opcode === 0) this.#extended()
      else this.#standard(opcode)
    }
  }

  #advance(operations: number): void {
    const { minimumLength, maximumOperations } = this.header
    if (maximumOperations === 1) {
      this.#address += BigInt(operations * minimumLength)
      return
    }
    const total = this.#operation + operations
    this.#address += BigInt(minimumLength * Math.floor(total / maximumOperations))
    this.#operation = total % maximumOperations
  }

  #emit(): void {
    this.#rows.push({ address: this.#address, file: this.#file, line: Math.max(this.#line, 0), column: this.#column })
  }

  #standard(opcode: number): void {
    const { cursor, header } = this
    switch (opcode) {
      case 1:
        this.#emit()
        return
      case 2:
        this.#advance(cursor.uleb())
        return
      case 3:
        this.#line += cursor.sleb()
        return
      case 4:
        this.#file = cursor.uleb()
        return
      case 5:
        this.#column = cursor.uleb()
        return
      case 8:
        this.#advance(Math.floor((255 - header.opcodeBase) / header.lineRange))
        return
      case 9:
        this.#address += BigInt(cursor.u16())
        this.#operation = 0
        return
      default:
        for (let i = header.operandCounts[opcode - 1] ?? 0; i > 0; i--) cursor.uleb()
    }
  }

  #extended(): void {
    const { cursor, header } = this
    const length = cursor.uleb()
    const end = cursor.offset + length
    const opcode = length > 0 ? cursor.u8() : 0
    if (opcode === 1) this.#endSequence()
    else if (opcode === 2 && (length === 5 || length === 9)) {
      this.#address = cursor.unsigned(length - 1)
      this.#operation = 0
    } else if (opcode === 3) header.files.push(readFileEntry(cursor, cursor.text()))
    if (length > 0) cursor.skip(end - cursor.offset)
  }

  #endSequence(): void {
    const [first] = this.#rows
    if (first && this.#address > first.address) this.sequences.push({ start: first.address, end: this.#address, rows: this.#rows })
    this.#rows = []
    this.#address = 0n
    this.#operation = 0
    this.#file = 1
    this.#line = 1
    this.#column = 0
  }
}
