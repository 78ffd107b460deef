/** Call frame information: the byte examples of the reference, and damage. */
import { expect, test } from 'vitest'
import { ByteCursor } from '../../../src/readers/debug/byte-cursor.js'
import { evaluateExpression } from '../../../src/readers/debug/call-frame-expression.js'
import { frameRow } from '../../../src/readers/debug/call-frame-rows.js'
import { CallFrameTable, readFrameHeader } from '../../../src/readers/debug/call-frame-table.js'
import { abi } from '../../../src/schema/index.js'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

test('LEB128 numbers', () => {
  expect(new ByteCursor(hex('e58e26'), 'little').uleb()).toBe(624485)
  expect(new ByteCursor(hex('c0bb78'), 'little').sleb()).toBe(-123456)
  expect(new ByteCursor(hex('ffffffffffffffffff01'), 'little').ulebWide()).toBe(0xffffffffffffffffn)
  expect(new ByteCursor(hex('8080808080808080807f'), 'little').slebWide()).toBe(-(1n << 63n))
  expect(() => new ByteCursor(hex('80'), 'little').uleb()).toThrow(/ends early/)
})

test('the search table of .eh_frame_hdr', () => {
  const bytes = hex('01 1b 03 3b 3c000000 06000000 18f0ffff 98000000')
  const header = readFrameHeader(bytes, 0x2008, 0x400000n, abi.amd64)
  expect(header.frameOffset).toBe(0x2048)
  // It states 6 entries and holds one.
  expect(header.table).toMatchObject({ count: 1, offset: 0x2008 })
  expect(() => readFrameHeader(hex('02 1b 03 3b'), 0, 0n, abi.amd64)).toThrow('.eh_frame_hdr.version: expected 1, found 2')
})

/** A CIE "zR" of x86-64 and the FDE of a function at 0x1000: push rbp; mov rbp, rsp; ... */
const CIE = '14000000 00000000 01 7a5200 01 78 10 01 1b 0c0708 9001 0000'
const FDE = '1c000000 1c000000 e00f0000 20000000 00 41 0e10 8602 43 0d06 5b c6 0c0708 0000'.replaceAll(' ', '')

function table(): CallFrameTable {
  return new CallFrameTable({ kind: 'eh', bytes: hex(CIE + FDE), offset: 0, base: 0n, abi: abi.amd64 })
}

test('rows of a function: at its entry, after push, with a frame pointer', () => {
  const frame = table().find(0x1000)
  expect(frame).toMatchObject({ start: 0x1000, end: 0x1020, common: { returnColumn: 16, dataAlign: -8, signal: false } })
  if (!frame) return
  const at = (offset: number) => frameRow(frame, 0x1000 + offset, 0n, abi.amd64)
  expect(at(0).frameAddress).toEqual({ register: 7, offset: 8 })
  expect(at(0).rules.get(16)).toEqual({ kind: 'offset', offset: -8 })
  expect(at(1).frameAddress).toEqual({ register: 7, offset: 16 })
  expect(at(1).rules.get(6)).toEqual({ kind: 'offset', offset: -16 })
  expect(at(4).frameAddress).toEqual({ register: 6, offset: 16 })
  expect(at(0x1f).frameAddress).toEqual({ register: 7, offset: 8 })
  expect(at(0x1f).rules.has(6)).toBe(false)
  expect(table().find(0x1020)).toBeUndefined()
  expect(table().find(0xfff)).toBeUndefined()
})

test('every cut of a table is an error or finds nothing, and ends', () => {
  const whole = hex(CIE + FDE)
  for (let length = 0; length < whole.length; length++) {
    const cut = new CallFrameTable({ kind: 'eh', bytes: whole.subarray(0, length), offset: 0, base: 0n, abi: abi.amd64 })
    expect(cut.find(0x1000)).toBeUndefined()
  }
})

const evaluate = (text: string, initial?: bigint) =>
  evaluateExpression(
    hex(text),
    { abi: abi.amd64, register: (n) => BigInt(n) * 0x100n, load: (address) => address + 1n, relocate: (address) => address },
    initial,
  )

test('expressions', () => {
  // The frame address of a PLT entry: rsp + 8, plus 8 where rip is behind the push.
  expect(evaluate('7708 8000 3f 1a 3b 2a 33 24 22')).toBe(0x708n)
  // The frame address of a signal trampoline: [rsp + 160].
  expect(evaluate('77a001 06')).toBe(0x7a1n)
  expect(evaluate('2308', 0x1000n)).toBe(0x1008n)
  expect(evaluate('09ff 31 25')).toBe(0x7fffffffffffffffn)
  expect(evaluate('31 32 33 17 1c 1c')).toBe(4n)
})

test('an expression that does not end, divides by zero or has no value is an error', () => {
  expect(() => evaluate('2ffdff')).toThrow(/at most 10000 steps/)
  expect(() => evaluate('31 30 1b')).toThrow(/divisor/)
  expect(() => evaluate('22')).toThrow(/a value on the stack/)
  expect(() => evaluate('e0')).toThrow(/0xe0/)
})
