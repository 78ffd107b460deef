/** The note types of DragonFly cores and checkpoints. Source: DragonFly sys/kern/imgact_elf.c. */

import { dragonflySignals } from '../../../systems/dragonfly/signals.js'
import { signalIs } from '../../../systems/signal-table.js'
import { noteOwner } from '../../elf/note-owners.js'
import { type DescriptorChoice, note, notes, perAbi } from '../note-registry.js'
import type { SignalInfo } from '../process-info.js'
import { nestRegisterSet } from '../register-set.js'
import { type Prstatus, prpsinfo, prstatus, prstatusFrom2007 } from './procfs.js'
import { floatingOf, generalOf, type RegisterValues } from './registers.js'

const prstatusBySize: DescriptorChoice<Prstatus> = {
  choose: (abi, size) => (abi.name === 'i386' && size === prstatusFrom2007.for(abi).size ? prstatusFrom2007 : prstatus),
  all: (abi) => (abi.name === 'i386' ? [prstatus, prstatusFrom2007] : [prstatus]),
}

const owner = noteOwner.CORE
/** To release 2.4. */
const formerOwner = noteOwner.FREEBSD

/** Trap numbers. Source: DragonFly sys/cpu/x86_64/include/trap.h. */
const T_PAGEFLT = 12n
/** Bits of the CPU's error code of a page fault. */
const PGEX_P = 1n
const isFault = signalIs(dragonflySignals, 'SIGSEGV', 'SIGBUS')
const isSegmentationFault = signalIs(dragonflySignals, 'SIGSEGV')

/** The fault of a page in the trap frame of x86_64: %cr2 and the CPU's error code. */
function faultOf(signal: number, { r_trapno, r_addr, r_err }: RegisterValues): Pick<SignalInfo, 'address' | 'code' | 'access'> {
  if (r_trapno !== T_PAGEFLT || r_addr === undefined || !isFault(signal)) return {}
  const code = dragonflySignals.codeNumber(((r_err ?? 0n) & PGEX_P) === 0n ? 'SEGV_MAPERR' : 'SEGV_ACCERR')
  return { address: r_addr, ...(isSegmentationFault(signal) && code !== undefined && { code }), access: accessOf(r_err ?? 0n) }
}

/** Bit 4 of the error code is an instruction fetch, bit 1 a write. */
const accessOf = (error: bigint): NonNullable<SignalInfo['access']> => (error & 0x10n ? 'fetch' : error & 2n ? 'write' : 'read')

export const dragonflyNotes = notes('dragonfly', {
  NT_PRSTATUS: note({
    owner,
    formerOwner,
    type: 1,
    abis: ['amd64', 'i386'],
    descriptor: prstatusBySize,
    scope: 'begins-thread',
    registers: (abi) => nestRegisterSet(generalOf(abi), 'pr_reg'),
    general: true,
    describe({ pr_pid, pr_cursig, pr_reg }) {
      return {
        thread: { ...(pr_pid !== undefined && { tid: pr_pid }) },
        process: { ...(pr_cursig !== undefined && { signal: { number: pr_cursig, ...(pr_reg && faultOf(pr_cursig, pr_reg)) } }) },
      }
    },
  }),
  NT_FPREGSET: note({
    owner,
    formerOwner,
    type: 2,
    abis: ['amd64', 'i386'],
    descriptor: perAbi((abi) => floatingOf(abi).struct),
    scope: 'thread',
    registers: floatingOf,
  }),
  NT_PRPSINFO: note({
    owner,
    formerOwner,
    type: 3,
    abis: ['amd64', 'i386'],
    descriptor: prpsinfo,
    describe: ({ pr_fname }) => ({ process: { ...(pr_fname !== undefined && { name: pr_fname }) } }),
  }),
})
