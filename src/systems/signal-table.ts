/** The one shape of a system's signals and of the codes that say why a signal was sent. */
import { type Machine, NameTable, type NumberedName, type NumberedTable, parseNumberedNames } from './numbered-names.js'

/** Signals and codes of one machine as text, read by `parseNumberedNames`. */
export interface SignalNames {
  /** Signals from 1 on, without `SIG`. */
  readonly signals: string
  /** Signals without a name of their own, such as the real-time signals. */
  readonly realTime?: { readonly first: number; readonly last: number; name(number: number): string }
  /** Codes from 1 on, by the full name of their signal. */
  readonly codes: Readonly<Record<string, string>>
  /** Codes that every signal may have. */
  readonly anyCode: string
}

/** Signals such as `SIGSEGV`, and their codes. */
export interface SignalTable extends NumberedTable {
  /** The name of a signal's code, such as `SEGV_MAPERR`; undefined when the code has none. */
  codeName(signal: number, code: number, abi?: Machine): string | undefined
  /** The number of a code, by its name. */
  codeNumber(name: string, abi?: Machine): number | undefined
}

interface ParsedSignals {
  readonly signals: NameTable
  readonly codes: ReadonlyMap<string, NameTable>
  readonly anyCode: NameTable
}

/**
 * A table of signals. It is parsed on first use.
 *
 * @param namesFor the names of a machine; the system's usual ones where no machine is given
 */
export function signalTable(namesFor: (abi: Machine | undefined) => SignalNames): SignalTable {
  const parsed = new Map<SignalNames, ParsedSignals>()
  const tableFor = (abi: Machine | undefined): ParsedSignals => {
    const names = namesFor(abi)
    let table = parsed.get(names)
    if (!table) {
      table = parseSignals(names)
      parsed.set(names, table)
    }
    return table
  }
  return {
    name: (number, abi) => tableFor(abi).signals.name(number),
    number: (name, abi) => tableFor(abi).signals.number(name),
    codeName(signal, code, abi) {
      const { anyCode, codes, signals } = tableFor(abi)
      return anyCode.name(code) ?? codes.get(signals.name(signal) ?? '')?.name(code)
    },
    codeNumber(name, abi) {
      const { anyCode, codes } = tableFor(abi)
      return anyCode.number(name) ?? [...codes.values()].map((list) => list.number(name)).find((code) => code !== undefined)
    },
  }
}

function parseSignals({ signals, realTime, codes, anyCode }: SignalNames): ParsedSignals {
  const list: NumberedName[] = parseNumberedNames(signals, 1, 'SIG')
  if (realTime) for (let number = realTime.first; number <= realTime.last; number++) list.push([number, realTime.name(number)])
  return {
    signals: new NameTable(list),
    codes: new Map(Object.entries(codes).map(([signal, text]) => [signal, new NameTable(parseNumberedNames(text))])),
    anyCode: new NameTable(parseNumberedNames(anyCode)),
  }
}

/** A test whether a number is one of these signals. The table is parsed at the first call. */
export const signalIs = (table: SignalTable, ...names: readonly string[]): ((signal: unknown) => boolean) =>
  isOneOf(() => names.map((name) => table.number(name)))

/** A test whether a number is one of these codes. The table is parsed at the first call. */
export const codeIs = (table: SignalTable, ...names: readonly string[]): ((code: unknown) => boolean) =>
  isOneOf(() => names.map((name) => table.codeNumber(name)))

function isOneOf(numbers: () => readonly unknown[]): (value: unknown) => boolean {
  let found: ReadonlySet<unknown> | undefined
  return (value) => {
    found ??= new Set(numbers())
    return found.has(value)
  }
}
