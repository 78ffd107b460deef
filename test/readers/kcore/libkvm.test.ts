/** libkvm's operations: headers made and written, names from a.out and from databases, marking a dump as saved, refusals. */
import { readFileSync } from 'node:fs'
import { join as path } from 'node:path'
import { describe, expect, test } from 'vitest'
import { savecore } from '../../../src/convert/kcore/savecore.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { openKvm, writableBytes } from '../../../src/readers/kcore/libkvm.js'
import { readAoutKernel } from '../../../src/readers/kcore/symbols/aout.js'
import { openDatabase } from '../../../src/readers/kcore/symbols/kvm-database.js'
import { abi } from '../../../src/schema/index.js'
import { kernelDatabase } from '../../../src/writers/kcore/berkeley-db.js'
import { hexOf } from '../../support/common.js'
import { architectures, elfKernel, join, kernelSpace, VERSION, words } from '../../support/kernel.js'
import { temporaryFolder } from '../../support/temp.js'

const amd64 = architectures[0] as (typeof architectures)[number]
const space = kernelSpace(amd64)
const kernel = memorySource(space.kernel(62))
const first = space.mapped[0] as (typeof space.mapped)[number]

describe('makeHeader', () => {
  const offset = 3 * 512
  const disk = memorySource(join(new Uint8Array(offset), space.device()))

  test('a dump on a device opens without header, and makeHeader finds it', () => {
    const kvm = openKvm(disk, { kernel })
    expect(kvm.header).toBeUndefined()
    expect(kvm.diagnostics).toMatchObject([{ code: 'UNKNOWN_FORMAT', path: 'c_midmag' }])
    expect(() => kvm.read(first.virtual, 8)).toThrow(/no valid dump header/)
    expect(kvm.makeHeader(offset)).toBe(512)
    expect(hexOf(kvm.read(first.virtual, 64))).toBe(hexOf(space.bytesAt(first.physical, 64)))
    expect(() => kvm.makeHeader(offset)).toThrow(/already has a dump header/)
  })

  test('where there is no dump it gives 0 and says why', () => {
    const kvm = openKvm(disk, { kernel })
    expect(kvm.makeHeader(0)).toBe(0)
    expect(kvm.diagnostics.at(-1)?.message).toMatch(/invalid magic in cpu_hdr/)
  })

  test('a dump of another machine than the kernel is none', () => {
    const kvm = openKvm(disk, { kernel: memorySource(elfKernel(abi.i386, 3, [])) })
    expect(kvm.makeHeader(offset)).toBe(0)
  })
})

describe('writeHeader', () => {
  test('needs a header', () => {
    const kvm = openKvm(memorySource(new Uint8Array(512)), { kernel })
    expect(() => kvm.writeHeader(memorySink())).toThrow(/no valid dump header/)
  })

  test('writes the headers with gaps of zeros; with the memory it is a file that savecore would write', () => {
    const kvm = openKvm(memorySource(space.device()), { kernel })
    kvm.makeHeader(0)
    const sink = memorySink()
    // 16 + 8 + 504 + 8: the usual header of one block.
    expect(kvm.writeHeader(sink)).toBe(536)
    const head = hexOf(sink.bytes())
    expect(head.slice(0, 48)).toBe('009d8fca1000080002000000000000000400'.concat('8fac', 'f8010000'))
    expect(head.slice(528 * 2)).toBe(`08008fac${hexOf(words([4, space.dumped.byteLength]))}`)
    const file = openKvm(memorySource(join(sink.bytes(), space.dumped)), { kernel })
    expect(file.diagnostics).toEqual([])
    expect(file.header).toMatchObject({ form: 'file', memoryOffset: 536 })
    expect(hexOf(file.read(first.virtual, 64))).toBe(hexOf(space.bytesAt(first.physical, 64)))
  })
})

test('savecore numbers its files', async () => {
  const folder = temporaryFolder()
  for (const number of [0, 1]) {
    const { path: written, diagnostics } = await savecore(memorySource(space.device()), folder)
    expect(written).toBe(path(folder, `netbsd.${number}.core`))
    expect(diagnostics).toEqual([])
    expect(readFileSync(path(folder, 'bounds'), 'latin1')).toBe(`${number + 1}\n`)
  }
  await expect(savecore(memorySource(new Uint8Array(512)), folder)).rejects.toThrow(/no valid dump header/)
})

describe('invalidate', () => {
  test('writes a zero word where dumpmag is', () => {
    const bytes = space.file().slice()
    const kvm = openKvm(memorySource(bytes), { kernel })
    const at = kvm.nlist(['_dumpmag'])[0]?.value ?? 0n
    expect(hexOf(kvm.read(at, 8))).toBe('01 01 ca 8f ff ff ff ff'.replaceAll(' ', ''))
    const before = bytes.slice()
    const offset = kvm.invalidate(writableBytes(bytes))
    expect(hexOf(bytes.subarray(offset, offset + 8))).toBe('0000000000000000')
    expect(bytes.filter((byte, index) => byte !== before[index]).length).toBeLessThanOrEqual(8)
  })

  test('needs names, and a mapped address', () => {
    const target = { write: () => undefined }
    expect(() => openKvm(memorySource(space.file())).invalidate(target)).toThrow(/bad namelist/)
    const other = memorySource(elfKernel(abi.amd64, 62, [{ name: 'dumpmag', value: amd64.base }]))
    expect(() => openKvm(memorySource(space.file()), { kernel: other }).invalidate(target)).toThrow(/invalid address/)
  })
})

test('a dump is not written to, and a closed one not read', () => {
  const kvm = openKvm(memorySource(space.file()), { kernel })
  expect(() => kvm.write(first.virtual, new Uint8Array(1))).toThrow(/not implemented for dead kernels/)
  kvm.close()
  expect(() => kvm.read(first.virtual, 1)).toThrow(/closed/)
})

describe('names', () => {
  test('of an a.out kernel have the underscore of C', () => {
    const names = ['_version', '_hostname', 'start']
    let strings = ''
    const symbols = names.map((name, index) => {
      const at = 4 + strings.length
      strings += `${name}\0`
      return join(words([4, at]), Uint8Array.of(index === 2 ? 4 : 7, 0), words([2, 0], [4, 0xc0100000 + index]))
    })
    const table = join(...symbols)
    // i386, ZMAGIC with a machine id; 4096 bytes of text, 32 of data.
    const header = join(
      Uint8Array.of(0x00, 0x86, 0x01, 0x0b),
      words([4, 4096], [4, 32], [4, 0], [4, table.byteLength], [4, 0], [4, 0], [4, 0]),
    )
    const file = join(header, new Uint8Array(4096 - 32 + 32), table, words([4, 4 + strings.length]), new TextEncoder().encode(strings))
    const read = readAoutKernel(memorySource(file))
    expect(read.abi?.name).toBe('i386')
    expect([...(read.symbols?.all() ?? [])].map(({ name, value, type }) => [name, value, type])).toEqual([
      ['_version', 0xc0100000n, 7],
      ['_hostname', 0xc0100001n, 7],
      ['start', 0xc0100002n, 4],
    ])
    expect(readAoutKernel(memorySource(file.subarray(0, 4130))).diagnostics).toMatchObject([{ code: 'TRUNCATED', path: 'kernel.a_syms' }])
  })

  const version = VERSION.split('\n')[0] as string
  const list = space.symbols.map((symbol) => ({ ...symbol, type: 7 }))

  test('of a database are used when it is of the dumped kernel', () => {
    const names = memorySource(
      kernelDatabase([...list, { name: 'only_here', value: 0x1234n, type: 5 }], abi.amd64, { version, underscore: true }),
    )
    const kvm = openKvm(memorySource(space.file()), { names })
    expect(kvm.diagnostics).toEqual([])
    expect(kvm.nlist(['_hostname', '_only_here', '_none'])).toMatchObject([
      { found: true, value: list.find(({ name }) => name === 'hostname')?.value },
      { found: true, value: 0x1234n, type: 5 },
      { found: false, value: 0n },
    ])
    expect(kvm.symbol('only_here')?.value).toBe(0x1234n)
  })

  test('of a database of another kernel are not used', () => {
    const names = memorySource(kernelDatabase(list, abi.amd64, { version: 'NetBSD 1.6', underscore: true }))
    const kvm = openKvm(memorySource(space.file()), { names })
    expect(kvm.diagnostics).toMatchObject([{ code: 'INCONSISTENT', path: 'names' }])
    expect(() => kvm.nlist(['_hostname'])).toThrow(/bad namelist/)
  })

  test('longer than the original takes are refused', () => {
    const database = openDatabase(memorySource(kernelDatabase(list, abi.amd64, { version, underscore: true })), abi.amd64)
    expect(() => database.get(`_${'x'.repeat(5000)}`)).toThrow(/symbol too large/)
    expect(database.version).toBe(version)
  })
})
