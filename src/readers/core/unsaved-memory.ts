/** Memory of which the core itself says that it could not be saved, and why. */

import type { Diagnostics } from '../../errors.js'
import type { CoreSystem, MissingReason } from '../../formats/core/core-system.js'
import type { SignalInfo } from '../../formats/core/process-info.js'
import { type ProgramHeader, segmentType } from '../../formats/elf/index.js'
import { fileOffset } from '../../io/file-offset.js'
import { formatHex } from '../../io/text-format.js'
import type { Struct } from '../../schema/base.js'
import type { ElfContainer } from '../elf/elf-container.js'

/**
 * Reports each segment that failed, and once those that a signal left out.
 *
 * @returns the signal that ended the dump, if it is recorded
 */
export function checkUnsaved(container: ElfContainer, system: CoreSystem, diagnostics: Diagnostics): SignalInfo | undefined {
  const { programHeaders, source, abi } = container
  if (!system.missingReason) return undefined
  const at = <T>(struct: Struct<T>, offset: bigint): T | undefined => {
    const layout = struct.for(abi)
    if (offset + BigInt(layout.size) > BigInt(source.size)) return undefined
    return layout.decode(source.read(fileOffset(offset, source.size), layout.size))
  }
  let ended: SignalInfo | undefined
  let skipped = 0
  let firstSkipped = -1
  programHeaders.forEach((header, index) => {
    if (header.p_type !== segmentType.PT_LOAD) return
    const why = system.missingReason?.(header, abi, at)
    if (!why) return
    if (why.by === 'earlier signal') {
      if (skipped++ === 0) firstSkipped = index
      return
    }
    ended ??= why.signal
    diagnostics.add({
      code: 'TRUNCATED',
      ...(header.p_offset > 0n && { offset: Number(header.p_offset) }),
      path: `programHeaders[${index}].p_flags`,
      message: `programHeaders[${index}]: ${range(header)} was not saved: ${reason(why, system, container)}`,
      ...(why.errno !== undefined && { found: why.errno }),
    })
  })
  if (skipped > 0)
    diagnostics.add({
      code: 'TRUNCATED',
      path: `programHeaders[${firstSkipped}].p_flags`,
      message: `the memory of ${skipped} ${skipped === 1 ? 'segment' : 'segments'} from programHeaders[${firstSkipped}] on was not saved: a signal had ended the dump`,
    })
  return ended
}

const range = ({ p_vaddr, p_memsz }: ProgramHeader): string => `the memory from ${formatHex(p_vaddr)} to ${formatHex(p_vaddr + p_memsz)}`

function reason({ by, errno, signal }: MissingReason, system: CoreSystem, { abi }: ElfContainer): string {
  if (by === 'error') return errno ?? 'the file does not say why'
  if (!signal) return 'a signal ended the dump, which one is not known'
  const { number, sender } = signal
  const name = system.signals.name(number, abi) ?? `signal ${number}`
  return `${name}${sender ? ` from process ${sender.pid} of user ${sender.uid}` : ''} ended the dump`
}
