/** ELF dumps in the flattened format (`makedumpfile -E -F`). */
import { Diagnostics } from '../../errors.js'
import { flattenedHeader } from '../../formats/kcore/linux/diskdump.js'
import type { ByteSource } from '../../io/source.js'
import { abi } from '../../schema/base.js'
import type { Detection } from '../format-reader.js'
import { detectElfDump } from './elf/detect.js'
import { openElfDump } from './elf/open.js'
import type { DumpOptions, KernelDump } from './kernel-dump.js'
import { isFlattened, unflattened } from './linux/flattened.js'
import type { PhysicalMemory } from './physical-memory.js'

/** The kind of ELF dump in a flattened file; undefined for other files. */
export function detectFlattenedElf(source: ByteSource): Detection | undefined {
  const found = isFlattened(source) ? detectElfDump(unflattened(source, new Diagnostics())) : undefined
  return found && { ...found, reasons: ['a flattened file of makedumpfile', ...found.reasons] }
}

/** Opens an ELF dump, flattened or not. */
export function openPlainOrFlattenedElf(source: ByteSource, options: DumpOptions): KernelDump {
  if (!isFlattened(source)) return openElfDump(source, options)
  const dump = openElfDump(unflattened(source, options.diagnostics), options)
  return {
    ...dump,
    source,
    memory: withoutOffsets(dump.memory),
    parts: [{ offset: 0, path: 'makedumpfile_header', struct: flattenedHeader, abi: abi.powerpc64 }],
    areas: [],
    facts: { container: 'flattened', ...dump.facts },
  }
}

/** Offsets in the reassembled file are none in the file itself. */
const withoutOffsets = (memory: PhysicalMemory): PhysicalMemory => ({
  read: (address, length) => memory.read(address, length),
  *ranges() {
    for (const { start, size, zero } of memory.ranges()) yield { start, size, ...(zero && { zero }) }
  },
})
