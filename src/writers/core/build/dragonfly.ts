/** The notes of a DragonFly core, and what the kernel writes behind them, as it does in a checkpoint. */
import type { Diagnostic } from '../../../errors.js'
import { formNamed, vminfo, vnodeCount } from '../../../formats/checkpoint/dragonfly/index.js'
import { dragonflyNotes } from '../../../formats/core/dragonfly/notes.js'
import { floatingOf, generalOf, prpsinfo, prstatus } from '../../../formats/core/dragonfly/structures.js'
import { concatenate } from '../../../io/bytes.js'
import type { Abi } from '../../../schema/base.js'
import { blank, clip } from '../../../schema/zero-value.js'
import type { BuildFacts, BuiltNote, CoreBuilder } from './core-contents.js'
import { loseFacts } from './credentials.js'
import { lose, noteMaker } from './note-builder.js'
import { RegisterPool } from './register-pool.js'

const VERSION = 1

function notes(facts: BuildFacts, abi: Abi, lost: Diagnostic[]): readonly (readonly BuiltNote[])[] {
  const { process, threads } = facts
  const make = noteMaker(dragonflyNotes, abi)
  const info = blank(prpsinfo, abi)
  info.pr_version = VERSION
  info.pr_psinfosz = BigInt(prpsinfo.for(abi).size)
  // The name twice: arguments are not stored.
  info.pr_fname = info.pr_psargs = clip(process.name ?? '', 16)
  const list: BuiltNote[] = [make('CORE', 'NT_PRPSINFO', prpsinfo, info)]
  const general = generalOf(abi)
  const floating = floatingOf(abi)
  threads.forEach((thread, index) => {
    const path = `threads[${index}]`
    const pool = new RegisterPool(thread, abi)
    const status = blank(prstatus, abi)
    status.pr_version = VERSION
    status.pr_statussz = BigInt(prstatus.for(abi).size)
    status.pr_gregsetsz = BigInt(general?.struct.for(abi).size ?? 0)
    status.pr_fpregsetsz = BigInt(floating?.struct.for(abi).size ?? 0)
    status.pr_cursig = process.signal?.number ?? 0
    status.pr_pid = thread.tid
    if (general) pool.fill(general, status.pr_reg)
    list.push(make('CORE', 'NT_PRSTATUS', prstatus, status))
    if (floating) {
      // A kernel writes one for every thread; its readers count on it.
      const value = blank(floating.struct, abi)
      if (pool.floats) pool.fill(floating, value)
      list.push(make('CORE', 'NT_FPREGSET', floating.struct, value))
    }
    pool.lose(path, lost)
    if (thread.name !== undefined) lose(lost, `${path}.name`, `the name of thread ${thread.tid}: DragonFly cores have none`)
  })
  loseRest(facts, lost)
  return [list]
}

/** What no structure of the system has room for. */
function loseRest({ process, auxv = [], files = [] }: BuildFacts, lost: Diagnostic[]): void {
  const ids = (['pid', 'ppid', 'pgrp', 'sid', 'uid', 'gid'] as const).filter((name) => process[name] !== undefined)
  if (ids.length > 0) lose(lost, 'process', `DragonFly cores do not tell ${ids.join(', ')}`)
  loseFacts(process, ['credentials', 'groups', 'umask', 'limits', 'cwd', 'root', 'executable', 'psStrings'], 'DragonFly', lost)
  const { name, arguments: args, signal } = process
  if (args !== undefined && args !== name) lose(lost, 'process.arguments', 'DragonFly cores have the name only')
  if (signal?.code !== undefined || signal?.address !== undefined)
    lose(lost, 'process.signal', 'DragonFly cores tell the number of the signal, not its code and address')
  if (auxv.length > 0) lose(lost, 'auxv', 'DragonFly cores have no auxiliary vector')
  if (files.length > 0) lose(lost, 'files', 'DragonFly cores do not name the mapped files')
}

/** ckpt_vminfo, no mapped files, ckpt_siginfo, no open files: the parts of a checkpoint, which cores have too. */
function behindNotes(_facts: BuildFacts, abi: Abi): Uint8Array {
  const form = formNamed('final')
  if (!form) return new Uint8Array(0)
  const signals = blank(form.siginfo, abi)
  signals.csi_ckptpisz = form.siginfo.for(abi).size
  const parts = [
    vminfo.for(abi).encode(blank(vminfo, abi)),
    vnodeCount.for(abi).encode({ count: 0 }),
    form.siginfo.for(abi).encode(signals),
    form.filehdr.for(abi).encode(blank(form.filehdr, abi)),
  ]
  return concatenate(parts)
}

export const dragonflyBuilder: CoreBuilder = { notes, behindNotes }
