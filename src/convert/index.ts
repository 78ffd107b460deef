/** Converting: files and models of one format to another. */

// Old names, kept for one minor release.
export {
  jsonText,
  stringifyChunks,
  /** @deprecated Use stringifyChunks. */
  stringifyChunks as jsonPieces,
} from '../io/json-text.js'
export type { Conversion, ConversionInput, Convert, ConvertInto } from './conversion.js'
export { type ConvertCoreOptions, convertCore } from './core/convert-core.js'
export { type CoreEditor, editCore } from './core/edit/edit-core.js'
export { type SavecoreOptions, savecore, saveDump } from './kcore/savecore.js'
export { type ElfOptions, writeElf } from './kcore/to-elf.js'
export { convertToMinidump } from './minidump/to-minidump.js'
export { conversion, conversionByExtension, conversions } from './registry.js'
