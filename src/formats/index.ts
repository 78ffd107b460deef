/** The declared structures, constants, notes and records of every system. */

export { systems as coreSystems } from './core/systems.js'
export type { DeclaredStructure, VerifiedLayout } from './declared.js'
export * as elf from './elf/index.js'
export { systems as traceSystems } from './ktrace/systems.js'
export { structures } from './structures.js'
