/** Addresses in `.eh_frame` and `.eh_frame_hdr`, stored by a DW_EH_PE_* encoding. Source: LSB Core, "DWARF Exception Header Encoding". */
import { FormatError } from '../../errors.js'
import { POINTER_INDIRECT, POINTER_OMIT, pointerBase, pointerFormat } from '../../formats/debug/call-frame-opcodes.js'
import type { ByteCursor } from './byte-cursor.js'

/** What stored addresses are relative to. All results are offsets from the module's base, so that they fit in a number. */
export interface PointerContext {
  /** Link-time address of the module's base. */
  readonly base: bigint
  readonly bits: 32 | 64
  /** Offset from the base of byte 0 of the cursor. */
  readonly sectionOffset: number
  /** Offset from the base that `datarel` is relative to. */
  readonly dataOffset?: number
}

/**
 * The address at the cursor, as bytes from the module's base.
 *
 * @returns undefined where none is stored, or a null pointer
 * @throws FormatError `TRUNCATED`, or `BAD_VALUE` for an encoding that is not defined
 */
export function readEncodedPointer(
  cursor: ByteCursor,
  encoding: number,
  context: PointerContext,
  functionOffset?: number,
): number | undefined {
  if (encoding === POINTER_OMIT) return undefined
  const { base, bits, sectionOffset, dataOffset = 0 } = context
  const relative = encoding & 0x70
  if (relative === pointerBase.aligned) align(cursor, sectionOffset, bits / 8)
  const field = sectionOffset + cursor.offset
  const value = readPointerValue(cursor, relative === pointerBase.aligned ? pointerFormat.absptr : encoding & 0x0f, bits)
  if (value === 0n) return undefined
  switch (relative) {
    case pointerBase.none:
    case pointerBase.aligned:
      return wrapped(value - base, bits)
    case pointerBase.pcrel:
      return wrapped(BigInt(field) + value, bits)
    case pointerBase.datarel:
      return wrapped(BigInt(dataOffset) + value, bits)
    case pointerBase.funcrel:
      return wrapped(BigInt(functionOffset ?? 0) + value, bits)
    default:
      throw badEncoding(cursor, encoding)
  }
}

/** A length stored in the format of an encoding. */
export function readEncodedLength(cursor: ByteCursor, encoding: number, bits: 32 | 64): number {
  const value = BigInt.asUintN(bits, readPointerValue(cursor, encoding & 0x0f, bits))
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value)
}

/** Steps over an encoded value, such as a personality routine. */
export function skipEncodedPointer(cursor: ByteCursor, encoding: number, context: PointerContext): void {
  readEncodedPointer(cursor, encoding & ~POINTER_INDIRECT, context)
}

function readPointerValue(cursor: ByteCursor, format: number, bits: 32 | 64): bigint {
  switch (format) {
    case pointerFormat.absptr:
      return bits === 64 ? cursor.u64() : BigInt(cursor.u32())
    case pointerFormat.signed:
      return bits === 64 ? cursor.s64() : BigInt(cursor.s32())
    case pointerFormat.uleb128:
      return cursor.ulebWide()
    case pointerFormat.sleb128:
      return cursor.slebWide()
    case pointerFormat.udata2:
      return BigInt(cursor.u16())
    case pointerFormat.udata4:
      return BigInt(cursor.u32())
    case pointerFormat.udata8:
      return cursor.u64()
    case pointerFormat.sdata2:
      return BigInt(cursor.s16())
    case pointerFormat.sdata4:
      return BigInt(cursor.s32())
    case pointerFormat.sdata8:
      return cursor.s64()
    default:
      throw badEncoding(cursor, format)
  }
}

/** Addresses wrap at the size of the machine's; a module is smaller than 2^53 bytes. */
const wrapped = (value: bigint, bits: 32 | 64): number => Number(bits === 32 ? BigInt.asUintN(32, value) : BigInt.asIntN(64, value))

function align(cursor: ByteCursor, sectionOffset: number, size: number): void {
  const over = (sectionOffset + cursor.offset) % size
  if (over !== 0) cursor.skip(size - over)
}

const badEncoding = (cursor: ByteCursor, encoding: number): FormatError =>
  new FormatError({
    code: 'BAD_VALUE',
    offset: cursor.offset,
    path: 'pointer encoding',
    message: `pointer encoding: expected a defined DW_EH_PE value, found 0x${encoding.toString(16)}`,
  })
