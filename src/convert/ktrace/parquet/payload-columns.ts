/** Payload fields that have their own column, by their C names. */
import { bigField, type FieldLocation, numberField, restLength, textField } from '../../../readers/ktrace/field-readers.js'
import type { Layout } from '../../../schema/base.js'
import type { SystemNames } from '../name-tables.js'
import type { Columns } from './column-builder.js'

/** Adds the fields of a payload to the columns. */
export type ColumnWriter = (row: number, place: FieldLocation) => void

/** Creates the writers for the columns that a structure contains. */
export function createColumnWriters(layout: Layout<Record<string, unknown>>, columns: Columns, names: SystemNames): ColumnWriter[] {
  const isData = layout.plan.fields.some(({ name }) => name === 'ktr_rw')
  const fills = [
    filled(numberField(layout, 'ktr_error'), (row, errno) => {
      columns.errno.add(row, errno)
      const name = errno === 0 ? undefined : names.errors.name(errno)
      if (name !== undefined) columns.error.add(row, name)
    }),
    filled(bigField(layout, 'ktr_retval'), (row, value) => columns.retval.add(row, value)),
    filled(bigField(layout, 'ktr_retval_1'), (row, value) => columns.retval_1.add(row, value)),
    filled(numberField(layout, 'ktr_fd'), (row, fd) => columns.fd.add(row, fd)),
    filled(numberField(layout, 'ktr_rw'), (row, written) => {
      const direction = DIRECTIONS[written]
      if (direction !== undefined) columns.direction.add(row, direction)
    }),
    filled(isData ? restLength(layout) : undefined, (row, length) => columns.data_length.add(row, length)),
    filled(textField(layout, 'path'), (row, path) => columns.path.add(row, path)),
    filled(numberField(layout, 'signo'), (row, signo) => {
      columns.signo.add(row, signo)
      const name = names.signals.name(signo)
      if (name !== undefined) columns.signal.add(row, name)
    }),
  ]
  return fills.filter((fill) => fill !== undefined)
}

const DIRECTIONS: Readonly<Record<number, string>> = { 0: 'read', 1: 'write' }

function filled<T>(
  read: ((place: FieldLocation) => T | undefined) | undefined,
  add: (row: number, value: T) => void,
): ColumnWriter | undefined {
  if (!read) return undefined
  return (row, place) => {
    const value = read(place)
    if (value !== undefined) add(row, value)
  }
}
