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

const root = { name: 'ktrace', num_children: columns.length }

const element = (column: Column, type = column.type): SchemaElement => ({
  name: column.name,
  ...type,
  repetition_type: column.required ? 'REQUIRED' : 'OPTIONAL',
})

/** The schema in the file's footer. */
export const schema: SchemaElement[] = [root, ...columns.map((column) => element(column))]

/** The schema for encoding: the library would serialize the values of a JSON column, but these are JSON text already. */
export const encodedSchema: SchemaElement[] = [
  root,
  ...columns.map((column: Column) => element(column, column.type === json ? text : column.type)),
]
