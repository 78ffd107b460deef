/** `read --follow`: each record is printed when it arrives, and a signal loses none. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { appendFileSync, closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { binary } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'

const trace = readFileSync(fileURLToPath(new URL('../fixtures/ktrace/linux-emulation.ktrace', import.meta.url)))
/** Size of the first record: a header of 56 bytes and `linux`. */
const FIRST = 61

test.each([
  [[], 'EMUL  "linux"\n', 'CALL  open('],
  [['--ndjson'], '{"emul":"linux"}}\n', '"type":"KTR_SYSCALL"'],
])(
  'a record is printed when it arrives: %j',
  async (options, first, second) => {
    const file = join(temporaryFolder(), 'growing')
    writeFileSync(file, trace.subarray(0, FIRST))
    const child = spawn(process.execPath, [binary, 'read', '--follow', ...options, file])
    let printed = ''
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      printed += text
    })
    const ended = new Promise((resolve) => child.on('close', resolve))
    try {
      await expect.poll(() => printed, { timeout: 10_000 }).toContain(first)
      expect(printed).not.toContain(second)
      appendFileSync(file, trace.subarray(FIRST, 400))
      await expect.poll(() => printed, { timeout: 10_000 }).toContain(second)
      const lines = printed.split('\n').length
      expect(lines).toBeGreaterThan(3)
      child.kill('SIGINT')
      await ended
      expect(printed.split('\n').length).toBe(lines)
    } finally {
      child.kill('SIGKILL')
    }
  },
  30_000,
)

/** Grows a file while it is followed, and gives what is printed after each step. */
async function followed(
  options: readonly string[],
  start: (args: readonly string[]) => { readonly child: ChildProcess; readonly printed: () => string },
  stages: readonly (readonly [end: number, shown: string])[],
): Promise<string> {
  const file = join(temporaryFolder(), 'growing')
  writeFileSync(file, trace.subarray(0, FIRST))
  const { child, printed } = start([binary, 'read', '--follow', ...options, file])
  const ended = new Promise((resolve) => child.on('close', resolve))
  try {
    let from = FIRST
    for (const [end, shown] of stages) {
      await expect.poll(printed, { timeout: 2000 }).not.toContain(shown)
      appendFileSync(file, trace.subarray(from, end))
      from = end
      await expect.poll(printed, { timeout: 10_000 }).toContain(shown)
    }
    child.kill('SIGINT')
    await ended
    return printed()
  } finally {
    child.kill('SIGKILL')
  }
}

/** Ends of records: of the first call's return, of the second call's. */
const SECOND = 400

test('calls are printed when they return: --only calls --follow', async () => {
  for (const [options, first, second] of [
    [['--only', 'calls'], 'ld.so.preload", O_RDONLY, 0) = -1 ENOENT', 'shadow", O_RDONLY, 0) = -1 EACCES'],
    [['--only', 'calls', '--ndjson'], '"error":"ENOENT"', '"error":"EACCES"'],
    [['--errors'], 'RET   open -1 errno -2', 'RET   open -1 errno -13'],
  ] as const) {
    const text = await followed(
      options,
      (args) => {
        let printed = ''
        const child = spawn(process.execPath, args)
        child.stdout.setEncoding('latin1').on('data', (piece: string) => {
          printed += piece
        })
        return { child, printed: () => printed }
      },
      [
        [SECOND, first],
        [trace.length, second],
      ],
    )
    // Nothing is printed twice.
    expect(text.split(first)).toHaveLength(2)
  }
}, 60_000)

test('to a file, each record is there when it arrives, and none is lost', async () => {
  const out = join(temporaryFolder(), 'out')
  const text = await followed(
    [],
    (args) => {
      const descriptor = openSync(out, 'w')
      const child = spawn(process.execPath, args, { stdio: ['ignore', descriptor, 'ignore'] })
      closeSync(descriptor)
      return { child, printed: () => readFileSync(out, 'latin1') }
    },
    [
      [SECOND, 'CALL  open('],
      [trace.length, 'exit_group(0)'],
    ],
  )
  expect(text).toBe(
    spawnSync(process.execPath, [binary, 'read', fileURLToPath(new URL('../fixtures/ktrace/linux-emulation.ktrace', import.meta.url))], {
      encoding: 'latin1',
    }).stdout,
  )
}, 60_000)

const hasScript = spawnSync('script', ['--version']).status === 0

test.skipIf(!hasScript)(
  'to a terminal, each record is there when it arrives (needs script of util-linux)',
  async () => {
    const text = await followed(
      [],
      (args) => {
        let printed = ''
        const command = [process.execPath, ...args].map((word) => `'${word}'`).join(' ')
        const child = spawn('script', ['-qefc', command, '/dev/null'])
        child.stdout.setEncoding('latin1').on('data', (piece: string) => {
          printed += piece
        })
        return { child, printed: () => printed }
      },
      [
        [SECOND, 'CALL  open('],
        [trace.length, 'exit_group(0)'],
      ],
    )
    expect(text.split('\r\n').length).toBeGreaterThan(10)
  },
  60_000,
)
