/** The Parquet columns of a trace: one row per record; names match the JSON lines where both contain a field. */
import type { ColumnSource, SchemaElement } from 'hyparquet-writer'

type Encoding = NonNullable<ColumnSource['encoding']>

export interface Column {
  readonly name: string
  readonly type: Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>
  /** Every record has it. */
  readonly required?: boolean
  /** Delta encoding makes ascending numbers small. */
  readonly encoding?: Encoding
  /** Write no minimum and maximum for each group. */
  readonly plain?: boolean
}

const int32: Column['type'] = { type: 'INT32' }
const int64: Column['type'] = { type: 'INT64' }
const text: Column['type'] = { type: 'BYTE_ARRAY', converted_type: 'UTF8' }
const json: Column['type'] = { type: 'BYTE_ARRAY', converted_type: 'JSON', logical_type: { type: 'JSON' } }
const microseconds: Column['type'] = {
  type: 'INT64',
  converted_type: 'TIMESTAMP_MICROS',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
}

export const columns = [
  { name: 'index', type: int64, required: true, encoding: 'DELTA_BINARY_PACKED' },
  { name: 'offset', type: int64, required: true, encoding: 'DELTA_BINARY_PACKED' },
  { name: 'time', type: microseconds, encoding: 'DELTA_BINARY_PACKED' },
  { name: 'nanoseconds', type: int32, encoding: 'DELTA_BINARY_PACKED' },
  { name: 'pid', type: int32, required: true },
  { name: 'tid', type: int64 },
  { name: 'comm', type: text, required: true },
  { name: 'type', type: text, required: true },
  { name: 'length', type: int32, required: true },
  { name: 'code', type: int32 },
  { name: 'name', type: text },
  { name: 'errno', type: int32 },
  { name: 'error', type: text },
  { name: 'retval', type: int64 },
  { name: 'retval_1', type: int64 },
  { name: 'fd', type: int32 },
  { name: 'direction', type: text },
  { name: 'data_length', type: int32 },
  { name: 'path', type: text },
  { name: 'signo', type: int32 },
  { name: 'signal', type: text },
  { name: 'payload', type: json, required: true, encoding: 'PLAIN', plain: true },
] as const satisfies readonly Column[]

export type ColumnName = (typeof columns)[number]['name']

/** One row per system call. */
export const callColumns = [
  { name: 'index', type: int64, required: true },
  { name: 'start', type: microseconds, encoding: 'DELTA_BINARY_PACKED' },
  { name: 'nanoseconds', type: int32, encoding: 'DELTA_BINARY_PACKED' },
  { name: 'duration', type: int64 },
  { name: 'pid', type: int32, required: true },
  { name: 'tid', type: int64 },
  { name: 'comm', type: text, required: true },
  { name: 'name', type: text, required: true },
  { name: 'arguments', type: json, required: true },
  { name: 'path', type: text },
  { name: 'file', type: text },
  { name: 'errno', type: int32 },
  { name: 'error', type: text },
  { name: 'retval', type: int64 },
  { name: 'result', type: text, required: true },
] as const satisfies readonly Column[]

/** A table: its columns and their schemas. */
export interface Table {
  readonly columns: readonly Column[]
  /** In the file's footer. */
  readonly schema: SchemaElement[]
  /** For encoding: the library would serialize the values of a JSON column, but these are JSON text already. */
  readonly encodedSchema: SchemaElement[]
}

const element = (column: Column, type = column.type): SchemaElement => ({
  name: column.name,
  ...type,
  repetition_type: column.required ? 'REQUIRED' : 'OPTIONAL',
})

function tableOf(name: string, list: readonly Column[]): Table {
  const root = { name, num_children: list.length }
  return {
    columns: list,
    schema: [root, ...list.map((column) => element(column))],
    encodedSchema: [root, ...list.map((column) => element(column, column.type === json ? text : column.type))],
  }
}

export const recordTable = tableOf('ktrace', columns)
export const callTable = tableOf('calls', callColumns)
