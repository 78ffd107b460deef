/** The declared structures of FreeBSD's kernel dumps, each with the verified layout that it must equal. */
import type { AbiName, Struct } from '../../../schema/base.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import { kernelDumpHeader1, kernelDumpHeader2, kernelDumpHeader3, kernelDumpHeader4 } from './dump-header.js'
import * as mini from './minidump.js'

const of = (struct: Struct<unknown>, abis: readonly AbiName[], variant: string): DeclaredStructure => ({
  system: 'freebsd',
  struct,
  abis,
  verified: { struct: struct.name, variant },
})

export const structures: readonly DeclaredStructure[] = [
  of(kernelDumpHeader1, ['powerpc64'], 'KERNELDUMPVERSION 1 (FreeBSD 5 - 11)'),
  of(kernelDumpHeader2, ['powerpc64'], 'KERNELDUMPVERSION 2 (12-CURRENT, encryption added)'),
  of(kernelDumpHeader3, ['powerpc64'], 'KERNELDUMPVERSION 3 (12-CURRENT, compression added; fields in another order)'),
  of(kernelDumpHeader4, ['powerpc64'], 'KERNELDUMPVERSION 4 (FreeBSD 12.0 and later)'),
  of(mini.amd64, ['amd64'], 'version 1 and 2 (version 1: FreeBSD 6-7 era, version 2: 8 - 12)'),
  of(mini.amd64V3, ['amd64'], 'version 3 (FreeBSD 13+)'),
  of(mini.i386, ['i386'], 'version 1 (FreeBSD 6.2 - 12)'),
  of(mini.i386V2, ['i386'], 'version 2 (FreeBSD 13+)'),
  of(mini.arm, ['arm'], 'version 1, with arch and mmuformat (FreeBSD 11 - 12)'),
  of(mini.armV2, ['arm'], 'version 2 (FreeBSD 13+)'),
  of(mini.arm64, ['aarch64'], 'version 1 (FreeBSD 11 - 12)'),
  of(mini.arm64, ['riscv64'], 'version 1 (FreeBSD 11 - 12)'),
  of(mini.arm64V2, ['aarch64'], 'version 2 (FreeBSD 13)'),
  of(mini.arm64V2, ['riscv64'], 'version 2 (FreeBSD 13+)'),
  of(mini.arm64V3, ['aarch64'], 'version 3 (FreeBSD 14+)'),
  of(mini.mips, ['mips-o32', 'mips-o32el', 'mips-n64', 'mips-n64el'], 'version 1 (FreeBSD 8 - 12)'),
  of(mini.powerpc64, ['powerpc64'], 'version 1 (13-CURRENT 2019-2020)'),
  of(mini.powerpc64V2, ['powerpc64'], 'version 2 (FreeBSD 13+)'),
  of(mini.msgbuf, ['amd64', 'aarch64', 'riscv64', 'i386', 'arm'], 'leading fields (a lock follows)'),
]
