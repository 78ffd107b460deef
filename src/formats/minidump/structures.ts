/** The declared structures of minidumps, each with the verified layout that it must equal. */
import type { AbiName, Struct } from '../../schema/base.js'
import type { DeclaredStructure } from '../declared-structure.js'
import { arm, arm64, arm64Old } from './contexts/arm.js'
import { mips } from './contexts/mips.js'
import { ppc, ppc64 } from './contexts/powerpc.js'
import { riscv, riscv64 } from './contexts/riscv.js'
import { sparc } from './contexts/sparc.js'
import { amd64, x86 } from './contexts/x86.js'
import * as headers from './headers.js'

/** One of each byte order: nothing in these structures depends on anything else. */
const ORDERS: readonly AbiName[] = ['amd64', 'powerpc64']

const verified = (struct: Struct<unknown>, fields?: Readonly<Record<string, string | null>>): DeclaredStructure => ({
  system: 'linux',
  struct,
  abis: ORDERS,
  verified: { struct: struct.name, variant: 'minidump', ...(fields && { fields }) },
})
const by = (struct: Struct<unknown>, unverified: string): DeclaredStructure => ({ system: 'linux', struct, abis: ORDERS, unverified })

/** The processors' parts of a union, which is bytes here. */
const cpu = Object.fromEntries(
  [
    'x86_cpu_info.vendor_id',
    'x86_cpu_info.version_information',
    'x86_cpu_info.feature_information',
    'x86_cpu_info.amd_extended_cpu_features',
    'arm_cpu_info.cpuid',
    'arm_cpu_info.elf_hwcaps',
    'other_cpu_info.processor_features',
  ].map((name) => [`cpu.${name}`, null]),
)

export const structures: readonly DeclaredStructure[] = [
  ...[
    headers.header,
    headers.location,
    headers.directory,
    headers.memoryDescriptor,
    headers.thread,
    headers.fixedFileInfo,
    headers.module,
    headers.exceptionRecord,
    headers.exception,
    headers.threadName,
    headers.memoryInfoList,
    headers.memoryInfo,
    headers.breakpadInfo,
    headers.unloadedModuleList,
    headers.unloadedModule,
  ].map((struct) => verified(struct)),
  verified(headers.systemInfo, cpu),
  by(headers.count, 'one number'),
  by(headers.memory64List, 'from the description of its stream; its test reads one that lldb reads'),
  by(headers.memoryDescriptor64, 'from the description of its stream; its test reads one that lldb reads'),
  by(headers.miscInfo, 'the beginning of MINIDUMP_MISC_INFO_5'),
  ...[amd64, mips, ppc, ppc64, sparc, riscv64, riscv].map((struct) => verified(struct)),
  { ...verified(x86), abis: ['i386'] },
  { ...verified(arm64), abis: ['aarch64'] },
  { ...verified(arm64Old), abis: ['aarch64'] },
  { ...verified(arm), abis: ['arm'] },
]
