/** How a system's kernel lays out a core file: what a document that leaves offsets out gets. */

import type { Abi } from '../../schema/base.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'
import { osabi, segmentFlags } from '../elf/constants.js'

export interface FileLayout {
  /** What the contents of segments are aligned to in the file: their p_align, or as many bytes. */
  readonly segments: 'page' | number
  /** Where section headers stand that carry the number of program headers: behind the ELF header, behind the program headers, or at the end. */
  readonly sections: 'first' | 'second' | 'last'
  readonly noteFlags: number
  readonly noteAlign: number
  /** p_align of segments of memory. */
  readonly loadAlign: number
  /** Whether segments that the file has nothing of are at offset 0 rather than where their contents would be. */
  readonly emptyAtZero?: boolean
  /** Whether e_shentsize is set although there are no section headers. */
  readonly sectionSize?: boolean
  /** What section header 0 says of the number of section headers, where it is there for the number of program headers; and what it is followed by. */
  readonly extended: { readonly sh_size: number; readonly names?: boolean }
  /** EI_OSABI. */
  readonly osabi: (abi: Abi) => number
  /** Position of the PT_NOTE program header among the others. */
  readonly notes: 'first' | 'last'
}

const sysv = (): number => osabi.ELFOSABI_SYSV
/** Pages of the machines that have larger ones are a choice of their kernels; a document may say otherwise in p_align. */
const one = { sh_size: 1 } as const

const linux: FileLayout = {
  segments: 'page',
  sections: 'last',
  noteFlags: 0,
  noteAlign: 4,
  loadAlign: PAGE_SIZE,
  extended: one,
  osabi: (abi) => (abi.name === 'hppa' ? osabi.ELFOSABI_LINUX : osabi.ELFOSABI_SYSV),
  notes: 'first',
}

/** By system; those that are not named are laid out as Linux does. */
const layouts: Readonly<Record<string, FileLayout>> = {
  linux,
  freebsd: {
    segments: 'page',
    sections: 'second',
    noteFlags: segmentFlags.PF_R,
    noteAlign: 4,
    loadAlign: PAGE_SIZE,
    sectionSize: true,
    extended: one,
    osabi: () => osabi.ELFOSABI_FREEBSD,
    notes: 'first',
  },
  netbsd: {
    segments: 1,
    sections: 'first',
    noteFlags: segmentFlags.PF_R,
    noteAlign: 4,
    loadAlign: PAGE_SIZE,
    extended: { sh_size: 0 },
    osabi: sysv,
    notes: 'last',
  },
  openbsd: {
    segments: 1,
    sections: 'first',
    noteFlags: segmentFlags.PF_R,
    noteAlign: 4,
    loadAlign: PAGE_SIZE,
    extended: { sh_size: 0, names: true },
    osabi: sysv,
    notes: 'last',
  },
  dragonfly: {
    segments: 'page',
    sections: 'last',
    noteFlags: 0,
    noteAlign: 0,
    loadAlign: PAGE_SIZE,
    sectionSize: true,
    extended: one,
    osabi: sysv,
    notes: 'first',
  },
  illumos: {
    segments: 4,
    sections: 'second',
    noteFlags: segmentFlags.PF_R,
    noteAlign: 0,
    loadAlign: 0,
    emptyAtZero: true,
    extended: { sh_size: 0 },
    osabi: sysv,
    notes: 'first',
  },
}

export const fileLayoutOf = (system: string): FileLayout => layouts[system] ?? linux
