/**
 * What a kernel does with a checkpoint: every check of a thaw, in its order, on a stated system. The file is read from start to end, as
 * the kernel does, by no offset that stands in it. Source: DragonFly sys/kern/kern_checkpoint.c.
 */
import { FormatError } from '../../../errors.js'
import { findRevision, revisionsFor } from '../../../formats/checkpoint/dragonfly/index.js'
import { elfHeader, type ProgramHeader, programHeader } from '../../../formats/elf/index.js'
import { permissionsOf } from '../../../formats/elf/segment-permissions.js'
import type { ByteSource } from '../../../io/source.js'
import type { Layout } from '../../../schema/base.js'
import { consequencesOf } from './consequences.js'
import { Cursor, ThawError } from './cursor.js'
import { checkCall, readHeader } from './elf-header.js'
import { mapMemory, readSizes, readVnodes } from './mappings.js'
import { readNotes } from './notes.js'
import type { RestorePlan, ThawResult } from './restore-plan.js'
import { readFiles, readSignals } from './signals-and-files.js'
import { abiOfSystem, type ThawSystem } from './thaw-system.js'

export { accessOf, type RestorePlan, type ThawDescriptor, type ThawFailure, type ThawResult } from './restore-plan.js'

/** Signals whose actions a kernel keeps. */
const SIGNALS = 128

/**
 * Thaws a checkpoint on a system, on paper.
 *
 * @throws FormatError `BAD_VALUE` for a system whose form its machine does not have, or a call that is a freeze; whatever is in the file
 * gives a refusal or a plan
 */
export function thaw(source: ByteSource, system: ThawSystem): ThawResult {
  const form = findRevision(system.form)
  if (!form || !revisionsFor(abiOfSystem(system)).includes(form))
    throw new FormatError({
      code: 'BAD_VALUE',
      path: 'system.form',
      message: `no kernel of ${system.bits} bits has the form ${system.form}`,
    })
  const cursor = new Cursor(source, system, form)
  // Past the point of no return.
  const progress = { oldSpaceGone: false }
  try {
    return { ok: true, plan: run(cursor, progress) }
  } catch (error) {
    if (error instanceof ThawError) return { ...error.refusal, ...progress }
    throw error
  }
}

function run(cursor: Cursor, progress: { oldSpaceGone: boolean }): RestorePlan {
  const { abi, system } = cursor
  checkCall(cursor)
  const header = readHeader(cursor)
  cursor.step = 'program headers'
  const layout = programHeader(abi).for(abi) as Layout<ProgramHeader>
  const table = cursor.at
  const phdrs = cursor.readAll(layout, header.e_phnum)
  if (phdrs.length === 0) {
    cursor.undefinedBehavior = 'the kernel reads phdr[0] of an allocation of 0 bytes and faults'
    cursor.refuse('EINVAL', 'e_phnum is 0', elfHeader.for(abi).offsets.e_phnum)
  }
  const notes = readNotes(cursor, phdrs[0]?.p_filesz ?? 0n, table)
  const sizes = readSizes(cursor)
  progress.oldSpaceGone = true
  const mappings = readVnodes(cursor)
  const signals = readSignals(cursor)
  const files = readFiles(cursor)
  cursor.step = 'mappings'
  for (const [i, { p_vaddr, p_filesz, p_offset, p_flags }] of phdrs.entries()) {
    if (i === 0) continue
    const at = table + i * layout.size
    mappings.push(mapMemory(cursor, { start: p_vaddr, length: p_filesz, permissions: permissionsOf(p_flags), offset: p_offset, at }))
  }
  const plan = {
    ...notes,
    ...sizes,
    mappings,
    signals,
    actionsRestored: system.losesActions ? 1 : SIGNALS,
    ...files,
    ...(cursor.undefinedBehavior !== undefined && { undefinedBehavior: cursor.undefinedBehavior }),
    textIsCheckpoint: system.call?.regularFile ?? true,
    retval: system.call?.retval ?? 1,
  }
  return { ...plan, ...consequencesOf(cursor, plan) }
}
