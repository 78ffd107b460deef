import { describe, expect, test } from 'vitest'
import { abi, c, struct } from '../../src/schema/index.js'
import { common, hex } from '../support/common.js'

/** One test for each kind of field, on bytes and a value written out by hand. */
describe('fields', () => {
  test('integers of every size, both byte orders', () => {
    const all = struct('all', { a: c.int8, b: c.uint8, c: c.int16, d: c.uint16, e: c.int32, f: c.uint32, g: c.int64, h: c.uint64 })
    const value = { a: -1, b: 255, c: -2, d: 65534, e: -3, f: 4294967293, g: -4n, h: 18446744073709551612n }
    common(all, abi.amd64, hex('ff ff feff feff 0000 fdffffff fdffffff fcffffffffffffff fcffffffffffffff'), value)
    common(all, abi.sparc64, hex('ff ff fffe fffe 0000 fffffffd fffffffd fffffffffffffffc fffffffffffffffc'), value)
  })

  test('long and pointer are bigint on every ABI', () => {
    const longs = struct('longs', { l: c.long, u: c.ulong, p: c.pointer })
    common(longs, abi.i386, hex('feffffff ffffffff 00800408'), { l: -2n, u: 0xffffffffn, p: 0x08048000n })
    common(longs, abi.s390x, hex('fffffffffffffffe 00000000ffffffff 0000000008048000'), { l: -2n, u: 0xffffffffn, p: 0x08048000n })
  })

  test('floating point', () => {
    const floats = struct('floats', { f: c.float, d: c.double })
    common(floats, abi.i386, hex('0000c03f 000000000000f8bf'), { f: 1.5, d: -1.5 })
    // The payload of a NaN is residue.
    const nan = hex('0101807f 0000000000000040')
    const { value, residue } = floats.for(abi.i386).decodeLossless(nan)
    expect(value).toEqual({ f: Number.NaN, d: 2 })
    expect(Object.keys(residue ?? {})).toEqual(['f'])
    expect(floats.for(abi.i386).encode(value, { residue: residue ?? {} })).toEqual(nan)
  })

  test('nested structures and arrays of them', () => {
    const point = struct('point', { x: c.short, y: c.int })
    const shape = struct('shape', { count: c.char, points: c.array(point, 2), first: point })
    common(shape, abi.amd64, hex('02000000 01000000 02000000 03000000 04000000 05000000 06000000'), {
      count: 2,
      points: [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
      first: { x: 5, y: 6 },
    })
  })

  test('enumerations and flags keep the number and print by name', () => {
    const named = struct('named', {
      rw: c.enum(c.int, { UIO_READ: 0, UIO_WRITE: 1 }),
      flags: c.flags(c.uint, { PF_X: 1, PF_W: 2, PF_R: 4 }),
    })
    common(named, abi.amd64, hex('01000000 05000000'), { rw: 1, flags: 5 })
    common(named, abi.amd64, hex('07000000 09000000'), { rw: 7, flags: 9 })
  })

  test('a union chosen by a field elsewhere', () => {
    const reason = c.union(
      { kill: struct('kill', { pid: c.int, uid: c.uint }), fault: struct('fault', { addr: c.pointer, trap: c.int }) },
      (get) => (get('signo') === 11 ? 'fault' : get('signo') === 9 ? 'kill' : undefined),
    )
    const info = struct('info', { signo: c.int, reason, after: c.int })
    common(info, abi.amd64, hex('0b000000 00000000 4000400000000000 0e000000 00000000 07000000 00000000'), {
      signo: 11,
      reason: { fault: { addr: 0x400040n, trap: 14 } },
      after: 7,
    })
    common(info, abi.i386, hex('09000000 2a000000 e8030000 07000000'), { signo: 9, reason: { kill: { pid: 42, uid: 1000 } }, after: 7 })
    common(info, abi.i386, hex('01000000 0102030405060708 07000000'), {
      signo: 1,
      reason: { raw: hex('0102030405060708') },
      after: 7,
    })
    // The selecting field may stand in an enclosing structure.
    const outer = struct('outer', { signo: c.int, inner: struct('inner', { reason }) })
    common(outer, abi.i386, hex('09000000 2a000000 e8030000'), { signo: 9, inner: { reason: { kill: { pid: 42, uid: 1000 } } } })
  })

  test('bytes behind a union arm are residue', () => {
    const small = struct('small', { kind: c.int, u: c.union({ a: c.int, b: c.chars(8) }, (get) => (get('kind') === 1 ? 'a' : 'b')) })
    const bytes = hex('01000000 02000000 99aabbcc')
    const { value, residue } = small.for(abi.i386).decodeLossless(bytes)
    expect(residue).toEqual({ 'pad@8': hex('99aabbcc') })
    expect(small.for(abi.i386).encode(value, { residue: residue ?? {} })).toEqual(bytes)
  })

  test('a record whose length is its own first field', () => {
    const kinfo = struct('kinfo', { kf_structsize: c.int, kf_fd: c.int, kf_path: c.cstring }, { length: 'kf_structsize' })
    common(kinfo, abi.amd64, hex('10000000 03000000 2f746d7000 000000'), { kf_structsize: 16, kf_fd: 3, kf_path: '/tmp' })
    const packed = struct('packed', { kinfos: c.array(kinfo, 'rest') })
    common(packed, abi.amd64, hex('0c000000 01000000 61000000  10000000 02000000 6263000000000000'), {
      kinfos: [
        { kf_structsize: 12, kf_fd: 1, kf_path: 'a' },
        { kf_structsize: 16, kf_fd: 2, kf_path: 'bc' },
      ],
    })
    const layout = kinfo.for(abi.amd64)
    expect(() => layout.decode(hex('02000000 01000000 6100'))).toThrow(expect.objectContaining({ code: 'BAD_BOUNDS' }))
    expect(() => layout.decode(hex('40000000 01000000 6100'))).toThrow(expect.objectContaining({ code: 'TRUNCATED', offset: 4 }))
    expect(() => layout.encode({ kf_structsize: 9, kf_fd: 1, kf_path: 'abc' })).toThrow(expect.objectContaining({ code: 'INCONSISTENT' }))
  })

  test('a version decides the fields that follow', () => {
    const header = struct('header', {
      version: c.int,
      body: c.variant(
        { v1: struct('v1', { lid: c.int }), v2: struct('v2', { lid: c.int, sec: c.int64 }) },
        (get) => ({ 1: 'v1', 2: 'v2' })[Number(get('version'))] as 'v1' | 'v2' | undefined,
      ),
      tail: c.rest,
    })
    common(header, abi.i386, hex('01000000 05000000 aabb'), { version: 1, body: { v1: { lid: 5 } }, tail: hex('aabb') })
    common(header, abi.i386, hex('02000000 05000000 0600000000000000'), { version: 2, body: { v2: { lid: 5, sec: 6n } }, tail: hex('') })
    const extended = struct('extended', { version: c.int, extra: c.when((get) => Number(get('version')) > 1, c.int) })
    common(extended, abi.i386, hex('01000000'), { version: 1 })
    common(extended, abi.i386, hex('02000000 09000000'), { version: 2, extra: 9 })
  })

  test('an array whose count stands in another structure', () => {
    const table = struct('table', { entries: c.array(c.short, { count: '@e_phnum' }) })
    common(table, abi.amd64, hex('0100 0200 0300'), { entries: [1, 2, 3] }, { e_phnum: 3 })
    expect(() => table.for(abi.amd64).decode(hex('0100'))).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path: 'entries' }))
    const nested = struct('nested', { n: c.uint8, inner: struct('inner', { list: c.array(c.uint8, { count: 'n' }) }) })
    common(nested, abi.amd64, hex('02 0708'), { n: 2, inner: { list: [7, 8] } })
  })

  test('arrays by bytes, terminated ones, and what is left', () => {
    const call = struct('call', { code: c.int, argsize: c.int, args: c.array(c.register, { bytes: 'argsize' }) })
    common(call, abi.amd64, hex('04000000 10000000 0100000000000000 ffffffffffffffff'), { code: 4, argsize: 16, args: [1n, -1n] })
    common(call, abi.i386, hex('04000000 08000000 01000000 ffffffff'), { code: 4, argsize: 8, args: [1n, -1n] })
    const auxv = struct('auxv', {
      entries: c.array(struct('aux', { a_type: c.int, a_v: c.int }), { until: (entry: { a_type: number }) => entry.a_type === 0 }),
      tail: c.rest,
    })
    common(auxv, abi.i386, hex('03000000 34000000 00000000 00000000 2f62 00'), {
      entries: [
        { a_type: 3, a_v: 0x34 },
        { a_type: 0, a_v: 0 },
      ],
      tail: hex('2f6200'),
    })
    const mib = struct('mib', { name: c.array(c.int, 'rest') })
    common(mib, abi.i386, hex('01000000 02000000'), { name: [1, 2] })
    const names = struct('names', { count: c.uint8, names: c.array(c.cstring, { count: 'count' }), pad: c.align(4), end: c.uint8 })
    common(names, abi.amd64, hex('02 6162 00 00 000000 07'), { count: 2, names: ['ab', ''], end: 7 })
    const string = struct('string', { text: c.cstring, after: c.uint8 })
    common(string, abi.amd64, hex('efbbbf61 00 07'), { text: '\ufeffa', after: 7 })
    const sized = struct('sized', { n: c.uint8, name: c.sizedText('n'), m: c.uint8, data: c.sized('m') })
    common(sized, abi.amd64, hex('02 6162 03 010203'), { n: 2, name: 'ab', m: 3, data: hex('010203') })
  })

  test('a clamped array takes what there is', () => {
    const call = struct('call', { argsize: c.int, args: c.array(c.int, { bytes: 'argsize', clamp: true }), rest: c.rest })
    common(call, abi.i386, hex('ff000000 01000000 02000000 aa'), { argsize: 255, args: [1, 2], rest: hex('aa') })
  })

  test('records that begin with their own length end with one of length zero', () => {
    const record = struct('record', { size: c.uint32, name: c.cstring }, { length: 'size' })
    const list = struct('list', { records: c.array(record, 'rest'), rest: c.rest })
    const bytes = hex('08000000 61620000 08000000 63000000 00000000 0000')
    common(list, abi.amd64, bytes, {
      records: [
        { size: 8, name: 'ab' },
        { size: 8, name: 'c' },
      ],
      rest: hex('00000000 0000'),
    })
  })

  test('a register set of 200 fields', () => {
    const fields = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`r${i}`, c.reg]))
    const registers = struct('registers', fields)
    for (const name of ['amd64', 'powerpc', 'mips-n32', 's390x'] as const) {
      const of = abi[name]
      const layout = registers.for(of)
      expect(layout.size).toBe(200 * of.register)
      const bytes = Uint8Array.from({ length: layout.size }, (_, i) => i & 0xff)
      const value = layout.decode(bytes)
      expect(Object.keys(value)).toHaveLength(200)
      expect(layout.encode(value)).toEqual(bytes)
      expect(layout.compiled?.(bytes, undefined)).toEqual(value)
    }
  })

  test('a type that differs from ABI to ABI', () => {
    const uid = c.perAbi('uid_t', (of) => (of.bits === 32 ? c.ushort : c.uint))
    const ids = struct('ids', { uid, gid: uid })
    common(ids, abi.i386, hex('e803 e903'), { uid: 1000, gid: 1001 })
    common(ids, abi.amd64, hex('e8030000 e9030000'), { uid: 1000, gid: 1001 })
  })
})
