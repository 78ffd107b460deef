/**
 * Code that kernels and C libraries let signal handlers return to, and where the interrupted registers lie in the frame.
 *
 * Source: sizes and offsets by `offsetof` compiled from the systems' headers and from test programs run on them; the rest from the
 * systems' sources. Register numbers are DWARF's.
 */

/** Where the block of registers is: at an offset from the stack pointer, or where a pointer at that offset points. */
export interface RegisterBlock {
  readonly from: 'sp' | 'pointer-at-sp'
  /** Of the stack pointer (`sp`: the block, `pointer-at-sp`: the pointer). */
  readonly offset: number
  /** Added to the pointer. */
  readonly add?: number
}

/** Where a system keeps the registers of the interrupted thread. */
export interface SignalContext {
  readonly systems: readonly string[]
  readonly abis: RegExp
  readonly block: RegisterBlock
  /** Byte offsets in the block by DWARF number, and of the program counter. */
  readonly registers: Readonly<Record<number, number>>
  readonly pc: number
  /** Bytes of each register. */
  readonly size: 4 | 8
}

/** A trampoline that its code tells: bytes, or 32-bit words in the machine's order. */
export interface SignalTrampoline extends SignalContext {
  readonly bytes?: readonly number[]
  readonly words?: readonly number[]
}

/** A trampoline that the name of its function tells. */
export interface NamedTrampoline extends SignalContext {
  readonly name: RegExp
}

/** Offsets of consecutive registers. */
function run(first: number, count: number, offset: number, size: number): Record<number, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [first + i, offset + i * size]))
}

/** Offsets by DWARF number from a list in DWARF order. */
const listed = (offsets: readonly number[]): Record<number, number> => Object.fromEntries(offsets.map((offset, i) => [i, offset]))

const LINUX = ['linux']

/** DWARF order: rax rdx rcx rbx rsi rdi rbp rsp r8 to r15. */
const linuxAmd64 = { registers: listed([104, 96, 112, 88, 72, 64, 80, 120, 0, 8, 16, 24, 32, 40, 48, 56]), pc: 128, size: 8 } as const
/** DWARF order: eax ecx edx ebx esp ebp esi edi. */
const linuxI386 = { registers: listed([44, 40, 36, 32, 28, 24, 20, 16]), pc: 56, size: 4 } as const
const linuxArm = { registers: run(0, 15, 12, 4), pc: 72, size: 4 } as const
const mipsO32 = { registers: Object.fromEntries(Array.from({ length: 32 }, (_, i) => [i, 16 + i * 8])), pc: 8, size: 8 } as const
const mips64 = { registers: run(0, 32, 0, 8), pc: 576, size: 8 } as const
const s390x = { registers: run(0, 16, 16, 8), pc: 8, size: 8 } as const
const powerpc64 = { registers: { ...run(0, 32, 0, 8), 65: 36 * 8 }, pc: 32 * 8, size: 8 } as const
const powerpc32 = { registers: { ...run(0, 32, 0, 4), 65: 36 * 4 }, pc: 32 * 4, size: 4 } as const

const linuxTrampolines: readonly SignalTrampoline[] = [
  {
    systems: LINUX,
    abis: /^amd64$/,
    bytes: [0x48, 0xc7, 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05],
    block: { from: 'sp', offset: 40 },
    ...linuxAmd64,
  },
  { systems: LINUX, abis: /^x32$/, bytes: [0x48, 0xc7, 0xc0, 1, 2, 0, 0x40, 0x0f, 0x05], block: { from: 'sp', offset: 24 }, ...linuxAmd64 },
  {
    systems: LINUX,
    abis: /^i386$/,
    bytes: [0xb8, 0xad, 0, 0, 0, 0xcd, 0x80],
    block: { from: 'pointer-at-sp', offset: 8, add: 20 },
    ...linuxI386,
  },
  { systems: LINUX, abis: /^i386$/, bytes: [0x58, 0xb8, 0x77, 0, 0, 0, 0xcd, 0x80], block: { from: 'sp', offset: 4 }, ...linuxI386 },
  {
    systems: LINUX,
    abis: /^aarch64/,
    words: [0xd2801168, 0xd4000001],
    block: { from: 'sp', offset: 128 + 176 },
    registers: run(0, 32, 8, 8),
    pc: 264,
    size: 8,
  },
  ...[[0xe3a070ad, 0xef000000], [0xef9000ad]].map(
    (words): SignalTrampoline => ({ systems: LINUX, abis: /^arm/, words, block: { from: 'sp', offset: 128 + 20 }, ...linuxArm }),
  ),
  {
    systems: LINUX,
    abis: /^arm$/,
    bytes: [0x4f, 0xf0, 0xad, 0x07, 0x00, 0xdf],
    block: { from: 'sp', offset: 128 + 20 },
    ...linuxArm,
  },
  ...[[0xe3a07077, 0xef000000], [0xef900077]].map(
    (words): SignalTrampoline => ({ systems: LINUX, abis: /^arm/, words, block: { from: 'sp', offset: 20 }, ...linuxArm }),
  ),
  { systems: LINUX, abis: /^arm$/, bytes: [0x4f, 0xf0, 0x77, 0x07, 0x00, 0xdf], block: { from: 'sp', offset: 20 }, ...linuxArm },
  {
    systems: LINUX,
    abis: /^riscv64/,
    words: [0x08b00893, 0x00000073],
    block: { from: 'sp', offset: 128 + 176 },
    registers: run(1, 31, 8, 8),
    pc: 0,
    size: 8,
  },
  {
    systems: LINUX,
    abis: /^loongarch64$/,
    words: [0x03822c0b, 0x002b0000],
    block: { from: 'sp', offset: 128 + 176 },
    registers: run(0, 32, 8, 8),
    pc: 0,
    size: 8,
  },
  {
    systems: LINUX,
    abis: /^powerpc64/,
    words: [0x38210080, 0x380000ac, 0x44000002],
    block: { from: 'pointer-at-sp', offset: 352 },
    ...powerpc64,
  },
  {
    systems: LINUX,
    abis: /^powerpc64/,
    words: [0x380000ac, 0x44000002],
    block: { from: 'pointer-at-sp', offset: 352 - 128 },
    ...powerpc64,
  },
  { systems: LINUX, abis: /^powerpc$/, words: [0x380000ac, 0x44000002], block: { from: 'pointer-at-sp', offset: 0x100 }, ...powerpc32 },
  { systems: LINUX, abis: /^powerpc$/, words: [0x38000077, 0x44000002], block: { from: 'pointer-at-sp', offset: 0x5c }, ...powerpc32 },
  { systems: LINUX, abis: /^s390x$/, bytes: [0x0a, 0xad], block: { from: 'sp', offset: 296 + 40 }, ...s390x },
  { systems: LINUX, abis: /^s390x$/, bytes: [0x0a, 0x77], block: { from: 'pointer-at-sp', offset: 168 }, ...s390x },
  { systems: LINUX, abis: /^mips-o32/, words: [0x24021061, 0x0000000c], block: { from: 'sp', offset: 152 + 24 }, ...mipsO32 },
  { systems: LINUX, abis: /^mips-o32/, words: [0x24021017, 0x0000000c], block: { from: 'sp', offset: 24 }, ...mipsO32 },
  { systems: LINUX, abis: /^mips-n32/, words: [0x24021843, 0x0000000c], block: { from: 'sp', offset: 152 + 24 }, ...mips64 },
  { systems: LINUX, abis: /^mips-n64/, words: [0x2402145b, 0x0000000c], block: { from: 'sp', offset: 152 + 40 }, ...mips64 },
  {
    systems: LINUX,
    abis: /^alpha$/,
    words: [0x47fe0410, 0x201f015f, 0x00000083],
    block: { from: 'sp', offset: 176 },
    registers: run(0, 31, 32, 8),
    pc: 16,
    size: 8,
  },
  {
    systems: LINUX,
    abis: /^alpha$/,
    words: [0x47fe0410, 0x201f0067, 0x00000083],
    block: { from: 'sp', offset: 0 },
    registers: run(0, 31, 32, 8),
    pc: 16,
    size: 8,
  },
  {
    systems: LINUX,
    abis: /^m68k$/,
    bytes: [0x70, 0x52, 0x46, 0x00, 0x4e, 0x40],
    block: { from: 'pointer-at-sp', offset: 8 },
    registers: run(0, 16, 24, 4),
    pc: 88,
    size: 4,
  },
]

/** Behind the signal mask of 16 bytes. */
const freebsdAmd64 = {
  registers: listed([56, 24, 32, 64, 16, 8, 72, 184, 40, 48, 80, 88, 96, 104, 112, 120].map((offset) => offset + 16)),
  pc: 160 + 16,
  size: 8,
} as const
const freebsdI386 = { registers: listed([48, 44, 40, 36, 72, 28, 24, 20].map((offset) => offset + 16)), pc: 60 + 16, size: 4 } as const

const bsdTrampolines: readonly SignalTrampoline[] = [
  {
    systems: ['freebsd'],
    abis: /^amd64$/,
    bytes: [0x48, 0x8d, 0x7c, 0x24, 0x10, 0x6a, 0x00, 0x48, 0xc7, 0xc0, 0xa1, 0x01, 0, 0, 0x0f, 0x05],
    block: { from: 'sp', offset: 16 },
    ...freebsdAmd64,
  },
  ...[
    [0x8d, 0x44, 0x24, 0x20, 0x50, 0xf7, 0x40, 0x54, 0, 0, 2, 0, 0x75, 3, 0x8e, 0x68, 0x14, 0xb8, 0xa1, 1, 0, 0, 0x50, 0xcd, 0x80],
    [0x8d, 0x44, 0x24, 0x20, 0x50, 0xb8, 0xa1, 1, 0, 0, 0x50, 0xcd, 0x80],
  ].map((bytes): SignalTrampoline => ({ systems: ['freebsd'], abis: /^i386$/, bytes, block: { from: 'sp', offset: 32 }, ...freebsdI386 })),
  {
    systems: ['freebsd'],
    abis: /^aarch64/,
    words: [0x910003e0, 0x91014000, 0xd2803428, 0xd4000001],
    block: { from: 'sp', offset: 80 + 16 },
    registers: run(0, 32, 0, 8),
    pc: 256,
    size: 8,
  },
  {
    systems: ['freebsd'],
    abis: /^arm/,
    words: [0xe1a0000d, 0xe2800040, 0xe59f700c, 0xef0001a1],
    block: { from: 'sp', offset: 64 + 16 },
    registers: run(0, 15, 0, 4),
    pc: 60,
    size: 4,
  },
  {
    systems: ['freebsd'],
    abis: /^riscv64/,
    bytes: [0x0a, 0x85, 0x13, 0x05, 0x05, 0x05, 0x93, 0x02, 0x10, 0x1a, 0x73, 0x00],
    block: { from: 'sp', offset: 80 + 16 },
    registers: {
      1: 0,
      2: 8,
      3: 16,
      4: 24,
      ...run(5, 3, 32, 8),
      ...run(28, 4, 56, 8),
      8: 88,
      9: 96,
      ...run(18, 10, 104, 8),
      ...run(10, 8, 184, 8),
    },
    pc: 248,
    size: 8,
  },
  {
    systems: ['dragonfly'],
    abis: /^amd64$/,
    bytes: [0x48, 0x8d, 0x7c, 0x24, 0x40, 0x6a, 0x00, 0x48, 0xc7, 0xc0, 0x58, 0x01, 0, 0, 0x0f, 0x05],
    block: { from: 'sp', offset: 64 + 64 },
    registers: listed([56, 24, 32, 64, 16, 8, 72, 192, 40, 48, 80, 88, 96, 104, 112, 120]),
    pc: 168,
    size: 8,
  },
  ...[
    [0x4c, 0x89, 0xff, 0x48, 0xc7, 0xc0, 0x34, 0x01, 0, 0, 0x0f, 0x05],
    [0x4c, 0x89, 0xff, 0xb8, 0x34, 0x01, 0, 0, 0x0f, 0x05],
  ].map(
    (bytes): SignalTrampoline => ({
      systems: ['netbsd'],
      abis: /^amd64$/,
      bytes,
      block: { from: 'sp', offset: 128 + 56 },
      registers: listed([14, 2, 3, 13, 1, 0, 12, 24, 4, 5, 6, 7, 8, 9, 10, 11].map((index) => index * 8)),
      pc: 21 * 8,
      size: 8,
    }),
  ),
  {
    systems: ['netbsd'],
    abis: /^i386$/,
    bytes: [0x8d, 0x84, 0x24, 0x8c, 0, 0, 0, 0x89, 0x44, 0x24, 0x04, 0xb8, 0x34, 0x01, 0, 0, 0xcd, 0x80],
    block: { from: 'sp', offset: 140 + 36 },
    registers: listed([11, 10, 9, 8, 17, 6, 5, 4].map((index) => index * 4)),
    pc: 14 * 4,
    size: 4,
  },
  {
    systems: ['openbsd'],
    abis: /^amd64$/,
    bytes: [0x48, 0x89, 0xe7, 0x57, 0x48, 0xc7, 0xc0, 0x67, 0, 0, 0],
    block: { from: 'sp', offset: 0 },
    registers: listed([112, 16, 24, 104, 8, 0, 96, 192, 32, 40, 48, 56, 64, 72, 80, 88]),
    pc: 168,
    size: 8,
  },
  {
    systems: ['openbsd'],
    abis: /^i386$/,
    bytes: [0x8d, 0x44, 0x24, 0x10, 0x50, 0x50, 0xb8, 0x67, 0, 0, 0, 0xcd, 0x80],
    block: { from: 'sp', offset: 16 },
    registers: listed([40, 36, 32, 28, 56, 24, 20, 16]),
    pc: 44,
    size: 4,
  },
]

/** In the order in which they are tried; where one is the end of another, the longer comes first. */
export const signalTrampolines: readonly SignalTrampoline[] = [...linuxTrampolines, ...bsdTrampolines]

/** Bytes of code that are compared at most. */
export const TRAMPOLINE_LENGTH = 28

/** Names of the C library's trampolines, and where the context of the interrupted thread is. */
export const namedTrampolines: readonly NamedTrampoline[] = [
  {
    systems: ['netbsd'],
    name: /^__sigtramp_siginfo/,
    abis: /^aarch64/,
    block: { from: 'sp', offset: 128 + 64 },
    registers: run(0, 32, 0, 8),
    pc: 256,
    size: 8,
  },
  {
    systems: ['netbsd'],
    name: /^__sigtramp_siginfo/,
    abis: /^arm/,
    block: { from: 'sp', offset: 128 + 40 },
    registers: run(0, 15, 0, 4),
    pc: 60,
    size: 4,
  },
  {
    systems: ['netbsd'],
    name: /^__sigtramp_siginfo/,
    abis: /^riscv64/,
    block: { from: 'sp', offset: 128 + 56 },
    registers: run(1, 31, 0, 8),
    pc: 31 * 8,
    size: 8,
  },
  {
    systems: ['netbsd'],
    name: /^__sigtramp_siginfo/,
    abis: /^alpha$/,
    block: { from: 'sp', offset: 128 + 56 },
    registers: run(0, 31, 0, 8),
    pc: 32 * 8,
    size: 8,
  },
]
