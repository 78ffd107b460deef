/** The declared structures of NetBSD cores, each with the verified layout that it must equal. */
import type { AbiName, Struct } from '../../../schema/base.js'
import { machines } from '../../../systems/machines/byte-orders.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import { fpregPowerpc } from '../machines/powerpc/fpreg.js'
import { auxInfo, auxv } from './auxv.js'
import { lwpstatus } from './lwpstatus.js'
import { procinfo, procinfoOld } from './procinfo.js'
import { fpregAlpha, regAlpha } from './registers/alpha.js'
import * as arm from './registers/arm.js'
import { netbsdAbis } from './registers/by-abi.js'
import { fpregHppa, regHppa, regHppaOld } from './registers/hppa.js'
import { fpregM68k, regM68k } from './registers/m68k.js'
import { fpregMips, fpregMips64, regMips, regMips64 } from './registers/mips.js'
import { regPowerpc, vregPowerpc } from './registers/powerpc.js'
import { fpregRiscv, regRiscv } from './registers/riscv.js'
import { regSh, regShOld } from './registers/sh.js'
import { fpregSparc, fpregSparc64, regSparc, regSparc64 } from './registers/sparc.js'
import { regVax } from './registers/vax.js'
import * as x86 from './registers/x86.js'

const verified = (struct: Struct<unknown>, abis: readonly AbiName[], variant?: string, name = struct.name): DeclaredStructure => ({
  system: 'netbsd',
  struct,
  abis,
  verified: { struct: name, ...(variant !== undefined && { variant }) },
})

const PC: readonly AbiName[] = ['amd64', 'i386']
const ARM32 = machines('arm')
const O32 = machines('mips-o32')
const MIPS64 = [...machines('mips-n32'), ...machines('mips-n64')]
const RISCV: readonly AbiName[] = ['riscv64', 'riscv32']
const SH = machines('sh')
const POWER = machines('powerpc', 'powerpc64')

export const structures: readonly DeclaredStructure[] = [
  verified(procinfoOld, netbsdAbis, 'v1'),
  verified(procinfo, netbsdAbis, 'v1 + siglwp'),
  verified(lwpstatus, netbsdAbis),
  verified(auxInfo, ['amd64', 'aarch64', 'alpha', 'sparc64', 'riscv64'], 'ELF64', 'Aux64Info'),
  verified(auxInfo, ['i386', 'arm', 'sparc', 'powerpc', 'm68k', 'hppa'], 'ELF32', 'Aux32Info'),
  { system: 'netbsd', struct: auxv, abis: netbsdAbis, unverified: 'an array of Aux32Info or Aux64Info, which are verified' },

  verified(x86.regAmd64, ['amd64']),
  verified(x86.fpregAmd64, ['amd64']),
  verified(x86.regI386, ['i386']),
  verified(x86.fpregI386, ['i386']),
  verified(x86.xmmregsI386, ['i386']),
  verified(x86.xstate, PC),

  verified(arm.regAarch64, ['aarch64', 'aarch64eb']),
  verified(arm.fpregAarch64, ['aarch64', 'aarch64eb']),
  verified(arm.regArm, ARM32),
  verified(arm.vfpArm, ARM32, 'VFP (since release 6)'),
  verified(arm.fpaArm, ARM32, 'FPA (up to release 5)'),

  verified(regMips, O32, 'o32 kernel'),
  verified(fpregMips, O32, 'o32 kernel'),
  verified(regMips64, MIPS64, '64-bit register kernel (n32/n64)'),
  verified(fpregMips64, MIPS64, '64-bit register kernel (n32/n64)'),
  verified(regPowerpc, POWER),
  verified(fpregPowerpc, POWER),
  verified(vregPowerpc, POWER),
  verified(regRiscv, RISCV),
  verified(fpregRiscv, RISCV),
  verified(regAlpha, ['alpha']),
  verified(fpregAlpha, ['alpha']),
  verified(regHppa, ['hppa']),
  verified(regHppaOld, ['hppa'], 'up to release 4'),
  verified(fpregHppa, ['hppa']),
  verified(regSh, SH, 'since release 5'),
  verified(regShOld, SH, 'up to release 4 (no gbr)'),

  verified(regSparc, ['sparc']),
  verified(fpregSparc, ['sparc']),
  verified(regSparc64, ['sparc64']),
  verified(fpregSparc64, ['sparc64']),
  verified(regM68k, ['m68k']),
  verified(fpregM68k, ['m68k']),
  verified(regVax, ['vax'], 'vax'),
]
