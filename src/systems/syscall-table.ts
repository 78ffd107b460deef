/**
 * Tables of system calls as text, and the number of words that the arguments of a call take in a record.
 *
 * A line is number, kind, type returned, name and arguments (`type|name`, separated by `;`), separated by tabs. An argument
 * after `... ` is optional; `=n` stands for n words of unknown type.
 */
export interface Argument {
  readonly type: string
  readonly name: string
  readonly optional: boolean
}

export interface SystemCall {
  readonly number: number
  readonly kind: string
  readonly returns: string
  readonly name: string
  readonly args: readonly Argument[]
  /** Words that the arguments take where one takes a word each. */
  readonly words: number
}

/** A system's calls by number. */
export interface CallTable {
  /** Sparse: a number without a call has no entry. */
  readonly calls: readonly (SystemCall | undefined)[]
  /** Names by number. */
  readonly names: readonly (string | undefined)[]
}

/** Creates a table on first use. */
export function callTable(text: string): () => CallTable {
  let table: CallTable | undefined
  return () => {
    if (!table) {
      const calls: SystemCall[] = []
      for (const line of text.split('\n')) {
        const call = parse(line)
        calls[call.number] = call
      }
      table = { calls, names: Array.from(calls, (call) => call?.name) }
    }
    return table
  }
}

function parse(line: string): SystemCall {
  const [number, kind, returns, name, args = ''] = line.split('\t') as [string, string, string, string, string?]
  const counted = args.startsWith('=')
  const list = counted || args === '' ? [] : args.split(';').map(argument)
  return { number: Number(number), kind, returns, name, args: list, words: counted ? Number(args.slice(1)) : list.length }
}

function argument(text: string): Argument {
  const optional = text.startsWith('... ')
  const [type, name] = text.slice(optional ? 4 : 0).split('|') as [string, string]
  return { type, name, optional }
}

/** Types by value that take two words of 32 bits. */
const WIDE = /^(off_t|int64_t|uint64_t|quad_t|u_quad_t|id_t|dev_t|time_t|long long|uint64_t const)$/

/** Bounds of the number of words in a record of a call. */
export interface WordCount {
  readonly fewest: number
  readonly most: number
}

/**
 * Bounds of the words of a call's arguments; undefined when they are not known.
 *
 * @param narrow words have 32 bits, so that wide arguments take two, and on some machines a third for alignment
 */
export function wordCount(call: SystemCall | undefined, narrow: boolean): WordCount | undefined {
  if (!call || !/^(STD|SYSMUX|NOERR|NOSTD|NOPROTO|NODEF|COMPAT.*)$/.test(call.kind)) return undefined
  if (call.args.some(({ type }) => type === '...') || call.kind === 'SYSMUX') return undefined
  const wide = narrow ? call.args.filter(({ type }) => WIDE.test(type)).length : 0
  return { fewest: call.words, most: call.words + 2 * wide }
}
