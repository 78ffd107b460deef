/** The general registers of each machine, as NT_PRSTATUS holds them. */
import type { Abi, AbiName } from '../../../../schema/base.js'
import type { RegisterSet } from '../../register-set.js'
import { alphaFloating, alphaGeneral } from './alpha.js'
import * as arm from './arm.js'
import * as arm64 from './arm64.js'
import { cskyFpregset, cskyGeneral } from './csky.js'
import { hppaFloating, hppaGeneral } from './hppa.js'
import * as loongarch from './loongarch.js'
import { m68kFloating, m68kGeneral } from './m68k.js'
import * as mips from './mips.js'
import * as powerpc from './powerpc.js'
import * as riscv from './riscv.js'
import * as s390 from './s390.js'
import { shFloating, shGeneral } from './sh.js'
import * as sparc from './sparc.js'
import * as x86 from './x86.js'

/** Machines of Linux cores with their general and floating-point registers. */
const machines: Readonly<Partial<Record<AbiName, readonly [general: RegisterSet, floating?: RegisterSet]>>> = {
  amd64: [x86.generalAmd64, x86.floatingAmd64],
  x32: [x86.generalAmd64, x86.floatingAmd64],
  i386: [x86.generalI386, x86.floatingI386],
  aarch64: [arm64.general, arm64.floating],
  aarch64eb: [arm64.general, arm64.floating],
  arm: [arm.general, arm.floating],
  armeb: [arm.general, arm.floating],
  riscv64: [riscv.general, riscv.floating],
  riscv32: [riscv.general, riscv.floating],
  powerpc: [powerpc.general32, powerpc.floating],
  powerpcle: [powerpc.general32, powerpc.floating],
  powerpc64: [powerpc.general64, powerpc.floating],
  powerpc64le: [powerpc.general64, powerpc.floating],
  s390: [s390.general31, s390.floating],
  s390x: [s390.general64, s390.floating],
  'mips-o32': [mips.generalO32, mips.floating],
  'mips-o32el': [mips.generalO32, mips.floating],
  'mips-n32': [mips.general64, mips.floating],
  'mips-n32el': [mips.general64, mips.floating],
  'mips-n64': [mips.general64, mips.floating],
  'mips-n64el': [mips.general64, mips.floating],
  sparc: [sparc.general32, sparc.floating32],
  sparc64: [sparc.general64, sparc.floating64],
  alpha: [alphaGeneral, alphaFloating],
  m68k: [m68kGeneral, m68kFloating],
  hppa: [hppaGeneral, hppaFloating],
  sh: [shGeneral, shFloating],
  sheb: [shGeneral, shFloating],
  loongarch64: [loongarch.general, loongarch.floating],
  csky: [cskyGeneral, { struct: cskyFpregset, names: {} }],
}

/** ABIs that Linux writes cores of. */
export const linuxAbis = Object.keys(machines) as readonly AbiName[]

/** The general registers of an ABI; undefined where Linux has none that is known. */
export const generalOf = (abi: Abi): RegisterSet | undefined => machines[abi.name as AbiName]?.[0]

/** The floating-point registers (NT_FPREGSET) of an ABI. */
export const floatingOf = (abi: Abi): RegisterSet | undefined => machines[abi.name as AbiName]?.[1]

export { type RegisterSet, readRegisterSet } from '../../register-set.js'
