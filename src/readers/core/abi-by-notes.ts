/** The ABI of a core where its header leaves it open: writers of cores often leave e_flags at 0. */

import type { CoreSystem } from '../../formats/core/core-system.js'
import { structOf } from '../../formats/core/note-registry.js'
import { type Abi, type AbiName, abi as abis } from '../../schema/base.js'
import type { ElfNote } from '../elf/note-iterator.js'

/** ABIs with the same e_machine and class, which e_flags tell apart. */
const others: Readonly<Partial<Record<AbiName, AbiName>>> = {
  'mips-o32': 'mips-n32',
  'mips-o32el': 'mips-n32el',
  'mips-n32': 'mips-o32',
  'mips-n32el': 'mips-o32el',
}

/** The ABI whose general registers have the size of the notes; that of the header where the notes do not decide. */
export function abiByNotes(abi: Abi, notes: readonly ElfNote[], system: CoreSystem): Abi {
  const other = Object.hasOwn(others, abi.name) ? others[abi.name as AbiName] : undefined
  if (other === undefined) return abi
  const fits = (candidate: Abi): boolean =>
    notes.some(({ owner, type, size }) => {
      const found = system.notes.find(owner, type, candidate)
      if (!found?.declaration.general) return false
      return structOf(found.declaration, candidate, size)?.for(candidate).size === size
    })
  return !fits(abi) && fits(abis[other]) ? abis[other] : abi
}
