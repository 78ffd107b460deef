/** The note types of DragonFly cores and checkpoints. Source: DragonFly sys/kern/imgact_elf.c. */

import { noteOwner } from '../../elf/note-owners.js'
import { type DescriptorChoice, note, notes, perAbi } from '../note-registry.js'
import { nestRegisterSet } from '../register-set.js'
import { type Prstatus, prpsinfo, prstatus, prstatusFrom2007 } from './procfs.js'
import { floatingOf, generalOf } from './registers.js'

const prstatusBySize: DescriptorChoice<Prstatus> = {
  choose: (abi, size) => (abi.name === 'i386' && size === prstatusFrom2007.for(abi).size ? prstatusFrom2007 : prstatus),
  all: (abi) => (abi.name === 'i386' ? [prstatus, prstatusFrom2007] : [prstatus]),
}

const owner = noteOwner.CORE

export const dragonflyNotes = notes('dragonfly', {
  NT_PRSTATUS: note({
    owner,
    type: 1,
    abis: ['amd64', 'i386'],
    descriptor: prstatusBySize,
    scope: 'begins-thread',
    registers: (abi) => nestRegisterSet(generalOf(abi), 'pr_reg'),
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
    abis: ['amd64', 'i386'],
    descriptor: perAbi((abi) => floatingOf(abi).struct),
    scope: 'thread',
    registers: floatingOf,
  }),
  NT_PRPSINFO: note({
    owner,
    type: 3,
    abis: ['amd64', 'i386'],
    descriptor: prpsinfo,
    describe: ({ pr_fname }) => ({ process: { ...(pr_fname !== undefined && { name: pr_fname }) } }),
  }),
})
