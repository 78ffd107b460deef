/** The note types of FreeBSD cores. Source: FreeBSD sys/sys/elf_common.h, sys/kern/imgact_elf.c, main of July 2022 and later. */

import type { AbiName, Struct } from '../../../schema/base.js'
import { noteOwner } from '../../elf/note-owners.js'
import { xsave, xsaveRegisters } from '../machines/x86/xsave.js'
import { decodeXsave } from '../machines/x86/xsave-layout.js'
import { note, notes } from '../note-registry.js'
import { nestRegisterSet, type RegisterSet, readRegisterSet } from '../register-set.js'
import { openFilesOf, placesOf } from './open-files.js'
import { lwpFlags, prpsinfoOf, prstatus, ptlwpinfo, thrmisc } from './procfs.js'
import * as procstat from './procstat.js'
import { vfp, vfpSet } from './registers/arm.js'
import { addrMask, addrMaskSet, sve, tlsOne, tlsTwo } from './registers/arm64.js'
import { floatingStruct, portOf } from './registers/by-abi.js'
import { vectorsOf, vmx, vmxSet, vsx } from './registers/powerpc.js'
import { segbases } from './registers/x86.js'
import { limitsOf } from './resource-limits.js'

const owner = noteOwner.FREEBSD
const PC: readonly AbiName[] = ['amd64', 'i386']
const ARM: readonly AbiName[] = ['arm', 'aarch64']
const POWER: readonly AbiName[] = ['powerpc', 'powerpc64', 'powerpc64le']

const ofThread = <T>(type: number, abis: readonly AbiName[], descriptor: Struct<T>, set?: RegisterSet) =>
  note<T>({ owner, type, abis, descriptor, scope: 'thread', ...(set && { registers: () => set }) })

const tlsSet: RegisterSet = { struct: tlsTwo, names: { tpidr: 'tpidr', tpidr2: 'tpidr2' } }

export const freebsdNotes = notes('freebsd', {
  NT_PRSTATUS: note({
    owner,
    type: 1,
    descriptor: prstatus,
    scope: 'begins-thread',
    registers: (abi) => nestRegisterSet(portOf(abi)?.general, 'pr_reg'),
    general: true,
    describe({ pr_pid, pr_cursig }) {
      return {
        thread: { ...(pr_pid !== undefined && { tid: pr_pid }) },
        process: { ...(pr_cursig !== undefined && { signal: { number: pr_cursig } }) },
      }
    },
  }),
  NT_FPREGSET: note({
    owner,
    type: 2,
    descriptor: floatingStruct,
    scope: 'thread',
    registers: (abi) => portOf(abi)?.floating,
  }),
  NT_PRPSINFO: note({
    owner,
    type: 3,
    descriptor: prpsinfoOf,
    describe: ({ pr_fname, pr_psargs, pr_pid }, { other }) => ({
      process: {
        // On 64-bit machines the place is there also where the member is not.
        ...(pr_pid && other('NT_PROCSTAT_PROC') === undefined && { pid: pr_pid }),
        ...(pr_fname !== undefined && { name: pr_fname }),
        ...(pr_psargs !== undefined && { arguments: pr_psargs.replace(/ +$/, '') }),
      },
    }),
  }),
  NT_THRMISC: note({
    owner,
    type: 7,
    descriptor: thrmisc,
    scope: 'thread',
    describe: ({ pr_tname }) => ({ thread: { ...(pr_tname && { name: pr_tname }) } }),
  }),
  NT_PROCSTAT_PROC: note({
    owner,
    type: 8,
    descriptor: procstat.procstatProc,
    describe({ records }) {
      const [first] = records ?? []
      if (!first) return {}
      const { ki_pid, ki_ppid, ki_pgid, ki_sid, ki_comm, ki_numthreads } = first
      const { ki_uid, ki_ruid, ki_svuid, ki_rgid, ki_svgid, ki_groups } = first
      return {
        process: {
          pid: ki_pid,
          ppid: ki_ppid,
          pgrp: ki_pgid,
          sid: ki_sid,
          uid: ki_ruid,
          gid: ki_rgid,
          name: ki_comm,
          threadCount: ki_numthreads,
          credentials: {
            ruid: ki_ruid,
            euid: ki_uid,
            svuid: ki_svuid,
            rgid: ki_rgid,
            ...(ki_groups[0] !== undefined && { egid: ki_groups[0] }),
            svgid: ki_svgid,
          },
        },
      }
    },
  }),
  NT_PROCSTAT_FILES: note({
    owner,
    type: 9,
    descriptor: procstat.procstatFiles,
    describe: ({ records }, { abi }) => (records ? { process: placesOf(records), descriptors: openFilesOf(records, abi) } : {}),
  }),
  NT_PROCSTAT_VMMAP: note({
    owner,
    type: 10,
    descriptor: procstat.procstatVmmap,
    describe: ({ records }) => ({
      files: (records ?? []).flatMap(({ kve_start, kve_end, kve_offset, kve_path, kve_protection }) =>
        kve_path
          ? [{ start: kve_start, end: kve_end, offset: kve_offset, path: kve_path, permissions: permissionsOf(kve_protection) }]
          : [],
      ),
    }),
  }),
  NT_PROCSTAT_GROUPS: note({
    owner,
    type: 11,
    descriptor: procstat.procstatGroups,
    describe: ({ groups }) => (groups ? { process: { groups } } : {}),
  }),
  NT_PROCSTAT_UMASK: note({
    owner,
    type: 12,
    descriptor: procstat.procstatUmask,
    describe: ({ umask }) => (umask === undefined ? {} : { process: { umask } }),
  }),
  NT_PROCSTAT_RLIMIT: note({
    owner,
    type: 13,
    descriptor: procstat.procstatRlimit,
    describe: ({ limits }) => (limits ? { process: { limits: limitsOf(limits) } } : {}),
  }),
  NT_PROCSTAT_OSREL: note({ owner, type: 14, descriptor: procstat.procstatOsrel }),
  NT_PROCSTAT_PSSTRINGS: note({
    owner,
    type: 15,
    descriptor: procstat.procstatPsstrings,
    describe: ({ ps_strings }) => (ps_strings === undefined ? {} : { process: { psStrings: ps_strings } }),
  }),
  NT_PROCSTAT_AUXV: note({
    owner,
    type: 16,
    descriptor: procstat.procstatAuxv,
    describe: ({ entries }) => (entries ? { auxv: entries.map(({ a_type, a_val }) => ({ type: a_type, value: a_val })) } : {}),
  }),
  NT_PTLWPINFO: note({
    owner,
    type: 17,
    descriptor: ptlwpinfo,
    scope: 'thread',
    describe({ lwpinfo }) {
      if (lwpinfo?.pl_siginfo === undefined) return {}
      const { pl_flags, pl_siginfo, pl_tdname, pl_lwpid } = lwpinfo
      const { si_signo, si_code, si_addr, si_pid, si_uid } = pl_siginfo
      const told = (pl_flags & lwpFlags.PL_FLAG_SI) !== 0 && si_code !== undefined
      // Codes of signals that a process sent: SI_USER and SI_QUEUE, SI_LWP.
      const sent = [0x10001, 0x10002, 0x10007].includes(si_code)
      return {
        thread: { ...(pl_tdname && { name: pl_tdname }) },
        ...(told && {
          process: {
            signal: {
              number: si_signo,
              code: si_code,
              tid: pl_lwpid,
              ...(sent ? { sender: { pid: si_pid, uid: si_uid } } : { address: si_addr }),
            },
          },
        }),
      }
    },
  }),
  NT_PROCSTAT_KQUEUES: note({ owner, type: 18, descriptor: procstat.procstatKqueues }),

  NT_PPC_VMX: note({
    owner,
    type: 0x100,
    abis: POWER,
    descriptor: vmx,
    scope: 'thread',
    registersOnly: true,
    describe: (value, { abi }) => ({
      thread: { extra: { ...vectorsOf(value.vr, abi), ...readRegisterSet(vmxSet, value, abi) } },
    }),
  }),
  NT_PPC_VSX: ofThread(0x102, POWER, vsx),
  NT_X86_SEGBASES: ofThread(0x200, PC, segbases, {
    struct: segbases,
    names: { fs_base: 'r_fsbase', gs_base: 'r_gsbase' },
  }),
  NT_X86_XSTATE: note({
    owner,
    type: 0x202,
    abis: PC,
    descriptor: xsave,
    scope: 'thread',
    registersOnly: true,
    describe: (area, { abi, bytes }) => ({ thread: { extra: xsaveRegisters(decodeXsave(area, bytes, undefined), abi) } }),
  }),
  NT_ARM_VFP: ofThread(0x400, ARM, vfp, vfpSet),
  NT_ARM_TLS: note({
    owner,
    type: 0x401,
    abis: ARM,
    descriptor: {
      choose: (abi, size) => (abi.bits === 64 && size === 16 ? tlsTwo : tlsOne) as Struct<unknown>,
      all: (abi) => (abi.bits === 64 ? [tlsOne, tlsTwo] : [tlsOne]),
    },
    scope: 'thread',
    registers: () => tlsSet,
  }),
  NT_ARM_SVE: ofThread(0x405, ['aarch64'], sve),
  NT_ARM_ADDR_MASK: ofThread(0x406, ['aarch64'], addrMask, addrMaskSet),
})

/** `r-x` of KVME_PROT_READ, WRITE and EXEC. */
const permissionsOf = (protection: number): string =>
  ['r', 'w', 'x'].map((letter, bit) => (protection & (1 << bit) ? letter : '-')).join('')
