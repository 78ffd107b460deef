/** Tables of 32-bit arm: sections, and coarse or fine second-level tables. Source: the architecture manual, libkvm of NetBSD. */
import * as declared from '../../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { abi } from '../../../schema/base.js'
import type { CpuData, KcoreMachine } from '../kcore-machine.js'
import type { PhysicalMemory } from '../physical-memory.js'
import { type Entry, radix } from '../radix-page-table.js'
import type { Translation } from '../translation.js'
import { headerPart, readRanges, tooShort } from './ram-segments.js'

const COARSE = { shift: 12, bits: 8 }
const FINE = { shift: 10, bits: 10 }
const SUPERSECTION = 1 << 18

const page = (value: number, size: number): Entry => ({ page: (value & -size) >>> 0, size })

/** @param root physical address of the first table, of 4096 entries */
export function armTables(memory: PhysicalMemory, root: number, little = true): Translation {
  return radix(memory, {
    root,
    levels: [{ shift: 20, bits: 12 }, COARSE],
    entrySize: 4,
    little,
    pageShift: 10,
    covers: (address) => address >> 32n === 0n,
    entry(big, level, special) {
      const value = Number(big)
      const type = value & 3
      if (type === 0) return undefined
      if (level === 0) {
        if (type === 2) return (value & SUPERSECTION) !== 0 ? page(value, 0x1000000) : page(value, 0x100000)
        return type === 1 ? { table: (value & 0xfffffc00) >>> 0 } : { table: (value & 0xfffff000) >>> 0, level: FINE }
      }
      if (type === 1) return page(value, 0x10000)
      // In a coarse table type 3 is a page of 4 KiB that is not executable, on version 6 and later.
      return type === 3 && special ? page(value, 0x400) : page(value, 0x1000)
    },
  })
}

export const arm: KcoreMachine = {
  name: 'arm',
  abis: [abi.arm, abi.armeb, abi['arm-oabi'], abi['arm-oabi-eb']],
  unit: 8,
  read(cpu, of): CpuData {
    const layout = declared.arm.for(of)
    if (cpu.byteLength < layout.size) return tooShort(cpu, layout.size)
    const header = layout.decode(cpu)
    const list = readRanges(cpu, of, header.omemsegs, header.nmemsegs)
    const known = header.version === 1 && header.flags === 0
    return {
      parts: [headerPart(declared.arm, of), ...list.parts],
      segments: list.segments,
      translation: known
        ? (memory) => armSplit(memory, header, of.endian === 'little')
        : { untranslatedReason: `version ${header.version} with flags ${header.flags}; version 1 with flags 0 is known` },
      facts: { pageSize: 4096, root: header.PAKernelL1Table },
      problems: list.problems,
    }
  },
}

interface Tables {
  readonly PAKernelL1Table: number
  readonly PAUserL1Table: number
  readonly UserL1TableSize: number
}

/** The lower addresses by the user's table, where there is one. */
function armSplit(memory: PhysicalMemory, header: Tables, little: boolean): Translation {
  const kernel = armTables(memory, header.PAKernelL1Table, little)
  const border = BigInt(header.UserL1TableSize) << 17n
  if (border === 0n) return kernel
  const user = armTables(memory, header.PAUserL1Table, little)
  return {
    pageShift: kernel.pageShift,
    translate: (address) => (address >= border ? kernel : user).translate(address),
    *mapped(limits) {
      let cut = false
      for (const [table, lower] of [
        [user, true],
        [kernel, false],
      ] as const) {
        const ranges = table.mapped?.(limits)
        if (!ranges) continue
        for (let step = ranges.next(); ; step = ranges.next()) {
          if (step.done) {
            cut ||= step.value
            break
          }
          if (step.value.virtual < border === lower) yield step.value
        }
      }
      return cut
    },
  }
}
