/** Registers in columns. */
import type { Registers } from '../../formats/core/process-info.js'

const INDENT = 2
const GAP = 2
const MOST_COLUMNS = 3

/**
 * Registers in up to three columns, read row by row, values without leading zeros.
 *
 * @param width of the output in characters
 * @returns the lines, each with its newline
 */
export function registerTable(registers: Registers, width: number): string {
  const cells = Object.entries(registers).map(([name, value]): Cell => [name, `0x${value.toString(16)}`])
  for (let columns = MOST_COLUMNS; ; columns--) {
    const widths = columnWidths(cells, columns)
    if (columns === 1 || widths.total <= width) return rows(cells, columns, widths)
  }
}

type Cell = readonly [name: string, value: string]

interface Widths {
  readonly names: readonly number[]
  readonly values: readonly number[]
  /** Characters of a full row. */
  readonly total: number
}

function columnWidths(cells: readonly Cell[], columns: number): Widths {
  const names = new Array<number>(columns).fill(0)
  const values = new Array<number>(columns).fill(0)
  let column = 0
  for (const [name, value] of cells) {
    if (name.length > (names[column] as number)) names[column] = name.length
    if (value.length > (values[column] as number)) values[column] = value.length
    column = column + 1 === columns ? 0 : column + 1
  }
  let total = INDENT - GAP
  for (let i = 0; i < columns; i++) total += (names[i] as number) + 1 + (values[i] as number) + GAP
  return { names, values, total }
}

function rows(cells: readonly Cell[], columns: number, { names, values }: Widths): string {
  let text = ''
  for (let start = 0; start < cells.length; start += columns) {
    const end = Math.min(start + columns, cells.length)
    for (let i = start; i < end; i++) {
      const [name, value] = cells[i] as Cell
      const column = i - start
      text += `  ${name.padEnd(names[column] as number)} ${i === end - 1 ? value : value.padEnd(values[column] as number)}`
    }
    text += '\n'
  }
  return text
}
