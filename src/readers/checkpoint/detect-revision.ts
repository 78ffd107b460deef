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
  /** Whether NT_PRPSINFO is the last note. */
  readonly processLast: boolean
  readonly diagnostics: Diagnostics
}

/**
 * The revision whose csi_ckptpisz stands where that revision has it. Of an unknown size only the records of mapped files can be told: they
 * have one shape in all revisions but the first.
 */
export function formAt({ source, abi, at, count, osabi, processLast, diagnostics }: FormSketch): {
  readonly form?: CheckpointRevision
  readonly vnHdr: CheckpointRevision['vnHdr']
} {
  const forms = revisionsFor(abi)
  const sizeAt = (form: CheckpointRevision): number | undefined => {
    const offset = at + Math.max(0, count) * form.vnHdr.for(abi).size
    const bytes = source.read(Math.min(offset, source.size), 4)
    return bytes.length < 4 ? undefined : new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, true)
  }
  const fitting = forms.filter((each) => sizeAt(each) === each.siginfo.for(abi).size)
  // Several releases have the size of 1.10 to 2.12: they differ in the owner and order of notes.
  const form =
    fitting.find((each) => each.osabi === osabi && each.processLast === processLast) ??
    fitting.find((each) => each.osabi === osabi) ??
    fitting[0]
  if (form) return { form, vnHdr: form.vnHdr }
  const likely = forms.find((each) => each.osabi === osabi) ?? (forms[0] as CheckpointRevision)
  const said = sizeAt(likely)
  // The file ends before: what there is of it is as in the likely form.
  if (said === undefined) return { form: likely, vnHdr: likely.vnHdr }
  const known = [...new Set(forms.map((each) => each.siginfo.for(abi).size))].join(', ')
  diagnostics.add({
    code: 'BAD_VALUE',
    offset: at + Math.max(0, count) * likely.vnHdr.for(abi).size,
    path: 'siginfo.csi_ckptpisz',
    message: `siginfo.csi_ckptpisz: expected one of ${known}, found ${said}; signals and open files cannot be decoded`,
    expected: known,
    found: String(said),
  })
  return { vnHdr: likely.vnHdr }
}
