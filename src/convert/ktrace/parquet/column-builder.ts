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
