/** Converting: files and models of one format to another. */
export { type ConvertCoreOptions, convertCore } from './core/convert.js'
export { type CoreEditor, editCore } from './core/edit/edit.js'
export type { Conversion, ConversionInput, Convert, ConvertInto } from './format.js'
export { jsonPieces, jsonText } from './json.js'
export { convertToMinidump } from './minidump/index.js'
export { conversion, conversionByExtension, conversions } from './registry.js'
