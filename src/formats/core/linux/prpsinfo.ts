/** NT_PRPSINFO: the process. Source: the kernel's linux/elfcore.h (6.1). */
import { type AbiName, type CType, c, struct } from '../../../schema/base.js'

/** Machines whose user ids in this structure have 16 bits. */
const shortIds: readonly AbiName[] = ['i386', 'x32', 'arm', 'armeb', 'm68k', 'sh', 'sheb', 'sparc', 's390']

const id = c.perAbi('__kernel_uid_t', (abi): CType<number> => ((shortIds as readonly string[]).includes(abi.name) ? c.uint16 : c.uint32))

export const elfPrpsinfo = struct(
  'elf_prpsinfo',
  {
    pr_state: c.uint8.doc('0 running, else number of the lowest bit of the task state, from 1'),
    pr_sname: c.chars(1).doc('letter of the state: R S D T Z W, or . for others'),
    pr_zomb: c.uint8,
    pr_nice: c.int8,
    pr_flag: c.ulong.hex.doc('PF_ flags of the task'),
    pr_uid: id,
    pr_gid: id,
    pr_pid: c.int32,
    pr_ppid: c.int32,
    pr_pgrp: c.int32,
    pr_sid: c.int32,
    pr_fname: c.chars(16),
    pr_psargs: c.chars(80).doc('arguments joined by spaces, cut; mostly one space more at the end'),
  },
  { source: 'Linux include/linux/elfcore.h' },
)
