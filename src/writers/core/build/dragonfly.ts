/** The notes of a DragonFly core, and the checkpoint records that the kernel writes after them. */

import type { Diagnostic } from '../../../errors.js'
import { revisionsFor, vminfo, vnodeCount } from '../../../formats/checkpoint/dragonfly/index.js'
import { dragonflyNotes } from '../../../formats/core/dragonfly/notes.js'
import { prpsinfo, prstatus } from '../../../formats/core/dragonfly/procfs.js'
import { floatingOf, generalOf } from '../../../formats/core/dragonfly/registers.js'
import { noteOwner } from '../../../formats/elf/note-owners.js'
import { concatenate } from '../../../io/bytes.js'
import type { Abi } from '../../../schema/base.js'
import { truncateUtf8, zeroValue } from '../../../schema/zero-value.js'
import type { BuiltNote, CoreBuilder, CoreContents } from './core-contents.js'
import { reportLostInfo } from './credentials.js'
import { noteMaker, reportLoss } from './note-builder.js'
import { RegisterPool } from './register-pool.js'

const VERSION = 1

function notes(facts: CoreContents, abi: Abi, lost: Diagnostic[]): readonly (readonly BuiltNote[])[] {
  const { process, threads } = facts
  const make = noteMaker(dragonflyNotes, abi)
  const info = zeroValue(prpsinfo, abi)
  info.pr_version = VERSION
  info.pr_psinfosz = BigInt(prpsinfo.for(abi).size)
  // The name is stored twice; arguments are not stored.
  info.pr_fname = info.pr_psargs = truncateUtf8(process.name ?? '', 16)
  const list: BuiltNote[] = [make(noteOwner.CORE, 'NT_PRPSINFO', prpsinfo, info)]
  const general = generalOf(abi)
  const floating = floatingOf(abi)
  threads.forEach((thread, index) => {
    const path = `threads[${index}]`
    const pool = new RegisterPool(thread, abi)
    const status = zeroValue(prstatus, abi)
    status.pr_version = VERSION
    status.pr_statussz = BigInt(prstatus.for(abi).size)
    status.pr_gregsetsz = BigInt(general?.struct.for(abi).size ?? 0)
    status.pr_fpregsetsz = BigInt(floating?.struct.for(abi).size ?? 0)
    status.pr_cursig = process.signal?.number ?? 0
    status.pr_pid = thread.tid
    if (general) pool.fill(general, status.pr_reg)
    list.push(make(noteOwner.CORE, 'NT_PRSTATUS', prstatus, status))
    if (floating) {
      // The kernel writes one for every thread; its readers rely on it.
      const value = zeroValue(floating.struct, abi)
      if (pool.floats) pool.fill(floating, value)
      list.push(make(noteOwner.CORE, 'NT_FPREGSET', floating.struct, value))
    }
    pool.lose(path, lost)
    if (thread.name !== undefined) reportLoss(lost, `${path}.name`, `thread ${thread.tid}: DragonFly cores cannot store thread names`)
  })
  loseRest(facts, lost)
  return [list]
}

/** Reports information that DragonFly cores cannot store. */
function loseRest({ process, auxv = [], files = [] }: CoreContents, lost: Diagnostic[]): void {
  const ids = (['pid', 'ppid', 'pgrp', 'sid', 'uid', 'gid'] as const).filter((name) => process[name] !== undefined)
  if (ids.length > 0) reportLoss(lost, 'process', `DragonFly cores cannot store ${ids.join(', ')}`)
  reportLostInfo(process, ['credentials', 'groups', 'umask', 'limits', 'cwd', 'root', 'executable', 'psStrings'], 'DragonFly', lost)
  const { name, arguments: args, signal } = process
  if (args !== undefined && args !== name) reportLoss(lost, 'process.arguments', 'DragonFly cores can only store the command name')
  if (signal?.code !== undefined || signal?.address !== undefined)
    reportLoss(lost, 'process.signal', 'DragonFly cores store the signal number, but not its code and address')
  if (auxv.length > 0) reportLoss(lost, 'auxv', 'DragonFly cores cannot store the auxiliary vector')
  if (files.length > 0) reportLoss(lost, 'files', 'DragonFly cores cannot store the paths of mapped files')
}

/** ckpt_vminfo, no mapped files, ckpt_siginfo, no open files: checkpoint records that cores contain too. */
function behindNotes(_facts: CoreContents, abi: Abi): Uint8Array {
  const [form] = revisionsFor(abi)
  if (!form) return new Uint8Array(0)
  const signals = zeroValue(form.siginfo, abi)
  signals.csi_ckptpisz = form.siginfo.for(abi).size
  const parts = [
    vminfo.for(abi).encode(zeroValue(vminfo, abi)),
    vnodeCount.for(abi).encode({ count: 0 }),
    form.siginfo.for(abi).encode(signals),
    form.filehdr.for(abi).encode(zeroValue(form.filehdr, abi)),
  ]
  return concatenate(parts)
}

export const dragonflyBuilder: CoreBuilder = { notes, behindNotes, omitsEmptyMemory: true }
