import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openFile } from '../../src/io/open.js'
import { patterned, temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const content = patterned(200_000)
writeFileSync(join(folder, 'plain'), content)
writeFileSync(join(folder, 'packed'), gzipSync(content))

test('a plain file is itself, a packed one is unpacked', async () => {
  const plain = await openFile(join(folder, 'plain'))
  expect(plain).toMatchObject({ derived: false, diagnostics: [] })
  expect(Buffer.compare(plain.source.read(0, 200_000), content)).toBe(0)
  plain.source.close()
  const packed = await openFile(join(folder, 'packed'))
  expect(packed).toMatchObject({ derived: true, diagnostics: [] })
  expect(Buffer.compare(packed.source.read(0, 200_000), content)).toBe(0)
  packed.source.close()
  const kept = await openFile(join(folder, 'packed'), { unpack: false })
  expect(kept.derived).toBe(false)
  expect(kept.source.read(0, 2)).toEqual(Uint8Array.from([0x1f, 0x8b]))
  kept.source.close()
})

test.each(['plain', 'packed'])('standard input, %s', async (name) => {
  const script = `
    import { openFile } from ${JSON.stringify(new URL('../../.tools/src/io/open.js', import.meta.url).href)}
    import { createHash } from 'node:crypto'
    const { source, derived } = await openFile('-', { memory: 50_000 })
    console.log(derived, source.size, createHash('sha1').update(source.read(0, source.size)).digest('hex'))`
  const child = execFile('sh', ['-c', `cat "$1" | "$2" --input-type=module -e "$3"`, 'sh', join(folder, name), process.execPath, script])
  let output = ''
  for await (const text of child.stdout ?? []) output += String(text)
  const sum = execFileSync('sha1sum', [join(folder, 'plain')], { encoding: 'utf8' }).slice(0, 40)
  expect(output.trim()).toBe(`true 200000 ${sum}`)
})

test('a FIFO is read to its end', async () => {
  const fifo = join(folder, 'fifo')
  execFileSync('mkfifo', [fifo])
  execFile('sh', ['-c', 'cat "$1" > "$2"', 'sh', join(folder, 'plain'), fifo])
  const { source, derived } = await openFile(fifo)
  expect(derived).toBe(true)
  expect(Buffer.compare(source.read(0, 200_000), content)).toBe(0)
})

test('what cannot be opened is named with its errno', async () => {
  await expect(openFile(join(folder, 'missing'))).rejects.toMatchObject({ code: 'IO', found: 'ENOENT' })
  mkdirSync(join(folder, 'directory'))
  await expect(openFile(join(folder, 'directory'))).rejects.toMatchObject({ code: 'IO', found: 'EISDIR' })
  await expect(openFile(join(folder, 'plain', 'below'))).rejects.toMatchObject({ code: 'IO', found: 'ENOTDIR' })
})

test.skipIf(process.getuid?.() === 0)('a file that may not be read is named (not as root, who may)', async () => {
  const secret = join(folder, 'secret')
  writeFileSync(secret, 'x')
  chmodSync(secret, 0)
  await expect(openFile(secret)).rejects.toMatchObject({ code: 'IO', found: 'EACCES', message: expect.stringContaining(secret) })
})
