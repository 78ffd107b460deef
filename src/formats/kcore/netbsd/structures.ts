/** The declared structures of NetBSD's kernel dumps, each with the verified layout that it must equal. */
import type { AbiName, Struct } from '../../../schema/base.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import * as aout from './aout.js'
import * as cpu from './cpu-kcore-hdr.js'
import { kcoreHeader, kcoreSegment, kernMsgbuf, physRamSeg } from './headers.js'

const LP64: readonly AbiName[] = ['amd64', 'aarch64', 'alpha', 'sparc64', 'powerpc64', 'mips-n64', 'mips-n64el', 'riscv64']
const ILP32: readonly AbiName[] = ['i386', 'arm', 'arm-oabi', 'sparc', 'powerpc', 'mips-o32', 'mips-o32el', 'm68k', 'hppa', 'sh', 'riscv32']
const all = [...LP64, ...ILP32]

const of = (
  struct: Struct<unknown>,
  abis: readonly AbiName[],
  variant?: string,
  fields?: Record<string, string | null>,
): DeclaredStructure => ({
  system: 'netbsd',
  struct,
  abis,
  verified: { struct: struct.name, ...(variant !== undefined && { variant }), ...(fields && { fields }) },
})

export const structures: readonly DeclaredStructure[] = [
  of(kcoreHeader, all),
  of(kcoreSegment, all),
  of(physRamSeg, all),
  of(kernMsgbuf, all),
  of(cpu.amd64, ['amd64']),
  of(cpu.i386, ['i386']),
  of(cpu.aarch64, ['aarch64', 'aarch64eb'], 'since 2018-11'),
  of(cpu.aarch64Old, ['aarch64', 'aarch64eb'], 'before 2018-11'),
  of(cpu.arm, ['arm', 'armeb', 'arm-oabi']),
  of(cpu.alpha, ['alpha']),
  of(cpu.hppa, ['hppa']),
  of(cpu.mipsOld, ['mips-o32', 'mips-o32el', 'mips-n64', 'mips-n64el'], 'before 2020-07'),
  of(cpu.mips, ['mips-o32', 'mips-o32el', 'mips-n64', 'mips-n64el'], 'since 2020-07'),
  of(cpu.riscv, ['riscv64'], 'development tree, 64-bit satp', { kh_misc: null }),
  of(cpu.powerpc, ['powerpc', 'powerpc64']),
  of(cpu.m68k, ['m68k']),
  of(cpu.m68kParts.m68kCommon, ['m68k']),
  of(cpu.m68kParts.sun2, ['m68k']),
  of(cpu.m68kParts.sun3, ['m68k']),
  of(cpu.m68kParts.sun3x, ['m68k']),
  of(cpu.sparc, ['sparc']),
  of(cpu.segmap, ['sparc'], 'since release 2 or so'),
  of(cpu.oldSegmap, ['sparc'], '1.4T'),
  of(cpu.sparc64Old, ['sparc64', 'sparc'], '2000 to 2007'),
  of(cpu.sparc64, ['sparc64', 'sparc'], 'since 2008'),
  of(cpu.sparc4mbSegment, ['sparc64', 'sparc']),
  of(aout.exec, all),
  of(aout.nlist, all, undefined, { 'n_un.n_strx': 'n_strx' }),
  of(aout.hashHeader, ['sparc64', 'm68k']),
  { system: 'netbsd', struct: cpu.or1k, abis: ['powerpc'], unverified: 'the verified layout is of a machine that is not among the ABIs' },
]
