/** The note types of NetBSD cores. Source: NetBSD sys/kern/core_elf32.c, sys/arch/ARCH/include/ptrace.h, 4.0 to 10. */

import { noteOwner } from '../../elf/note-owners.js'
import { credentialsOf } from '../bsd-credentials.js'
import { note, notes } from '../note-registry.js'
import { auxv } from './auxv.js'
import { lwpstatus } from './lwpstatus.js'
import { procinfoOf } from './procinfo.js'
import { fpaArm } from './registers/arm.js'
import {
  floatingNumber,
  floatingOf,
  floatingStruct,
  fpaNumber,
  generalNumber,
  generalNumberOld,
  generalOf,
  generalStruct,
  xstateNumber,
} from './registers/by-abi.js'
import { regShOld } from './registers/sh.js'
import { vectorsOf, xstate } from './registers/x86.js'

const PROCESS = noteOwner.NETBSD
/** The LWP's id stands in the owner; releases before 2.0 had no such thing. */
const LWP = /^NetBSD-CORE(?:@(\d+))?$/

export const netbsdNotes = notes('netbsd', {
  NT_NETBSDCORE_PROCINFO: note({
    owner: PROCESS,
    type: 1,
    descriptor: procinfoOf,
    describe: (value) => {
      const { cpi_signo, cpi_sigcode, cpi_siglwp, cpi_pid, cpi_ppid, cpi_pgrp, cpi_sid, cpi_ruid, cpi_rgid, cpi_nlwps, cpi_name } = value
      return {
        process: {
          ...(cpi_pid !== undefined && { pid: cpi_pid }),
          ...(cpi_ppid !== undefined && { ppid: cpi_ppid }),
          ...(cpi_pgrp !== undefined && { pgrp: cpi_pgrp }),
          ...(cpi_sid !== undefined && { sid: cpi_sid }),
          ...(cpi_name !== undefined && { name: cpi_name }),
          ...(cpi_ruid !== undefined && { uid: cpi_ruid }),
          ...(cpi_rgid !== undefined && { gid: cpi_rgid }),
          ...credentialsOf(value),
          ...(cpi_nlwps !== undefined && { threadCount: cpi_nlwps }),
          ...(cpi_signo !== undefined && {
            signal: {
              number: cpi_signo,
              // The member is unsigned; the codes of signals that were sent are negative.
              ...(cpi_sigcode !== undefined && { code: cpi_sigcode | 0 }),
              ...(cpi_siglwp !== undefined && { tid: cpi_siglwp }),
            },
          }),
        },
      }
    },
  }),
  NT_NETBSDCORE_AUXV: note({
    owner: PROCESS,
    type: 2,
    descriptor: auxv,
    describe: ({ entries }) => (entries ? { auxv: entries.map(({ a_type, a_v }) => ({ type: BigInt(a_type), value: a_v })) } : {}),
  }),
  NT_NETBSDCORE_LWPSTATUS: note({
    owner: LWP,
    type: 24,
    descriptor: lwpstatus,
    scope: 'owner-thread',
    describe: ({ pl_lwpid, pl_name }) => ({
      thread: { ...(pl_lwpid !== undefined && { tid: pl_lwpid }), ...(pl_name && { name: pl_name }) },
    }),
  }),
  PT_GETREGS: note({
    owner: LWP,
    type: generalNumber,
    descriptor: generalStruct,
    scope: 'owner-thread',
    registers: generalOf,
    general: true,
  }),
  PT_GETREGS_OLD: note({
    owner: LWP,
    type: generalNumberOld,
    descriptor: regShOld,
    scope: 'owner-thread',
    registers: generalOf,
    general: true,
  }),
  PT_GETFPREGS: note({
    owner: LWP,
    type: floatingNumber,
    descriptor: floatingStruct,
    scope: 'owner-thread',
    registers: floatingOf,
  }),
  PT_GETFPREGS_FPA: note({ owner: LWP, type: fpaNumber, descriptor: fpaArm, scope: 'owner-thread' }),
  PT_GETXSTATE: note({
    owner: LWP,
    type: xstateNumber,
    descriptor: xstate,
    scope: 'owner-thread',
    registers: vectorsOf,
  }),
})
