/** Which form of the structures a checkpoint has: csi_ckptpisz tells it, which stands where it is in that form. */
import type { Diagnostics } from '../../errors.js'
import { type CheckpointRevision, revisionsFor } from '../../formats/checkpoint/dragonfly/index.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'

interface FormSketch {
  readonly source: ByteSource
  readonly abi: Abi
  /** Where the records of mapped files begin. */
  readonly at: number
  /** How many of them are said to be. */
  readonly count: number
  readonly osabi: number | undefined
  readonly diagnostics: Diagnostics
}

/** The form whose csi_ckptpisz stands where it has it. */
export function formAt({ source, abi, at, count, osabi, diagnostics }: FormSketch): CheckpointRevision | undefined {
  const forms = revisionsFor(abi)
  const sizeAt = (form: CheckpointRevision): number | undefined => {
    const offset = at + Math.max(0, count) * form.vnHdr.for(abi).size
    const bytes = source.read(Math.min(offset, source.size), 4)
    return bytes.length < 4 ? undefined : new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, true)
  }
  const form = forms.find((each) => sizeAt(each) === each.siginfo.for(abi).size)
  if (form) return form
  const likely = forms.find((each) => each.osabi === osabi) ?? (forms[0] as CheckpointRevision)
  const said = sizeAt(likely)
  // The file ends before: what there is of it is as in the likely form.
  if (said === undefined) return likely
  const known = forms.map((each) => each.siginfo.for(abi).size).join(', ')
  diagnostics.add({
    code: 'BAD_VALUE',
    offset: at + Math.max(0, count) * likely.vnHdr.for(abi).size,
    path: 'siginfo.csi_ckptpisz',
    message: `siginfo.csi_ckptpisz is ${said}, there are ${known}: neither it nor what follows can be told`,
    expected: known,
    found: String(said),
  })
  return undefined
}
