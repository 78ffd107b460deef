/** The declared structures of FreeBSD cores, each with the verified layout that it must equal. */
import type { AbiName, Struct } from '../../../schema/base.js'
import type { DeclaredStructure, VerifiedLayout } from '../../declared-structure.js'
import { fpregPowerpc } from '../machines/powerpc/fpreg.js'
import { kinfoFile } from './kinfo-file.js'
import { kinfoKnote } from './kinfo-knote.js'
import { kinfoProc } from './kinfo-proc.js'
import { kinfoVmentry } from './kinfo-vmentry.js'
import * as process from './procfs.js'
import * as procstat from './procstat.js'
import { fpregArm, fpregArm32, regArm, vfp } from './registers/arm.js'
import { addrMask, fpregArm64, regArm64, sve, tlsOne, tlsTwo } from './registers/arm64.js'
import { freebsdAbis } from './registers/by-abi.js'
import { regPowerpc, vmx, vsx } from './registers/powerpc.js'
import { fpregRiscv, regRiscv } from './registers/riscv.js'
import { fpregAmd64, fpregI386, regAmd64, regI386, segbases } from './registers/x86.js'

const verified = (
  struct: Struct<unknown>,
  abis: readonly AbiName[],
  variant: string,
  rest: Partial<VerifiedLayout> = {},
): DeclaredStructure => ({ system: 'freebsd', struct, abis, verified: { struct: struct.name, variant, ...rest } })

const unverified = (struct: Struct<unknown>, abis: readonly AbiName[], reason: string): DeclaredStructure => ({
  system: 'freebsd',
  struct,
  abis,
  unverified: reason,
})

const behindSize = 'a word and what is verified by itself'
const POWER: readonly AbiName[] = ['powerpc', 'powerpc64', 'powerpc64le']
const RELEASE = '14.0-CURRENT 2022'
const general = { struct: 'reg (NT_PRSTATUS pr_reg)' }
const floating = { struct: 'fpreg (NT_FPREGSET)' }

const union = (path: string) => ({
  [`${path}.si_value.sival_int`]: null,
  [`${path}.si_value.sigval_int`]: null,
  [`${path}.si_value.sigval_ptr`]: null,
})
const siginfoFields = { 'si_value.sival_int': null, 'si_value.sigval_int': null, 'si_value.sigval_ptr': null }

/** Members that the header gives a second name, for what is in the union. */
const aliases = Object.fromEntries(
  [
    'kf_vnode_type',
    'kf_sock_domain',
    'kf_sock_type',
    'kf_sock_protocol',
    ...['kf_sa_local', 'kf_sa_peer'].flatMap((name) =>
      ['ss_len', 'ss_family', '__ss_pad1', '__ss_align', '__ss_pad2'].map((field) => `${name}.${field}`),
    ),
  ].map((name) => [name, null]),
)

export const structures: readonly DeclaredStructure[] = [
  verified(process.prstatus, freebsdAbis, 'version 1'),
  verified(process.prpsinfo, freebsdAbis, 'version 1 with pr_pid (FreeBSD 12+)'),
  verified(process.prpsinfoOld, ['amd64', 'i386'], 'version 1 without pr_pid (FreeBSD <= 11.0)'),
  verified(process.thrmisc, freebsdAbis, 'FreeBSD 8.1+/9+'),
  verified(process.siginfo, freebsdAbis, 'all', { fields: siginfoFields }),
  verified(process.lwpinfo, freebsdAbis, 'FreeBSD 11 - 16 (pl_syscall_* included)', { fields: union('pl_siginfo') }),
  unverified(process.ptlwpinfo, freebsdAbis, behindSize),

  verified(kinfoProc, freebsdAbis, 'FreeBSD 15.1 / 16-CURRENT (ki_uerrmsg, ki_reaper, ki_reapsubtree)'),
  verified(kinfoFile, freebsdAbis, 'FreeBSD 15 / 16-CURRENT', { fields: { ...aliases, kf_path: null } }),
  verified(kinfoVmentry, freebsdAbis, 'FreeBSD 13+ (kve_obj handle)', {
    fields: { kve_path: null, 'kve_type_spec._kve_vn_fsid': 'kve_vn_fsid', 'kve_type_spec._kve_obj': 'kve_vn_fsid' },
  }),
  verified(kinfoKnote, freebsdAbis, 'FreeBSD 15+ (NT_PROCSTAT_KQUEUES)', {
    fields: Object.fromEntries(
      [
        'knt_vnode.knt_vnode_type',
        'knt_vnode.knt_vnode_fsid',
        'knt_vnode.knt_vnode_fileid',
        'knt_vnode.knt_vnode_fullpath',
        'knt_pipe.knt_pipe_ino',
      ].map((name) => [name, `knt_un.${name}`]),
    ),
  }),
  verified(procstat.auxInfo, freebsdAbis, 'all', { fields: { 'a_un.a_val': 'a_val', 'a_un.a_ptr': 'a_val', 'a_un.a_fcn': 'a_val' } }),
  ...[
    procstat.procstatProc,
    procstat.procstatFiles,
    procstat.procstatVmmap,
    procstat.procstatKqueues,
    procstat.procstatGroups,
    procstat.procstatUmask,
    procstat.procstatRlimit,
    procstat.procstatOsrel,
    procstat.procstatPsstrings,
    procstat.procstatAuxv,
  ].map((struct) => unverified(struct, freebsdAbis, behindSize)),

  verified(regAmd64, ['amd64'], RELEASE, general),
  verified(regI386, ['i386'], RELEASE, general),
  verified(regArm64, ['aarch64'], RELEASE, general),
  verified(regArm, ['arm'], RELEASE, general),
  verified(regRiscv, ['riscv64'], RELEASE, general),
  verified(regPowerpc, POWER, RELEASE, general),
  verified(fpregAmd64, ['amd64'], RELEASE, floating),
  verified(fpregI386, ['i386'], RELEASE, floating),
  verified(fpregArm64, ['aarch64'], RELEASE, floating),
  verified(fpregArm, ['arm'], RELEASE, floating),
  verified(fpregRiscv, ['riscv64'], RELEASE, floating),
  verified(fpregPowerpc, POWER, RELEASE, floating),
  unverified(fpregArm32, ['arm'], 'one zero word'),
  verified(segbases, ['amd64'], 'FreeBSD 13.1+/14', { struct: '__segbasereg64 (NT_X86_SEGBASES)' }),
  verified(segbases, ['i386'], 'FreeBSD 13.1+/14', { struct: '__segbasereg32 (NT_X86_SEGBASES)' }),
  verified(vfp, ['arm'], 'FreeBSD 12+', { struct: 'mcontext_vfp_t (NT_ARM_VFP)' }),
  unverified(tlsOne, ['arm', 'aarch64'], 'one register'),
  unverified(tlsTwo, ['aarch64'], 'two registers'),
  verified(addrMask, ['aarch64'], 'FreeBSD 13.2+/14', { struct: 'arm64_addr_mask (NT_ARM_ADDR_MASK)' }),
  verified(sve, ['aarch64'], 'FreeBSD 15', { struct: 'svereg_header (NT_ARM_SVE)' }),
  verified(vmx, POWER, 'FreeBSD 12+', { struct: 'vec (NT_PPC_VMX)' }),
  unverified(vsx, POWER, 'an array of registers'),
]
