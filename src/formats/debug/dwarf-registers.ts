/**
 * What unwinding must know of each machine: gdb's register names by DWARF number, and which registers have a role.
 * Source: the processor supplements (psABI) of each machine; numbers read back from assembled `.cfi_undefined`.
 */
import type { Abi } from '../../schema/base.js'

/** How frames without unwind tables are chained. */
export type FrameChain = 'x86' | 'aarch64' | 'riscv' | 'arm' | 'back-chain' | 's390' | 'm68k' | 'vax' | 'sparc' | 'none'

export interface UnwindMachine {
  /** gdb's names; the index is the DWARF number. */
  readonly names: readonly string[]
  /** DWARF number of the stack pointer. */
  readonly sp: number
  /** DWARF number of the frame pointer by convention. */
  readonly fp: number
  /** DWARF number of the register that a call leaves the return address in; undefined where a call pushes it. */
  readonly link?: number
  /** DWARF numbers of the registers that a function preserves. */
  readonly preserved: readonly number[]
  /** What the stack pointer before the call is, relative to the canonical frame address. */
  readonly spFromCfa: bigint
  readonly chain: FrameChain
  /** Floating-point registers take part: they are in another note. */
  readonly floating?: boolean
  /** Bits of a return address that belong to the address. */
  readonly pcMask: bigint
  /** Bytes from the return address register to where the call returns. */
  readonly returnOffset: bigint
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const numbered = (prefix: string, from: number, to: number): string[] => numbers(from, to).map((i) => `${prefix}${i}`)

const ALL = 0xffffffffffffffffn
const ALL_32 = 0xffffffffn

const amd64: UnwindMachine = {
  names: ['rax', 'rdx', 'rcx', 'rbx', 'rsi', 'rdi', 'rbp', 'rsp', ...numbered('r', 8, 15), 'rip'],
  sp: 7,
  fp: 6,
  preserved: [3, 6, 12, 13, 14, 15],
  spFromCfa: 0n,
  chain: 'x86',
  pcMask: ALL,
  returnOffset: 0n,
}

const i386: UnwindMachine = {
  names: ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi', 'eip'],
  sp: 4,
  fp: 5,
  preserved: [3, 5, 6, 7],
  spFromCfa: 0n,
  chain: 'x86',
  pcMask: ALL_32,
  returnOffset: 0n,
}

const aarch64: UnwindMachine = {
  names: [...numbered('x', 0, 30), 'sp'],
  sp: 31,
  fp: 29,
  link: 30,
  preserved: numbers(19, 29),
  spFromCfa: 0n,
  chain: 'aarch64',
  pcMask: ALL,
  returnOffset: 0n,
}

const arm: UnwindMachine = {
  names: [...numbered('r', 0, 12), 'sp', 'lr', 'pc'],
  sp: 13,
  fp: 11,
  link: 14,
  preserved: numbers(4, 11),
  spFromCfa: 0n,
  chain: 'arm',
  pcMask: 0xfffffffen,
  returnOffset: 0n,
}

const riscvNames = 'zero ra sp gp tp t0 t1 t2 fp s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6'.split(' ')
const riscv64: UnwindMachine = {
  names: riscvNames,
  sp: 2,
  fp: 8,
  link: 1,
  preserved: [8, 9, ...numbers(18, 27)],
  spFromCfa: 0n,
  chain: 'riscv',
  pcMask: ALL - 1n,
  returnOffset: 0n,
}

const loongarch64: UnwindMachine = {
  names: numbered('r', 0, 31),
  sp: 3,
  fp: 22,
  link: 1,
  preserved: numbers(22, 31),
  spFromCfa: 0n,
  chain: 'riscv',
  pcMask: ALL,
  returnOffset: 0n,
}

const powerpcNames = [...numbered('r', 0, 31), ...numbers(32, 64).map(() => ''), 'lr', 'ctr']
const powerpc64: UnwindMachine = {
  names: powerpcNames,
  sp: 1,
  fp: 31,
  link: 65,
  preserved: [2, ...numbers(13, 31)],
  spFromCfa: 0n,
  chain: 'back-chain',
  pcMask: ALL - 3n,
  returnOffset: 0n,
}

/** Functions that call nothing keep registers in floating-point registers. */
const s390Floating = [0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15].map((i) => `f${i}`)
const s390x: UnwindMachine = {
  names: [...numbered('r', 0, 15), ...s390Floating],
  floating: true,
  sp: 15,
  fp: 11,
  link: 14,
  preserved: [...numbers(6, 13), ...numbers(24, 31)],
  spFromCfa: -160n,
  chain: 's390',
  pcMask: ALL,
  returnOffset: 0n,
}

const mipsNames = (middle: string): string[] =>
  `zero at v0 v1 a0 a1 a2 a3 ${middle} s0 s1 s2 s3 s4 s5 s6 s7 t8 t9 k0 k1 gp sp s8 ra`.split(' ')
const mips = (names: string[], preserved: number[], bits: 32 | 64): UnwindMachine => ({
  names,
  sp: 29,
  fp: 30,
  link: 31,
  preserved,
  spFromCfa: 0n,
  chain: 'none',
  pcMask: (bits === 32 ? ALL_32 : ALL) - 1n,
  returnOffset: 0n,
})
const mipsO32 = mips(mipsNames('t0 t1 t2 t3 t4 t5 t6 t7'), [...numbers(16, 23), 30], 32)
const mipsN = (bits: 32 | 64): UnwindMachine => mips(mipsNames('a4 a5 a6 a7 t0 t1 t2 t3'), [...numbers(16, 23), 28, 30], bits)

const sparcNames = [...numbered('g', 0, 7), ...numbered('o', 0, 5), 'sp', 'o7', ...numbered('l', 0, 7), ...numbered('i', 0, 5), 'fp', 'i7']
const sparc = (bits: 32 | 64): UnwindMachine => ({
  names: sparcNames,
  sp: 14,
  fp: 30,
  link: 15,
  preserved: numbers(16, 31),
  spFromCfa: bits === 64 ? -2047n : 0n,
  chain: 'sparc',
  pcMask: bits === 32 ? ALL_32 : ALL,
  returnOffset: 8n,
})

const alpha: UnwindMachine = {
  names: 'v0 t0 t1 t2 t3 t4 t5 t6 t7 s0 s1 s2 s3 s4 s5 fp a0 a1 a2 a3 a4 a5 t8 t9 t10 t11 ra t12 at gp sp zero'.split(' '),
  sp: 30,
  fp: 15,
  link: 26,
  preserved: numbers(9, 15),
  spFromCfa: 0n,
  chain: 'none',
  pcMask: ALL - 3n,
  returnOffset: 0n,
}

const m68k: UnwindMachine = {
  names: [...numbered('d', 0, 7), ...numbered('a', 0, 5), 'fp', 'sp', ...numbers(16, 23).map(() => ''), 'pc'],
  sp: 15,
  fp: 14,
  preserved: [...numbers(2, 7), ...numbers(10, 14)],
  spFromCfa: 0n,
  chain: 'm68k',
  pcMask: ALL_32,
  returnOffset: 0n,
}

const sh: UnwindMachine = {
  names: [...numbered('r', 0, 15), 'pc', 'pr'],
  sp: 15,
  fp: 14,
  link: 17,
  preserved: numbers(8, 14),
  spFromCfa: 0n,
  chain: 'none',
  pcMask: ALL_32,
  returnOffset: 0n,
}

const vax: UnwindMachine = {
  names: [...numbered('r', 0, 11), 'ap', 'fp', 'sp', 'pc'],
  sp: 14,
  fp: 13,
  preserved: numbers(2, 11),
  spFromCfa: 0n,
  chain: 'vax',
  pcMask: ALL_32,
  returnOffset: 0n,
}

const byFamily: readonly (readonly [RegExp, UnwindMachine])[] = [
  [/^amd64$|^x32$/, amd64],
  [/^i386$/, i386],
  [/^aarch64/, aarch64],
  [/^arm/, arm],
  [/^riscv64/, riscv64],
  [/^riscv32/, { ...riscv64, pcMask: ALL_32 - 1n }],
  [/^loongarch64$/, loongarch64],
  [/^powerpc64/, powerpc64],
  [/^powerpc$/, { ...powerpc64, pcMask: ALL_32 - 3n }],
  [/^s390x$/, s390x],
  [/^s390$/, { ...s390x, spFromCfa: -96n, pcMask: 0x7fffffffn }],
  [/^mips-o32/, mipsO32],
  [/^mips-n32/, mipsN(32)],
  [/^mips-n64/, mipsN(64)],
  [/^sparc64$/, sparc(64)],
  [/^sparc$/, sparc(32)],
  [/^alpha$/, alpha],
  [/^m68k$/, m68k],
  [/^sh/, sh],
  [/^vax$/, vax],
]

/** The registers of a machine for unwinding; undefined for a machine whose numbering is not known. */
export function unwindMachine(abi: Abi): UnwindMachine | undefined {
  return byFamily.find(([name]) => name.test(abi.name))?.[1]
}
