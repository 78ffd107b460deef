/**
 * OpenBSD's kernel dumps have NetBSD's structures; here they are held against OpenBSD's own layouts.
 * Source: sys/sys/kcore.h, sys/arch/{amd64,sparc64}/include/kcore.h, OpenBSD.
 */
import type { AbiName, Struct } from '../../../schema/base.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import * as cpu from '../netbsd/cpu-kcore-hdr.js'
import { kcoreHeader, kcoreSegment, physRamSeg } from '../netbsd/headers.js'

const of = (struct: Struct<unknown>, abis: readonly AbiName[], name: string): DeclaredStructure => ({
  system: 'openbsd',
  struct,
  abis,
  verified: { struct: name, variant: 'all' },
})
const all: readonly AbiName[] = ['amd64', 'i386', 'sparc64']

export const structures: readonly DeclaredStructure[] = [
  of(kcoreHeader, all, 'kcore_hdr'),
  of(kcoreSegment, all, 'kcore_seg'),
  of(physRamSeg, all, 'phys_ram_seg'),
  of(cpu.amd64, ['amd64'], 'cpu_kcore_hdr'),
  of(cpu.sparc64Old, ['sparc64'], 'cpu_kcore_hdr'),
]
