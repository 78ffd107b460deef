/** Where an address of a process lies: in which module or mapping. */
import type { Module } from './image/modules.js'
import type { Mapping } from './mappings.js'
import type { Core } from './model.js'

export interface AddressLocation {
  readonly address: bigint
  /** The program or library that holds it. */
  readonly module?: Module
  /** Path or name of the module or mapped file. */
  readonly name?: string
  /** Bytes from the start of the module or, without one, of the mapping. */
  readonly offset?: bigint
  /** The mapping that holds it; absent where the core has none at that address. */
  readonly mapping?: Mapping
}

/** Finds the module and the mapping that hold an address. */
export function locateAddress(core: Core, address: bigint): AddressLocation {
  const module = core.image.modules.find(({ start, end }) => address >= start && address < end)
  const mapping = core.mappings.find(({ start, end }) => address >= start && address < end)
  const name = module?.path ?? module?.soname ?? mapping?.file
  const base = module?.start ?? mapping?.start
  return {
    address,
    ...(module && { module }),
    ...(mapping && { mapping }),
    ...(name !== undefined && { name }),
    ...(base !== undefined && { offset: address - base }),
  }
}
