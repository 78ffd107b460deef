/** The one shape of a system's error numbers. */
import { NameTable, type NumberedName, type NumberedTable, parseNumberedNames } from './numbered-names.js'

/** Errors such as `ENOENT`; those that do not leave the kernel are included. */
export interface ErrnoTable extends NumberedTable {
  /** The text of strerror(3); undefined where the system's list has none. */
  text(number: number): string | undefined
}

/** Names of errors in rows of `number name text`. */
export type ErrorName<Rows extends string, Found = never> = Rows extends `${infer Row}\n${infer Rest}`
  ? ErrorName<Rest, Found | RowName<Row>>
  : Found | RowName<Rows>

type RowName<Row extends string> = Row extends `${number} ${infer Rest}` ? (Rest extends `${infer Name} ${string}` ? Name : Rest) : never

/** Errors as text. */
export interface ErrnoRows {
  /** Rows of `number name text`; the text may be missing. A later list replaces the numbers of an earlier one. */
  readonly errors: readonly string[]
  /** Second names, as `parseNumberedNames` reads them. */
  readonly aliases: string
  /** Errors that do not leave the kernel, other than in returns that a trace shows. */
  readonly kernel?: string
}

/** A table of errors with their texts. It is parsed on first use. */
export function errnoTable({ errors, aliases, kernel = '' }: ErrnoRows): ErrnoTable {
  let names: NameTable | undefined
  let texts: ReadonlyMap<number, string> | undefined
  const rows = (): readonly Row[] => errors.flatMap((list) => list.trim().split('\n').map(parseRow))
  const table = (): NameTable => {
    names ??= new NameTable([
      ...new Map(rows().map(({ number, name }): NumberedName => [number, name])),
      ...parseNumberedNames(aliases),
      ...parseNumberedNames(kernel, -1),
    ])
    return names
  }
  return {
    name: (number) => table().name(number),
    number: (name) => table().number(name),
    text(number) {
      texts ??= new Map(rows().flatMap(({ number, text }) => (text === '' ? [] : [[number, text] as const])))
      return texts.get(number)
    },
  }
}

interface Row {
  readonly number: number
  readonly name: string
  readonly text: string
}

function parseRow(row: string): Row {
  const [number, name, ...text] = row.split(' ') as [string, string, ...string[]]
  return { number: Number(number), name, text: text.join(' ') }
}
