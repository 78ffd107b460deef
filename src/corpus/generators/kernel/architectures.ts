/** How the page tables of machines are made: the writers' side, apart from the readers that translate addresses. */
import { concatenate } from '../../../io/bytes.js'
import { type Abi, abi } from '../../../schema/abi.js'
import { words } from './words.js'

export const PAGE = 4096

/** How an architecture's tables are made; written apart from the readers. */
export interface Architecture {
  readonly name: string
  readonly abi: Abi
  readonly machine: number
  /** ALIGN unit of headers. */
  readonly unit: 4 | 8 | 16
  /** Kernel addresses begin here. */
  readonly base: bigint
  /** From the first table on: shift and bits. */
  readonly levels: readonly (readonly [shift: number, bits: number])[]
  readonly entrySize: 4 | 8
  readonly table: (physical: number) => bigint
  /** A mapping of 2^shift bytes at a level that ends there. */
  readonly leaf: (physical: number, shift: number) => bigint
  /** Level at which a large page may end. */
  readonly large: number
  readonly tableAddress: (entry: bigint) => number
  /** CPU data, from the root's address. */
  readonly cpu: (root: number, segments: readonly Segment[]) => Uint8Array
}

export interface Segment {
  readonly start: number
  readonly size: number
}

const ranges = (list: readonly Segment[]): Uint8Array => concatenate(list.map(({ start, size }) => words([8, start], [8, size])))

const four = [
  [39, 9],
  [30, 9],
  [21, 9],
  [12, 9],
] as const
const frame48 = (entry: bigint): number => Number(entry & 0x0000fffffffff000n)

export const architectures: readonly Architecture[] = [
  {
    name: 'amd64',
    abi: abi.amd64,
    machine: 157,
    unit: 8,
    base: 0xffffffff80000000n,
    levels: four,
    entrySize: 8,
    table: (physical) => BigInt(physical) | 0x63n,
    leaf: (physical, shift) => BigInt(physical) | (1n << 63n) | (shift > 12 ? 0x83n : 3n),
    large: 2,
    tableAddress: frame48,
    cpu: (root, list) => concatenate([words([8, root], [8, list.length]), ranges(list)]),
  },
  {
    name: 'i386',
    abi: abi.i386,
    machine: 134,
    unit: 4,
    base: 0xc0000000n,
    levels: [
      [22, 10],
      [12, 10],
    ],
    entrySize: 4,
    table: (physical) => BigInt(physical) | 3n,
    leaf: (physical, shift) => BigInt(physical) | (shift > 12 ? 0x83n : 3n),
    large: 0,
    tableAddress: (entry) => Number(entry & 0xfffff000n),
    cpu: (root, list) => concatenate([words([4, root], [4, list.length]), ranges(list)]),
  },
  {
    name: 'i386 PAE',
    abi: abi.i386,
    machine: 134,
    unit: 4,
    base: 0xc0000000n,
    levels: [
      [21, 11],
      [12, 9],
    ],
    entrySize: 8,
    table: (physical) => BigInt(physical) | 1n,
    leaf: (physical, shift) => BigInt(physical) | (1n << 63n) | (shift > 12 ? 0x83n : 3n),
    large: 0,
    tableAddress: frame48,
    cpu: (root, list) => concatenate([words([4, root | 0x200], [4, list.length]), ranges(list)]),
  },
  {
    name: 'aarch64',
    abi: abi.aarch64,
    machine: 183,
    unit: 16,
    base: 0xffff000000000000n,
    levels: four,
    entrySize: 8,
    table: (physical) => BigInt(physical) | 3n,
    leaf: (physical, shift) => BigInt(physical) | 0x0060000000000700n | (shift > 12 ? 1n : 3n),
    large: 2,
    tableAddress: frame48,
    // 4 KiB pages, 48 bits; the address space identifier and bit 0 are not part of the table's address.
    cpu: (root, list) =>
      concatenate([
        words([8, (2n << 30n) | (16n << 16n)], [8, BigInt(root) | (7n << 48n) | 1n], [8, list.length]),
        ranges(list),
        new Uint8Array(16),
      ]),
  },
  {
    name: 'riscv64',
    abi: abi.riscv64,
    machine: 185,
    unit: 16,
    base: 0xffffffc000000000n,
    levels: [
      [30, 9],
      [21, 9],
      [12, 9],
    ],
    entrySize: 8,
    table: (physical) => (BigInt(physical / PAGE) << 10n) | 1n,
    leaf: (physical) => (BigInt(physical / PAGE) << 10n) | 0xcfn,
    large: 1,
    tableAddress: (entry) => Number((entry >> 10n) & 0xfffffffffffn) * PAGE,
    cpu: (root, list) => concatenate([words([8, (8n << 60n) | BigInt(root / PAGE)]), new Uint8Array(56), ranges(list), new Uint8Array(16)]),
  },
]
