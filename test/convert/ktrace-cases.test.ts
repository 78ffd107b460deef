/** Cases of conversions of traces. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { toChromeTrace } from '../../src/convert/ktrace/chrome-trace.js'
import { toDialect } from '../../src/convert/ktrace/to-dialect.js'
import { memorySink, memorySource } from '../../src/io/index.js'
import { opened, textOf } from '../readers/ktrace/made.js'

async function converted(name: string, convert: ReturnType<typeof toDialect>): Promise<{ bytes: Uint8Array; lost: string[] }> {
  const file = opened(readFileSync(fileURLToPath(new URL(`../fixtures/ktrace/${name}.ktrace`, import.meta.url))))
  const sink = memorySink()
  const lost = await convert({ file, source: memorySource(new Uint8Array()), options: {}, turn: () => undefined }, sink)
  return { bytes: sink.bytes(), lost: lost.map(({ message }) => message) }
}

test('KT-C1: a loss names the emulation as users know it', async () => {
  const { lost } = await converted('netbsd32-return', toDialect('ktrace/openbsd'))
  expect(lost.join('\n')).toMatch(/emulation netbsd32: calls are converted as native calls of OpenBSD/)
  expect(lost.join('\n')).not.toContain('narrow')
})

test('KT-C2: calls that the target has only for older programs are found', async () => {
  const { bytes, lost } = await converted('two-processes', toDialect('ktrace/freebsd'))
  expect(textOf(opened(bytes))).toContain('CALL  compat10.pipe\n')
  expect(lost.join('\n')).not.toContain('system call pipe')
})

test('KT-C3: signals of a Chrome trace have names', async () => {
  const { bytes } = await converted('two-processes', toChromeTrace)
  const text = Buffer.from(bytes).toString()
  expect(text).toContain('"name":"SIGCHLD"')
  expect(text).not.toMatch(/"name":"signal \d+"/)
})
