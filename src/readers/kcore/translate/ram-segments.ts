/** The list of memory ranges in CPU data. */

import { physRamSeg } from '../../../formats/kcore/netbsd/headers.js'
import type { Abi } from '../../../schema/base.js'
import type { Part } from '../../file-parts.js'
import { defaultLimits } from '../../limits.js'
import type { CpuData } from '../kcore-machine.js'

export interface RangeList {
  readonly segments: { start: number; size: number }[]
  readonly parts: Part[]
  readonly problems: CpuData['problems'][number][]
}

/**
 * Reads phys_ram_seg entries from `offset` of the CPU data on: `count` of them, or up to one of size 0 (which is
 * given as a part too) or the end of the data.
 */
export function readRanges(cpu: Uint8Array, abi: Abi, offset: number, count?: number): RangeList {
  const layout = physRamSeg.for(abi)
  const list: RangeList = { segments: [], parts: [], problems: [] }
  const { size } = layout
  const room = offset >= 0 && offset <= cpu.byteLength ? Math.floor((cpu.byteLength - offset) / size) : 0
  if (count !== undefined && count > room) {
    const message = `${count} ranges of memory are announced, ${room} fit into the CPU data`
    list.problems.push({ offset, path: 'nmemsegs', message })
  }
  const most = Math.min(count ?? room, room, defaultLimits.ramSegments)
  for (let index = 0; index < most; index++) {
    const at = offset + index * size
    const value = layout.decode(cpu, { offset: at })
    list.parts.push({ offset: at, path: `memsegs[${index}]`, struct: physRamSeg, abi })
    if (count === undefined && value.size === 0n) break
    list.segments.push({ start: Number(value.start), size: Number(value.size) })
  }
  return list
}

/** The header's part, at the start of the CPU data. */
export const headerPart = (struct: Part['struct'], abi: Abi): Part => ({ offset: 0, path: 'cpu_kcore_hdr', struct, abi })

/** CPU data that is too short for its own header. */
export function tooShort(cpu: Uint8Array, size: number): CpuData {
  const message = `the CPU data has ${cpu.byteLength} bytes, its header takes ${size}`
  return {
    parts: [],
    segments: [],
    translation: { untranslatedReason: 'the CPU data is cut' },
    facts: {},
    problems: [{ offset: 0, path: 'cpu_kcore_hdr', message }],
  }
}
