/** exhume read --at, --symbol, --physical, --translate: single places of memory instead of a report. */
import { type Command, Option } from 'commander'
import type { Diagnostic } from '../../errors.js'
import { openFile } from '../../io/index.js'
import { stringifyChunks } from '../../io/json-text.js'
import type { MemoryReader, OpenedFile } from '../../readers/format-reader.js'
import { hexRows } from '../../render/hex-dump.js'
import { collect } from '../options.js'
import type { Output } from '../output.js'
import { parseInteger, parseLength, UsageError } from '../usage.js'

export interface MemoryFlags {
  at?: readonly string[]
  physical?: readonly string[]
  translate?: readonly string[]
  symbol?: string
  length?: string
  raw?: boolean
  json?: boolean
  kernel?: string
}

/** Adds the options to `read`. */
export function addMemoryOptions(command: Command): void {
  const repeatable = (flags: string, description: string): Option => new Option(flags, description).argParser(collect)
  command
    .addOption(
      repeatable(
        '--at <ADDRESS>',
        'print memory at ADDRESS (decimal, 0x hex, or SYMBOL+OFFSET of a kernel) instead of the report; may be given several times; - reads lines of ADDRESS and LENGTH from standard input',
      ),
    )
    .option('--length <N>', 'number of bytes of memory to print')
    .option('--symbol <NAME>', 'print memory at the symbol NAME instead of the report')
    .addOption(repeatable('--physical <ADDRESS>', 'kernel dumps: print physical memory at ADDRESS instead of the report'))
    .addOption(
      repeatable('--translate <ADDRESS>', 'kernel dumps: print the page-table entries, physical address and file offset of ADDRESS'),
    )
    .option('--raw', 'print the bytes of memory as they are, without addresses')
}

/** Options of memory, by name. */
const PLACES = ['at', 'symbol', 'physical', 'translate'] as const

/** Whether memory is printed instead of a report. @throws UsageError for options that do not go together */
export function isMemoryRequest(flags: MemoryFlags & { only?: string; hex?: boolean; ndjson?: boolean }): boolean {
  const [first, second] = PLACES.filter((name) => flags[name] !== undefined)
  if (first !== undefined && second !== undefined)
    throw new UsageError(`--${first} and --${second} exclude each other: both select the memory to print`)
  const { length, raw, json, at, physical } = flags
  if (length !== undefined && (first === undefined || first === 'translate'))
    throw new UsageError('--length needs --at ADDRESS, --physical ADDRESS or --symbol NAME')
  if (raw && (first === undefined || first === 'translate'))
    throw new UsageError('--raw needs --at ADDRESS, --physical ADDRESS or --symbol NAME')
  if (raw && json) throw new UsageError('--raw and --json exclude each other')
  if (first === undefined) return false
  if (length === undefined && (physical || at?.some((place) => isNumber(place))))
    throw new UsageError(`--${first} needs --length N, the number of bytes to print`)
  if (flags.only !== undefined) throw new UsageError('--only does not go with --at, --symbol, --physical or --translate')
  for (const wrong of ['hex', 'ndjson'] as const)
    if (flags[wrong]) throw new UsageError(`--${wrong} does not go with --at, --symbol, --physical or --translate`)
  // Said here, before anything is opened.
  for (const place of [...(at ?? []), ...(flags.translate ?? [])]) if (place !== '-') parsePlace(`--${first}`, place)
  for (const place of physical ?? []) parseInteger('--physical', place)
  if (length !== undefined) parseLength('--length', length)
  return true
}

const isNumber = (text: string): boolean => /^\d/.test(text)

interface Place {
  /** Absent: the number alone is the address. */
  readonly symbol?: string
  readonly offset: bigint
}

/** An address, or a symbol with an offset. @throws UsageError */
function parsePlace(option: string, text: string): Place {
  const match = /^([A-Za-z_.$][\w.$]*)(?:([+-])(0[xX][0-9a-fA-F]+|\d+))?$/.exec(text)
  if (!match) return { offset: parseInteger(option, text) }
  const [, symbol = '', sign, digits = '0'] = match
  return { symbol, offset: sign === '-' ? -BigInt(digits) : BigInt(digits) }
}

/** Whether a place is given by the name of a function, not only by numbers and registers. */
export function namesFunction({ at = [], symbol }: MemoryFlags): boolean {
  return symbol !== undefined || at.some((text) => text === '-' || /^[A-Za-z_.]/.test(text))
}

/** Bytes to print of a symbol whose size is not known. */
const SYMBOL_LENGTH = 64

interface Request {
  readonly address: bigint
  readonly length: number
}

/** The address of a place, and the bytes up to the end of its symbol. @throws UsageError for an unknown symbol */
function resolve(file: OpenedFile, option: string, text: string, { kernel }: MemoryFlags): { address: bigint; rest: number } {
  const { symbol, offset } = parsePlace(option, text)
  if (symbol === undefined) return { address: offset, rest: SYMBOL_LENGTH }
  if (!file.symbol && option !== '--symbol')
    throw new UsageError(
      `${option}: expected a decimal or 0x hexadecimal number, found ${JSON.stringify(text)}; ${file.format} files do not have symbols`,
    )
  if (!file.symbol) throw new UsageError(`--symbol: ${file.format} files do not have symbols`)
  const found = file.symbol(symbol)
  const hint = file.prepare
    ? '--symbols FILE and --sysroot DIR supply symbols'
    : kernel === undefined
      ? '--kernel FILE supplies symbols'
      : 'does --kernel name the matching kernel?'
  if (!found) throw new UsageError(`${option}: unknown symbol ${symbol}, found ${JSON.stringify(text)}; ${hint}`)
  const rest = found.size ? found.size - Number(offset) : 0
  return { address: found.address + offset, rest: rest > 0 ? rest : SYMBOL_LENGTH }
}

/** What is to be read, in order. */
async function* requests(file: OpenedFile, flags: MemoryFlags): AsyncGenerator<Request, void, undefined> {
  const given = flags.length === undefined ? undefined : parseLength('--length', flags.length)
  const option = flags.physical ? '--physical' : flags.symbol === undefined ? '--at' : '--symbol'
  for (const text of flags.physical ?? flags.at ?? [flags.symbol ?? '']) {
    if (text === '-') {
      for (const [place = '', length] of await standardInputLines()) {
        const { address, rest } = resolve(file, option, place, flags)
        yield { address, length: length === undefined ? (given ?? rest) : parseLength('standard input', length) }
      }
    } else {
      const { address, rest } = resolve(file, option, text, flags)
      yield { address, length: given ?? rest }
    }
  }
}

/** Words of each line that is not empty. */
async function standardInputLines(): Promise<string[][]> {
  const { source } = await openFile('-')
  try {
    const text = new TextDecoder().decode(source.read(0, source.size))
    return text
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([first]) => first !== '')
  } finally {
    source.close()
  }
}

/** Prints what the options select; returns diagnostics for what is not there. */
export async function printMemory(file: OpenedFile, flags: MemoryFlags, output: Output): Promise<Diagnostic[]> {
  if (flags.translate) return printTranslations(file, flags, output)
  const memory = flags.physical ? file.physicalMemory : file.memory
  if (!memory) throw new UsageError(`${file.format} files do not contain ${flags.physical ? 'physical ' : ''}memory`)
  const isList = (flags.at?.length ?? 0) > 1 || (flags.physical?.length ?? 0) > 1 || flags.at?.[0] === '-'
  const problems: Diagnostic[] = []
  const list: Record<string, unknown>[] = []
  for await (const request of requests(file, flags)) {
    const bytes = readPlace(memory, request, problems)
    const { address } = request
    if (flags.json) list.push({ address: `0x${address.toString(16)}`, length: bytes.byteLength, hex: bytes })
    else if (flags.raw) output.out.write(bytes)
    else {
      const name = isList && !flags.physical ? file.nearestSymbol?.(address) : undefined
      if (name !== undefined) output.out.write(`${name}:\n`)
      for (const row of hexRows(bytes, address)) output.out.write(row)
    }
  }
  if (flags.json) writeJson({ memory: isList ? list : list[0] }, output)
  return problems
}

function readPlace(memory: MemoryReader, { address, length }: Request, problems: Diagnostic[]): Uint8Array {
  const bytes = memory.read(address, length)
  if (bytes.byteLength < length)
    problems.push({
      code: 'UNMAPPED',
      message: `expected ${length} bytes of memory at 0x${address.toString(16)}, found ${bytes.byteLength}`,
      expected: String(length),
      found: String(bytes.byteLength),
    })
  return bytes
}

function printTranslations(file: OpenedFile, flags: MemoryFlags, output: Output): Diagnostic[] {
  const { translate = [], json } = flags
  if (!file.translate) throw new UsageError(`--translate is for kernel dumps, and this is ${file.format}`)
  const problems: Diagnostic[] = []
  const reports: Record<string, unknown>[] = []
  for (const place of translate) {
    const { report, text, problem } = file.translate(resolve(file, '--translate', place, flags).address)
    if (problem !== undefined) problems.push({ code: 'UNMAPPED', message: problem })
    if (json) reports.push(report)
    else for (const line of text) output.out.write(line)
  }
  if (json) writeJson({ translation: reports.length > 1 ? reports : reports[0] }, output)
  return problems
}

function writeJson(value: Record<string, unknown>, output: Output): void {
  for (const piece of stringifyChunks(value, { indent: 2 })) output.out.write(piece)
  output.out.write('\n')
}
