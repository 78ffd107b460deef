/** The note types of Linux cores. Source: the kernel's uapi linux/elf.h; owners and order from real cores. */

import type { AbiName, Struct } from '../../../schema/base.js'
import { machines } from '../../../systems/machines/byte-orders.js'
import { noteOwner } from '../../elf/note-owners.js'
import { floatingXI386, fpxregsI386 } from '../machines/x86/fxsave.js'
import { xsave, xsaveRegisters } from '../machines/x86/xsave.js'
import { decodeXsave } from '../machines/x86/xsave-layout.js'
import { type NoteDeclaration, note, notes, perAbi } from '../note-registry.js'
import { nestRegisterSet } from '../register-set.js'
import { auxv } from './auxv.js'
import * as gnu from './gnu-notes.js'
import * as kernel from './kernel-notes.js'
import { fileTable } from './mapped-files.js'
import { elfPrpsinfo } from './prpsinfo.js'
import { prstatus } from './prstatus.js'
import * as arm from './registers/arm.js'
import * as arm64 from './registers/arm64.js'
import { floatingOf, generalOf, type RegisterSet, readRegisterSet } from './registers/by-abi.js'
import * as loongarch from './registers/loongarch.js'
import * as mips from './registers/mips.js'
import * as powerpc from './registers/powerpc.js'
import * as riscv from './registers/riscv.js'
import * as s390 from './registers/s390.js'
import { sveRegisters } from './registers/sve.js'
import * as x86 from './registers/x86.js'
import { siginfoOf } from './siginfo.js'

const PC: readonly AbiName[] = ['i386', 'amd64', 'x32']
const ARM64 = machines('aarch64')
const ARM32 = machines('arm')
const POWER = machines('powerpc', 'powerpc64')
const S390: readonly AbiName[] = ['s390', 's390x']
const MIPS = machines('mips-o32', 'mips-n32', 'mips-n64')
const RISCV: readonly AbiName[] = ['riscv64', 'riscv32']
const LOONG: readonly AbiName[] = ['loongarch64']

type Rest = Partial<Pick<NoteDeclaration, 'scope' | 'owner'>>

/** A note of owner LINUX that belongs to the thread under way. */
const linux = <T>(
  type: number,
  abis: readonly AbiName[],
  descriptor: Struct<T> | ReturnType<typeof perAbi<T>>,
  set?: RegisterSet,
  rest: Rest = {},
) => note<T>({ owner: noteOwner.LINUX, type, abis, descriptor, scope: 'thread', ...(set && { registers: () => set }), ...rest })

/** Vector registers of a length that the note tells. */
const scalable = (type: number, length: 'vg' | 'svg') =>
  note({
    owner: noteOwner.LINUX,
    type,
    abis: ARM64,
    descriptor: arm64.sve,
    scope: 'thread',
    describe: (value) => ({ thread: { extra: sveRegisters(value, length) } }),
  })

/** One register of a set, by the name of its only field. */
const one = (struct: Struct<unknown>, name: string, path = name): RegisterSet => ({ struct, names: { [name]: path } })

const debugRegisters = perAbi((abi) => (LOONG.includes(abi.name as AbiName) ? loongarch.watchState : arm64.debugState) as Struct<unknown>)

/** A code that names no sender and, with the address 0, no address. */
const SI_KERNEL = 0x80

export const linuxNotes = notes('linux', {
  NT_PRSTATUS: note({
    owner: noteOwner.CORE,
    type: 1,
    descriptor: prstatus,
    scope: 'begins-thread',
    registers: (abi) => nestRegisterSet(generalOf(abi), 'pr_reg'),
    general: true,
    describe(value, { abi }) {
      const { pr_pid, pr_cursig, pr_ppid, pr_pgrp, pr_sid, pr_reg } = value
      return {
        thread: {
          ...(pr_pid !== undefined && { tid: pr_pid }),
          // Of a machine without a register layout, the words as they are.
          ...(!generalOf(abi) && pr_reg && { registers: pr_reg as Readonly<Record<string, bigint>> }),
        },
        process: {
          ...(pr_cursig !== undefined && { signal: { number: pr_cursig } }),
          ...(pr_ppid !== undefined && { ppid: pr_ppid }),
          ...(pr_pgrp !== undefined && { pgrp: pr_pgrp }),
          ...(pr_sid !== undefined && { sid: pr_sid }),
        },
      }
    },
  }),
  NT_FPREGSET: note({
    owner: noteOwner.CORE,
    type: 2,
    descriptor: perAbi((abi) => floatingOf(abi)?.struct),
    scope: 'thread',
    registers: floatingOf,
  }),
  NT_PRPSINFO: note({
    owner: noteOwner.CORE,
    type: 3,
    descriptor: elfPrpsinfo,
    describe: ({ pr_pid, pr_ppid, pr_pgrp, pr_sid, pr_uid, pr_gid, pr_fname, pr_psargs }) => ({
      process: {
        ...(pr_pid !== undefined && { pid: pr_pid }),
        ...(pr_ppid !== undefined && { ppid: pr_ppid }),
        ...(pr_pgrp !== undefined && { pgrp: pr_pgrp }),
        ...(pr_sid !== undefined && { sid: pr_sid }),
        ...(pr_fname !== undefined && { name: pr_fname }),
        // The NUL behind the last argument has become a space as well.
        ...(pr_psargs !== undefined && { arguments: pr_psargs.replace(/ +$/, '') }),
        ...(pr_uid !== undefined && { uid: pr_uid }),
        ...(pr_gid !== undefined && { gid: pr_gid }),
      },
    }),
  }),
  NT_GNU_ABI_TAG: note({ owner: noteOwner.GNU, type: 1, descriptor: gnu.gnuAbiTag }),
  NT_GNU_BUILD_ID: note({ owner: noteOwner.GNU, type: 3, descriptor: gnu.gnuBuildId }),
  NT_GNU_PROPERTY_TYPE_0: note({ owner: noteOwner.GNU, type: 5, descriptor: gnu.gnuProperties }),
  NT_TASKSTRUCT: note({ owner: noteOwner.CORE, type: 4, descriptor: kernel.taskStruct }),
  NT_AUXV: note({
    owner: noteOwner.CORE,
    type: 6,
    descriptor: auxv,
    describe: ({ entries }) => (entries ? { auxv: entries.map(({ a_type, a_val }) => ({ type: a_type, value: a_val })) } : {}),
  }),
  NT_FILE: note({
    owner: noteOwner.CORE,
    type: 0x46494c45,
    descriptor: fileTable,
    describe: ({ entries, names, page_size = 1n }) => ({
      files: (entries ?? []).flatMap(({ start, end, file_ofs }, i) => {
        const path = names?.[i]
        return path === undefined ? [] : [{ start, end, offset: file_ofs * page_size, path }]
      }),
    }),
  }),
  NT_SIGINFO: note({
    owner: noteOwner.CORE,
    type: 0x53494749,
    descriptor: siginfoOf,
    describe({ si_signo, si_code, _sifields }) {
      if (si_signo === undefined) return {}
      const sender = _sifields?._kill ?? _sifields?._rt
      const stated = _sifields?._sigfault?.si_addr
      // SI_KERNEL with the address 0 means that none is known.
      const address = stated === 0n && si_code === SI_KERNEL ? undefined : stated
      return {
        process: {
          signal: {
            number: si_signo,
            ...(si_code !== undefined && { code: si_code }),
            ...(address !== undefined && { address }),
            ...(sender && si_code !== undefined && si_code <= 0 && { sender: { pid: sender.si_pid, uid: sender.si_uid } }),
          },
        },
      }
    },
  }),

  NT_PRXFPREG: linux(0x46e62b7f, ['i386'], fpxregsI386, floatingXI386),
  NT_386_TLS: linux(0x200, ['i386'], x86.tlsI386),
  NT_386_IOPERM: linux(0x201, PC, x86.ioperm),
  NT_X86_XSTATE: note({
    owner: noteOwner.LINUX,
    type: 0x202,
    abis: PC,
    descriptor: xsave,
    scope: 'thread',
    registersOnly: true,
    describe: (area, { abi, bytes, other }) => ({
      thread: { extra: xsaveRegisters(decodeXsave(area, bytes, other('NT_X86_XSAVE_LAYOUT')), abi) },
    }),
  }),
  NT_X86_CET: { owner: noteOwner.LINUX, type: 0x203, abis: PC, scope: 'thread' },
  NT_X86_SHSTK: linux(0x204, PC, x86.shadowStack, one(x86.shadowStack, 'pl3_ssp', 'ssp')),
  NT_X86_XSAVE_LAYOUT: linux(0x205, PC, x86.xsaveLayout, undefined, { scope: 'process' }),

  NT_PPC_VMX: linux(0x100, POWER, powerpc.vmx, powerpc.vectors),
  NT_PPC_SPE: linux(0x101, POWER, powerpc.spe, powerpc.speSet),
  NT_PPC_VSX: linux(0x102, POWER, powerpc.vsx),
  NT_PPC_TAR: linux(0x103, POWER, powerpc.tar, powerpc.small.tar),
  NT_PPC_PPR: linux(0x104, POWER, powerpc.ppr, powerpc.small.ppr),
  NT_PPC_DSCR: linux(0x105, POWER, powerpc.dscr, powerpc.small.dscr),
  NT_PPC_EBB: linux(0x106, POWER, powerpc.ebb, powerpc.small.ebb),
  NT_PPC_PMU: linux(0x107, POWER, powerpc.pmu, powerpc.small.pmu),
  NT_PPC_TM_CGPR: linux(
    0x108,
    POWER,
    perAbi((abi) => (abi.bits === 32 ? powerpc.gregset32 : powerpc.gregset64) as Struct<unknown>),
  ),
  NT_PPC_TM_CFPR: linux(0x109, POWER, powerpc.fpregset),
  NT_PPC_TM_CVMX: linux(0x10a, POWER, powerpc.vmx),
  NT_PPC_TM_CVSX: linux(0x10b, POWER, powerpc.vsx),
  NT_PPC_TM_SPR: linux(0x10c, POWER, powerpc.tmSpr, powerpc.small.tmSpr),
  NT_PPC_TM_CTAR: linux(0x10d, POWER, powerpc.ctar),
  NT_PPC_TM_CPPR: linux(0x10e, POWER, powerpc.cppr),
  NT_PPC_TM_CDSCR: linux(0x10f, POWER, powerpc.cdscr),
  NT_PPC_PKEY: linux(0x110, POWER, powerpc.pkey),
  NT_PPC_DEXCR: linux(0x111, POWER, powerpc.dexcr),
  NT_PPC_HASHKEYR: linux(0x112, POWER, powerpc.hashkeyr),

  NT_S390_HIGH_GPRS: linux(0x300, S390, s390.highGprs),
  NT_S390_TIMER: linux(0x301, S390, s390.timer),
  NT_S390_TODCMP: linux(0x302, S390, s390.todcmp),
  NT_S390_TODPREG: linux(0x303, S390, s390.todpreg),
  NT_S390_CTRS: linux(0x304, S390, s390.ctrs),
  NT_S390_PREFIX: linux(0x305, S390, s390.prefix),
  NT_S390_LAST_BREAK: linux(0x306, S390, s390.lastBreak, one(s390.lastBreak, 'last_break')),
  NT_S390_SYSTEM_CALL: linux(0x307, S390, s390.systemCall, one(s390.systemCall, 'system_call')),
  NT_S390_TDB: linux(0x308, S390, s390.tdb),
  NT_S390_VXRS_LOW: linux(0x309, S390, s390.vxrsLow),
  NT_S390_VXRS_HIGH: linux(0x30a, S390, s390.vxrsHigh, s390.vectorsHigh),
  NT_S390_GS_CB: linux(0x30b, S390, s390.gsControl),
  NT_S390_GS_BC: linux(0x30c, S390, s390.gsBroadcast),
  NT_S390_RI_CB: linux(0x30d, S390, s390.runtimeInstrumentation),
  NT_S390_PV_CPU_DATA: { owner: noteOwner.LINUX, type: 0x30e, abis: S390, scope: 'thread' },

  NT_ARM_VFP: linux(0x400, [...ARM32, ...ARM64], arm.vfp, arm.vector),
  NT_ARM_TLS: note({
    owner: noteOwner.LINUX,
    type: 0x401,
    abis: [...ARM64, ...ARM32],
    descriptor: {
      choose: (abi, size) => (abi.bits === 32 ? arm.tls : arm64.tls.choose(abi, size)) as Struct<unknown> | undefined,
      all: (abi) => (abi.bits === 32 ? [arm.tls] : arm64.tls.all(abi)) as readonly Struct<unknown>[],
    },
    scope: 'thread',
    describe: (value, { abi }) => {
      if (abi.bits === 32) return {}
      return {
        thread: {
          extra: readRegisterSet({ struct: arm64.tlsStructures.tlsTwo, names: { tpidr: 'tpidr_el0', tpidr2: 'tpidr2_el0' } }, value, abi),
        },
      }
    },
  }),
  NT_ARM_HW_BREAK: linux(0x402, [...ARM64, ...ARM32], arm64.debugState),
  NT_ARM_HW_WATCH: linux(0x403, [...ARM64, ...ARM32], arm64.debugState),
  NT_ARM_SYSTEM_CALL: linux(0x404, [...ARM64, ...ARM32], arm64.systemCall),
  NT_ARM_SVE: scalable(0x405, 'vg'),
  NT_ARM_PAC_MASK: linux(0x406, ARM64, arm64.pacMask, {
    struct: arm64.pacMask,
    names: { pauth_dmask: 'data_mask', pauth_cmask: 'insn_mask' },
  }),
  NT_ARM_PACA_KEYS: linux(0x407, ARM64, arm64.pacAddressKeys),
  NT_ARM_PACG_KEYS: linux(0x408, ARM64, arm64.pacGenericKeys),
  NT_ARM_TAGGED_ADDR_CTRL: linux(0x409, ARM64, arm64.taggedAddrCtrl, one(arm64.taggedAddrCtrl, 'tag_ctl', 'tagged_addr_ctrl')),
  NT_ARM_PAC_ENABLED_KEYS: linux(0x40a, ARM64, arm64.pacEnabledKeys),
  NT_ARM_SSVE: scalable(0x40b, 'svg'),
  NT_ARM_ZA: linux(0x40c, ARM64, arm64.za),
  NT_ARM_ZT: linux(0x40d, ARM64, arm64.zt, one(arm64.zt, 'zt0')),
  NT_ARM_FPMR: linux(0x40e, ARM64, arm64.fpmr, one(arm64.fpmr, 'fpmr')),
  NT_ARM_POE: linux(0x40f, ARM64, arm64.poe),
  NT_ARM_GCS: linux(0x410, ARM64, arm64.gcs, { struct: arm64.gcs, names: { gcspr: 'gcspr_el0' } }),

  NT_MIPS_DSP: linux(0x800, MIPS, mips.dsp, mips.dspSet),
  NT_MIPS_FP_MODE: linux(0x801, MIPS, mips.fpMode),
  NT_MIPS_MSA: linux(0x802, MIPS, mips.msa, mips.msaSet),

  NT_RISCV_CSR: { owner: /^(?:LINUX|GDB)$/, type: 0x900, abis: RISCV, scope: 'thread' },
  NT_RISCV_VECTOR: linux(0x901, RISCV, riscv.vector, riscv.vectorSet),
  NT_RISCV_TAGGED_ADDR_CTRL: linux(0x902, RISCV, riscv.taggedAddrCtrl),
  NT_RISCV_USER_CFI: linux(0x903, RISCV, riscv.userCfi),

  NT_LOONGARCH_CPUCFG: linux(0xa00, LOONG, loongarch.cpucfg),
  NT_LOONGARCH_CSR: { owner: noteOwner.LINUX, type: 0xa01, abis: LOONG, scope: 'thread' },
  NT_LOONGARCH_LSX: linux(0xa02, LOONG, loongarch.lsx, loongarch.lsxSet),
  NT_LOONGARCH_LASX: linux(0xa03, LOONG, loongarch.lasx, loongarch.lasxSet),
  NT_LOONGARCH_LBT: linux(0xa04, LOONG, loongarch.lbt, loongarch.lbtSet),
  NT_LOONGARCH_HW_BREAK: linux(0xa05, LOONG, debugRegisters),
  NT_LOONGARCH_HW_WATCH: linux(0xa06, LOONG, debugRegisters),

  NT_GDB_TDESC: note({ owner: 'GDB', type: 0xff000000, descriptor: kernel.text, doc: "gdb's description of the target, XML" }),
  VMCOREINFO: note({ owner: /^VMCOREINFO(?:_XEN)?$/, type: 0, descriptor: kernel.text, doc: 'KEY=VALUE lines about the kernel' }),
  ERASEINFO: note({ owner: 'ERASEINFO', type: 0, descriptor: kernel.text, doc: 'what makedumpfile erased' }),
  QEMU: note({ owner: noteOwner.QEMU, type: 0, abis: ['amd64', 'i386'], descriptor: kernel.qemuCpuState }),
  NT_VMCOREDD: note({ owner: noteOwner.LINUX, type: 0x700, descriptor: kernel.vmcoredd }),
  NT_SPU: note({ owner: /^SPU\//, type: 1, abis: POWER, descriptor: kernel.spuFile }),
})
