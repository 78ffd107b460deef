/** The machine on which a checkpoint is thawed, as far as a thaw asks. */
import { FormatError } from '../../../errors.js'
import {
  type Errno,
  type FileHandle,
  findRevision,
  fsidText,
  revisions,
  revisionsFor,
} from '../../../formats/checkpoint/dragonfly/index.js'
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

/** The system that a checkpoint is of: its own word size and form, everything mounted, no limits but the usual. */
export function systemFor({ abi, form, header }: Checkpoint): ThawSystem {
  const forms = revisionsFor(abi)
  const likely = form ?? forms.find(({ osabi }) => osabi === header.e_ident?.ei_osabi) ?? forms[0]
  return { bits: abi.bits, form: likely?.name ?? 'final', checkpointGroup: -1 }
}

const NUMBER = /^-?(?:0[xX][0-9a-fA-F]+|\d+)$/

/**
 * A system as it is stated on a command line: `form=final,group=0,data-limit=0x8000000,descriptors=64,mounted=FSID+FSID`, file systems as
 * reports print them. What is not stated is as {@link systemFor} has it.
 *
 * @throws FormatError `BAD_VALUE` for what is no such statement
 */
export function parseThawSystem(text: string): (checkpoint: Checkpoint) => ThawSystem {
  const stated: { -readonly [K in keyof ThawSystem]?: ThawSystem[K] } = {}
  for (const part of text.split(',')) {
    const [, key = '', value = ''] = /^([a-z-]+)=(.+)$/.exec(part) ?? []
    const number = (): number => {
      if (!NUMBER.test(value)) throw badStatement(`${key} takes a number, not ${value}`)
      return Number(value)
    }
    switch (key) {
      case 'bits':
        if (value !== '32' && value !== '64') throw badStatement(`bits are 32 or 64, not ${value}`)
        stated.bits = value === '32' ? 32 : 64
        break
      case 'form':
        if (!findRevision(value)) throw badStatement(`there is no form ${value}; there are ${revisions.map(({ name }) => name).join(', ')}`)
        stated.form = value
        break
      case 'padding':
        if (value !== '4' && value !== '8') throw badStatement(`notes are padded to 4 or 8, not ${value}`)
        stated.notePadding = value === '4' ? 4 : 8
        break
      case 'group':
        stated.checkpointGroup = number()
        break
      case 'groups':
        if (!value.split('+').every((each) => NUMBER.test(each))) throw badStatement(`groups are numbers with + between them, not ${value}`)
        stated.call = { groups: value.split('+').map(Number) }
        break
      case 'data-limit':
        stated.dataLimit = BigInt(number())
        break
      case 'max-text':
        stated.maxTextSize = BigInt(number())
        break
      case 'descriptors':
        stated.descriptors = number()
        break
      case 'mounted': {
        const mounted = value === 'none' ? [] : value.split('+')
        if (!mounted.every((each) => /^[0-9a-f]{16}$/.test(each)))
          throw badStatement(`file systems are 16 hexadecimal digits, not ${value}`)
        stated.isMounted = (fsid) => mounted.includes(fsidText(fsid))
        break
      }
      default:
        throw badStatement(`${JSON.stringify(part)} states nothing; ${STATEMENTS} can be stated`)
    }
  }
  return (checkpoint) => {
    const own = systemFor(checkpoint)
    // A kernel of another word size has forms of its own.
    const form = stated.bits !== undefined && stated.bits !== own.bits ? { form: 'final' } : {}
    return { ...own, ...form, ...stated }
  }
}

const STATEMENTS = 'bits, form, padding, group, groups, data-limit, max-text, descriptors, mounted'
const badStatement = (message: string): FormatError => new FormatError({ code: 'BAD_VALUE', message })

export const abiOfSystem = ({ bits }: ThawSystem) => (bits === 64 ? abis.amd64 : abis.i386)
