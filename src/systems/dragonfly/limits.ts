/** Limits of DragonFly processes by release. Source: DragonFly sys/cpu/{x86_64,i386}/include/vmparam.h of the release branches 1.2 to 5.8. */
import type { Abi } from '../../schema/base.js'

type Machine = Pick<Abi, 'bits'>

const MIB = 1024n * 1024n

/**
 * VM_MAX_USER_ADDRESS: the end of user memory.
 *
 * @param revision the revision of checkpoints that the kernel has. x86_64: 0x800000000000 to 4.8, 0x7fffffe00000 from 5.0, which is assumed
 * for a revision that both have. i386: 0xbfc00000 to 3.4; 3.6 to 4.0 and a kernel option have less
 */
export function maxUserAddress({ bits }: Machine, revision?: string): bigint {
  if (bits === 32) return 0xbfc0_0000n
  return revision !== undefined && BEFORE_3_0.has(revision) ? 0x8000_0000_0000n : 0x7fff_ffe0_0000n
}

/** Default of kern.maxtsiz: 128 MiB to 4.0, 256 MiB from 4.2 to 5.6, 32 GiB in 5.8. A thaw compares pages with this number of bytes. */
export function defaultMaxTextSize({ bits }: Machine, revision?: string): bigint {
  if (bits === 32 || (revision !== undefined && BEFORE_3_0.has(revision))) return 128n * MIB
  return revision === 'frominfo' ? 32n * 1024n * MIB : 256n * MIB
}

/** Revisions of checkpoints, on x86_64, that only releases before 3.0 have. */
const BEFORE_3_0 = new Set(['final-mailbox', 'release-2.4', 'release-2.0'])
