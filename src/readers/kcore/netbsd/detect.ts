/** Whether a file is a kcore file. */
import { readMidmag } from '../../../formats/kcore/midmag.js'
import type { ByteSource } from '../../../io/source.js'
import { machineName } from '../../../systems/machines/machine-ids.js'
import type { Detection } from '../../format-reader.js'
import { kcoreMachine } from '../machine-registry.js'
import { formOf } from './kcore-headers.js'

/** By the magic word, which is big-endian on every machine, and the machine id in it. */
export function detectKcore(source: ByteSource): Detection | undefined {
  const midmag = readMidmag(source.read(0, 4))
  const form = formOf(midmag)
  const known = kcoreMachine(midmag.machine)
  if (!form || !known) return undefined
  return {
    format: known.openbsd ? 'kcore/openbsd' : 'kcore/netbsd',
    confidence: 0.95,
    reasons: [
      `magic word of a kernel dump, ${form === 'file' ? 'as savecore writes it' : 'as it is on a dump device'}`,
      `machine id ${midmag.machine} (${machineName(midmag.machine, known.openbsd)})`,
    ],
  }
}
