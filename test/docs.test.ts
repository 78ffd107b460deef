/**
 * The commands and programs in docs/ print what the pages show. Each page runs in its own directory, which contains the examples, a
 * kernel dump and its kernel, a checkpoint and a core of a larger process. Each `$` line of a `console` block is run in order; a `js` block is
 * a program, and the `output` block after it is what it prints. EXHUME_WRITE_DOCS=1 writes the output into the pages instead.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { abi } from '../src/schema/abi.js'
import { buildCore } from '../src/writers/core/build/build-core.js'
import { checkpointOf } from './readers/checkpoint/lives.js'
import { imageOf } from './readers/core/process.js'
import { exhume } from './support/cli.js'
import { architectures, elfMachines, kernelSpace } from './support/kernel.js'

const main = resolve('dist/cli/main.js')
const pages = readdirSync('docs').filter((name) => name.endsWith('.md'))
const folders = new Map<string, string>()

beforeAll(() => {
  for (const page of pages) folders.set(page, directoryWithFiles())
})

afterAll(() => {
  for (const folder of folders.values()) rmSync(folder, { recursive: true, force: true })
})

function directoryWithFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'exhume-docs-'))
  cpSync('examples', folder, { recursive: true })
  const amd64 = architectures.find((each) => each.name === 'amd64')
  if (!amd64) throw new Error('no amd64')
  const space = kernelSpace(amd64)
  writeFileSync(join(folder, 'netbsd.0.core'), space.file())
  writeFileSync(join(folder, 'dumpdev'), space.device())
  writeFileSync(join(folder, 'counter.ckpt'), checkpointOf('amd64', 'final'))
  writeFileSync(join(folder, 'server.core'), serverCore())
  writeFileSync(join(folder, 'netbsd.0'), space.kernel(elfMachines.amd64 as number))
  // Programs import the package by its name.
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(resolve('.'), join(folder, 'node_modules/exhume'))
  symlinkSync(resolve('node_modules/fast-check'), join(folder, 'node_modules/fast-check'))
  return folder
}

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

/** What a command prints. Plain exhume commands run in this process, which saves a start of Node for each; workers need the built program. */
async function run(command: string, folder: string): Promise<string> {
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

function runProgram(text: string, folder: string): string {
  writeFileSync(join(folder, 'program.mjs'), text)
  const { stdout, stderr } = spawnSync(process.execPath, ['program.mjs'], { cwd: folder, encoding: 'utf8' })
  return `${stdout}${stderr}`.trimEnd()
}

interface Block {
  readonly language: string
  readonly text: string
}

const blocksOf = (page: string): Block[] =>
  [...readFileSync(join('docs', page), 'utf8').matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language = '', text = '']) => ({
    language,
    text,
  }))

/** The page with the output of its commands and programs. */
async function rewritten(page: string, folder: string): Promise<string> {
  let result = ''
  let output = ''
  for (const part of readFileSync(join('docs', page), 'utf8').split(/(```\w+\n[\s\S]*?```)/)) {
    const [, language, text = ''] = /^```(\w+)\n([\s\S]*?)```$/.exec(part) ?? []
    if (language === 'js') output = runProgram(text, folder)
    if (language === 'console') {
      const steps = await sequentially(stepsOf(text), async ({ command }) => `$ ${command}\n${await run(command, folder)}`.trimEnd())
      result += `\`\`\`console\n${steps.join('\n')}\n\`\`\``
    } else result += language === 'output' ? `\`\`\`output\n${output}\n\`\`\`` : part
  }
  return result
}

async function sequentially<T, R>(list: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of list) results.push(await work(item))
  return results
}

describe.each(pages.filter((page) => blocksOf(page).length > 0))('docs/%s', (page) => {
  const folder = (): string => folders.get(page) as string
  if (process.env.EXHUME_WRITE_DOCS) {
    test('is written', async () => writeFileSync(join('docs', page), await rewritten(page, folder())))
    return
  }
  const blocks = blocksOf(page)
  const steps = blocks.flatMap(({ language, text }) => (language === 'console' ? stepsOf(text) : []))
  // In order: later commands read files that earlier ones wrote.
  if (steps.length > 0)
    test.each(steps.map((step, index) => [`${index + 1}. ${step.command}`, step] as const))('%s', async (_name, { command, printed }) => {
      expect(await run(command, folder())).toBe(printed)
    })
  const programs = blocks.flatMap(({ language, text }, i) => {
    const next = blocks[i + 1]
    return language === 'js' ? [{ text, printed: next?.language === 'output' ? next.text.trimEnd() : '' }] : []
  })
  if (programs.length > 0)
    test.each(programs.map((program, index) => [index + 1, program] as const))('program %i', (_index, { text, printed }) => {
      expect(runProgram(text, folder())).toBe(printed)
    })
})

test('the pages have commands and programs, and the index lists every page', () => {
  execFileSync('bash', ['-c', 'true'])
  const all = pages.flatMap(blocksOf)
  expect(all.filter(({ language }) => language === 'console').length).toBeGreaterThan(20)
  expect(all.filter(({ language }) => language === 'js').length).toBeGreaterThan(2)
  const index = readFileSync('docs/README.md', 'utf8')
  for (const page of pages) if (page !== 'README.md') expect(index).toContain(`](${page})`)
})
