/** Machines whose kernel addresses no reader translates, or nearly none: vax, hppa, sh3, or1k. Source: libkvm of NetBSD. */
import * as declared from '../../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { abi } from '../../../schema/base.js'
import type { CpuData, KcoreMachine } from '../kcore-machine.js'
import { linearMapping } from '../translation.js'
import { headerPart, readRanges, tooShort } from './ram-segments.js'

/** Where the vax kernel is: its image is at physical 0. */
const VAX_BASE = 0x80000000n

export const vax: KcoreMachine = {
  name: 'vax',
  abis: [abi.vax],
  unit: 4,
  read: (_cpu, _of, { kernelEnd }): CpuData => ({
    parts: [],
    segments: undefined,
    translation:
      kernelEnd !== undefined && kernelEnd > VAX_BASE
        ? () => linearMapping(VAX_BASE, Number(kernelEnd - VAX_BASE), 0, 9)
        : { untranslatedReason: 'on vax only the image of the kernel is known, and its size is in the kernel file' },
    facts: { pageSize: 512 },
    problems: [],
  }),
}

export const hppa: KcoreMachine = {
  name: 'hppa',
  abis: [abi.hppa],
  unit: 8,
  read: (cpu, of): CpuData => ({
    parts: cpu.byteLength >= declared.hppa.for(of).size ? [headerPart(declared.hppa, of)] : [],
    segments: undefined,
    translation: { untranslatedReason: 'the header of hppa kernels says nothing of their page tables' },
    facts: {},
    problems: [],
  }),
}

export const sh3: KcoreMachine = {
  name: 'sh3',
  abis: [abi.sh, abi.sheb],
  unit: 4,
  read: (): CpuData => ({
    parts: [],
    segments: undefined,
    translation: { untranslatedReason: 'no kernel of sh3 wrote dumps that say where their page tables are' },
    facts: {},
    problems: [],
  }),
}

export const or1k: KcoreMachine = {
  name: 'or1k',
  // The processor is not among the ABIs; its rules are those of powerpc.
  abis: [abi.powerpc],
  unit: 16,
  read(cpu, of): CpuData {
    const { size } = declared.or1k.for(of)
    if (cpu.byteLength < size) return tooShort(cpu, size)
    const list = readRanges(cpu, of, size)
    return {
      parts: [headerPart(declared.or1k, of), ...list.parts],
      segments: list.segments,
      translation: { untranslatedReason: 'the header of or1k kernels says nothing of their page tables' },
      facts: {},
      problems: list.problems,
    }
  },
}
