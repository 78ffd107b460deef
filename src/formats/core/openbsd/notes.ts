/** The note types of OpenBSD cores. Source: OpenBSD sys/sys/exec_elf.h, sys/kern/exec_elf.c 1.194. */

import type { AbiName } from '../../../schema/base.js'
import { noteOwner } from '../../elf/note-owners.js'
import { credentialsOf } from '../bsd-credentials.js'
import { type NoteContext, note, notes, perAbi } from '../note-registry.js'
import type { NoteInfo } from '../process-info.js'
import { auxv, procinfo, wcookie } from './process.js'
import { floatingStruct, pacmask, pacmaskSet, portOf, type RegisterSet, readRegisterSet, xmmregs, xmmSet } from './registers.js'

const PROCESS = noteOwner.OPENBSD
/** The thread's id stands in the owner. */
const THREAD = /^OpenBSD@(\d+)$/

const SPARC: readonly AbiName[] = ['sparc64', 'sparc']

const _extra =
  (setOf: (abi: NoteContext['abi']) => RegisterSet | undefined) =>
  (value: unknown, { abi }: NoteContext): NoteInfo => {
    const set = setOf(abi)
    return set ? { thread: { extra: readRegisterSet(set, value, abi) } } : {}
  }

export const openbsdNotes = notes('openbsd', {
  NT_OPENBSD_PROCINFO: note({
    owner: PROCESS,
    type: 10,
    descriptor: procinfo,
    describe: (value) => {
      const { cpi_signo, cpi_sigcode, cpi_pid, cpi_ppid, cpi_pgrp, cpi_sid, cpi_ruid, cpi_rgid, cpi_name } = value
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
          ...(cpi_signo !== undefined && {
            // The member is unsigned; the codes of signals that were sent are negative.
            signal: { number: cpi_signo, ...(cpi_sigcode !== undefined && { code: cpi_sigcode | 0 }) },
          }),
        },
      }
    },
  }),
  NT_OPENBSD_AUXV: note({
    owner: PROCESS,
    type: 11,
    descriptor: auxv,
    describe: ({ entries }) => (entries ? { auxv: entries.map(({ au_id, au_v }) => ({ type: BigInt(au_id), value: au_v })) } : {}),
  }),
  NT_OPENBSD_REGS: note({
    owner: THREAD,
    type: 20,
    descriptor: perAbi((abi) => portOf(abi)?.general.struct),
    scope: 'owner-thread',
    registers: (abi) => portOf(abi)?.general,
    general: true,
  }),
  NT_OPENBSD_FPREGS: note({
    owner: THREAD,
    type: 21,
    descriptor: floatingStruct,
    scope: 'owner-thread',
    registers: (abi) => portOf(abi)?.floating,
  }),
  NT_OPENBSD_XFPREGS: note({
    owner: THREAD,
    type: 22,
    abis: ['i386'],
    descriptor: xmmregs,
    scope: 'owner-thread',
    registers: () => xmmSet,
  }),
  NT_OPENBSD_WCOOKIE: note({ owner: /^OpenBSD(?:@\d+)?$/, type: 23, abis: SPARC, descriptor: wcookie }),
  NT_OPENBSD_PACMASK: note({
    owner: THREAD,
    type: 24,
    abis: ['aarch64'],
    descriptor: pacmask,
    scope: 'owner-thread',
    registers: () => pacmaskSet,
  }),
})
