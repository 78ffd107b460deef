import { execFileSync, spawn } from 'node:child_process'
import { expect, test } from 'vitest'

const head = `import { stdoutSink } from ${JSON.stringify(new URL('../../.tools/src/io/stdout.js', import.meta.url).href)}\n`

test('everything arrives through a slow pipe that does not block, holes as zeros', async () => {
  const script = `${head}
    process.stdout // makes the descriptor non-blocking
    const sink = stdoutSink()
    sink.write(new Uint8Array(1_000_000).fill(1))
    sink.skip(1_000_001)
    sink.write(Uint8Array.of(2))
    console.error(sink.position)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  child.stdout.pause()
  await new Promise((resolve) => setTimeout(resolve, 200))
  const parts: Buffer[] = []
  for await (const part of child.stdout) parts.push(part as Buffer)
  const bytes = Buffer.concat(parts)
  expect(bytes.byteLength).toBe(2_000_002)
  expect([bytes[0], bytes[999_999], bytes[1_000_000], bytes[2_000_000], bytes[2_000_001]]).toEqual([1, 1, 0, 0, 2])
})

test('a reader that has gone is EPIPE', () => {
  const script = `${head}
    const sink = stdoutSink()
    try { for (;;) sink.write(new Uint8Array(100_000)) } catch (error) { console.error(error.code, error.found) }`
  const output = execFileSync(
    'sh',
    ['-c', '{ "$0" --input-type=module -e "$1" | head -c 10 >/dev/null; } 2>&1', process.execPath, script],
    {
      encoding: 'utf8',
    },
  )
  expect(output.trim()).toBe('IO EPIPE')
})
