/** The kernel minidumps of FreeBSD and DragonFly by the text that they begin with. */
import { minidump2 } from '../../formats/kcore/dragonfly/minidump.js'
import * as declared from '../../formats/kcore/freebsd/minidump.js'
import { type Abi, abi, type Struct } from '../../schema/base.js'

export interface MinidumpKind {
  readonly machine: string
  readonly abis: readonly Abi[]
  /** The structure of each version; versions that are not listed are not known. */
  readonly versions: Readonly<Record<number, Struct<unknown>>>
  readonly dragonfly?: boolean
}

export const minidumpKinds: Readonly<Record<string, MinidumpKind>> = {
  'minidump FreeBSD/amd64': {
    machine: 'amd64',
    abis: [abi.amd64],
    versions: { 1: declared.amd64, 2: declared.amd64, 3: declared.amd64V3 },
  },
  'minidump FreeBSD/i386': { machine: 'i386', abis: [abi.i386], versions: { 1: declared.i386, 2: declared.i386V2 } },
  'minidump FreeBSD/arm': { machine: 'arm', abis: [abi.arm], versions: { 1: declared.arm, 2: declared.armV2 } },
  'minidump FreeBSD/arm64': {
    machine: 'arm64',
    abis: [abi.aarch64],
    versions: { 1: declared.arm64, 2: declared.arm64V2, 3: declared.arm64V3 },
  },
  'minidump FreeBSD/riscv': { machine: 'riscv64', abis: [abi.riscv64], versions: { 1: declared.arm64, 2: declared.arm64V2 } },
  'minidump FreeBSD/powerpc64': {
    machine: 'powerpc64',
    abis: [abi.powerpc64],
    versions: { 1: declared.powerpc64, 2: declared.powerpc64V2 },
  },
  'minidump FreeBSD/mips': {
    machine: 'mips',
    abis: [abi['mips-n64'], abi['mips-n64el'], abi['mips-o32'], abi['mips-o32el'], abi['mips-n32'], abi['mips-n32el']],
    versions: { 1: declared.mips },
  },
  'minidump DFlyBSD/x86-64': { machine: 'x86_64', abis: [abi.amd64], versions: { 2: minidump2 }, dragonfly: true },
}
