/** Registers of a thread. Sources: DragonFly sys/cpu/{x86_64,i386}/include/reg.h, sys/cpu/x86_64/include/npx.h. */
import { type Abi, c, type Infer, type Struct, struct } from '../../../schema/base.js'
import { fxsave32, signed } from '../machines/x86/x87-environment.js'
import type { Registers } from '../process-info.js'
import { numberedNames } from '../register-names.js'
import type { RegisterSet } from '../register-set.js'

const amd64Names = 'rdi rsi rdx rcx r8 r9 rax rbx rbp r10 r11 r12 r13 r14 r15 xflags trapno addr flags err rip cs rflags rsp ss'.split(' ')
const i386Names = 'fs es ds edi esi ebp isp ebx edx ecx eax trapno err eip cs eflags esp ss gs'.split(' ')
const i386Names2007 = 'gs fs es ds edi esi ebp isp ebx edx ecx eax xflags trapno err eip cs eflags esp ss'.split(' ')

/** Register values by the header's names: `r_rip`. */
export type RegisterValues = Readonly<Record<string, bigint>>

const registers = (names: readonly string[], source: string): Struct<RegisterValues> =>
  struct('reg', Object.fromEntries(names.map((name) => [`r_${name}`, c.reg])), { source }) as unknown as Struct<RegisterValues>

/** A copy of the trap frame: xflags, trapno, addr, flags and err are the kernel's own. */
export const regAmd64 = registers(amd64Names, 'DragonFly sys/cpu/x86_64/include/reg.h')
/** Up to release 1.6. */
export const regI386 = registers(i386Names, 'DragonFly sys/i386/include/reg.h')
/** Releases 1.8 to 4.0, from 2007-01-08 on. */
export const regI386From2007 = registers(i386Names2007, 'DragonFly sys/cpu/i386/include/reg.h')

export const reg = c.perAbi('struct reg', (abi) => (abi.bits === 64 ? regAmd64 : regI386))

export const fpregAmd64 = struct(
  'fpreg',
  {
    fpr_env: c.array(c.uint64.hex, 4),
    fpr_acc: c.bytes(128),
    fpr_xacc: c.bytes(256),
    fpr_spare: c.array(c.uint64.hex, 12),
  },
  { source: 'DragonFly sys/cpu/x86_64/include/reg.h', doc: 'The declared structure, which no file contains: see fpregset.' },
)

export const fpregI386 = struct(
  'fpreg',
  { fpr_env: c.array(c.uint32.hex, 7), fpr_acc: c.bytes(80), fpr_ex_sw: c.uint32.hex, fpr_pad: c.bytes(64) },
  { source: 'DragonFly sys/cpu/i386/include/reg.h', doc: 'The same bytes as save87.' },
)

const npx = 'DragonFly sys/cpu/x86_64/include/npx.h'

export const env87 = struct(
  'env87',
  {
    en_cw: c.int32.hex,
    en_sw: c.int32.hex,
    en_tw: c.int32.hex.doc('abridged tag: one bit for each register that is in use'),
    en_fip: c.int32.hex,
    en_fcs: c.uint16.hex.doc('x86_64: bits 32 to 47 of the instruction pointer'),
    en_opcode: c.uint16.hex,
    en_foo: c.int32.hex,
    en_fos: c.int32.hex.doc('x86_64: bits 32 to 47 of the data pointer'),
  },
  { source: npx },
)

export const fpacc87 = struct('fpacc87', { fp_bytes: c.bytes(10) }, { source: npx })

export const save87 = struct(
  'save87',
  { sv_env: env87, sv_ac: c.array(fpacc87, 8), sv_pad0: c.bytes(4), sv_pad: c.bytes(64) },
  { source: npx, doc: 'The kernel converts the FXSAVE image to this structure; the SSE registers are lost.' },
)

/** NT_FPREGSET on x86_64: save87, then zeros up to the size of the declared structure. */
export const fpregsetAmd64 = struct('fpregset', { fpr_save: save87, fpr_spare: c.bytes(336, 8) }, { source: npx })

export type Save87 = Infer<typeof save87>

const prefixed = (names: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, `r_${name}`]))

const generalAmd64: RegisterSet = {
  struct: regAmd64,
  names: {
    ...prefixed('rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip'),
    eflags: 'r_rflags',
    ...prefixed('cs ss'),
  },
}

/** Of both structures of i386: only the places differ. */
const generalI386: RegisterSet = {
  struct: regI386,
  names: prefixed('eax ecx edx ebx esp ebp esi edi eip eflags cs ss ds es fs gs'),
}

/** The general registers of a thread on a machine. */
export const generalOf = (abi: Abi): RegisterSet | undefined => ({ amd64: generalAmd64, i386: generalI386 })[abi.name]

const floatingNames = (at: string): Readonly<Record<string, string>> => ({
  ...numberedNames('st', 0, 7, (i) => `${at}sv_ac[${i}].fp_bytes`),
  fctrl: `${at}sv_env.en_cw`,
  fstat: `${at}sv_env.en_sw`,
  ftag: `${at}sv_env.en_tw`,
  fioff: `${at}sv_env.en_fip`,
  fiseg: `${at}sv_env.en_fcs`,
  fop: `${at}sv_env.en_opcode`,
  fooff: `${at}sv_env.en_foo`,
  foseg: `${at}sv_env.en_fos`,
})

/** 16-bit words that are stored in fields of 32 bits. */
const WORDS = ['fctrl', 'fstat', 'foseg']

/**
 * A CPU with FXSR leaves the abridged tag word. One without it (i386) leaves the image of FSAVE: its tag word has two bits for each register,
 * and the upper halves of control, status and tag word are ones.
 */
const save87Form = signed({
  ...fxsave32,
  toGdb(registers: Registers) {
    const { ftag, ...rest } = registers
    const words = WORDS.flatMap((name) => (registers[name] === undefined ? [] : [[name, BigInt.asUintN(16, registers[name])] as const]))
    const full = ftag !== undefined && ((ftag >> 16n) & 0xffffn) === 0xffffn
    const tag = full ? { ...fxsave32.toGdb(rest), ftag: BigInt.asUintN(16, ftag) } : fxsave32.toGdb(registers)
    return { ...tag, ...Object.fromEntries(words) }
  },
})

const floatingAmd64: RegisterSet = { struct: fpregsetAmd64, names: floatingNames('fpr_save.'), ...save87Form }
const floatingI386: RegisterSet = { struct: save87, names: floatingNames(''), ...save87Form }

/** The floating-point registers of a thread on a machine. */
export const floatingOf = (abi: Abi): RegisterSet => (abi.name === 'i386' ? floatingI386 : floatingAmd64)

/** gdb's names of the general registers. */
const gdbNames: Readonly<Record<string, string>> = { rflags: 'eflags' }
const bookkeeping = new Set(['xflags', 'trapno', 'addr', 'flags', 'err', 'isp'])

/** The general registers by gdb's names, without those that the kernel uses itself. */
export function gdbRegisters(values: RegisterValues): Record<string, bigint> {
  const into: Record<string, bigint> = {}
  for (const [name, value] of Object.entries(values)) {
    const plain = name.replace(/^r_/, '')
    if (!bookkeeping.has(plain)) into[gdbNames[plain] ?? plain] = value
  }
  return into
}

/** The register names of a machine, as the header spells them. */
export const registerNames = ({ bits }: Abi, registerSetSize?: 76 | 80): readonly string[] =>
  (bits === 64 ? amd64Names : registerSetSize === 80 ? i386Names2007 : i386Names).map((name) => `r_${name}`)
