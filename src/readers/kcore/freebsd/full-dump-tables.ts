/** Page tables of FreeBSD's full dumps, which are found by symbols of the kernel. Source: FreeBSD's lib/libkvm. */
import type { Abi } from '../../../schema/base.js'
import type { PhysicalMemory } from '../physical-memory.js'
import type { KernelFile } from '../symbols/elf.js'
import { armTables } from '../translate/arm.js'
import { amd64Tables, i386Tables, paePointerTables } from '../translate/x86.js'
import type { Translation } from '../translation.js'

/** Where the kernel's base address is in physical memory, as the dump says it (arm). */
export interface Delta {
  readonly virtual: bigint
  readonly physical: number
}

/** The translation; text that says what is missing for it. */
export function freebsdTables(of: Abi, memory: PhysicalMemory, kernel: KernelFile | undefined, delta?: Delta): Translation | string {
  const symbols = kernel?.symbols
  if (!symbols) return 'where the page tables of a full dump are is said by symbols of its kernel; name it with --kernel'
  const value = (name: string): bigint | undefined => symbols.get(name)?.value
  const wordAt = (physical: bigint, size: 4 | 8): number | undefined => {
    const bytes = memory.read(Number(physical), size)
    if (physical < 0n || bytes.byteLength < size) return undefined
    const view = new DataView(bytes.buffer, bytes.byteOffset, size)
    return size === 8 ? Number(view.getBigUint64(0, true)) : view.getUint32(0, true)
  }
  const base = value('kernbase')
  switch (of.name) {
    case 'amd64': {
      const at = value('KPML4phys')
      const root = base !== undefined && at !== undefined ? wordAt(at - base, 8) : undefined
      return root === undefined ? 'the symbols kernbase and KPML4phys do not lead to a page table' : amd64Tables(memory, { root })
    }
    case 'i386': {
      const pae = value('IdlePDPT')
      const at = pae ?? value('IdlePTD')
      const root = base !== undefined && at !== undefined ? wordAt(at - base, 4) : undefined
      if (root === undefined) return 'the symbols kernbase and IdlePTD or IdlePDPT do not lead to a page table'
      return pae === undefined ? i386Tables(memory, root) : paePointerTables(memory, root)
    }
    case 'arm': {
      const virtual = delta?.virtual ?? base
      const physical = delta?.physical ?? (value('physaddr') === undefined ? undefined : Number(value('physaddr')))
      const at = value('kernel_l1pa')
      const root =
        virtual !== undefined && physical !== undefined && at !== undefined ? wordAt(at - virtual + BigInt(physical), 4) : undefined
      return root === undefined ? 'the symbol kernel_l1pa does not lead to a page table' : armTables(memory, root)
    }
    default:
      return `the page tables of ${of.name} are not found by symbols`
  }
}
