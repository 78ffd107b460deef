/** The structures of DragonFly cores and checkpoints. Source: DragonFly sys/sys/procfs.h, sys/cpu/ARCH/include/{reg,npx}.h. */
import { type Abi, type AbiName, type CType, c, type Struct, struct } from '../../../schema/base.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import { fxsave32 } from '../machines/x86/x87-environment.js'
import { numberedNames } from '../register-names.js'
import { type RegisterSet, readRegisterSet } from '../register-set.js'

const word = c.uint32.hex
const long = c.uint64.hex

const prefixed = (names: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, `r_${name}`]))

export const regAmd64 = struct(
  'reg',
  {
    r_rdi: long,
    r_rsi: long,
    r_rdx: long,
    r_rcx: long,
    r_r8: long,
    r_r9: long,
    r_rax: long,
    r_rbx: long,
    r_rbp: long,
    r_r10: long,
    r_r11: long,
    r_r12: long,
    r_r13: long,
    r_r14: long,
    r_r15: long,
    r_xflags: long,
    r_trapno: long,
    r_addr: long,
    r_flags: long,
    r_err: long,
    r_rip: long,
    r_cs: long,
    r_rflags: long,
    r_rsp: long,
    r_ss: long,
  },
  { doc: 'A copy of the trap frame.' },
)

const generalAmd64: RegisterSet = {
  struct: regAmd64,
  names: {
    ...prefixed('rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip'),
    eflags: 'r_rflags',
    ...prefixed('cs ss'),
  },
}

export const regI386 = struct('reg', {
  r_fs: word,
  r_es: word,
  r_ds: word,
  r_edi: word,
  r_esi: word,
  r_ebp: word,
  r_isp: word,
  r_ebx: word,
  r_edx: word,
  r_ecx: word,
  r_eax: word,
  r_trapno: word,
  r_err: word,
  r_eip: word,
  r_cs: word,
  r_eflags: word,
  r_esp: word,
  r_ss: word,
  r_gs: word,
})

const generalI386: RegisterSet = {
  struct: regI386,
  names: prefixed('eax ecx edx ebx esp ebp esi edi eip eflags cs ss ds es fs gs'),
}

export const generalOf = (abi: Abi): RegisterSet | undefined => ({ amd64: generalAmd64, i386: generalI386 })[abi.name]

const reg = c.perAbi<unknown>('gregset_t', (abi): CType<unknown> => (abi.name === 'i386' ? regI386 : regAmd64))

export const prstatus = struct(
  'prstatus',
  {
    pr_version: c.int32,
    pr_statussz: c.size_t,
    pr_gregsetsz: c.size_t,
    pr_fpregsetsz: c.size_t,
    pr_osreldate: c.int32,
    pr_cursig: c.int32.doc('the same in every thread; 33 (SIGCKPT) in a checkpoint'),
    pr_pid: c.int32.doc('id of the LWP; that of the process is nowhere in the file'),
    pr_reg: reg,
  },
  { source: 'DragonFly sys/sys/procfs.h' },
)

export const prpsinfo = struct(
  'prpsinfo',
  {
    pr_version: c.int32,
    pr_psinfosz: c.size_t,
    pr_fname: c.chars(17),
    pr_psargs: c.chars(81).doc('the name again: arguments are not stored'),
  },
  { source: 'DragonFly sys/sys/procfs.h' },
)

export const env87 = struct('env87', {
  en_cw: word,
  en_sw: word,
  en_tw: word.doc('abridged tag: one bit for each register that is in use'),
  en_fip: word,
  en_fcs: c.uint16.hex,
  en_opcode: c.uint16.hex,
  en_foo: word,
  en_fos: word,
})

export const save87 = struct(
  'save87',
  { sv_env: env87, sv_ac: c.array(c.bytes(10), 8), sv_pad0: c.bytes(4), sv_pad: c.bytes(64) },
  { doc: 'The kernel makes this of the FXSAVE image; the SSE registers are lost.' },
)

export const fpregAmd64 = struct('fpreg', { save87, spare: c.bytes(336) }, { doc: 'Room for an FXSAVE image; it holds a save87.' })

export const floatingOf = (abi: Abi): RegisterSet | undefined => {
  const at = abi.name === 'i386' ? '' : 'save87.'
  const names = {
    ...numberedNames('st', 0, 7, (i) => `${at}sv_ac[${i}]`),
    fctrl: `${at}sv_env.en_cw`,
    fstat: `${at}sv_env.en_sw`,
    ftag: `${at}sv_env.en_tw`,
    fioff: `${at}sv_env.en_fip`,
    fiseg: `${at}sv_env.en_fcs`,
    fop: `${at}sv_env.en_opcode`,
    fooff: `${at}sv_env.en_foo`,
    foseg: `${at}sv_env.en_fos`,
  }
  return { struct: abi.name === 'i386' ? save87 : fpregAmd64, names, ...fxsave32 }
}

const ABIS: readonly AbiName[] = ['amd64', 'i386']

const verified = (struct: Struct<unknown>, abis: readonly AbiName[], name = struct.name): DeclaredStructure => ({
  system: 'dragonfly',
  struct,
  abis,
  verified: { struct: name, variant: 'all' },
})

export const structures: readonly DeclaredStructure[] = [
  verified(prstatus, ABIS),
  verified(prpsinfo, ABIS),
  verified(regAmd64, ['amd64'], 'reg (gregset_t)'),
  verified(regI386, ['i386'], 'reg (gregset_t)'),
  verified(env87, ABIS),
  verified(save87, ABIS),
  { system: 'dragonfly', struct: fpregAmd64, abis: ['amd64'], unverified: 'save87 and zeros up to the declared 512 bytes' },
]

export { type RegisterSet, readRegisterSet }
