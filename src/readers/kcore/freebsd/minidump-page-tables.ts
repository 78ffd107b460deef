/** From kernel to physical addresses by the page tables of a minidump. Source: FreeBSD's lib/libkvm. */
import type { ByteSource } from '../../../io/source.js'
import { type FlatEntry, flatTable, wordsOf } from '../flat-page-table.js'
import type { PhysicalMemory } from '../physical-memory.js'
import { chainTranslations, linearMapping, type Translation } from '../translation.js'
import type { MinidumpFields, MinidumpHead } from './minidump-header.js'
import { powerpc64Hash } from './powerpc64-hash-table.js'

export interface TableInput {
  /** The section of page tables. */
  readonly tables: ByteSource
  readonly memory: PhysicalMemory
  readonly pageSize: number
  /** e_flags of the kernel. */
  readonly elfFlags: number
}

/** The translation of a minidump; text that says why there is none. */
export function minidumpTranslation(head: MinidumpHead, input: TableInput): Translation | string {
  const { fields } = head
  switch (head.kind.machine) {
    case 'amd64':
      return chainTranslations(
        fields.version === 1 ? pteTable(fields, input, 8, amd64Pte) : amd64Directory(fields, input),
        directMap(fields),
      )
    case 'x86_64':
      return 'the page tables of this version are read by the reader of DragonFly'
    case 'i386':
      return pteTable(fields, input, fields.paemode ? 8 : 4, fields.paemode ? amd64Pte : i386Pte)
    case 'arm':
      if (fields.mmuformat === 3) return 'tables of 64-bit descriptors (LPAE) are not known in arm minidumps'
      return pteTable(fields, input, 4, fields.mmuformat === 1 ? armV4Pte : armPte)
    case 'arm64':
      return chainTranslations(directMap(fields), pteTable(fields, input, 8, arm64Pte, Math.log2(input.pageSize)))
    case 'riscv64':
      return chainTranslations(directMap(fields), pteTable(fields, input, 8, riscvPte))
    case 'mips':
      return mips(head, input)
    case 'powerpc64':
      return powerpc64Hash(fields, input.tables)
    default:
      return `page tables of ${head.kind.machine} are not known`
  }
}

function directMap({ dmapbase = 0n, dmapend = 0n, dmapphys = 0n }: MinidumpFields): Translation {
  const length = dmapend > dmapbase ? Number(dmapend - dmapbase) : 0
  return linearMapping(dmapbase, length, Number(dmapphys))
}

const FRAME = 0x000ffffffffff000n
type Decode = (value: bigint, index: number) => FlatEntry | undefined

const amd64Pte: Decode = (value) => ((value & 1n) === 0n ? undefined : { page: Number(value & FRAME) })
const i386Pte: Decode = (value) => ((value & 1n) === 0n ? undefined : { page: Number(value & 0xfffff000n) })
const riscvPte: Decode = (value) =>
  (value & 1n) === 0n || (value & 0xen) === 0n ? undefined : { page: Number((value >> 10n) & ((1n << 44n) - 1n)) * 4096 }
const arm64Pte: Decode = (value) => ((value & 3n) === 3n ? { page: Number(value & 0x0003fffffffff000n) } : undefined)

const armPte: Decode = (big, index) => {
  const value = Number(big)
  switch (value & 3) {
    case 0:
      return undefined
    case 1:
      return { page: ((value & 0xffff0000) >>> 0) + (index % 16) * 4096 }
    default:
      return { page: (value & 0xfffff000) >>> 0 }
  }
}
const armV4Pte: Decode = (big, index) => ((big & 3n) === 3n ? undefined : armPte(big, index))

function pteTable({ kernbase }: MinidumpFields, { tables }: TableInput, size: 4 | 8, decode: Decode, shift = 12): Translation {
  const word = wordsOf((offset, length) => tables.read(offset, length), size, true)
  const base = BigInt(kernbase)
  // The number of a 64 KiB page's part is that of its address, not of its entry.
  const first = Number((base >> BigInt(shift)) % 16n)
  return flatTable({ base, shift, count: Math.floor(tables.size / size), entry: (index) => decode(word(index), first + index) })
}

/** Page directory entries, one for 2 MiB; page tables are among the dumped pages. */
function amd64Directory({ kernbase }: MinidumpFields, { tables, memory }: TableInput): Translation {
  const directory = wordsOf((offset, length) => tables.read(offset, length), 8, true)
  const count = Math.floor(tables.size / 8) * 512
  return flatTable({
    base: BigInt(kernbase),
    shift: 12,
    count,
    next: (index) => ((directory(Math.floor(index / 512)) & 1n) === 0n ? (Math.floor(index / 512) + 1) * 512 : index + 1),
    entry(index) {
      const pde = directory(Math.floor(index / 512))
      if ((pde & 1n) === 0n) return undefined
      const low = index % 512
      if ((pde & 0x80n) !== 0n) return { page: Number(pde & 0x000fffffffe00000n) + low * 4096 }
      const table = Number(pde & FRAME)
      return amd64Pte(wordsOf((offset, length) => memory.read(table + offset, length), 8, true)(low), low)
    },
  })
}

/** The unmapped segments, then the table. */
function mips({ abi, fields }: MinidumpHead, input: TableInput): Translation {
  const wide = abi.bits === 64
  const entry = wide || (input.elfFlags & 0x20) !== 0 ? 8 : 4
  const little = abi.endian === 'little'
  const word = wordsOf((offset, length) => input.tables.read(offset, length), entry, little)
  const mask = entry === 8 ? 0x3ffffffc0n : 0x1fffffc0n
  const table = flatTable({
    base: BigInt(fields.kernbase),
    shift: 12,
    count: Math.floor(input.tables.size / entry),
    entry(index) {
      const value = word(index)
      return (value & 2n) === 0n ? undefined : { page: Number((value & mask) >> 6n) * 4096 }
    },
  })
  const low = 2 ** 29
  if (!wide) return chainTranslations(linearMapping(0x80000000n, low, 0), linearMapping(0xa0000000n, low, 0), table)
  const physical: Translation = {
    pageShift: 12,
    translate(address) {
      if (address < 0x8000000000000000n || address > 0xbfffffffffffffffn) return undefined
      const at = Number(address & 0xffffffffffn)
      return { physical: at, length: 2 ** 40 - at }
    },
  }
  return chainTranslations(physical, linearMapping(0xffffffff80000000n, low, 0), linearMapping(0xffffffffa0000000n, low, 0), table)
}
