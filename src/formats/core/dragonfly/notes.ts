/** The note types of DragonFly cores and checkpoints. Source: DragonFly sys/kern/imgact_elf.c. */
import { threadWith } from '../facts.js'
import { note, notes, perAbi } from '../notes.js'
import { floatingOf, generalOf, prpsinfo, prstatus, read } from './structures.js'

const owner = 'CORE'

export const dragonflyNotes = notes('dragonfly', {
  NT_PRSTATUS: note({
    owner,
    type: 1,
    abis: ['amd64', 'i386'],
    descriptor: prstatus,
    scope: 'begins-thread',
    facts({ pr_pid, pr_reg, pr_cursig }, { abi }) {
      const general = generalOf(abi)
      return {
        thread: threadWith(pr_pid, () => (pr_reg !== undefined && general ? read(general, pr_reg, abi) : {})),
        process: { ...(pr_cursig !== undefined && { signal: { number: pr_cursig } }) },
      }
    },
  }),
  NT_FPREGSET: note({
    owner,
    type: 2,
    abis: ['amd64', 'i386'],
    descriptor: perAbi((abi) => floatingOf(abi)?.struct),
    scope: 'thread',
    registersOnly: true,
    facts: (value, { abi }) => {
      const set = floatingOf(abi)
      return set ? { thread: { extra: read(set, value, abi) } } : {}
    },
  }),
  NT_PRPSINFO: note({
    owner,
    type: 3,
    abis: ['amd64', 'i386'],
    descriptor: prpsinfo,
    facts: ({ pr_fname }) => ({ process: { ...(pr_fname !== undefined && { name: pr_fname }) } }),
  }),
})
