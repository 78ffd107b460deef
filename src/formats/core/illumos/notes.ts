/** The note types of illumos cores. Source: illumos usr/src/uts/common/sys/elf.h, exec/elf/elf_notes.c, 2024-09. */

import type { Abi, AbiName } from '../../../schema/base.js'
import { noteOwner } from '../../elf/note-owners.js'
import { type NoteContext, note, notes, perAbi } from '../note-registry.js'
import type { Credentials, NoteInfo } from '../process-info.js'
import { type RegisterSet, readRegisterSet } from '../register-set.js'
import { prpsinfo, prstatus } from './old-procfs.js'
import * as process from './process-notes.js'
import { lwpsinfo, psinfo } from './psinfo.js'
import { lwpstatus, pstatus } from './pstatus.js'
import { portOf } from './registers/by-abi.js'
import { asrs, gwindows } from './registers/sparc.js'
import { ldt, xregRegisters, xregSparc, xregX86 } from './registers/xregs.js'
import { signalOf } from './siginfo.js'

const owner = noteOwner.CORE
const PC: readonly AbiName[] = ['amd64', 'i386']
const SPARC: readonly AbiName[] = ['sparc', 'sparc64']
const generalFacts = (abi: Abi, pr_reg: unknown) => {
  const set = portOf(abi)?.general
  return pr_reg !== undefined && set ? { registers: readRegisterSet(set, pr_reg, abi) } : {}
}

const floatingFacts = (abi: Abi, value: unknown) => {
  const set: RegisterSet | undefined = portOf(abi)?.floating
  return value !== undefined && set ? { extra: readRegisterSet(set, value, abi) } : {}
}

export const illumosNotes = notes('illumos', {
  NT_PRSTATUS: note({
    owner,
    type: 1,
    descriptor: prstatus,
    scope: 'begins-thread',
    describe({ pr_who, pr_reg, pr_pid, pr_ppid, pr_pgrp, pr_sid, pr_cursig, pr_info }, { abi }) {
      const signal = signalOf(pr_cursig, pr_info, pr_who)
      return {
        thread: { ...(pr_who !== undefined && { tid: pr_who }), ...generalFacts(abi, pr_reg) },
        process: {
          ...(pr_pid !== undefined && { pid: pr_pid }),
          ...(pr_ppid !== undefined && { ppid: pr_ppid }),
          ...(pr_pgrp !== undefined && { pgrp: pr_pgrp }),
          ...(pr_sid !== undefined && { sid: pr_sid }),
          ...(signal && { signal }),
        },
      }
    },
  }),
  NT_PRFPREG: note({
    owner,
    type: 2,
    descriptor: perAbi((abi) => portOf(abi)?.floating.struct),
    scope: 'thread',
    describe: (value, { abi }: NoteContext): NoteInfo => ({ thread: floatingFacts(abi, value) }),
  }),
  NT_PRPSINFO: note({
    owner,
    type: 3,
    descriptor: prpsinfo,
    describe: ({ pr_pid, pr_ppid, pr_pgrp, pr_sid, pr_uid, pr_gid, pr_fname, pr_psargs }) => ({
      process: {
        ...(pr_pid !== undefined && { pid: pr_pid }),
        ...(pr_ppid !== undefined && { ppid: pr_ppid }),
        ...(pr_pgrp !== undefined && { pgrp: pr_pgrp }),
        ...(pr_sid !== undefined && { sid: pr_sid }),
        ...(pr_fname !== undefined && { name: pr_fname }),
        ...(pr_psargs !== undefined && { arguments: pr_psargs }),
        ...(pr_uid !== undefined && { uid: pr_uid }),
        ...(pr_gid !== undefined && { gid: pr_gid }),
      },
    }),
  }),
  NT_PRXREG: note({
    owner,
    type: 4,
    abis: PC,
    descriptor: xregX86,
    scope: 'thread',
    describe: (value, { abi }) => ({ thread: { extra: xregRegisters(value, abi) } }),
  }),
  NT_PRXREG_SPARC: note({ owner, type: 4, abis: SPARC, descriptor: xregSparc, scope: 'thread' }),
  NT_PLATFORM: note({ owner, type: 5, descriptor: process.text }),
  NT_AUXV: note({
    owner,
    type: 6,
    descriptor: process.auxv,
    describe: ({ entries }) => (entries ? { auxv: entries.map(({ a_type, a_val }) => ({ type: BigInt(a_type), value: a_val })) } : {}),
  }),
  NT_GWINDOWS: note({ owner, type: 7, abis: SPARC, descriptor: gwindows, scope: 'thread' }),
  NT_ASRS: note({ owner, type: 8, abis: SPARC, descriptor: asrs, scope: 'thread' }),
  NT_LDT: note({ owner, type: 9, abis: PC, descriptor: ldt }),
  NT_PSTATUS: note({
    owner,
    type: 10,
    descriptor: pstatus,
    describe({ pr_lwp, pr_pid, pr_ppid, pr_pgid, pr_sid, pr_nlwp }) {
      const signal = pr_lwp && signalOf(pr_lwp.pr_cursig, pr_lwp.pr_info, pr_lwp.pr_lwpid)
      return {
        process: {
          ...(pr_pid !== undefined && { pid: pr_pid }),
          ...(pr_ppid !== undefined && { ppid: pr_ppid }),
          ...(pr_pgid !== undefined && { pgrp: pr_pgid }),
          ...(pr_sid !== undefined && { sid: pr_sid }),
          ...(pr_nlwp !== undefined && { threadCount: pr_nlwp }),
          ...(signal && { signal }),
        },
      }
    },
  }),
  NT_PSINFO: note({
    owner,
    type: 13,
    descriptor: psinfo,
    describe: ({ pr_pid, pr_ppid, pr_pgid, pr_sid, pr_uid, pr_gid, pr_nlwp, pr_fname, pr_psargs }) => ({
      process: {
        ...(pr_pid !== undefined && { pid: pr_pid }),
        ...(pr_ppid !== undefined && { ppid: pr_ppid }),
        ...(pr_pgid !== undefined && { pgrp: pr_pgid }),
        ...(pr_sid !== undefined && { sid: pr_sid }),
        ...(pr_fname !== undefined && { name: pr_fname }),
        ...(pr_psargs !== undefined && { arguments: pr_psargs }),
        ...(pr_uid !== undefined && { uid: pr_uid }),
        ...(pr_gid !== undefined && { gid: pr_gid }),
        ...(pr_nlwp !== undefined && { threadCount: pr_nlwp }),
      },
    }),
  }),
  NT_PRCRED: note({
    owner,
    type: 14,
    descriptor: process.prcred,
    describe: ({ pr_ruid, pr_euid, pr_suid, pr_rgid, pr_egid, pr_sgid, pr_ngroups, pr_groups }) => {
      if (pr_ruid === undefined || pr_sgid === undefined || pr_euid === undefined) return {}
      const credentials = { ruid: pr_ruid, euid: pr_euid, svuid: pr_suid, rgid: pr_rgid, egid: pr_egid, svgid: pr_sgid } as Credentials
      return { process: { credentials, ...(pr_groups && { groups: pr_groups.slice(0, pr_ngroups) }) } }
    },
  }),
  NT_UTSNAME: note({ owner, type: 15, descriptor: process.utsname }),
  NT_LWPSTATUS: note({
    owner,
    type: 16,
    descriptor: lwpstatus,
    scope: 'thread',
    describe: ({ pr_lwpid, pr_reg, pr_fpreg }, { abi }) => ({
      thread: { ...(pr_lwpid !== undefined && { tid: pr_lwpid }), ...generalFacts(abi, pr_reg), ...floatingFacts(abi, pr_fpreg) },
    }),
  }),
  NT_LWPSINFO: note({
    owner,
    type: 17,
    descriptor: lwpsinfo,
    scope: 'begins-thread',
    describe: ({ pr_lwpid }) => ({ thread: { ...(pr_lwpid !== undefined && { tid: pr_lwpid }) } }),
  }),
  NT_PRPRIV: note({ owner, type: 18, descriptor: process.prpriv }),
  NT_PRPRIVINFO: note({ owner, type: 19, descriptor: process.privInfo }),
  NT_CONTENT: note({ owner, type: 20, descriptor: process.content }),
  NT_ZONENAME: note({ owner, type: 21, descriptor: process.text }),
  NT_FDINFO: note({
    owner,
    type: 22,
    descriptor: process.fdinfo,
    describe: ({ pr_fd, pr_mode = 0, pr_fileflags, pr_offset, pr_path }) =>
      pr_fd === undefined
        ? {}
        : {
            descriptors: [
              {
                fd: pr_fd,
                kind: process.kindOf(pr_mode),
                ...(pr_path && { path: pr_path }),
                ...(pr_fileflags !== undefined && { flags: process.openFlagsOf(pr_fileflags) }),
                ...(pr_offset !== undefined && pr_offset >= 0n && { offset: pr_offset }),
              },
            ],
          },
  }),
  NT_SPYMASTER: note({ owner, type: 23, descriptor: psinfo, scope: 'thread' }),
  NT_SECFLAGS: note({ owner, type: 24, descriptor: process.prsecflags }),
  NT_LWPNAME: note({
    owner,
    type: 25,
    descriptor: process.lwpname,
    scope: 'thread',
    describe: ({ pr_lwpname }) => ({ thread: { ...(pr_lwpname && { name: pr_lwpname }) } }),
  }),
  NT_UPANIC: note({ owner, type: 26, descriptor: process.upanic }),
  NT_CWD: note({
    owner,
    type: 27,
    descriptor: process.cwd,
    describe: ({ prcwd_cwd }) => (prcwd_cwd ? { process: { cwd: prcwd_cwd } } : {}),
  }),
})
