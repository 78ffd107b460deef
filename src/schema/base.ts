/**
 * The struct language without its validators, which load zod: what the other rooms import.
 */
export { type Abi, type AbiName, abi, findAbi } from './abi.js'
export { setParserClass } from './compile.js'
export type { DecodeOptions } from './decode.js'
export { describeStruct, type FieldDescription, type LayoutDescription, type StructDescription } from './describe.js'
export type { EncodeOptions } from './encode.js'
export { type FieldSpan, fieldMap } from './field-map.js'
export { fromJson, type Json, residueFromJson, residueToJson, toJson } from './json.js'
export { Layout } from './layout.js'
export type { Node, Reference, ReferenceLookup, StructPlan } from './node.js'
export type { Context } from './path.js'
export type { Lossless, Residue } from './residue.js'
export { type Fields, Struct, type StructOptions, type StructValue, struct } from './struct.js'
export {
  type ArmOf,
  type ArrayLength,
  type CType,
  c,
  EnumType,
  type Infer,
  type IntegerType,
  type Optional,
  type Padding,
} from './types.js'
