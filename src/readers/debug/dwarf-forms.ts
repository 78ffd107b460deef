/** Values of attributes by their form. Source: DWARF 5, section 7.5.6. */
import { FormatError } from '../../errors.js'
import { form } from '../../formats/debug/dwarf-constants.js'
import type { Abi } from '../../schema/base.js'
import { ByteCursor } from './byte-cursor.js'

/** Sections of debug data that forms refer to. */
export interface DwarfSections {
  readonly abi: Abi
  readonly info: Uint8Array
  readonly abbrev: Uint8Array
  readonly line?: Uint8Array
  readonly str?: Uint8Array
  readonly lineStr?: Uint8Array
  readonly strOffsets?: Uint8Array
  readonly addr?: Uint8Array
  readonly ranges?: Uint8Array
  readonly rnglists?: Uint8Array
}

/** What a form's size and meaning depend on. */
export interface FormContext {
  readonly sections: DwarfSections
  readonly version: number
  readonly offsetSize: 4 | 8
  readonly addressSize: number
  /** Of the unit in `.debug_info`: some references are relative to it. */
  readonly unitOffset: number
  readonly strOffsetsBase?: number | undefined
  readonly addrBase?: number | undefined
}

/** An address is a bigint; a reference, offset or constant a number; a value that is in another file is undefined. */
export type FormValue = number | bigint | string | boolean | Uint8Array | undefined

/**
 * Reads a value.
 *
 * @param implicit the value that the abbreviation holds, for implicit_const
 * @throws FormatError `BAD_VALUE` for a form that is not defined; `TRUNCATED`
 */
export function readForm(cursor: ByteCursor, code: number, context: FormContext, implicit?: number): FormValue {
  switch (code) {
    case form.addr:
      return cursor.unsigned(context.addressSize)
    case form.data1:
      return cursor.u8()
    case form.data2:
      return cursor.u16()
    case form.data4:
      return cursor.u32()
    case form.data8:
      return cursor.offset64()
    case form.sdata:
      return cursor.sleb()
    case form.udata:
      return cursor.uleb()
    case form.flag:
      return cursor.u8() !== 0
    case form.flagPresent:
      return true
    case form.implicitConst:
      return implicit
    case form.secOffset:
      return cursor.sectionOffset(context.offsetSize)
    case form.rnglistx:
    case form.loclistx:
      return cursor.uleb()
    case form.indirect:
      return readForm(cursor, cursor.uleb(), context)
    default:
      return readReference(cursor, code, context)
  }
}

function readReference(cursor: ByteCursor, code: number, context: FormContext): FormValue {
  const { unitOffset, offsetSize, version, addressSize } = context
  switch (code) {
    case form.ref1:
      return unitOffset + cursor.u8()
    case form.ref2:
      return unitOffset + cursor.u16()
    case form.ref4:
      return unitOffset + cursor.u32()
    case form.ref8:
      return unitOffset + cursor.offset64()
    case form.refUdata:
      return unitOffset + cursor.uleb()
    case form.refAddr:
      return version <= 2 ? Number(cursor.unsigned(addressSize)) : cursor.sectionOffset(offsetSize)
    case form.gnuRefAlt:
    case form.gnuStrpAlt:
    case form.strpSup:
      cursor.sectionOffset(offsetSize)
      return undefined
    case form.refSup4:
      cursor.skip(4)
      return undefined
    case form.refSup8:
    case form.refSig8:
      cursor.skip(8)
      return undefined
    case form.data16:
      return cursor.slice(16)
    default:
      return readTextOrBlock(cursor, code, context)
  }
}

function readTextOrBlock(cursor: ByteCursor, code: number, context: FormContext): FormValue {
  const { sections, offsetSize } = context
  switch (code) {
    case form.string:
      return cursor.text()
    case form.strp:
      return textAt(sections.str, cursor.sectionOffset(offsetSize), sections)
    case form.lineStrp:
      return textAt(sections.lineStr, cursor.sectionOffset(offsetSize), sections)
    case form.block1:
      return cursor.slice(cursor.u8())
    case form.block2:
      return cursor.slice(cursor.u16())
    case form.block4:
      return cursor.slice(cursor.u32())
    case form.block:
    case form.exprloc:
      return cursor.slice(cursor.uleb())
    default:
      return readIndexed(cursor, code, context)
  }
}

function readIndexed(cursor: ByteCursor, code: number, context: FormContext): FormValue {
  switch (code) {
    case form.strx:
    case form.gnuStrIndex:
      return indexedText(cursor.uleb(), context)
    case form.strx1:
      return indexedText(cursor.u8(), context)
    case form.strx2:
      return indexedText(cursor.u16(), context)
    case form.strx3:
      return indexedText(threeBytes(cursor, context), context)
    case form.strx4:
      return indexedText(cursor.u32(), context)
    case form.addrx:
    case form.gnuAddrIndex:
      return indexedAddress(cursor.uleb(), context)
    case form.addrx1:
      return indexedAddress(cursor.u8(), context)
    case form.addrx2:
      return indexedAddress(cursor.u16(), context)
    case form.addrx3:
      return indexedAddress(threeBytes(cursor, context), context)
    case form.addrx4:
      return indexedAddress(cursor.u32(), context)
    default:
      throw new FormatError({
        code: 'BAD_VALUE',
        offset: cursor.offset,
        path: 'DWARF form',
        message: `DWARF form: expected a form of DWARF 2 to 5, found 0x${code.toString(16)}`,
      })
  }
}

function threeBytes(cursor: ByteCursor, { sections }: FormContext): number {
  const [a, b, c] = [cursor.u8(), cursor.u8(), cursor.u8()]
  return sections.abi.endian === 'little' ? a | (b << 8) | (c << 16) : (a << 16) | (b << 8) | c
}

function textAt(bytes: Uint8Array | undefined, offset: number, { abi }: DwarfSections): string | undefined {
  if (!bytes || offset >= bytes.length) return undefined
  return new ByteCursor(bytes, abi.endian, offset).text()
}

function indexedText(index: number, context: FormContext): string | undefined {
  const { sections, offsetSize, strOffsetsBase } = context
  const base = strOffsetsBase ?? (offsetSize === 4 ? 8 : 16)
  const at = base + index * offsetSize
  if (!sections.strOffsets || at + offsetSize > sections.strOffsets.length) return undefined
  return textAt(sections.str, new ByteCursor(sections.strOffsets, sections.abi.endian, at).sectionOffset(offsetSize), sections)
}

/** An address of `.debug_addr`. */
export function indexedAddress(index: number, { sections, addressSize, addrBase }: FormContext): bigint | undefined {
  const at = (addrBase ?? 8) + index * addressSize
  if (!sections.addr || at + addressSize > sections.addr.length) return undefined
  return new ByteCursor(sections.addr, sections.abi.endian, at).unsigned(addressSize)
}

/** Steps over a value without making it: most attributes are of no interest. */
export function skipForm(cursor: ByteCursor, code: number, context: FormContext): void {
  const size = fixedSize(code, context)
  if (size !== undefined) cursor.skip(size)
  else if (code === form.string) {
    while (cursor.u8() !== 0);
  } else readForm(cursor, code, context)
}

function fixedSize(code: number, { offsetSize, addressSize, version }: FormContext): number | undefined {
  switch (code) {
    case form.flagPresent:
    case form.implicitConst:
      return 0
    case form.data1:
    case form.flag:
    case form.ref1:
    case form.strx1:
    case form.addrx1:
      return 1
    case form.data2:
    case form.ref2:
    case form.strx2:
    case form.addrx2:
      return 2
    case form.data4:
    case form.ref4:
    case form.strx4:
    case form.addrx4:
      return 4
    case form.data8:
    case form.ref8:
      return 8
    case form.addr:
      return addressSize
    case form.strp:
    case form.lineStrp:
    case form.secOffset:
      return offsetSize
    case form.refAddr:
      return version <= 2 ? addressSize : offsetSize
    default:
      return undefined
  }
}
