/** The declared structures of Linux cores, each with the verified layout that it must equal. */

import type { AbiName, Struct } from '../../../schema/base.js'
import { abi } from '../../../schema/base.js'
import { machines } from '../../../systems/machines/byte-orders.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import { fpxregsI386 } from '../machines/x86/fxsave.js'
import { xsaveArea, xsaveSizes } from '../machines/x86/xsave.js'
import { auxEntry, auxv } from './auxv.js'
import * as gnu from './gnu-notes.js'
import * as kernel from './kernel-notes.js'
import { fileEntry, fileTable } from './mapped-files.js'
import { elfPrpsinfo } from './prpsinfo.js'
import { elfPrstatus, elfPrstatusFdpic, elfSiginfo, timeval } from './prstatus.js'
import * as arm from './registers/arm.js'
import * as arm64 from './registers/arm64.js'
import { floatingOf, generalOf, linuxAbis } from './registers/by-abi.js'
import * as loongarch from './registers/loongarch.js'
import * as mips from './registers/mips.js'
import * as powerpc from './registers/powerpc.js'
import * as riscv from './registers/riscv.js'
import * as s390 from './registers/s390.js'
import * as x86 from './registers/x86.js'
import { siginfo, siginfoMips } from './siginfo.js'

type More = Partial<Omit<DeclaredStructure, 'system' | 'struct' | 'abis'>>

/** The verified entry has the structure's own name by default. */
const linux = (struct: Struct<unknown>, abis: readonly AbiName[], more: More = {}): DeclaredStructure => ({
  system: 'linux',
  struct,
  abis,
  ...(more.unverified === undefined && { verified: { struct: struct.name } }),
  ...more,
})

const part = (of: string): More => ({ unverified: `part of ${of}, which is verified as a whole` })
const text: More = { unverified: 'no more than text or bytes' }

const PC: readonly AbiName[] = ['amd64', 'i386', 'x32']
const AMD64: readonly AbiName[] = ['amd64', 'x32']
const ARM64 = machines('aarch64')
const ARM32 = machines('arm')
const POWER = machines('powerpc', 'powerpc64')
const S390: readonly AbiName[] = ['s390x', 's390']
const MIPS = machines('mips-o32', 'mips-n32', 'mips-n64')
const LOONG: readonly AbiName[] = ['loongarch64']
const notMips = linuxAbis.filter((name) => !MIPS.includes(name))

/** Paths there of fields that have a name of their own here. */
const renamed = (prefix: string, count: number, suffix: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}${suffix}`, `${prefix}${i}`]))

/** Structures that several ABIs share, with those ABIs. */
function shared(setOf: typeof generalOf): DeclaredStructure[] {
  const byStruct = new Map<Struct<unknown>, AbiName[]>()
  for (const name of linuxAbis) {
    const struct = setOf(abi[name])?.struct
    if (struct) byStruct.set(struct, [...(byStruct.get(struct) ?? []), name])
  }
  return [...byStruct].map(([struct, abis]) => linux(struct, abis, variantOf(struct)))
}

function variantOf(struct: Struct<unknown>): More {
  if (struct === riscv.fpregset) return { verified: { struct: 'elf_fpregset_t', variant: 'note as written by the kernel (33 x 8 bytes)' } }
  if (struct === floatingOf(abi.sparc)?.struct) return { verified: { struct: 'elf_fpregset_t', variant: 'kernel note (99 words)' } }
  return {}
}

const xsave = xsaveSizes.map((size) =>
  linux(xsaveArea(size), PC, {
    verified: {
      struct: 'xsave_area',
      fields: {
        legacy_fxsave: null,
        ...(size === 2440 && {
          mpx_bndregs: null,
          mpx_bndcsr: null,
          avx512_k0_7: null,
          avx512_zmm_hi256: null,
          avx512_hi16_zmm: null,
          pkru: null,
        }),
      },
    },
  }),
)

const powerStructures = [powerpc.tmSpr, powerpc.ctar, powerpc.cppr, powerpc.cdscr, powerpc.tar, powerpc.ppr, powerpc.dscr, powerpc.ebb].map(
  (each) => linux(each, POWER),
)
const power64 = machines('powerpc64')

/** A value that came with a signal is a number or an address; it is shown as the address, which holds both. */
const siginfoEntry = {
  struct: 'siginfo_t',
  fields: { '_sifields._timer.si_sigval.sival_int': null, '_sifields._rt.si_sigval.sival_int': null },
}

export const structures: readonly DeclaredStructure[] = [
  linux(elfSiginfo, linuxAbis, part('elf_prstatus')),
  linux(timeval, linuxAbis, part('elf_prstatus')),
  linux(
    elfPrstatus,
    linuxAbis.filter((name) => name !== 'x32'),
  ),
  linux(elfPrstatus, ['x32'], { verified: { struct: 'elf_prstatus', variant: 'kernel' } }),
  linux(elfPrstatusFdpic, ['arm', 'sh'], { unverified: 'from the description of the FDPIC writer' }),
  linux(elfPrpsinfo, linuxAbis),
  linux(siginfo, notMips, { verified: siginfoEntry }),
  linux(siginfoMips, MIPS, { verified: siginfoEntry }),
  linux(auxEntry, ['i386', 'x32', 'm68k', 'powerpc'], { verified: { struct: 'Elf32_auxv_t' } }),
  linux(auxEntry, ['amd64', 'aarch64', 's390x'], { verified: { struct: 'Elf64_auxv_t' } }),
  linux(auxv, linuxAbis, part('NT_AUXV, an array of Elf_auxv_t')),
  linux(fileEntry, ['amd64', 'i386', 's390x'], part('NT_FILE')),
  linux(fileTable, linuxAbis, {
    verified: { struct: 'NT_FILE', fields: { 'entries[i].start': null, 'entries[i].end': null, 'entries[i].file_ofs': null, names: null } },
  }),
  ...shared(generalOf),
  ...shared(floatingOf),

  linux(fpxregsI386, ['i386']),
  linux(x86.userDesc, ['i386'], part('user_desc[3]')),
  linux(x86.tlsI386, ['i386'], {
    verified: {
      struct: 'user_desc[3]',
      fields: Object.fromEntries(
        [0, 1, 2].flatMap((i) => ['entry_number', 'base_addr', 'limit', 'flags'].map((name) => [`tls${i}.${name}`, `tls[${i}].${name}`])),
      ),
    },
  }),
  linux(x86.ioperm, PC, text),
  linux(x86.shadowStack, ['amd64']),
  linux(x86.xfeatComponent, AMD64, { verified: { struct: 'x86_xfeat_component[]' } }),
  linux(x86.xsaveLayout, PC, part('an array of x86_xfeat_component')),
  ...xsave,

  linux(arm.vfp, ARM32),
  linux(arm.tls, ['arm'], { unverified: 'one word' }),
  linux(arm64.tlsStructures.tlsOne, ARM64, { unverified: 'the first half of the other' }),
  linux(arm64.tlsStructures.tlsTwo, ARM64),
  linux(arm64.debugState, ARM64, { unverified: 'the verified one has 16 slots at stated places; see its test' }),
  linux(arm64.systemCall, ARM64),
  linux(arm64.sve, ARM64),
  linux(arm64.za, ARM64),
  ...[arm64.zt, arm64.fpmr, arm64.poe, arm64.gcs, arm64.pacMask, arm64.pacAddressKeys, arm64.pacGenericKeys].map((each) =>
    linux(each, ARM64),
  ),
  ...[arm64.pacEnabledKeys, arm64.taggedAddrCtrl].map((each) => linux(each, ARM64, { unverified: 'one long' })),

  linux(powerpc.vmx, POWER, { verified: { struct: 'vmx', fields: { vscr: 'vscr.vscr' } } }),
  linux(powerpc.vsx, power64, { verified: { struct: 'vsx', fields: renamed('vs', 32, '.dw1') } }),
  linux(powerpc.spe, ['powerpc']),
  ...powerStructures,
  ...[powerpc.pmu, powerpc.pkey, powerpc.dexcr, powerpc.hashkeyr].map((each) => linux(each, power64)),

  ...[s390.lastBreak, s390.systemCall, s390.tdb, s390.vxrsHigh, s390.gsControl, s390.gsBroadcast, s390.runtimeInstrumentation].map((each) =>
    linux(each, S390),
  ),
  linux(s390.vxrsLow, S390, { verified: { struct: 'vxrs_low', fields: renamed('v', 16, '.low64') } }),
  linux(s390.highGprs, ['s390']),
  ...[s390.timer, s390.todcmp, s390.todpreg, s390.prefix, s390.ctrs].map((each) => linux(each, ['s390x'])),

  ...[mips.dsp, mips.fpMode, mips.msa].map((each) => linux(each, MIPS)),

  linux(riscv.vector, ['riscv64'], { verified: { struct: 'riscv_v', fields: { 'v0..v31': 'v' } } }),
  linux(riscv.taggedAddrCtrl, ['riscv64']),
  linux(riscv.userCfi, ['riscv64']),

  ...[loongarch.cpucfg, loongarch.lsx, loongarch.lasx, loongarch.lbt].map((each) => linux(each, LOONG)),
  linux(loongarch.watchState, LOONG, { unverified: 'the verified one has 8 slots at stated places; see its test' }),

  linux(kernel.text, ['amd64'], text),
  linux(kernel.taskStruct, ['amd64'], text),
  linux(gnu.gnuBuildId, ['amd64'], text),
  linux(gnu.gnuProperties, ['amd64'], text),
  linux(gnu.gnuAbiTag, ['amd64'], { unverified: 'four words, as in elf.h of glibc' }),
  linux(kernel.spuFile, ['powerpc64'], text),
  linux(kernel.vmcoredd, ['amd64'], { unverified: 'the verified one begins with the note header' }),
  linux(kernel.qemuCpuState, ['amd64']),
]
