/** Detection of ELF process cores. It loads no system. */
import { Diagnostics, FormatError } from '../errors.js'
import { detectSystem } from '../formats/core/detect-system.js'
import { fileType } from '../formats/elf/index.js'
import type { ByteSource } from '../io/source.js'
import { notesOf, sketchOf } from '../readers/core/core-notes.js'
import { hasElfIdent, readElfContainer, typeOf } from '../readers/elf/elf-container.js'
import type { Detection } from '../readers/format-reader.js'
import { defaultLimits } from '../readers/limits.js'

/** Notes that detection reads. */
const DETECTION_NOTES = 1000

/** The system of a core; undefined for what is not a core. */
export function detectCore(source: ByteSource): Detection | undefined {
  const head = source.read(0, 64)
  if (!hasElfIdent(head)) return undefined
  const type = typeOf(head)
  // Programs and libraries have the same magic number; a file that is cut before its type may be anything.
  if (type !== undefined && type !== fileType.ET_CORE) return undefined
  const diagnostics = new Diagnostics({ limit: 0 })
  const limits = { ...defaultLimits, notes: DETECTION_NOTES }
  try {
    const container = readElfContainer(source, limits, diagnostics)
    const { name, confidence, reason } = detectSystem(sketchOf(container, notesOf(container, limits, diagnostics)))
    return {
      format: `elf-core/${name}`,
      confidence: type === undefined ? 0.5 : Math.max(confidence, 0.9),
      reasons: [type === undefined ? 'an ELF file that is cut in its header' : 'ET_CORE', `machine ${container.abi.name}`, reason],
    }
  } catch (error) {
    // The file cannot be read; open() reports why.
    if (error instanceof FormatError) return { format: 'elf-core/linux', confidence: 0.5, reasons: ['ET_CORE'] }
    throw error
  }
}
