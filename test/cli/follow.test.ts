/** `read --follow`: each record is printed when it arrives, and a signal loses none. */
import { spawn } from 'node:child_process'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
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
