/** Whether a file is a kcore file, or contains one as a dump device does. */
import { type Midmag, readMidmag } from '../../../formats/kcore/midmag.js'
import type { ByteSource } from '../../../io/source.js'
import { machineName } from '../../../systems/machines/machine-ids.js'
import type { Detection } from '../../format-reader.js'
import type { DumpOptions, KernelDump } from '../kernel-dump.js'
import { kcoreMachine } from '../machine-registry.js'
import { findKcore } from './find-on-device.js'
import { formOf } from './kcore-headers.js'
import { openKcore } from './open.js'

/** By the magic word, which is big-endian on every machine, and the machine id in it. */
export function detectKcore(source: ByteSource): Detection | undefined {
  const midmag = readMidmag(source.read(0, 4))
  const form = formOf(midmag)
  if (!form) return undefined
  return detection(midmag, `magic word of a kernel dump, ${form === 'file' ? 'as savecore writes it' : 'as it is on a dump device'}`, 0.95)
}

/** By a search of the whole file: for images of dump devices, when nothing at the start or the end tells the format. */
export function detectKcoreOnDevice(source: ByteSource): Detection | undefined {
  const offset = findKcore(source)
  if (offset === undefined) return undefined
  const where = `kernel dump on a dump device at byte ${offset}, block ${offset / 512}`
  return detection(readMidmag(source.read(offset, 4)), where, 0.9)
}

function detection({ machine }: Midmag, reason: string, confidence: number): Detection | undefined {
  const known = kcoreMachine(machine)
  if (!known) return undefined
  const reasons = [reason, `machine id ${machine} (${machineName(machine, known.openbsd)})`]
  return { format: known.openbsd ? 'kcore/openbsd' : 'kcore/netbsd', confidence, reasons }
}

/** Opens a kcore file, or the one on a dump device. */
export function openKcoreOrDevice(source: ByteSource, options: DumpOptions): KernelDump {
  const offset = formOf(readMidmag(source.read(0, 4))) ? undefined : findKcore(source)
  return openKcore(source, { ...options, ...(offset !== undefined && { offset }) })
}
