/** Page tables of riscv: Sv39, Sv48, Sv57, Sv32. Source: the privileged architecture, and NetBSD's kcore.h. */
import * as declared from '../../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { abi } from '../../../schema/base.js'
import { riscvAccess } from '../access-rights.js'
import type { CpuData, KcoreMachine } from '../kcore-machine.js'
import type { PhysicalMemory } from '../physical-memory.js'
import { radix, signExtend } from '../radix-page-table.js'
import type { Translation } from '../translation.js'
import { headerPart, readRanges, tooShort } from './ram-segments.js'

/** Levels by the mode of satp on 64-bit machines. */
const modes: Readonly<Record<number, number>> = { 8: 3, 9: 4, 10: 5 }

/** The tables of 64-bit machines. @param root physical @param levels 3 (Sv39), 4 (Sv48), 5 (Sv57) */
export function riscv64Tables(memory: PhysicalMemory, root: number, levels: number): Translation {
  const list = Array.from({ length: levels }, (_, level) => ({ shift: 12 + 9 * (levels - 1 - level), bits: 9 }))
  const extend = signExtend(12 + 9 * levels)
  return radix(memory, {
    root,
    levels: list,
    entrySize: 8,
    little: true,
    access: riscvAccess,
    extend,
    entry: (value, level) => entryOf(value, list[level]?.shift ?? 12, (1n << 44n) - 1n),
  })
}

/** Sv32. @param root physical */
function riscv32Tables(memory: PhysicalMemory, root: number): Translation {
  const list = [
    { shift: 22, bits: 10 },
    { shift: 12, bits: 10 },
  ]
  return radix(memory, {
    root,
    levels: list,
    entrySize: 4,
    little: true,
    access: riscvAccess,
    covers: (address) => address >> 32n === 0n,
    entry: (value, level) => entryOf(value, list[level]?.shift ?? 12, (1n << 22n) - 1n),
  })
}

function entryOf(value: bigint, shift: number, frames: bigint) {
  if ((value & 1n) === 0n) return undefined
  const frame = Number((value >> 10n) & frames) * 4096
  if ((value & 0xen) === 0n) return { table: frame }
  const size = 2 ** shift
  return { page: frame - (frame % size), size }
}

/** What the register satp says, of a machine with that many bits; undefined where it names no tables. */
export function riscvRegister(satp: bigint, bits: 32 | 64): ((memory: PhysicalMemory) => Translation) | undefined {
  if (bits === 32) {
    if ((satp & 0x80000000n) === 0n) return undefined
    return (memory) => riscv32Tables(memory, Number(satp & 0x3fffffn) * 4096)
  }
  const levels = modes[Number(satp >> 60n)]
  return levels === undefined ? undefined : (memory) => riscv64Tables(memory, Number(satp & ((1n << 44n) - 1n)) * 4096, levels)
}

export const riscv: KcoreMachine = {
  name: 'riscv',
  abis: [abi.riscv64, abi.riscv32],
  unit: 16,
  read(cpu, of): CpuData {
    const layout = declared.riscv.for(of)
    if (cpu.byteLength < layout.size) return tooShort(cpu, layout.size)
    const { kh_satp: satp } = layout.decode(cpu)
    const list = readRanges(cpu, of, layout.size)
    return {
      parts: [headerPart(declared.riscv, of), ...list.parts],
      segments: list.segments,
      translation: riscvRegister(satp, of.bits) ?? {
        untranslatedReason: 'the header of this kernel does not say where the page tables are (kh_satp)',
      },
      facts: { pageSize: 4096 },
      problems: list.problems,
    }
  },
}
