/** Structures of Linux whose shape depends on what they hold. */
import { describe, expect, test } from 'vitest'
import { auxv } from '../../../src/formats/core/linux/auxv.js'
import { fileTable } from '../../../src/formats/core/linux/mapped-files.js'
import * as arm64 from '../../../src/formats/core/linux/registers/arm64.js'
import * as loongarch from '../../../src/formats/core/linux/registers/loongarch.js'
import * as riscv from '../../../src/formats/core/linux/registers/riscv.js'
import { siginfo, siginfoMips } from '../../../src/formats/core/linux/siginfo.js'
import { xsaveArea, xsaveRegisters } from '../../../src/formats/core/machines/x86/xsave.js'
import { abi } from '../../../src/schema/abi.js'
import { common, hex } from '../../support/common.js'

const words = (...values: number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer)

function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

describe('siginfo', () => {
  const raw = (signo: number, errno: number, code: number, rest: Uint8Array): Uint8Array => {
    const bytes = new Uint8Array(128)
    bytes.set(joined(words(signo, errno, code), rest))
    return bytes
  }

  test.each([
    // signal, code, arm
    [11, 1, '_sigfault'],
    [11, 128, '_sigfault'],
    [7, 2, '_sigfault'],
    [11, 0, '_kill'],
    [6, -6, '_kill'],
    [10, -1, '_rt'],
    [14, -2, '_timer'],
    [17, 1, '_sigchld'],
    [29, 1, '_sigpoll'],
    [29, -5, '_sigpoll'],
    [31, 1, '_sigsys'],
    [15, 128, '_kill'],
  ])('signal %d with code %d has %s', (signo, code, arm) => {
    const value = siginfo.for(abi.amd64).decode(raw(signo, 0, code, new Uint8Array(0)))
    expect(Object.keys(value._sifields)).toEqual([arm])
  })

  test('the fault address stands behind padding on 64 bits and at once on 32', () => {
    const lp64 = siginfo.for(abi.amd64).decode(raw(11, 0, 1, words(0, 0x1234, 1)))
    expect(lp64._sifields._sigfault?.si_addr).toBe(0x1_0000_1234n)
    const ilp32 = siginfo.for(abi.i386).decode(raw(11, 0, 1, words(0x1234)))
    expect(ilp32._sifields._sigfault?.si_addr).toBe(0x1234n)
  })

  test('mips has the code before the error number, and numbers of its own', () => {
    const value = siginfoMips.for(abi['mips-o32el']).decode(raw(10, 1, 0, words(0x5678)))
    expect(value).toMatchObject({ si_signo: 10, si_code: 1, si_errno: 0, _sifields: { _sigfault: { si_addr: 0x5678n } } })
    const timer = siginfoMips.for(abi['mips-o32el']).decode(raw(14, -3, 0, words(1, 2)))
    expect(Object.keys(timer._sifields)).toEqual(['_timer'])
  })
})

test('the auxiliary vector ends with AT_NULL; what stands behind is kept', () => {
  const bytes = joined(words(6, 0, 4096, 0), words(0, 0, 0, 0), words(9, 9, 9, 9))
  const layout = auxv.for(abi.amd64)
  expect(layout.decode(bytes).entries.length).toBe(2)
  const lossless = layout.decodeLossless(bytes)
  expect(lossless.residue).toEqual({ extra: words(9, 9, 9, 9) })
  expect(layout.encode(lossless.value, lossless)).toEqual(bytes)
})

test('the table of files', () => {
  const bytes = joined(words(2, 4096, 0x1000, 0x2000, 0, 0x2000, 0x3000, 1), new TextEncoder().encode('/bin/a\0/lib/b\0'))
  common(fileTable, abi.i386, bytes, {
    count: 2n,
    page_size: 4096n,
    entries: [
      { start: 0x1000n, end: 0x2000n, file_ofs: 0n },
      { start: 0x2000n, end: 0x3000n, file_ofs: 1n },
    ],
    names: ['/bin/a', '/lib/b'],
  })
  // A count that the note has no room for is refused before room is made for it.
  const absurd = joined(words(0xffffffff, 4096), new Uint8Array(24))
  expect(() => fileTable.for(abi.i386).decode(absurd)).toThrow(expect.objectContaining({ code: 'TRUNCATED' }))
})

describe('XSAVE areas', () => {
  const area = (size: number, used: bigint, fill: (view: DataView, bytes: Uint8Array) => void): Record<string, unknown> => {
    const bytes = new Uint8Array(size)
    const view = new DataView(bytes.buffer)
    view.setBigUint64(512, used, true)
    fill(view, bytes)
    const layout = xsaveArea(size).for(abi.amd64)
    const lossless = layout.decodeLossless(bytes)
    expect(layout.encode(lossless.value, lossless)).toEqual(bytes)
    return lossless.value
  }

  test('components of Intel and of AMD lie at other places', () => {
    const mark = (offset: number) => (view: DataView) => view.setBigUint64(offset, 0x77n, true)
    expect(area(2696, 0x20n, mark(1088))).toMatchObject({ avx512_k0_7: [0x77n, 0n, 0n, 0n, 0n, 0n, 0n, 0n] })
    expect(area(2440, 0x20n, mark(832))).toMatchObject({ avx512_k0_7: [0x77n, 0n, 0n, 0n, 0n, 0n, 0n, 0n] })
    expect(area(2696, 0x200n, mark(2688))).toMatchObject({ pkru: 0x77n })
    expect(area(2440, 0x200n, mark(2432))).toMatchObject({ pkru: 0x77n })
    expect(area(11008, 0x40000n, mark(2816))).toHaveProperty('amx_xtiledata')
  })

  test('the size says what is there; a size that no processor had is kept whole', () => {
    expect(area(576, 3n, () => {})).not.toHaveProperty('avx_ymm_hi128')
    expect(area(832, 7n, () => {})).toHaveProperty('avx_ymm_hi128')
    expect((area(900, 7n, () => {}).more as Uint8Array).length).toBe(900 - 832)
  })

  test('registers of components that are not in use are at their initial value', () => {
    const bytes = new Uint8Array(832).fill(0x11)
    const view = new DataView(bytes.buffer)
    view.setBigUint64(512, 2n, true)
    const registers = xsaveRegisters(xsaveArea(832).for(abi.amd64).decode(bytes), abi.amd64)
    expect(registers.xmm0).toBe(0x11111111111111111111111111111111n)
    expect(registers.ymm0).toBe(registers.xmm0)
    expect(registers.st0).toBe(0n)
    view.setBigUint64(512, 7n, true)
    const all = xsaveRegisters(xsaveArea(832).for(abi.amd64).decode(bytes), abi.amd64)
    expect(all.ymm0).toBe(BigInt(`0x${'11'.repeat(32)}`))
    expect(all.st0).toBe(BigInt(`0x${'11'.repeat(10)}`))
  })
})

describe('AArch64 vectors', () => {
  const header = (size: number, vl: number, flags: number): Uint8Array => {
    const bytes = new Uint8Array(16)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, size, true)
    view.setUint32(4, size, true)
    view.setUint16(8, vl, true)
    view.setUint16(10, vl, true)
    view.setUint16(12, flags, true)
    return bytes
  }

  test.each([16, 32, 64, 256])('SVE registers of %d bytes are where the formula says', (vl) => {
    const ffr = 16 + 32 * vl + 16 * (vl / 8)
    const fpsr = Math.ceil((ffr + vl / 8) / 16) * 16
    const size = Math.ceil((fpsr + 8) / 16) * 16
    const bytes = new Uint8Array(size)
    bytes.set(header(size, vl, 1))
    bytes[16 + 3 * vl] = 3
    bytes[16 + 32 * vl + 5 * (vl / 8)] = 5
    bytes[ffr] = 9
    bytes[fpsr] = 10
    bytes[fpsr + 4] = 11
    const layout = arm64.sve.for(abi.aarch64)
    const value = layout.decode(bytes)
    const sve = (value.payload as Record<string, { z: Uint8Array[]; p: Uint8Array[]; ffr: Uint8Array; fpsr: number; fpcr: number }>)[
      `sve${vl}`
    ]
    expect([sve?.z[3]?.[0], sve?.p[5]?.[0], sve?.ffr[0], sve?.fpsr, sve?.fpcr]).toEqual([3, 5, 9, 10, 11])
    expect(layout.encode(value)).toEqual(bytes)
  })

  test('without the SVE flag the payload is the FPSIMD state; without payload there is none', () => {
    const bytes = joined(header(544, 16, 0), new Uint8Array(528))
    expect(Object.keys(arm64.sve.for(abi.aarch64).decode(bytes).payload)).toEqual(['fpsimd'])
    expect(arm64.sve.for(abi.aarch64).decode(header(16, 16, 1)).payload).toEqual({ raw: new Uint8Array(0) })
  })

  test('ZA has as many rows as each has bytes, where it is on', () => {
    const bytes = joined(header(16 + 32 * 32, 32, 0), new Uint8Array(32 * 32))
    bytes[16 + 32] = 7
    const { rows } = arm64.za.for(abi.aarch64).decode(bytes)
    expect([rows?.length, rows?.[1]?.length, rows?.[1]?.[0]]).toEqual([32, 32, 7])
    expect(arm64.za.for(abi.aarch64).decode(header(16, 32, 0))).not.toHaveProperty('rows')
  })

  test('one or two thread pointers; as many debug registers as there is room for', () => {
    expect(arm64.tls.choose(abi.aarch64, 8)?.for(abi.aarch64).decode(words(1, 0))).toEqual({ tpidr_el0: 1n })
    expect(
      arm64.tls
        .choose(abi.aarch64, 16)
        ?.for(abi.aarch64)
        .decode(words(1, 0, 2, 0)),
    ).toEqual({ tpidr_el0: 1n, tpidr2_el0: 2n })
    const layout = arm64.debugState.for(abi.aarch64)
    expect(layout.decode(new Uint8Array(264)).dbg_regs.length).toBe(16)
    const bytes = new Uint8Array(264)
    new DataView(bytes.buffer).setBigUint64(248, 5n, true)
    expect(layout.decode(bytes).dbg_regs[15]?.addr).toBe(5n)
  })
})

test('RISC-V vectors have the stated length', () => {
  const bytes = joined(words(0, 0, 4, 0, 0, 0, 0, 0, 16, 0), new Uint8Array(32 * 16))
  bytes[40 + 16] = 8
  const value = riscv.vector.for(abi.riscv64).decode(bytes)
  expect([value.v.length, value.v[1]?.[0], value.vlenb]).toEqual([32, 8, 16n])
})

test.each([
  [200, 8],
  [344, 14],
])('LoongArch watchpoints: %d bytes are %d slots', (size, slots) => {
  const bytes = new Uint8Array(size)
  new DataView(bytes.buffer).setBigUint64(8 + 24 * (slots - 1), 6n, true)
  const { dbg_regs } = loongarch.watchState.for(abi.loongarch64).decode(bytes)
  expect([dbg_regs.length, dbg_regs[slots - 1]?.addr]).toEqual([slots, 6n])
})

test('hexadecimal of a register set reads in the order of memory', () => {
  const bytes = hex(`${'00112233445566778899aabbccddeeff'.repeat(32)} 01000000 02000000 0000000000000000`)
  expect(arm64.fpsimd.for(abi.aarch64).decode(bytes)).toMatchObject({ fpsr: 1, fpcr: 2, v31: hex('00112233445566778899aabbccddeeff') })
})
