/** Addresses of powerpc (oea): block registers, then a hashed table. Source: the architecture's manual, libkvm of NetBSD. */

import * as declared from '../../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { roundUp } from '../../../io/bytes.js'
import { type Abi, abi } from '../../../schema/base.js'
import type { CpuData, KcoreMachine } from '../kcore-machine.js'
import type { PhysicalMemory } from '../physical-memory.js'
import type { Mapping, Translation } from '../translation.js'
import { headerPart, readRanges, tooShort } from './ram-segments.js'

export interface PowerpcRegisters {
  /** Processor version: its upper half names the processor. */
  readonly pvr: number
  readonly sdr1: bigint
  readonly sr: readonly bigint[]
  readonly dbatl: readonly bigint[]
  readonly dbatu: readonly bigint[]
}

/** The 601 has its sizes and valid bits in the lower registers, and four pairs. */
const CPU_601 = 1

export function powerpcTables(memory: PhysicalMemory, registers: PowerpcRegisters): Translation {
  const old = registers.pvr >>> 16 === CPU_601
  const blocks = blocksOf(registers, old)
  const sdr1 = Number(registers.sdr1 & 0xffffffffn)

  function page(address: number): Mapping | undefined {
    const sr = Number((registers.sr[address >>> 28] ?? 0n) & 0xffffffffn)
    if (sr >= 0x80000000) return undefined
    const vsid = sr & 0xffffff
    const index = (address >>> 12) & 0xffff
    const api = index >>> 10
    let hash = (vsid & 0x7ffff) ^ index
    for (let secondary = 0; secondary < 2; secondary++) {
      const group = ((sdr1 & 0xffff0000) | (((hash >>> 10) & sdr1 & 0x1ff) << 16) | ((hash & 0x3ff) << 6)) >>> 0
      const bytes = memory.read(group, 64)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (let at = 0; at + 8 <= bytes.byteLength; at += 8) {
        const high = view.getUint32(at)
        const matches = high >>> 31 === 1 && ((high >>> 7) & 0xffffff) === vsid && ((high >>> 6) & 1) === secondary && (high & 0x3f) === api
        if (!matches) continue
        const within = address & 0xfff
        return { physical: ((view.getUint32(at + 4) & 0xfffff000) >>> 0) + within, length: 4096 - within }
      }
      hash = ~hash & 0x7ffff
    }
    return undefined
  }

  function translate(given: bigint): Mapping | undefined {
    if (given >> 32n !== 0n) return undefined
    const address = Number(given)
    for (const { base, size, physical } of blocks) {
      if (address >= base && address < base + size) return { physical: physical + (address - base), length: base + size - address }
    }
    return page(address)
  }

  return {
    pageShift: 12,
    translate,
    *mapped() {
      // A hashed table cannot be turned round; all addresses are asked for instead, the blocks in one step.
      for (let address = 0; address < 2 ** 32; ) {
        const found = translate(BigInt(address))
        if (found) yield { virtual: BigInt(address), physical: found.physical, length: found.length }
        const segment = Number((registers.sr[Math.floor(address / 2 ** 28)] ?? 0n) & 0x80000000n)
        address += found ? found.length : segment === 0 ? 4096 : 128 * 1024
      }
      return false
    },
  }
}

interface Block {
  readonly base: number
  readonly size: number
  readonly physical: number
}

function blocksOf({ dbatl, dbatu }: PowerpcRegisters, old: boolean): Block[] {
  const blocks: Block[] = []
  for (let index = 0; index < (old ? 4 : 8); index++) {
    const upper = Number((dbatu[index] ?? 0n) & 0xffffffffn)
    const lower = Number((dbatl[index] ?? 0n) & 0xffffffffn)
    if ((old ? lower & 0x40 : upper & 2) === 0) continue
    const size = (old ? ((lower & 0x3f) << 17) | 0x1ffff : ((upper & 0x1ffc) << 15) | 0x1ffff) + 1
    const base = (upper & 0xfffe0000) >>> 0
    // A block begins at a multiple of its size.
    blocks.push({ base: base - (base % size), size, physical: ((lower & 0xfffe0000) >>> 0) - (((lower & 0xfffe0000) >>> 0) % size) })
  }
  return blocks
}

export const powerpc: KcoreMachine = {
  name: 'powerpc',
  abis: [abi.powerpc],
  unit: 8,
  read: (cpu, of) => readPowerpc(cpu, of, true),
}

export const powerpc64: KcoreMachine = {
  name: 'powerpc64',
  abis: [abi.powerpc64],
  unit: 8,
  read: (cpu, of) => readPowerpc(cpu, of, false),
}

function readPowerpc(cpu: Uint8Array, of: Abi, known: boolean): CpuData {
  const layout = declared.powerpc.for(of)
  if (cpu.byteLength < layout.size) return tooShort(cpu, layout.size)
  const header = layout.decode(cpu)
  const list = readRanges(cpu, of, roundUp(layout.size, 8))
  return {
    parts: [headerPart(declared.powerpc, of), ...list.parts],
    segments: list.segments,
    translation: known ? (memory) => powerpcTables(memory, header) : { untranslatedReason: 'no reader of powerpc64 kernels is known' },
    facts: { pageSize: 4096, processor: header.pvr >>> 16 },
    problems: list.problems,
  }
}
