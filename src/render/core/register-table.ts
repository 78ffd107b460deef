/** Registers in columns. */
import type { Registers } from '../../formats/core/process-info.js'
import { formatHex } from '../../io/text-format.js'

const INDENT = 2
const GAP = 2
const MOST_COLUMNS = 3

/**
 * Registers in up to three columns, read row by row, values without leading zeros.
 *
 * @param width of the output in characters
 */
export function* registerTable(registers: Registers, width: number): Generator<string, void, undefined> {
  const cells = Object.entries(registers).map(([name, value]) => [name, formatHex(value)] as const)
  const columns = columnCount(cells, width)
  const widths = columnWidths(cells, columns)
  for (let start = 0; start < cells.length; start += columns) {
    const row = cells.slice(start, start + columns).map(([name, value], column) => {
      const { name: nameWidth, value: valueWidth } = widths[column] as ColumnWidth
      return `${name.padEnd(nameWidth)} ${value.padEnd(valueWidth)}`
    })
    yield `${' '.repeat(INDENT)}${row.join(' '.repeat(GAP)).trimEnd()}\n`
  }
}

type Cell = readonly [name: string, value: string]

interface ColumnWidth {
  name: number
  value: number
}

function columnCount(cells: readonly Cell[], width: number): number {
  for (let columns = MOST_COLUMNS; columns > 1; columns--) {
    const total = columnWidths(cells, columns).reduce((sum, { name, value }) => sum + name + 1 + value + GAP, INDENT - GAP)
    if (total <= width) return columns
  }
  return 1
}

function columnWidths(cells: readonly Cell[], columns: number): ColumnWidth[] {
  const widths = Array.from({ length: columns }, () => ({ name: 0, value: 0 }))
  cells.forEach(([name, value], index) => {
    const column = widths[index % columns] as ColumnWidth
    column.name = Math.max(column.name, name.length)
    column.value = Math.max(column.value, value.length)
  })
  return widths
}
