/** exhume find: searches a file for text, bytes or pointers. */
import type { Command } from 'commander'
import { type FindRequest, type Found, find } from '../../families/find.js'
import { createYield } from '../../io/event-loop.js'
import { fromHex } from '../../io/hex.js'
import { jsonText } from '../../io/json-text.js'
import { openInput } from '../input.js'
import { type CommandAction, examples } from '../options.js'
import { type Output, reportFailure } from '../output.js'
import { type ExitCode, parseInteger, UsageError } from '../usage.js'

interface FindFlags {
  hex?: string
  pointer?: string
  as?: string
  json?: boolean
  limit?: string
}

const LIMIT = 1000

export function configure(command: Command, action: CommandAction): void {
  command
    .argument('<FILE>', 'input file; gzip, zstd, xz and LZ4 are decompressed automatically')
    .argument('[TEXT]', 'text to find, in UTF-8 and UTF-16')
    .option('--hex <BYTES>', 'find these bytes, in hexadecimal')
    .option('--pointer <ADDRESS>', 'find words that hold this address (decimal or 0x hex)')
    .option('--limit <N>', `print at most N places (default ${LIMIT})`)
    .option('--json', 'print one JSON object for each place')
    .option('--as <FORMAT>', 'treat the input as FORMAT instead of detecting it')
  examples(command, [
    ['exhume find core.1159 password', 'text in memory, notes and names'],
    ['exhume find core.1159 --hex deadbeef', 'bytes'],
    ['exhume find core.1159 --pointer 0x7f1234560010', 'what points to an address'],
  ])
  command.action((file: string, text: string | undefined, flags: FindFlags) => action((output) => search(file, text, flags, output)))
}

async function search(path: string, text: string | undefined, flags: FindFlags, output: Output): Promise<ExitCode> {
  const request = requestOf(text, flags)
  const limit = flags.limit === undefined ? LIMIT : Number(parseInteger('--limit', flags.limit))
  let input: Awaited<ReturnType<typeof openInput>>
  try {
    input = await openInput(path, flags.as === undefined ? {} : { as: flags.as }, output)
  } catch (error) {
    return reportFailure(output, error, path)
  }
  let count = 0
  try {
    const { file, source } = input
    if (!source) throw new UsageError(`${path}: find needs a file that can be read at any offset`)
    const turn = createYield()
    for (const found of find(file, source, request)) {
      if (count++ === limit) break
      output.out.write(flags.json ? `${jsonText(reportOf(found))}\n` : lineOf(found))
      const wait = turn()
      if (wait) await wait
    }
  } catch (error) {
    return reportFailure(output, error, path)
  } finally {
    input.close()
  }
  if (count > limit) output.error(`exhume: more than ${limit} places; --limit prints more`)
  if (count === 0) output.error(`exhume: ${path}: not found`)
  return count === 0 ? 1 : 0
}

function requestOf(text: string | undefined, { hex, pointer }: FindFlags): FindRequest {
  if ([text, hex, pointer].filter((each) => each !== undefined).length !== 1)
    throw new UsageError('find needs one of TEXT, --hex BYTES and --pointer ADDRESS')
  if (text === '') throw new UsageError('TEXT is empty')
  if (pointer !== undefined) return { pointer: parseInteger('--pointer', pointer) }
  if (hex === undefined) return { text: text ?? '' }
  const digits = hex.replace(/^0x/, '').replace(/[\s:]/g, '')
  if (!/^([0-9a-fA-F]{2})+$/.test(digits)) throw new UsageError(`--hex: expected pairs of hexadecimal digits, found ${JSON.stringify(hex)}`)
  return { bytes: fromHex(digits) }
}

const reportOf = ({ offset, address, place, form, context }: Found): Record<string, unknown> => ({
  offset,
  address: address === undefined ? undefined : `0x${address.toString(16)}`,
  place,
  form,
  context,
})

/** `0x7ffe1230  stack rw-  |...text...|`. */
function lineOf({ offset, address, place, form, context }: Found): string {
  const where = address === undefined ? `offset 0x${offset.toString(16)}` : `0x${address.toString(16)}`
  const characters = Array.from(context, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
  return `${where}  ${[place, form === 'UTF-16' ? form : undefined].filter((each) => each !== undefined).join(', ')}\n    |${characters}|\n`
}
