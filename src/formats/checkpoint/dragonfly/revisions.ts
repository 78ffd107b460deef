/** The revisions of checkpoint files, which csi_ckptpisz determines. Source: DragonFly sys/sys/ckpt.h 1.1 (2003) to July 2020. */

import { type Abi, c, type Layout, type Struct, struct } from '../../../schema/base.js'
import { prpsinfo, prstatus } from '../../core/dragonfly/procfs.js'
import { fpregsetAmd64, save87 } from '../../core/dragonfly/registers.js'
import { osabi } from '../../elf/index.js'
import { noteOwner } from '../../elf/note-owners.js'
import * as s from './ckpt-siginfo.js'
import * as f from './vnodes-and-files.js'

export interface CheckpointRevision {
  /** In documents: one of `revisionNames`. */
  readonly name: string
  /** Whether the file is of a kernel that had procsig: other note owner and order, one thread. */
  readonly old: boolean
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
  shortRead: 'ESPIPE',
  owner: noteOwner.CORE,
  osabi: osabi.ELFOSABI_SYSV,
  vnHdr: f.vnHdr,
  filehdr: f.filehdr,
  fileinfo: f.fileinfo,
} as const
const then = { old: true, shortRead: 'ESPIPE', owner: noteOwner.FREEBSD, osabi: osabi.ELFOSABI_FREEBSD } as const

/** Newest first. */
export const revisions: readonly CheckpointRevision[] = [
  { ...now, name: 'frominfo', siginfo: s.siginfoFrominfo },
  { ...now, name: 'final', siginfo: s.siginfo },
  { ...now, name: 'final-mailbox', siginfo: s.siginfoMailbox },
  { ...then, name: '2004', siginfo: s.siginfo2004, vnHdr: f.vnHdr, filehdr: f.filehdr, fileinfo: f.fileinfo2004 },
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

/** The structure of a note, by its type. */
export function noteLayout(name: NoteName, abi: Abi): Layout<unknown> {
  if (name === 'NT_FPREGSET') return fpregset(abi).for(abi)
  return name === 'NT_PRSTATUS' ? prstatus.for(abi) : prpsinfo.for(abi)
}

/** Notes of a process with some threads, in the kernel's order. */
export function noteOrder(form: Pick<CheckpointRevision, 'old'>, threads: number): NoteName[] {
  const pairs = Array.from({ length: threads }, (): NoteName[] => ['NT_PRSTATUS', 'NT_FPREGSET']).flat()
  return form.old ? [...pairs, 'NT_PRPSINFO'] : ['NT_PRPSINFO', ...pairs]
}

/** Most threads of which the kernel's division, which forgets the headers of notes, gives the right number. */
export const maxThawableThreads = ({ bits }: Abi): number => (bits === 64 ? 18 : 6)
