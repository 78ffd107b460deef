import { spawn } from 'node:child_process'
import { appendFileSync, closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chunks } from '../../src/io/chunks.js'
import { memorySource } from '../../src/io/source.js'
import { patterned, temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const content = patterned(100_000)
const path = join(folder, 'content')
writeFileSync(path, content)

test.each([1000, 4096, 99_999, 100_000, 1_000_000])('a file and a source in chunks of %d are whole', (chunkSize) => {
  for (const input of [path, memorySource(content)]) {
    const list = [...chunks(input, { chunkSize })]
    expect(Buffer.compare(Buffer.concat(list), content)).toBe(0)
    expect(Math.max(...list.map((chunk) => chunk.byteLength))).toBeLessThanOrEqual(chunkSize)
  }
})

test('a descriptor is read from where it stands and stays open; a reused buffer holds the same', () => {
  const fd = openSync(path, 'r')
  const parts = [...chunks(fd, { chunkSize: 7000, reuse: true })].map((chunk) => chunk.byteLength)
  expect(parts.reduce((sum, length) => sum + length)).toBe(100_000)
  expect([...chunks(fd)]).toEqual([])
  closeSync(fd)
  let joined = Buffer.alloc(0)
  for (const chunk of chunks(path, { chunkSize: 7000, reuse: true })) joined = Buffer.concat([joined, chunk])
  expect(Buffer.compare(joined, content)).toBe(0)
})

test('a followed file gives what is appended until it is stopped', () => {
  const growing = join(folder, 'growing')
  writeFileSync(growing, 'one')
  let looks = 0
  const stop = (): boolean => {
    looks++
    if (looks === 2) appendFileSync(growing, 'two')
    return looks === 4
  }
  const text = [...chunks(growing, { follow: true, stop, interval: 1 })].map((chunk) => Buffer.from(chunk).toString())
  expect(text).toEqual(['one', 'two'])
})

test('standard input that does not block is waited for', async () => {
  // The other end of a pipe of Node does not block: reads give EAGAIN until there is something.
  const script = `
    import { chunks } from ${JSON.stringify(new URL('../../.tools/src/io/chunks.js', import.meta.url).href)}
    process.stdin // makes the descriptor non-blocking
    process._rawDebug('ready')
    let size = 0
    for (const chunk of chunks('-')) size += chunk.length
    console.log(size)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'pipe'] })
  await new Promise((resolve) => child.stderr.once('data', resolve))
  for (let index = 0; index < 3; index++) {
    child.stdin.write(content)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  child.stdin.end()
  let output = ''
  for await (const text of child.stdout) output += String(text)
  expect(output.trim()).toBe('300000')
})

test('a missing file is named', () => {
  expect(() => [...chunks(join(folder, 'missing'))]).toThrow(expect.objectContaining({ code: 'IO', found: 'ENOENT' }))
})
