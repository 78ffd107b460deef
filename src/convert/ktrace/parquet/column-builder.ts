/** Collects a column of a row group. Rows without a value are not added. */

/** Maximum number of rows in a group. */
export const ROWS = 64 * 1024

class Column<T> {
  #cells: (T | undefined)[] = emptyCells()

  /** @param row index in the group, below `ROWS` */
  add(row: number, value: T): void {
    this.#cells[row] = value
  }

  /** Returns the cells of the given number of rows and clears the column. */
  take(rows: number): (T | undefined)[] {
    const cells = this.#cells
    cells.length = rows
    this.#cells = emptyCells()
    return cells
  }
}

/** No array holes: the Parquet library would skip them. */
const emptyCells = (): undefined[] => new Array(ROWS).fill(undefined)

export const emptyColumns = () => ({
  index: new Column<bigint>(),
  offset: new Column<bigint>(),
  time: new Column<bigint>(),
  nanoseconds: new Column<number>(),
  pid: new Column<number>(),
  tid: new Column<bigint>(),
  comm: new Column<string>(),
  type: new Column<string>(),
  length: new Column<number>(),
  code: new Column<number>(),
  name: new Column<string>(),
  errno: new Column<number>(),
  error: new Column<string>(),
  retval: new Column<bigint>(),
  retval_1: new Column<bigint>(),
  fd: new Column<number>(),
  direction: new Column<string>(),
  data_length: new Column<number>(),
  path: new Column<string>(),
  signo: new Column<number>(),
  signal: new Column<string>(),
})

/** All columns except the payloads, which are written as text. */
export type Columns = ReturnType<typeof emptyColumns>
