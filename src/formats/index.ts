/** The declared structures, constants, notes and records of every system. */

export type { SystemName } from '../systems/registry.js'
export type { CoreSystemName } from './core/core-system.js'
export { systems as coreSystems } from './core/registry.js'
export type { DeclaredStructure, VerifiedLayout } from './declared-structure.js'
export * as elf from './elf/index.js'
export type { TraceSystemName } from './ktrace/payload-types.js'
export { systems as traceSystems } from './ktrace/registry.js'
export { structures } from './structures.js'
