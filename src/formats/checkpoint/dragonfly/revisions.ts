/** The revisions of checkpoint files, which csi_ckptpisz determines. Source: DragonFly sys/sys/ckpt.h 1.1 (2003) to July 2020. */

import { type Abi, c, type Layout, type Struct, struct } from '../../../schema/base.js'
import { type Prstatus, prpsinfo, prstatus, prstatusFrom2007 } from '../../core/dragonfly/procfs.js'
import { fpregsetAmd64, save87 } from '../../core/dragonfly/registers.js'
import { osabi } from '../../elf/index.js'
import { noteOwner } from '../../elf/note-owners.js'
import * as s from './ckpt-siginfo.js'
import * as f from './vnodes-and-files.js'

export interface CheckpointRevision {
  /** In documents: one of `revisionNames`. */
  readonly name: string
  /** Whether the file is of a kernel that had procsig. */
  readonly old: boolean
  /** Whether NT_PRPSINFO is the last note; such kernels write one thread. */
  readonly processLast: boolean
  /** Size of struct reg on i386: 76 bytes to release 1.6, 80 from release 1.8. */
  readonly registerSetSize: 76 | 80
  /** Errno of a short read on thaw. */
  readonly shortRead: 'ESPIPE' | 'EINVAL'
  readonly owner: 'CORE' | 'FreeBSD'
  readonly osabi: number
  readonly siginfo: Struct<s.SignalInfo>
  readonly vnHdr: Struct<f.VnodeRecord>
  readonly filehdr: Struct<f.FileHeader>
  readonly fileinfo: Struct<f.FileRecord>
}

const now = {
  old: false,
  processLast: false,
  registerSetSize: 80,
  shortRead: 'ESPIPE',
  owner: noteOwner.CORE,
  osabi: osabi.ELFOSABI_SYSV,
  vnHdr: f.vnHdr,
  filehdr: f.filehdr,
  fileinfo: f.fileinfo,
} as const
/** To release 2.4. */
const freebsd = { owner: noteOwner.FREEBSD, osabi: osabi.ELFOSABI_FREEBSD } as const
const then = { old: true, processLast: true, registerSetSize: 76, shortRead: 'ESPIPE', ...freebsd } as const

/** Newest first. */
export const revisions: readonly CheckpointRevision[] = [
  { ...now, name: 'frominfo', siginfo: s.siginfoFrominfo },
  { ...now, name: 'final', siginfo: s.siginfo },
  { ...now, name: 'final-mailbox', siginfo: s.siginfoMailbox },
  // Releases 2.2 and 2.4.
  { ...now, ...freebsd, name: 'release-2.4', siginfo: s.siginfoMailbox },
  // Releases 1.10 to 2.0.
  { ...now, ...freebsd, processLast: true, name: 'release-2.0', siginfo: s.siginfoMailbox },
  // Release 1.8.
  { ...then, registerSetSize: 80, name: '2004', siginfo: s.siginfo2004, vnHdr: f.vnHdr, filehdr: f.filehdr, fileinfo: f.fileinfo2004 },
  { ...then, name: '2005', siginfo: s.siginfo2005, vnHdr: f.vnHdr, filehdr: f.filehdr, fileinfo: f.fileinfo2004 },
  {
    ...then,
    name: '2003-sets',
    shortRead: 'EINVAL',
    siginfo: s.siginfo2003sets,
    vnHdr: f.vnHdr,
    filehdr: f.filehdr,
    fileinfo: f.fileinfo2003,
  },
  { ...then, name: '2003', shortRead: 'EINVAL', siginfo: s.siginfo2003, vnHdr: f.vnHdr, filehdr: f.filehdr, fileinfo: f.fileinfo2003 },
  {
    ...then,
    name: '2003-first',
    shortRead: 'EINVAL',
    siginfo: s.siginfo2003first,
    vnHdr: f.vnHdrFirst,
    filehdr: f.filehdrFirst,
    fileinfo: f.fileinfo2003first,
  },
]
/** The revisions of a machine: x86_64 came after procsig, and i386 was gone before the senders of signals were kept. */
export const revisionsFor = (abi: Abi): readonly CheckpointRevision[] =>
  revisions.filter(({ old, name }) => (abi.bits === 32 ? name !== 'frominfo' : !old))

export const findRevision = (name: string): CheckpointRevision | undefined => revisions.find((form) => form.name === name)

/** The count of vn_hdr, which stands alone in the file. */
export const vnodeCount = struct('vnode_count', { count: c.int32 }, { source: 'DragonFly sys/kern/imgact_elf.c' })

export const fpregset = (abi: Abi): Struct<unknown> => (abi.bits === 64 ? fpregsetAmd64 : save87)

export const noteType = { NT_PRSTATUS: 1, NT_FPREGSET: 2, NT_PRPSINFO: 3 } as const

export type NoteName = keyof typeof noteType

/** The structure of a note, by its type; on i386 the size of the descriptor selects that of NT_PRSTATUS. */
export function noteLayout(name: NoteName, abi: Abi, size?: number): Layout<unknown> {
  if (name === 'NT_FPREGSET') return fpregset(abi).for(abi)
  if (name === 'NT_PRPSINFO') return prpsinfo.for(abi)
  return statusOf(abi, abi.bits === 32 && size === prstatusFrom2007.for(abi).size ? 80 : 76).for(abi)
}

/** NT_PRSTATUS, by the size of struct reg, which is of i386. */
export const statusOf = ({ bits }: Pick<Abi, 'bits'>, registerSetSize: 76 | 80): Struct<Prstatus> =>
  bits === 32 && registerSetSize === 80 ? (prstatusFrom2007 as Struct<Prstatus>) : prstatus

/** Notes of a process with some threads, in the kernel's order. */
export function noteOrder(form: Pick<CheckpointRevision, 'processLast'>, threads: number): NoteName[] {
  const pairs = Array.from({ length: threads }, (): NoteName[] => ['NT_PRSTATUS', 'NT_FPREGSET']).flat()
  return form.processLast ? [...pairs, 'NT_PRPSINFO'] : ['NT_PRPSINFO', ...pairs]
}

/** Most threads of which the kernel's division, which forgets the headers of notes, gives the right number. */
export const maxThawableThreads = ({ bits }: Abi): number => (bits === 64 ? 18 : 6)
