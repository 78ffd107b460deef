/** Faults of kernel dumps by their number: dumps on devices and in several files, logs, kernels that do not match, the library. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAny } from '../../src/families/registry.js'
import { headerSizes } from '../../src/formats/kcore/netbsd/header-bytes.js'
import { memorySource } from '../../src/io/source.js'
import * as readers from '../../src/readers/index.js'
import { kcoreMachine } from '../../src/readers/kcore/machine-registry.js'
import { unitOf } from '../../src/readers/kcore/netbsd/kcore-headers.js'
import { type Abi, abi } from '../../src/schema/index.js'
import { machineId } from '../../src/systems/machines/machine-ids.js'
import { kernelDatabase } from '../../src/writers/kcore/berkeley-db.js'
import { exhume, type Result } from '../support/cli.js'
import { architectures, kernelSpace, VERSION } from '../support/kernel.js'

let folder = ''
const file = (name: string): string => join(folder, name)
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(file(name)))
const sha256 = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(file(name)))
    .digest('hex')

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhume-devices-'))
  const inputs = new URL('../fixtures/cases/kvm/', import.meta.url)
  for (const name of readdirSync(inputs)) writeFileSync(file(name.replace(/\.gz$/, '')), gunzipSync(readFileSync(new URL(name, inputs))))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const readAt = (name: string, address: string, ...more: string[]): Promise<Result> =>
  exhume('read', file(name), '--at', address, '--length', '4', ...more)
const convert = (from: string, to: string, format: string, ...more: string[]): Promise<Result> =>
  exhume('convert', file(from), file(to), '--to', format, '--force', ...more)

/** The folder of the real dumps of a NetBSD kernel. */
const samples = process.env.EXHUME_SAMPLES && join(process.env.EXHUME_SAMPLES, 'kcore/netbsd-7.99.10')
const real = test.skipIf(!samples || !existsSync(samples))
const sample = (name: string): string => join(samples as string, name)

test('KD-L1: a kcore file leaves out missing memory', async () => {
  // A cut dump stays cut: no zeros are added.
  expect(await convert('amd64-cut.core', 'cut.core', 'kcore/netbsd')).toMatchObject({ status: 1, stderr: expect.stringContaining('LOST') })
  expect(bytesOf('cut.core')).toEqual(bytesOf('amd64-cut.core'))
  // Its ELF has fewer ranges of memory, and so has the kcore made of that.
  await convert('amd64-cut.core', 'cut.elf', 'vmcore/elf')
  const { stderr, status } = await convert('cut.elf', 'less.core', 'kcore/netbsd')
  expect(status).toBe(0)
  expect(stderr.match(/LOST/g)).toHaveLength(1)
  expect((await exhume('check', file('less.core'))).status).toBe(0)
  const read = openAny(memorySource(bytesOf('less.core')))
  const { dump } = (await read) as readers.OpenedKernelDump
  expect([...dump.memory.read(0x20000, 1)]).toHaveLength(1)
  expect(dump.memory.read(0x3f000, 1)).toHaveLength(0)
})

test('KD-L1: where the machine has no list of ranges, missing memory is refused unless zeros are requested', async () => {
  await convert('sun2.core', 'sun2.elf', 'vmcore/elf', '--range', '0x1000-0x8000')
  const refused = await convert('sun2.elf', 'sun2.again', 'kcore/netbsd')
  expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('--zero-missing') })
  expect(existsSync(file('sun2.again'))).toBe(false)
  expect(await convert('sun2.elf', 'sun2.again', 'kcore/netbsd', '--zero-missing')).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('LOST'),
  })
})

test('KD-L7: all parts of a split dump are read together, in any order; a missing one is named', async () => {
  const [one, two] = [file('kdump.part1'), file('kdump.part2')]
  await convert('kdump.zlib', 'whole.elf', 'vmcore/elf')
  for (const [index, parts] of [
    [one, two],
    [two, one],
  ].entries()) {
    const out = `joined-${index}.elf`
    expect(await exhume('convert', ...parts, file(out), '--to', 'vmcore/elf')).toMatchObject({ status: 0, stderr: '' })
    const memory = [...Array(4).keys()].map((page) => `${0x1000 * page}`)
    for (const address of memory) {
      const joined = await exhume('read', ...parts, '--at', `0x${(0xffffffff80000000n + BigInt(address)).toString(16)}`, '--length', '4096')
      const whole = await exhume(
        'read',
        file('kdump.zlib'),
        '--at',
        `0x${(0xffffffff80000000n + BigInt(address)).toString(16)}`,
        '--length',
        '4096',
      )
      expect(joined).toEqual(whole)
    }
  }
  expect((await exhume('check', one)).stderr).toContain('page frames 2 to 7 is missing')
  expect(await exhume('read', one, file('kdump.zlib'))).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no part of a split dump'),
  })
  expect((await exhume('read', file('amd64.core'), two)).status).not.toBe(0)
})

const LOG_4_19 = `[    0.001000] Linux version made by hand
[    1.234567] first line
               second line of the same record
[ 5000.000000] sd 0:0:0:0: attached
[ 5000.000999] wrapped: this record is at the start of the buffer
[ 6000.000000] Kernel panic - not syncing: test
`
const LOG_2_6 = ` the old log
${[7, 8, 9, 10, 11, 12].map((n) => `[${`${n}.${String(n * 1000).padStart(6, '0')}`.padStart(12)}] line ${n} of the old log\n`).join('')}`

test('KD-L9: further lines of a record are indented by the width of the time', async () => {
  expect((await exhume('read', file('log-4.19.elf'), '--only', 'dmesg')).stdout).toBe(LOG_4_19)
})

test('KD-L11: logs of Linux before 5.10; a log that is not found is reported', async () => {
  expect(await exhume('read', file('log-2.6.elf'), '--only', 'dmesg')).toMatchObject({ status: 0, stdout: LOG_2_6 })
  expect(await exhume('read', file('linux.elf'), '--only', 'dmesg')).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('message buffer not found'),
  })
  // A record whose length leads nowhere ends the log; it does not loop.
  const damaged = bytesOf('log-4.19.elf')
  for (let at = 4096; at < damaged.length; at += 7) damaged[at] = (damaged[at] ?? 0) ^ 0x15
  writeFileSync(file('log-damaged.elf'), damaged)
  expect((await exhume('read', file('log-damaged.elf'), '--only', 'dmesg')).status).not.toBeNull()
})

test('KD-C1: a dump on a dump device is found without an option', async () => {
  for (const head of [undefined, 0x41]) {
    const bytes = bytesOf('amd64-device.raw')
    // Whatever the device begins with.
    if (head !== undefined) bytes.fill(head, 0, 512)
    writeFileSync(file('device'), bytes)
    expect(await exhume('check', file('device'))).toMatchObject({ status: 0, stdout: expect.stringContaining('byte 65536, block 128') })
    expect(await convert('device', 'saved', 'kcore/netbsd')).toMatchObject({ status: 0, stderr: '' })
    expect(sha256('saved')).toBe('dd4a1441d8e50bde244cfdf606c3915d9824ccc75c1276178e66b4b7df600bbd')
    expect((await readAt('device', '0xffffa00000000000')).stdout).toContain('28 28 28 28')
    expect((await convert('device', 'device.elf', 'vmcore/elf')).status).toBe(0)
  }
})

test('KD-C1: a copy of the header in the dumped memory is no dump', async () => {
  const bytes = bytesOf('amd64-device.raw')
  bytes.set(bytes.subarray(65536, 65536 + 512), 65536 + 8192)
  writeFileSync(file('copy'), bytes)
  expect((await exhume('check', file('copy'))).stdout).toContain('byte 65536, block 128')
})

real('KD-C1: the dump partition of a real kernel', async () => {
  writeFileSync(file('partition'), gunzipSync(readFileSync(sample('amd64-panic-sparse.partition.gz'))))
  expect((await exhume('check', file('partition'))).stdout).toContain('byte 34082304, block 66567')
  expect(await convert('partition', 'partition.core', 'kcore/netbsd')).toMatchObject({ status: 0, stderr: '' })
  expect(sha256('partition.core')).toBe('312482f7e8f9fde886606d403d6b7d328383fcac496bc6402eb5fbe39edd9682')
})

test('KD-C2: a symbol is printed with its size', async () => {
  const { stdout } = await exhume('read', file('amd64.core'), '--kernel', file('other-build.kernel'), '--symbol', 'version', '--json')
  const size = (await openAny(memorySource(bytesOf('amd64.core')), { kernel: memorySource(bytesOf('other-build.kernel')) })).symbol?.(
    'version',
  )?.size
  expect(JSON.parse(stdout).memory.length).toBe(size || 64)
})

test('KD-C3: --kernel takes a System.map; without --kernel, none is asked about', async () => {
  writeFileSync(file('System.map'), 'ffffffff80000000 T startup\nffffffff80002000 D jiffies\n')
  expect(
    (await exhume('read', file('kdump.zlib'), '--kernel', file('System.map'), '--symbol', 'jiffies', '--length', '4')).stdout,
  ).toContain('03 03 03 03')
  const unknown = await exhume('read', file('kdump.zlib'), '--symbol', 'nothing')
  expect(unknown.status).toBe(2)
  expect(unknown.stderr).not.toContain('does --kernel name')
  writeFileSync(file('text'), 'no kernel\n')
  expect((await exhume('read', file('kdump.zlib'), '--kernel', file('text'))).stderr).toContain('neither ELF nor a.out nor System.map')
})

/** A text dump between its headers, as the kernel leaves it at the end of a device. */
function textDump(magic: string, files: Readonly<Record<string, string>>): Uint8Array {
  const blocks: Buffer[] = []
  for (const [name, text] of Object.entries(files)) {
    const header = Buffer.alloc(512)
    header.write(name, 0)
    header.write(text.length.toString(8).padStart(11, '0'), 124)
    header.write('ustar', 257)
    const body = Buffer.alloc(Math.ceil(text.length / 512) * 512)
    body.write(text)
    blocks.push(header, body)
  }
  blocks.push(Buffer.alloc(1024))
  const tar = Buffer.concat(blocks)
  const header = Buffer.alloc(512)
  header.write(magic, 0)
  header.write('amd64', 20)
  header.writeUInt32BE(1, 32)
  header.writeBigUInt64BE(BigInt(tar.length), 40)
  header.writeUInt32BE(512, 56)
  let parity = 0
  for (let at = 0; at < 508; at += 4) parity ^= header.readUInt32BE(at)
  header.writeInt32BE(parity, 508)
  return Buffer.concat([Buffer.alloc(8192, 0x55), header, tar, header])
}

test('KD-DF1: text dumps of DragonFly and FreeBSD are named, and their texts shown', async () => {
  const files = { 'ddb.txt': 'db> bt\n', 'msgbuf.txt': 'booting\n', 'panic.txt': 'made for a test\n', 'version.txt': 'DragonFly 6.4\n' }
  for (const [magic, format] of [
    ['DragonFly Text Dump', 'vmcore/dragonfly'],
    ['FreeBSD Text Dump', 'minidump/freebsd'],
  ] as const) {
    writeFileSync(file('textdump'), textDump(magic, files))
    const { status, stdout, stderr } = await exhume('read', file('textdump'))
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    for (const text of [format, 'text dump', 'made for a test', 'DragonFly 6.4', '==> ddb.txt <==\ndb> bt', 'booting'])
      expect(stdout).toContain(text)
  }
  const bytes = textDump('DragonFly Text Dump', files)
  bytes.fill(1, 8192 + 512, 8192 + 1024)
  writeFileSync(file('textdump'), bytes)
  expect(await exhume('read', file('textdump'))).toMatchObject({ status: 1, stderr: expect.stringContaining('no tar archive') })
})

test('KD-N6: symbols of another build are noticed, and nothing is read through them', async () => {
  const { status, stdout, stderr } = await exhume('read', file('amd64.core'), '--kernel', file('other-build.kernel'))
  expect(status).toBe(1)
  expect(stderr).toContain('INCONSISTENT')
  expect(stdout).not.toMatch(/^kernel {2}|\(\(\(|^panic/m)
})

real('KD-N2: the ELF of a NetBSD dump has the same messages and panic', async () => {
  writeFileSync(file('raw'), gunzipSync(readFileSync(sample('amd64-panic-sparse.raw.gz'))))
  const kernel = ['--kernel', sample('netbsd-amd64')]
  await convert('raw', 'raw.elf', 'vmcore/elf', ...kernel)
  for (const part of ['dmesg', 'panic', 'kernel']) {
    const before = await exhume('read', file('raw'), '--only', part, ...kernel)
    expect(before.stdout).not.toBe('')
    expect(await exhume('read', file('raw.elf'), '--only', part, ...kernel)).toEqual(before)
  }
})

real('KD-N8: the panic message has the word panic once', async () => {
  writeFileSync(file('raw'), gunzipSync(readFileSync(sample('amd64-panic-sparse.raw.gz'))))
  const { stdout } = await exhume('read', file('raw'), '--kernel', sample('netbsd-amd64'), '--only', 'panic')
  expect(stdout).toBe('panic             test panic by crashme (pid 5): code 42\n')
})

test('KD-F7: nlist finds every name that is in the table, whatever its value, type or binding', () => {
  const dump = readers.openKvm(memorySource(bytesOf('i386-overlap.core')), { kernel: memorySource(bytesOf('i386.kernel')) })
  const expected = { zero: 0n, absz: 0n, tls: 9n, ifunc: 0x99n, section: 9n, undef: 0n, label: 0x1238n, fn: 0x1234n }
  for (const [name, value] of Object.entries(expected)) expect(dump.nlist([name])[0]).toMatchObject({ found: true, value })
  expect(dump.nlist(['missing'])[0]).toMatchObject({ value: 0n, type: 0, found: false })
})

test('KD-F11: headers of arm before EABI are aligned to 4, of powerpc64 to 8', () => {
  const unit = (id: number, of: Abi | undefined): number => {
    const known = kcoreMachine(id)
    if (!known) throw new Error(`no machine ${id}`)
    return unitOf(known.machine, of)
  }
  expect([unit(machineId.ARM6, abi['arm-oabi']), unit(machineId.ARM6, abi.arm), unit(machineId.POWERPC64, abi.powerpc64)]).toEqual([
    4, 8, 8,
  ])
  expect(headerSizes(4)).toMatchObject({ headerSize: 12 })
  expect(headerSizes(8)).toMatchObject({ headerSize: 16 })
})

test('KD-F8: makeHeader behind the end is an error, at another magic it is 0', () => {
  const dump = readers.openKvm(memorySource(bytesOf('amd64-device.raw')))
  expect(dump.makeHeader(0)).toBe(0)
  expect(() => dump.makeHeader(10_000_000)).toThrow(/TRUNCATED|bytes/)
  expect(dump.makeHeader(65536)).toBeGreaterThan(0)
})

const LOSETUP = 'losetup'
/** A block device with the content of a file, where this machine lets us have one. */
const device = ((): string | undefined => {
  const path = join(tmpdir(), `exhume-block-device-${process.pid}`)
  writeFileSync(path, gunzipSync(readFileSync(new URL('../fixtures/cases/kvm/amd64-device.raw.gz', import.meta.url))))
  const { status, stdout } = spawnSync(LOSETUP, ['-f', '--show', '-r', path], { encoding: 'utf8' })
  rmSync(path)
  return status === 0 ? stdout.trim() : undefined
})()
afterAll(() => {
  if (device !== undefined) spawnSync(LOSETUP, ['-d', device])
})

test.skipIf(device === undefined)('KD-F9: a block device is read as a file', async () => {
  expect(await exhume('check', device as string)).toMatchObject({ status: 0, stdout: expect.stringContaining('byte 65536, block 128') })
  await exhume('convert', device as string, file('from-device'), '--to', 'kcore/netbsd')
  expect(sha256('from-device')).toBe('dd4a1441d8e50bde244cfdf606c3915d9824ccc75c1276178e66b4b7df600bbd')
})

test('KD-F10: openKvm opens with a kernel file that it cannot use; what it takes and gives is exported', async () => {
  for (const kernel of [Uint8Array.of(1, 2, 3), bytesOf('amd64.core').subarray(0, 20), Buffer.alloc(64)]) {
    const dump = readers.openKvm(memorySource(bytesOf('amd64.core')), { kernel: memorySource(kernel) })
    expect(dump.read(0xffffa00000000000n, 4)).toHaveLength(4)
    expect(dump.diagnostics.length).toBeGreaterThan(0)
    expect(() => dump.nlist(['_version'])).toThrow(/bad namelist/)
  }
  const options: readers.KvmOptions = {}
  const target: readers.WritableBytes = readers.writableBytes(new Uint8Array(4))
  expect(options).toEqual({})
  expect(() => target.write(2, new Uint8Array(4))).toThrow(expect.objectContaining({ name: 'FormatError', code: 'BAD_BOUNDS' }))
  const opened = await openAny(memorySource(bytesOf('kdump.zlib')))
  if (!readers.isKernelDump(opened)) throw new Error('expected a kernel dump')
  expect([...opened.dump.memory.read(0x2000, 2)]).toEqual([3, 3])
  const conversions = await import('../../src/convert/index.js')
  for (const name of ['savecore', 'saveDump', 'writeElf'] as const) expect(conversions[name]).toBeTypeOf('function')
})

test('KD-N7: --bounds saves the kernel beside the dump, both compressed with --compress', async () => {
  mkdirSync(file('crash'))
  const run = (...more: string[]): Promise<Result> =>
    exhume(
      'convert',
      file('amd64.core'),
      file('crash'),
      '--to',
      'kcore/netbsd',
      '--bounds',
      '--kernel',
      file('other-build.kernel'),
      ...more,
    )
  await run()
  expect(readFileSync(file('crash/netbsd.0'))).toEqual(readFileSync(file('other-build.kernel')))
  await run('--compress', 'gzip')
  expect(gunzipSync(readFileSync(file('crash/netbsd.1.gz')))).toEqual(readFileSync(file('other-build.kernel')))
  expect(gunzipSync(readFileSync(file('crash/netbsd.1.core.gz')))).toEqual(readFileSync(file('amd64.core')))
  expect(readFileSync(file('crash/bounds'), 'latin1')).toBe('2\n')
})

real('KD-M7: --invalidate clears dumpmag in the image of a device, and nothing else', async () => {
  const image = gunzipSync(readFileSync(sample('amd64-panic-sparse.raw.gz')))
  writeFileSync(file('raw'), image)
  const kernel = ['--kernel', sample('netbsd-amd64')]
  const at = ['--symbol', 'dumpmag', '--length', '4', '--json', ...kernel]
  expect(JSON.parse((await exhume('read', file('raw'), ...at)).stdout).memory.hex).toBe('0101ca8f')
  expect(await convert('raw', 'saved.core', 'kcore/netbsd', '--invalidate')).toMatchObject({ status: 2 })
  expect(await convert('raw', 'saved.core', 'kcore/netbsd', '--invalidate', ...kernel)).toMatchObject({ status: 0, stderr: '' })
  // The saved copy is of the dump as it was.
  expect(sha256('saved.core')).toBe('312482f7e8f9fde886606d403d6b7d328383fcac496bc6402eb5fbe39edd9682')
  expect(JSON.parse((await exhume('read', file('raw'), ...at)).stdout).memory.hex).toBe('00000000')
  const after = readFileSync(file('raw'))
  const changed: number[] = []
  for (let index = 0; index < after.length; index++) if (after[index] !== image[index]) changed.push(index)
  expect(changed.length).toBeGreaterThan(0)
  expect((changed.at(-1) as number) - (changed[0] as number)).toBeLessThan(8)
})

test('KD-M7: --names takes a kvm.db of the dumped kernel, and refuses another', async () => {
  const space = kernelSpace(architectures[0] as (typeof architectures)[number])
  writeFileSync(file('named.core'), space.file())
  const list = space.symbols.map(({ name, value }) => ({ name, value, type: 5 }))
  for (const [name, version, status] of [
    ['kvm.db', VERSION.trimEnd(), 0],
    ['other.db', 'NetBSD 1.0', 1],
  ] as const) {
    writeFileSync(file(name), kernelDatabase(list, abi.amd64, { version, underscore: true }))
    const read = await exhume('read', file('named.core'), '--names', file(name), '--only', 'kernel')
    expect(read.status).toBe(status)
    if (status === 0) {
      const host = await exhume('read', file('named.core'), '--names', file(name), '--at', 'hostname', '--length', '7')
      expect(host.stdout).toContain('crashed')
    } else expect(read.stderr).toContain('of another kernel')
  }
  expect((await exhume('read', file('named.core'), '--names', file('amd64.core'))).status).toBe(1)
})
