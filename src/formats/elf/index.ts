/** ELF: headers, constants, and which ABI a file is of. */
export * from './constants.js'
export { type CoreHeaderOptions, coreHeader, type HeaderTable } from './core-header.js'
export * from './dynamic.js'
export * from './headers.js'
export { findElfAbi, type MachineFacts, machineFacts, selectAbi } from './machine-abi.js'
