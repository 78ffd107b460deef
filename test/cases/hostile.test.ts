/** Hostile and faulty input, by case id: no hang, no internal error, nothing lost or left behind. */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { memorySource, zstdSource } from '../../src/io/index.js'
import { memorySink } from '../../src/io/sink.js'
import { TraceWriter } from '../../src/writers/index.js'
import { binary, exhume, exhumeProcess, type Result } from '../support/cli.js'
import { hex } from '../support/common.js'
import { temporaryFolder } from '../support/temp.js'

const fixture = (name: string): string => join('test/fixtures/hostile', name)
const folder = temporaryFolder()
const out = (name: string): string => join(folder, name)
const trace = readFileSync('examples/hello.ktrace')

/** A record of the header layout of the example. */
function record(type: number, payload: Uint8Array, comm?: string): Buffer {
  const head = Buffer.from(trace.subarray(0, 56))
  head.writeInt32LE(payload.length, 0)
  head.writeInt16LE(type, 4)
  if (comm !== undefined) head.fill(0, 12, 29).write(comm, 12, 'latin1')
  return Buffer.concat([head, payload])
}

function file(name: string, bytes: Uint8Array): string {
  writeFileSync(out(name), bytes)
  return out(name)
}

/** The built command with a time limit: a hang fails the test. */
function limited(...args: string[]): Result {
  const { status, stdout, stderr, signal } = spawnSync(process.execPath, [binary, ...args], {
    encoding: 'utf8',
    timeout: 10_000,
    killSignal: 'SIGKILL',
  })
  expect(signal, `${args.join(' ')} ends`).toBeNull()
  expect(stderr).not.toContain('internal error')
  return { status, stdout, stderr }
}

describe('HOST-A0: zstd data on which the decompressor would loop', () => {
  test.each(['check', 'read'])('HOST-A0: %s ends with a diagnostic', (command) => {
    const { status, stderr } = limited(command, fixture('zstd-hang-98-bytes.zst'))
    expect(status).toBe(1)
    expect(stderr).toContain('TRUNCATED')
  })

  test('HOST-A0: 3,000 damaged frames end', async () => {
    const samples = [readFileSync(fixture('zstd-hang-98-bytes.zst')), hex(ZSTD_OF_TEXT)]
    let state = 1
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
      return (state >>> 8) % below
    }
    for (let i = 0; i < 3000; i++) {
      const bytes = Uint8Array.from(samples[i % samples.length] as Uint8Array)
      for (let flips = 1 + (i % 3); flips > 0; flips--) {
        const at = random(bytes.length)
        bytes[at] = (bytes[at] as number) ^ (1 << random(8))
      }
      await zstdSource(memorySource(bytes)).then(
        ({ source }) => expect(source.size).toBeLessThan(1 << 24),
        (error) => expect(error).toMatchObject({ name: 'FormatError', code: 'LIMIT' }),
      )
    }
  })
})

/** Three sentences, by zstd 1.5 at level 19: with a Huffman tree. */
const ZSTD_OF_TEXT = `
  28b52ffd0468c50500e24e251690a76d808c96369a6c65e98649a4e99533fae88c5de780ab2a781b4c6434e29129930f68d6d49ffd5936789bbe1e6a
  cbe88a235ebb1a9b3183fff24a8101c894e157e2ab195f3042e6b5db4b49a412fe59e7ba7c8d5c791987d50f0e19cfe5c59d60120fcc5b43afa3cd63
  f1788b499ceeac3109e5715693e03d46a50e9cf4678d6055e934e6a4f683f1c5930b9aaf4992aa0c040b0029db68b21162660f995ca02f202eee1bc3
  683def7bda8258088ed72b44017e2c4a86`

describe('HOST-A2: documents name files only where they may', () => {
  const core = { format: 'elf-core/linux', abi: 'amd64' }
  const write = (name: string, document: unknown, ...more: string[]) => {
    writeFileSync(out(`${name}.json`), JSON.stringify(document))
    return exhume('write', out(`${name}.json`), out(`${name}.out`), ...more)
  }

  test('HOST-A2: a file outside the folder is refused, by a relative path', async () => {
    cpSync(fixture('copy-local-file.json'), out('relative.json'))
    const { status, stderr } = await exhume('write', out('relative.json'), out('relative.out'))
    expect([status, existsSync(out('relative.out'))]).toEqual([1, false])
    expect(stderr).toContain('BAD_DOCUMENT')
  })

  test('HOST-A2: and by an absolute path or a symbolic link; --allow-files allows a folder', async () => {
    mkdirSync(out('elsewhere'), { recursive: true })
    const secret = file('elsewhere/secret', Buffer.alloc(64, 'k'))
    const document = { ...core, data: [{ offset: 0, from: { file: secret, offset: 0, length: 40 } }] }
    mkdirSync(out('own'), { recursive: true })
    writeFileSync(out('own/d.json'), JSON.stringify(document))
    expect((await exhume('write', out('own/d.json'), out('own/o'))).status).toBe(1)
    spawnSync('ln', ['-s', secret, out('own/link')])
    writeFileSync(out('own/l.json'), JSON.stringify({ ...core, data: [{ offset: 0, from: { file: 'link', offset: 0, length: 40 } }] }))
    expect((await exhume('write', out('own/l.json'), out('own/o'))).status).toBe(1)
    expect(existsSync(out('own/o'))).toBe(false)
    expect((await exhume('write', out('own/d.json'), out('own/o'), '--allow-files', out('elsewhere'))).status).toBe(0)
    expect(readFileSync(out('own/o'), 'latin1')).toBe('k'.repeat(40))
  })

  test('HOST-A2: a FIFO does not block', async () => {
    spawnSync('mkfifo', [out('fifo')])
    const { status, stderr } = await write('pipe', { ...core, data: [{ offset: 0, from: { file: 'fifo', offset: 0, length: 4 } }] })
    expect(status).toBe(1)
    expect(stderr).toContain('no regular file')
  })

  test('HOST-C2: the file that the document was made of may be anywhere, but must not have changed', async () => {
    mkdirSync(out('there'), { recursive: true })
    cpSync('examples/hello-linux.core', out('side.core'))
    expect((await exhume('convert', out('side.core'), out('there/side.json'), '--to', 'json')).status).toBe(0)
    const document = JSON.parse(readFileSync(out('there/side.json'), 'utf8')) as { source: { sha256: string; size: number } }
    expect(document.source.sha256).toBe(
      createHash('sha256')
        .update(readFileSync(out('side.core')))
        .digest('hex'),
    )
    expect((await exhume('write', out('there/side.json'), out('there/back'))).status).toBe(0)
    expect(readFileSync(out('there/back')).equals(readFileSync(out('side.core')))).toBe(true)
    const changed = readFileSync(out('side.core'))
    changed[9000] = (changed[9000] as number) ^ 1
    writeFileSync(out('side.core'), changed)
    const { status, stderr } = await exhume('write', out('there/side.json'), out('there/second'))
    expect([status, existsSync(out('there/second'))]).toEqual([1, false])
    expect(stderr).toContain('has changed since')
  })
})

test('HOST-A3: --follow shows the records that are there before it waits', async () => {
  const child = spawn(process.execPath, [binary, 'read', 'examples/hello.ktrace', '--follow'])
  const text = await new Promise<string>((resolve) => {
    let seen = ''
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString('latin1')
      if (seen.includes('PSIG')) resolve(seen)
    })
    setTimeout(() => resolve(seen), 8000)
  })
  child.kill('SIGKILL')
  expect(text).toContain('PSIG')
})

test.each([[[]], [['--drop-zeros']]])('HOST-A4: a range that claims 2^48 bytes ends at once, options %j', (options) => {
  const { status, stderr } = limited(
    'convert',
    fixture('kcore-convert-elf-hang.kcore'),
    out(`hang${options.length}.elf`),
    '--to',
    'vmcore/elf',
    ...options,
  )
  expect(status).toBe(1)
  expect(stderr).toContain('TRUNCATED')
})

describe('HOST-A5: signals', () => {
  const big = out('big.ktrace')
  const make = (): void => {
    if (existsSync(big)) return
    const sink = memorySink()
    const writer = new TraceWriter(sink, { format: 'ktrace/freebsd', abi: 'amd64' })
    for (let i = 0; i < 60_000; i++)
      writer.write({
        type: 'KTR_NAMEI',
        pid: 1,
        tid: 100_001,
        comm: 'x',
        time: `${1_700_000_000 + i}.000000001`,
        payload: { path: '/a/long/enough/path/to/fill/a/record/with/some/bytes' },
      })
    writeFileSync(big, sink.bytes())
  }

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'HOST-A5: %s between parts of --split ends the command and removes the parts',
    async (signal) => {
      make()
      const parts = out(`parts-${signal}`)
      const child = spawn(process.execPath, [binary, 'convert', big, parts, '--to', 'ktrace', '--split', '16K'])
      const ended = new Promise<{ code: number | null; by: string | null }>((resolve) =>
        child.on('exit', (code, by) => resolve({ code, by })),
      )
      for (
        let waited = 0;
        waited < 8000 && !(existsSync(parts) && readdirSync(parts).filter((name) => !name.startsWith('.')).length >= 2);
        waited += 2
      )
        await new Promise((resolve) => setTimeout(resolve, 2))
      const start = performance.now()
      child.kill(signal)
      const { by } = await ended
      expect(by).toBe(signal)
      expect(performance.now() - start).toBeLessThan(1500)
      expect(existsSync(parts)).toBe(false)
    },
  )
})

describe('HOST-A6: no internal error', () => {
  test.each(['freebsd', 'dragonfly', 'netbsd-v0', 'netbsd-v1', 'openbsd', 'darwin'])('HOST-A6: a call without payload, to %s', (target) => {
    limited('convert', fixture('empty-syscall.ktrace'), out(`empty.${target}`), '--to', `ktrace/${target}`)
    expect(existsSync(out(`empty.${target}`))).toBe(true)
  })

  test('HOST-A6: dump_pageshift -1 is damage, and reading goes on', () => {
    const path = fixture('illumos-pageshift.vmcore')
    expect(limited('check', path).status).toBe(1)
    expect(limited('check', path).stderr).toContain('dump_pageshift')
    limited('read', path, '--at', '0xfffffffffbc00000', '--length', '16')
    limited('convert', path, out('pageshift.elf'), '--to', 'vmcore/elf')
  })
})

describe('HOST-A7: one bit in an offset', () => {
  test('HOST-A7: the core is still read', () => {
    const { status, stdout, stderr } = limited('read', fixture('detect-throws.core'), '--json')
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ format: 'elf-core/linux', process: { pid: 1159 } })
    expect(stderr).toMatch(/TRUNCATED|INCONSISTENT/)
  })

  test('HOST-A7: a section near 2^64 is cut, the rest is read', () => {
    const { status, stdout, stderr } = limited('read', fixture('section-offset-illumos.core'), '--json')
    expect(status).toBe(1)
    expect(stderr).not.toContain('BAD_BOUNDS: cannot read')
    expect(JSON.parse(stdout)).toMatchObject({ format: 'elf-core/illumos' })
  })
})

test('HOST-B4: a window of 1 GiB is refused and not allocated', () => {
  const { status, stderr } = limited('check', fixture('zstd-14-bytes-1GB.zst'))
  expect(status).toBe(1)
  expect(stderr).toContain('LIMIT')
})

test.each([
  ['an undecodable payload', [record(2, new Uint8Array(32))]],
  ['an odd record', [record(2, new Uint8Array(32)), record(2, new Uint8Array(20))]],
  ['zeros at the end', [Buffer.alloc(1000)]],
])('HOST-B6, HOST-B7, HOST-B11: read and check agree about %s', async (_, more) => {
  const path = file('agree.ktrace', Buffer.concat([trace, ...more]))
  const [read, check] = [await exhume('read', path), await exhume('check', path)]
  expect([read.status, check.status]).toEqual([1, 1])
  expect(check.stdout).toContain('ktrace/netbsd-v2')
  expect(read.stderr.split('\n').sort()).toEqual(check.stderr.split('\n').sort())
  expect(read.stdout).not.toContain('UNKNOWN(0)')
})

test('HOST-B8: a document of a machine without a name is written back', async () => {
  expect((await exhume('convert', fixture('unknown-machine.vmcore'), out('u.json'), '--to', 'json')).status).toBe(0)
  expect((await exhume('write', out('u.json'), out('u'))).status).toBe(0)
  expect(readFileSync(out('u')).equals(readFileSync(fixture('unknown-machine.vmcore')))).toBe(true)
})

test('HOST-B9: NDJSON that was cut is refused, wherever', async () => {
  expect((await exhume('convert', 'examples/hello.ktrace', out('h.ndjson'), '--to', 'ndjson')).status).toBe(0)
  const lines = readFileSync(out('h.ndjson'), 'utf8').trimEnd().split('\n')
  expect(JSON.parse(lines.at(-1) as string)).toEqual({ end: true, records: lines.length - 2 })
  for (let kept = 1; kept < lines.length; kept++) {
    writeFileSync(out('cut.ndjson'), `${lines.slice(0, kept).join('\n')}\n`)
    const { status, stderr } = await exhume('write', out('cut.ndjson'), out('cut'))
    expect([status, existsSync(out('cut'))]).toEqual([1, false])
    expect(stderr).toContain('BAD_DOCUMENT')
  }
  writeFileSync(out('less.ndjson'), `${[lines[0], ...lines.slice(2)].join('\n')}\n`)
  expect((await exhume('write', out('less.ndjson'), out('less'))).stderr).toContain('records, found')
})

test('HOST-B10: control characters of file names and diagnostics stay on one line', async () => {
  const path = file('a\nb\u001b[31m.ktrace', Buffer.concat([trace, record(2, new Uint8Array(32))]))
  const { stdout, stderr } = await exhume('check', path)
  expect(stdout + stderr).not.toContain('\u001b')
  expect(stdout).toContain('a\\x0ab\\x1b[31m.ktrace')
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test('HOST-B13: segments that claim the same bytes are named', async () => {
  const core = Buffer.from(readFileSync('examples/hello-linux.core'))
  const table = Number(core.readBigUInt64LE(32))
  const count = core.readUInt16LE(56)
  const loads = Array.from({ length: count }, (_, i) => table + 56 * i).filter(
    (at) => core.readUInt32LE(at) === 1 && core.readBigUInt64LE(at + 32) > 0n,
  )
  const [first, second] = loads as [number, number]
  core.writeBigUInt64LE(core.readBigUInt64LE(first + 8), second + 8)
  const { status, stderr } = await exhume('check', file('shared.core', core))
  expect(status).toBe(1)
  expect(stderr).toContain('are also those of programHeaders')
})

test('HOST-C3: temporary files of a run that was killed are named', async () => {
  const parts = out('stale')
  mkdirSync(parts)
  writeFileSync(join(parts, '.exhume-0123'), 'x')
  const { status, stderr } = await exhume('convert', 'examples/hello.ktrace', parts, '--to', 'ktrace', '--split', '1K')
  expect(status).toBe(2)
  expect(stderr).toContain('.exhume-0123')
})

test('HOST-C4: a document is not replaced by what it describes', async () => {
  writeFileSync(out('same.json'), '{"format":"elf-core/linux","abi":"amd64"}')
  const { status, stderr } = await exhume('write', out('same.json'), out('same.json'), '--force')
  expect(status).toBe(2)
  expect(stderr).toContain('the same file')
})

test('HOST-C5: /dev/null is written to', async () => {
  expect((await exhume('convert', 'examples/hello-linux.core', '/dev/null', '--to', 'elf-core/linux')).status).toBe(0)
})

test('HOST-C6: a full disk is no success, for --version either', () => {
  expect(spawnSync('sh', ['-c', `${process.execPath} ${binary} --version > /dev/full`]).status).toBe(2)
})

test('HOST-C8: files of /proc have contents', () => {
  expect(limited('check', '/proc/self/maps').stderr).not.toContain('is empty')
})

test('HOST-M5: reading needs neither network nor write access', () => {
  const packed = file('ro.ktrace.gz', gzipSync(trace))
  const { status } = spawnSync(
    'sh',
    ['-c', `cd / && ${process.execPath} --disallow-code-generation-from-strings ${binary} check ${packed}`],
    { encoding: 'utf8' },
  )
  expect(status).toBe(0)
  expect(exhumeProcess(['check', packed]).stderr).toBe('')
  rmSync(packed)
})
