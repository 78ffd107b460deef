/** The symbol table of an a.out kernel. Source: sys/sys/exec_aout.h, libkvm and nlist(3) of NetBSD. */

import { type Diagnostic, FormatError } from '../../../errors.js'
import { readMidmag } from '../../../formats/kcore/midmag.js'
import { aoutMagic, exec, nlist, symbolType } from '../../../formats/kcore/netbsd/aout.js'
import { roundUp } from '../../../io/bytes.js'
import type { ByteSource } from '../../../io/source.js'
import { type Abi, abi } from '../../../schema/base.js'
import { machineName, machineId as mid } from '../../../systems/machines/machine-ids.js'
import type { KernelFile } from './elf.js'
import type { KernelSymbol, SymbolTable } from './table.js'

/** ABI and page size for loading of each machine id, in bytes. */
const machines: Readonly<Record<number, { abi: Abi; page: number }>> = {
  [mid.I386]: { abi: abi.i386, page: 4096 },
  100: { abi: abi.i386, page: 4096 },
  [mid.M68K]: { abi: abi.m68k, page: 8192 },
  136: { abi: abi.m68k, page: 4096 },
  [mid.SUN020]: { abi: abi.m68k, page: 8192 },
  [mid.M680002K]: { abi: abi.m68k, page: 2048 },
  [mid.SPARC]: { abi: abi.sparc, page: 8192 },
  [mid.PMAX]: { abi: abi['mips-o32el'], page: 4096 },
  [mid.ALPHA]: { abi: abi.alpha, page: 8192 },
  [mid.MIPS]: { abi: abi['mips-o32'], page: 4096 },
  [mid.ARM6]: { abi: abi['arm-oabi'], page: 4096 },
  [mid.SH3]: { abi: abi.sh, page: 4096 },
  [mid.POWERPC]: { abi: abi.powerpc, page: 4096 },
  [mid.VAX]: { abi: abi.vax, page: 4096 },
  140: { abi: abi.vax, page: 4096 },
}

const magics: readonly number[] = Object.values(aoutMagic)

interface Kind {
  readonly abi: Abi
  readonly page: number
  readonly magic: number
  /** Whether the file says its machine. */
  readonly named: boolean
}

function kindOf(head: Uint8Array, wanted: Abi | undefined): Kind | undefined {
  if (head.byteLength < 32) return undefined
  const { magic, machine } = readMidmag(head)
  const known = machines[machine]
  if (magics.includes(magic) && known && machine !== 0) return { ...known, magic, named: true }
  // An old file: the magic in the byte order of the machine, the upper half zero.
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  for (const little of [true, false]) {
    const old = view.getUint32(0, little)
    if (!magics.includes(old)) continue
    const of = wanted ?? (little ? abi.i386 : abi.m68k)
    return { abi: of, page: of.name === 'm68k' || of.name === 'sparc' ? 8192 : 4096, magic: old, named: false }
  }
  return undefined
}

/** Whether the first bytes are those of an a.out file. */
export const isAout = (head: Uint8Array): boolean => kindOf(head, undefined) !== undefined

/**
 * Reads an a.out kernel.
 *
 * @param wanted ABI of the dump, for old files that do not say theirs
 * @throws FormatError `UNKNOWN_FORMAT`. Missing symbols are a diagnostic.
 */
export function readAoutKernel(source: ByteSource, wanted?: Abi): KernelFile {
  const head = source.read(0, 64)
  const kind = kindOf(head, wanted)
  if (!kind) {
    const { magic, machine } = readMidmag(head)
    throw new FormatError({
      code: 'UNKNOWN_FORMAT',
      offset: 0,
      path: 'kernel',
      message: `no a.out file: magic 0x${magic.toString(16)}, machine id ${machine} (${machineName(machine)})`,
    })
  }
  const layout = exec.for(kind.abi)
  const header = layout.decode(head)
  const { OMAGIC, NMAGIC, ZMAGIC, QMAGIC } = aoutMagic
  const text = kind.magic === ZMAGIC ? (kind.named ? 0 : kind.page) : kind.magic === QMAGIC && !kind.named ? 0 : layout.size
  const behind = text + Number(header.a_text)
  const data = kind.magic === OMAGIC || kind.magic === NMAGIC ? behind : roundUp(behind, kind.page)
  const symbols = data + Number(header.a_data) + Number(header.a_trsize) + Number(header.a_drsize)
  const size = Number(header.a_syms)
  const problem = symbolProblem(symbols, size, source.size)
  // A stripped kernel has a table without names; one that is cut has no usable table.
  if (problem && size > 0) return { abi: kind.abi, diagnostics: [problem] }
  return { abi: kind.abi, diagnostics: problem ? [problem] : [], symbols: aoutSymbols(source, kind.abi, symbols, size) }
}

/** Why the symbols cannot be used; the kernel file still says its machine. */
function symbolProblem(offset: number, size: number, available: number): Diagnostic | undefined {
  if (size === 0) return { code: 'BAD_VALUE', offset: 0, path: 'kernel.a_syms', message: 'the kernel has no symbol table' }
  if (offset + size <= available) return undefined
  const message = `expected ${size} bytes of symbols at offset ${offset} of the kernel, the file has ${available} bytes`
  return { code: 'TRUNCATED', offset, path: 'kernel.a_syms', message, expected: String(offset + size), found: String(available) }
}

function aoutSymbols(source: ByteSource, of: Abi, offset: number, size: number): SymbolTable {
  let index: Map<string, KernelSymbol> | undefined
  function* all(): Generator<KernelSymbol, void, undefined> {
    const layout = nlist.for(of)
    const bytes = source.read(offset, size)
    const strings = stringsAt(source, of, offset + size)
    const decoder = new TextDecoder()
    for (let at = 0; at + layout.size <= bytes.byteLength; at += layout.size) {
      const { n_strx, n_type, n_value } = layout.decode(bytes, { offset: at })
      const start = Number(n_strx)
      if (start < 4 || start >= strings.byteLength || (n_type & symbolType.N_STAB) !== 0) continue
      const end = strings.indexOf(0, start)
      const name = decoder.decode(strings.subarray(start, end < 0 ? strings.byteLength : end))
      if (name !== '') yield { name, value: n_value, type: n_type }
    }
  }
  return {
    kind: 'a.out',
    underscores: true,
    get(name) {
      if (!index) {
        index = new Map()
        for (const symbol of all()) if (!index.has(symbol.name)) index.set(symbol.name, symbol)
      }
      return index.get(name)
    },
    all,
  }
}

/** The string table; its first word is its size, itself included. */
function stringsAt(source: ByteSource, of: Abi, offset: number): Uint8Array {
  const word = source.read(offset, 4)
  if (word.byteLength < 4) return word
  const size = new DataView(word.buffer, word.byteOffset, 4).getUint32(0, of.endian === 'little')
  return source.read(offset, Math.min(size, Math.max(0, source.size - offset)))
}
