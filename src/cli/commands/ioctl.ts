/** exhume ioctl: names of ioctl requests by number, and numbers by name. */
import type { Command } from 'commander'
import { stringifyChunks } from '../../io/json-text.js'
import { findIoctls, type IoctlRequest, ioctlParts } from '../../systems/ioctl-requests.js'
import { type CommandAction, examples } from '../options.js'
import type { Output } from '../output.js'
import type { ExitCode } from '../usage.js'

interface IoctlFlags {
  readonly json?: boolean
  readonly system?: string
}

export function configure(command: Command, action: CommandAction): void {
  command
    .argument('<REQUEST...>', 'numbers such as 0x40087468, or names such as TIOCGWINSZ')
    .option('--system <NAME>', 'only requests of netbsd, freebsd or dragonfly')
    .option('--json', 'print as JSON')
  examples(command, [
    ['exhume ioctl 0x40087468', 'the name of a number in a trace'],
    ['exhume ioctl TIOCGWINSZ FIONREAD', 'the numbers of names'],
  ])
  command.action((requests: string[], flags: IoctlFlags) => action(async (output) => print(requests, flags, output)))
}

function print(requests: readonly string[], { json = false, system }: IoctlFlags, output: Output): ExitCode {
  const found = requests.map((request) => ({
    request,
    requests: findIoctls(request).filter((each) => system === undefined || each.system === system),
  }))
  if (json) {
    const list = found.flatMap((each) => each.requests.map((one) => ({ ...one, number: hex(one.number), parts: ioctlParts(one.number) })))
    for (const piece of stringifyChunks(list, { indent: 2 })) output.out.write(piece)
    output.out.write('\n')
  } else for (const each of found) for (const one of each.requests) output.out.write(`${line(one)}\n`)
  const missing = found.filter((each) => each.requests.length === 0)
  for (const { request } of missing) output.error(`exhume: ioctl: no request ${JSON.stringify(request)} is known${number(request)}`)
  return missing.length > 0 ? 1 : 0
}

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`

const line = ({ system, abi, name, number: value }: IoctlRequest): string =>
  `${hex(value)}  ${name}  ${ioctlParts(value)}  ${system}${abi === 'all' ? '' : ` ${abi}`}`

/** What a number says by itself. */
const number = (text: string): string =>
  /^\d/.test(text) && Number.isSafeInteger(Number(text)) ? `; its parts: ${ioctlParts(Number(text))}` : ''
