/** Signals and open files. */
import { decodeSignalSet, encodeSignalSet, type SignalInfo } from '../../../formats/checkpoint/dragonfly/index.js'
import { dragonflySignals } from '../../../systems/dragonfly/signals.js'
import { signalIs } from '../../../systems/signal-table.js'
import type { Cursor } from './cursor.js'
import { findFile } from './mappings.js'
import { accessOf, type RestorePlan, type ThawDescriptor } from './restore-plan.js'

const DESCRIPTORS = 1024
const cannotBeBlocked = signalIs(dragonflySignals, 'SIGKILL', 'SIGSTOP')

/** Actions and masks of signals, SIGKILL and SIGSTOP taken out of the mask. */
export function readSignals(cursor: Cursor): SignalInfo {
  cursor.step = 'siginfo'
  const layout = cursor.form.siginfo.for(cursor.abi)
  const start = cursor.at
  const signals = cursor.take(layout)
  if (signals.csi_ckptpisz !== layout.size)
    cursor.refuse('EINVAL', `csi_ckptpisz is ${signals.csi_ckptpisz}, that of the kernel is ${layout.size}`, start)
  const { csi_sigmask: mask } = signals
  if (!mask) return signals
  return { ...signals, csi_sigmask: encodeSignalSet(decodeSignalSet(mask).filter((signal) => !cannotBeBlocked(signal))) }
}

/** fdalloc fails: elf_getfiles closes the checkpoint in place of the file. */
const USE_AFTER_FREE = 'the kernel closes the checkpoint file in place of the new one and uses it after it is freed'

/** The open files, up to the first descriptor that cannot be had. */
export function readFiles(cursor: Cursor): Pick<RestorePlan, 'descriptors' | 'descriptorsLost'> {
  cursor.step = 'files'
  const { cfh_nfiles } = cursor.take(cursor.form.filehdr.for(cursor.abi))
  const layout = cursor.form.fileinfo.for(cursor.abi)
  const start = cursor.at
  const records = cursor.readAll(layout, cfh_nfiles)
  const most = cursor.system.descriptors ?? DESCRIPTORS
  const descriptors = new Map<number, ThawDescriptor>()
  for (const [i, { cfi_index, cfi_flags, cfi_offset, cfi_fh, cfi_ckflags = 0 }] of records.entries()) {
    if (cfi_index < 0) continue
    const itself = (cfi_ckflags & 1) !== 0
    if (!itself) findFile(cursor, cfi_fh, start + i * layout.size)
    // No error: what follows is not restored, and the program goes on.
    if (cfi_index >= most) {
      const descriptorsLost = `descriptor ${cfi_index} is not below the limit of ${most}: it and those after it are not restored`
      cursor.undefinedBehavior = USE_AFTER_FREE
      return { descriptors: [...descriptors.values()], descriptorsLost }
    }
    // One that is there already is closed.
    descriptors.delete(cfi_index)
    descriptors.set(cfi_index, {
      descriptor: cfi_index,
      access: accessOf(cfi_flags),
      flags: cfi_flags,
      offset: cfi_offset,
      ...(!itself && { handle: cfi_fh }),
    })
  }
  return { descriptors: [...descriptors.values()] }
}
