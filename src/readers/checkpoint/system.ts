/** The machine on which a checkpoint is thawed, as far as a thaw asks. */
import type { Errno, FileHandle } from '../../formats/checkpoint/dragonfly/index.js'
import { formsOf } from '../../formats/checkpoint/dragonfly/index.js'
import { abi as abis } from '../../schema/base.js'
import type { Checkpoint } from './open.js'

/** What is to be mapped; bytes of file offsets and addresses. */
export interface ThawMapping {
  readonly start: bigint
  readonly length: bigint
  readonly permissions: string
  /** The file that it is of; undefined: the checkpoint itself. */
  readonly handle?: FileHandle
  readonly offset: bigint
  /** Where in the checkpoint this is said. */
  readonly at: number
}

export interface ThawSystem {
  readonly bits: 32 | 64
  /** The form of ckpt_siginfo and its fellows that the kernel was compiled with. */
  readonly form: string
  /** Padding of notes: 4, and 8 in some kernels of x86_64. */
  readonly notePadding?: 4 | 8
  /** The system call. */
  readonly call?: {
    /** 2: thaw. */
    readonly type?: number
    readonly pid?: number
    readonly ownPid?: number
    /** Whether the descriptor is open for reading. */
    readonly readable?: boolean
    /** What the call returns in the program that goes on; checkpt passes 1. */
    readonly retval?: number
    /** Groups of the caller. */
    readonly groups?: readonly number[]
  }
  /** kern.ckptgroup: -1 any; 0 where not said. */
  readonly checkpointGroup?: number
  /** eflags of the caller, of which only some bits may change. */
  readonly eflags?: bigint
  /** Soft limit of RLIMIT_DATA; none where not said. */
  readonly dataLimit?: bigint
  /** Most pages of text; 256 Mi on x86_64 where not said, elsewhere none. */
  readonly maxTextSize?: bigint
  /** VM_MAX_USER_ADDRESS; where not said that of x86_64, elsewhere none. */
  readonly maxUserAddress?: bigint
  /** Whether a file system is mounted; all are where not said. */
  readonly isMounted?: (fsid: FileHandle['fh_fsid']) => boolean
  /** Finds a file of a mounted file system and opens it; gives the error, undefined when it is there. */
  readonly lookup?: (handle: FileHandle) => Errno | undefined
  /** Maps memory; gives the error. An offset that is no multiple of a page is EINVAL before it is asked. */
  readonly map?: (mapping: ThawMapping) => Errno | undefined
  /** Most descriptors of a process; those of this number and above cannot be had. 1024 where not said. */
  readonly descriptors?: number
  /** The kernel that puts only as many bytes of signal actions back as a pointer has. */
  readonly losesActions?: boolean
  /** Gives the error of a read of the file; undefined when it succeeds. */
  readonly readError?: (offset: number, length: number) => Errno | undefined
}

/** The system that a checkpoint is of: its own word size and form, everything mounted, no limits but the usual. */
export function systemFor({ abi, form, header }: Checkpoint): ThawSystem {
  const forms = formsOf(abi)
  const likely = form ?? forms.find(({ osabi }) => osabi === header.e_ident?.ei_osabi) ?? forms[0]
  return { bits: abi.bits, form: likely?.name ?? 'final', checkpointGroup: -1 }
}

export const abiOfSystem = ({ bits }: ThawSystem) => (bits === 64 ? abis.amd64 : abis.i386)
