/** The notes of a checkpoint: the process, and the registers of each thread. Source: DragonFly sys/kern/imgact_elf.c. */

import {
  type CheckpointRevision,
  type NoteName,
  noteLayout,
  noteOrder,
  noteType,
  registerNames,
  statusOf,
} from '../../formats/checkpoint/dragonfly/index.js'
import { noteHeader } from '../../formats/elf/index.js'
import type { Abi } from '../../schema/base.js'
import { dragonflySignals } from '../../systems/dragonfly/signals.js'
import type { CheckpointInput, CheckpointInputThread } from './checkpoint-input.js'
import { bad } from './revision-fields.js'

export interface FrozenNote {
  readonly name: NoteName
  /** The descriptor. */
  readonly bytes: Uint8Array
}

const NAME = 16

/** The notes in the kernel's order. */
export function notesOf(
  process: CheckpointInput,
  threads: readonly CheckpointInputThread[],
  form: CheckpointRevision,
  abi: Abi,
  registerSetSize: 76 | 80,
): FrozenNote[] {
  const { name: text, osreldate = 0 } = process
  const layoutOf = (name: NoteName) => (name === 'NT_PRSTATUS' ? statusOf(abi, registerSetSize).for(abi) : noteLayout(name, abi))
  let thread = -1
  return noteOrder(form, threads.length).map((name) => {
    const layout = layoutOf(name)
    if (name === 'NT_PRPSINFO') {
      const comm = text.slice(0, NAME)
      return { name, bytes: layout.encode({ pr_version: 1, pr_psinfosz: BigInt(layout.size), pr_fname: comm, pr_psargs: comm }) }
    }
    if (name === 'NT_PRSTATUS') thread++
    const { tid = 0, registers = {}, floating = new Uint8Array(0) } = threads[thread] ?? {}
    if (name === 'NT_FPREGSET') {
      const bytes = new Uint8Array(layout.size)
      bytes.set(floating.subarray(0, layout.size))
      return { name, bytes }
    }
    const known = registerNames(abi, registerSetSize)
    for (const each of Object.keys(registers)) {
      if (!known.includes(each) && !known.includes(`r_${each}`)) throw bad(`unknown register ${each} on ${abi.name}`)
    }
    const status = {
      pr_version: 1,
      pr_statussz: BigInt(layout.size),
      pr_gregsetsz: BigInt(known.length * abi.pointer),
      pr_fpregsetsz: BigInt(layoutOf('NT_FPREGSET').size),
      pr_osreldate: osreldate,
      pr_cursig: process.signal ?? dragonflySignals.number('SIGCKPT'),
      pr_pid: tid,
      pr_reg: Object.fromEntries(known.map((each) => [each, registers[each] ?? registers[each.slice(2)] ?? 0n])),
    }
    return { name, bytes: layout.encode(status) }
  })
}

/** Header and name of a note, with padding. */
export function noteStart({ name, bytes }: FrozenNote, form: CheckpointRevision, abi: Abi): Uint8Array {
  const { owner } = form
  const head = new Uint8Array(notePrefix(form))
  head.set(noteHeader.for(abi).encode({ n_namesz: owner.length + 1, n_descsz: bytes.length, n_type: noteType[name] }))
  for (let i = 0; i < owner.length; i++) head[12 + i] = owner.charCodeAt(i)
  return head
}

/** Size of header and name in bytes. */
export const notePrefix = ({ owner }: CheckpointRevision): number => 12 + Math.ceil((owner.length + 1) / 4) * 4
