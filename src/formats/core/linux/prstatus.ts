/** NT_PRSTATUS: one thread. Source: the kernel's linux/elfcore.h and, for 32-bit tasks under 64-bit kernels, compat (6.1). */
import { type Abi, type CType, c, type Struct, type StructValue, struct } from '../../../schema/base.js'
import { numbered } from '../../../schema/numbered-fields.js'
import type { DescriptorChoice } from '../note-registry.js'
import { generalOf } from './registers/by-abi.js'

/** Not the order of siginfo_t. Only si_signo is filled in. */
export const elfSiginfo = struct('elf_siginfo', { si_signo: c.int32, si_code: c.int32, si_errno: c.int32 })

/** The time type of old: never 64 bits on 32-bit machines. Microseconds are an int on sparc64. */
export const timeval = struct('timeval', {
  tv_sec: c.long,
  tv_usec: c.perAbi('suseconds_t', (abi) => (abi.name === 'sparc64' ? (c.int32 as CType<number | bigint>) : c.long)),
})

/** A machine of which no registers are known has the rest as it is. */
const unknownRegisters = struct('elf_gregset_t', {})

const start = {
  pr_info: elfSiginfo,
  pr_cursig: c.int16.doc('the fatal signal, in every thread'),
  pr_sigpend: c.ulong.hex.doc('first word of the pending set; bit n-1 is signal n'),
  pr_sighold: c.ulong.hex,
  pr_pid: c.int32.doc('id of the thread; that of the process is in NT_PRPSINFO'),
  pr_ppid: c.int32,
  pr_pgrp: c.int32,
  pr_sid: c.int32,
  pr_utime: timeval.doc('the first thread: of the whole process'),
  pr_stime: timeval,
  pr_cutime: timeval,
  pr_cstime: timeval,
  pr_reg: c.perAbi(
    'elf_gregset_t',
    (abi): CType<Readonly<Record<string, unknown>>> =>
      (generalOf(abi)?.struct ?? unknownRegisters) as CType<Readonly<Record<string, unknown>>>,
  ),
} as const

const end = { pr_fpvalid: c.int32.doc('whether NT_FPREGSET is there') } as const

export const elfPrstatus = struct('elf_prstatus', { ...start, ...end }, { source: 'Linux include/linux/elfcore.h' })

/** Machines without an MMU: where the program and its interpreter were loaded to. */
export const elfPrstatusFdpic = struct(
  'elf_prstatus_fdpic',
  { ...start, pr_exec_fdpic_loadmap: c.ulong.hex, pr_interp_fdpic_loadmap: c.ulong.hex, ...end },
  { source: 'Linux fs/binfmt_elf_fdpic.c' },
)

export type Prstatus = StructValue<typeof start & typeof end>

/** Structures of machines without a register layout, by words and number of registers. */
const plain = new Map<number, Struct<Prstatus>>()

/** Sizes of the head and of what follows the registers; they do not depend on the machine. */
const HEAD = { 32: 72, 64: 112 } as const
const TAIL = { 32: 4, 64: 8 } as const

/** As many words as the descriptor has room for, named r0, r1, ...; undefined for a size that no machine has. */
function plainPrstatus({ bits, register }: Abi, size: number): Struct<Prstatus> | undefined {
  const count = (size - HEAD[bits] - TAIL[bits]) / register
  if (!Number.isInteger(count) || count < 1 || count > 512) return undefined
  let found = plain.get(count)
  if (!found) {
    const pr_reg = struct('elf_gregset_t', numbered('r', 0, count - 1, c.reg))
    found = struct('elf_prstatus', { ...start, pr_reg, ...end }, { source: 'Linux include/linux/elfcore.h' }) as unknown as Struct<Prstatus>
    plain.set(count, found)
  }
  return found
}

export const prstatus: DescriptorChoice<Prstatus> = {
  choose(abi, size) {
    if (!generalOf(abi)) return size === undefined ? undefined : plainPrstatus(abi, size)
    return size !== undefined && size === elfPrstatusFdpic.for(abi).size
      ? (elfPrstatusFdpic as Struct<Prstatus>)
      : (elfPrstatus as Struct<Prstatus>)
  },
  all: (abi: Abi) => (generalOf(abi) ? ([elfPrstatus, elfPrstatusFdpic] as Struct<Prstatus>[]) : []),
}
