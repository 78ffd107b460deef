/**
 * The guide's commands print what it says they print. Each `$` line of its `console` blocks is run, in order, in a folder
 * that has the examples, a small kernel dump, a checkpoint and a core of a larger process. EXHUME_WRITE_GUIDE=1 writes what they print into the guide instead.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { abi } from '../src/schema/abi.js'
import { buildCore } from '../src/writers/core/build/build-core.js'
import { checkpointOf } from './readers/checkpoint/lives.js'
import { imageOf } from './readers/core/process.js'
import { exhume } from './support/cli.js'
import { architectures, elfMachines, kernelSpace } from './support/kernel.js'

const GUIDE = 'docs/guide.md'
const main = resolve('dist/cli/main.js')
const text = readFileSync(GUIDE, 'utf8')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhume-guide-'))
  cpSync('examples', folder, { recursive: true })
  const amd64 = architectures.find((each) => each.name === 'amd64')
  if (!amd64) throw new Error('no amd64')
  const space = kernelSpace(amd64)
  writeFileSync(join(folder, 'netbsd.0.core'), space.file())
  writeFileSync(join(folder, 'dumpdev'), space.device())
  writeFileSync(join(folder, 'counter.ckpt'), checkpointOf('amd64', 'final'))
  writeFileSync(join(folder, 'server.core'), serverCore())
  writeFileSync(join(folder, 'netbsd.0'), space.kernel(elfMachines.amd64 as number))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A core with stack, heap and libraries, of which one mapping was not dumped. */
function serverCore(): Uint8Array {
  const { memory, auxv, stackPointer } = imageOf(abi.amd64, {
    argv: ['/usr/sbin/server', '-p', '8080'],
    environment: ['HOME=/var/empty', 'TOKEN=secret'],
    modules: [
      { name: '', address: 0x400000n, soname: 'server', buildId: '0123456789abcdef0123456789abcdef01234567' },
      { name: '/lib/libc.so', address: 0x7f0000000000n, soname: 'libc.so', buildId: 'fedcba9876543210fedcba9876543210fedcba98' },
    ],
  })
  const process = { pid: 2004, name: 'server', signal: { number: 6 } }
  const hole = { address: 0x20000000n, size: 65536n, permissions: 'rw-' }
  return buildCore({
    system: 'linux',
    abi: 'amd64',
    process,
    threads: [{ tid: 2004, registers: { rip: 0x400800n, rsp: stackPointer } }],
    memory: [...memory, hole],
    auxv,
  }).bytes()
}

interface Step {
  readonly command: string
  readonly printed: string
}

function stepsOf(block: string): Step[] {
  const steps: { command: string; lines: string[] }[] = []
  for (const line of block.trimEnd().split('\n')) {
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), lines: [] })
    else steps.at(-1)?.lines.push(line)
  }
  return steps.map(({ command, lines }) => ({ command, printed: lines.join('\n') }))
}

/** What a command prints, in the folder: of our own without the shell's signs in this process, which saves a start of Node for each; workers are of the built program. */
async function run(command: string): Promise<string> {
  if (/^exhume [\w .:/=,+%-]+$/.test(command) && !command.includes('--jobs')) {
    const here = process.cwd()
    process.chdir(folder)
    try {
      const { stdout, stderr } = await exhume(...command.split(' ').slice(1))
      return `${stdout}${stderr}`.trimEnd()
    } finally {
      process.chdir(here)
    }
  }
  const script = `exhume() { ${JSON.stringify(process.execPath)} ${JSON.stringify(main)} "$@"; }\n${command}`
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' })
  return `${stdout}${stderr}`.trimEnd()
}

const blocks = [...text.matchAll(/```console\n([\s\S]*?)```/g)].map((match) => match[1] as string)

describe('the guide', () => {
  if (process.env.EXHUME_WRITE_GUIDE) {
    test('is written anew', async () => {
      let written = ''
      for (const part of text.split(/(?<=```console\n)|(?=```)/)) {
        if (!blocks.includes(part)) written += part
        else for (const { command } of stepsOf(part)) written += `${`$ ${command}\n${await run(command)}`.trimEnd()}\n`
      }
      writeFileSync(GUIDE, written)
    })
    return
  }
  const steps = blocks.flatMap(stepsOf)
  test('has commands, and bash is here', () => {
    expect(steps.length).toBeGreaterThan(10)
    execFileSync('bash', ['-c', 'true'])
  })
  // In order: later commands read what earlier ones wrote.
  test.each(steps.map((step, index) => [`${index + 1}. ${step.command}`, step] as const))('%s', async (_name, { command, printed }) => {
    expect(await run(command)).toBe(printed)
  })
})
