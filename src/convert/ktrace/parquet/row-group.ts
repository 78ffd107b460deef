/** Row groups, encoded independently of their file, so that several can be built in parallel. */
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { ByteSink } from '../../../io/sink.js'
import type { Cell } from './row-builder.js'
import { recordTable, type Table } from './schema.js'

type Group = ParquetWriter['row_groups'][number]

/** A row group and its entry in the file's footer. Plain data, so that a worker can send it. */
export interface EncodedGroup {
  readonly bytes: Uint8Array
  /** Its offsets are relative to the start of `bytes`. */
  readonly group: Group
}

/** Size of the magic `PAR1` at the start and end of every file. */
const MAGIC = 4

/** Cells by column; undefined for a missing value. */
export type Rows = Readonly<Record<string, (Cell | undefined)[]>>

export function encodeGroup(rows: Rows, { columns, encodedSchema }: Table = recordTable): EncodedGroup | undefined {
  const writer = new ByteWriter()
  const file = new ParquetWriter({ writer, schema: encodedSchema })
  const cells = columns.map(({ name }) => rows[name] ?? [])
  file.write({
    columnData: columns.map(({ name, ...column }, i) => ({
      name,
      data: cells[i] ?? [],
      offsetIndex: false,
      ...(column.encoding && { encoding: column.encoding }),
      ...(column.plain && { statistics: false }),
    })),
    rowGroupSize: cells[0]?.length ?? 0,
  })
  const [group] = file.row_groups
  return group && { bytes: writer.getBytes().slice(MAGIC), group: moved(group, -MAGIC) }
}

/** The footer entry of a group whose bytes are moved by a number of bytes. */
function moved(group: Group, by: number): Group {
  const add = BigInt(by)
  return {
    ...group,
    columns: group.columns.map(({ meta_data: meta, ...chunk }) => ({
      ...chunk,
      file_offset: chunk.file_offset + add,
      ...(meta && {
        meta_data: {
          ...meta,
          data_page_offset: meta.data_page_offset + add,
          ...(meta.dictionary_page_offset !== undefined && { dictionary_page_offset: meta.dictionary_page_offset + add }),
        },
      }),
    })),
  }
}

/** A Parquet file whose row groups are written to a sink at once. */
export class GroupFile {
  readonly #writer = new ByteWriter()
  readonly #file: ParquetWriter

  /** @param facts key-value metadata of the file */
  constructor(
    private readonly sink: Pick<ByteSink, 'write'>,
    facts: Readonly<Record<string, string>>,
    { schema }: Table = recordTable,
  ) {
    const kvMetadata = Object.entries(facts).map(([key, value]) => ({ key, value }))
    this.#file = new ParquetWriter({ writer: this.#writer, schema, kvMetadata, createdBy: 'exhume' })
    this.#flush()
  }

  add({ bytes, group }: EncodedGroup): void {
    this.#file.row_groups.push(moved(group, this.#writer.offset))
    this.#file.num_rows += group.num_rows
    this.sink.write(bytes)
    this.#writer.offset += bytes.length
  }

  /** Writes the footer. */
  end(): void {
    this.#file.finish()
    this.#flush()
  }

  #flush(): void {
    this.sink.write(this.#writer.getBytes())
    this.#writer.index = 0
  }
}
