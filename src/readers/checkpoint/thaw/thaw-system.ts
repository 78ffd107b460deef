/** The machine on which a checkpoint is thawed, as far as a thaw asks. */
import { type Errno, type FileHandle, revisionsFor, statusOf } from '../../../formats/checkpoint/dragonfly/index.js'
import { abi as abis } from '../../../schema/base.js'
import type { Checkpoint } from '../model.js'

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
  /** i386: size of struct reg, 76 or 80 bytes (default: 80 for form `2004`, else 76). */
  readonly registerSetSize?: 76 | 80
  /** Padding of name and descriptor of a note, from the start of the notes; default: the word size, 8 or 4. */
  readonly notePadding?: 4 | 8
  /** The system call. */
  readonly call?: {
    /** 2: thaw. */
    readonly type?: number
    readonly pid?: number
    readonly ownPid?: number
    /** Whether the descriptor is open for reading. */
    readonly readable?: boolean
    /** Whether the descriptor is of a file; false: of a pipe, which cannot be mapped. */
    readonly regularFile?: boolean
    /** What the call returns in the program that goes on; checkpt passes 1. */
    readonly retval?: number
    /** Groups of the caller. */
    readonly groups?: readonly number[]
  }
  /** kern.ckptgroup: -1 any; 0 where not said. */
  readonly checkpointGroup?: number
  /** eflags of the caller, of which only some bits may change. */
  readonly eflags?: bigint
  /** Soft limit of RLIMIT_VMEM in bytes; none where not said. */
  readonly memoryLimit?: bigint
  /** Soft limit of RLIMIT_DATA; none where not said. */
  readonly dataLimit?: bigint
  /** kern.maxtsiz in bytes, with which the pages of text are compared; default: that of the releases of the form. */
  readonly maxTextSize?: bigint
  /** VM_MAX_USER_ADDRESS; default: that of the releases of the form. */
  readonly maxUserAddress?: bigint
  /** Whether a file system is mounted; all are where not said. */
  readonly isMounted?: (fsid: FileHandle['fh_fsid']) => boolean
  /** Finds a file of a mounted file system and opens it; gives the error, undefined when it is there. */
  readonly lookup?: (handle: FileHandle) => Errno | undefined
  /** Maps memory; gives the error. It is asked when address, length and offset are good. */
  readonly map?: (mapping: ThawMapping) => Errno | undefined
  /** Most descriptors of a process; those of this number and above cannot be had. 1024 where not said. */
  readonly descriptors?: number
  /** The kernel that puts only as many bytes of signal actions back as a pointer has. */
  readonly losesActions?: boolean
  /** Gives the error of a read of the file; undefined when it succeeds. */
  readonly readError?: (offset: number, length: number) => Errno | undefined
}

/** Releases 1.10 to 2.12 restore one action; 3.0, of form `final`, does too, but not 3.2 and later. */
const LOSES_ACTIONS = new Set(['final-mailbox', 'release-2.4', 'release-2.0'])

/** The system that a checkpoint is of: its own word size and form, everything mounted, no limits but the usual. */
export function systemFor({ abi, form, header, notes }: Checkpoint): ThawSystem {
  const forms = revisionsFor(abi)
  const status = notes.find(({ name, layout }) => name === 'NT_PRSTATUS' && layout)
  const likely = form ?? forms.find(({ osabi }) => osabi === header.e_ident?.ei_osabi) ?? forms[0]
  return {
    bits: abi.bits,
    form: likely?.name ?? 'final',
    checkpointGroup: -1,
    ...(abi.bits === 32 && status && { registerSetSize: status.size === statusOf(abi, 80).for(abi).size ? 80 : 76 }),
    ...(likely && LOSES_ACTIONS.has(likely.name) && { losesActions: true }),
  }
}

export const abiOfSystem = ({ bits }: ThawSystem) => (bits === 64 ? abis.amd64 : abis.i386)
