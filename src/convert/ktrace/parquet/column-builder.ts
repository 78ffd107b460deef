/** A column of a row group while it is filled. A row that has no value of it is not mentioned at all. */

/** Most rows of a group. */
export const ROWS = 64 * 1024

export class Column<T> {
  #cells: (T | undefined)[] = emptyCells()

  /** @param row of the group, below `ROWS` */
  add(row: number, value: T): void {
    this.#cells[row] = value
  }

  /** What was filled in, of so many rows; the column is empty afterwards. */
  take(rows: number): (T | undefined)[] {
    const cells = this.#cells
    cells.length = rows
    this.#cells = emptyCells()
    return cells
  }
}

/** Without holes, which the library that encodes them would step over. */
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

/** Those that are filled; the payloads are written beside them. */
export type Columns = ReturnType<typeof emptyColumns>
