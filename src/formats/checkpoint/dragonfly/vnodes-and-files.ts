/** What a checkpoint adds to a core: sizes of text and data, mapped files, open files. Source: DragonFly sys/sys/ckpt.h. */

import { type CType, c, struct } from '../../../schema/base.js'
import type { ProgramHeader } from '../../elf/index.js'
import { programHeader } from '../../elf/index.js'
import { type FileHandle, fhandle } from './file-handles.js'

const source = 'DragonFly sys/sys/ckpt.h'

export const vminfo = struct(
  'ckpt_vminfo',
  {
    cvm_dsize: c.long.doc('pages of data'),
    cvm_tsize: c.long.doc('pages of text'),
    cvm_reserved1: c.array(c.long, 4),
    cvm_daddr: c.pointer,
    cvm_taddr: c.pointer,
    cvm_reserved2: c.array(c.pointer, 4),
  },
  { source },
)

const phdr: CType<ProgramHeader> = c.perAbi('Elf_Phdr', (abi) => programHeader(abi) as CType<ProgramHeader>)

const mapped = {
  vnh_fh: fhandle,
  vnh_phdr: phdr.doc('its p_offset is always 0: the offset of the mapping in its file is lost'),
} as const

export const vnHdr = struct('vn_hdr', { ...mapped, vnh_reserved: c.array(c.int32, 8) }, { source })
export const vnHdrFirst = struct('vn_hdr', mapped, { source })

export const filehdr = struct(
  'ckpt_filehdr',
  {
    cfh_magic: c.int32.hex.doc('never set'),
    cfh_nfiles: c.int32.doc('entries with a handle, placeholders not counted'),
    cfh_reserved: c.array(c.int32, 8),
  },
  { source },
)
export const filehdrFirst = struct('ckpt_filehdr', { cfh_nfiles: c.int32 }, { source })

const file = {
  cfi_index: c.int32.doc('descriptor; -1 in a placeholder'),
  cfi_flags: c.uint32.hex.doc('as the kernel has them: 1 read, 2 write'),
  cfi_offset: c.int64,
  cfi_fh: fhandle,
} as const

export const fileinfo = struct(
  'ckpt_fileinfo',
  {
    ...file,
    cfi_type: c.int32.doc('1: a file'),
    cfi_ckflags: c.flags(c.int32, { CKFIF_ISCKPTFD: 1 }).doc('CKFIF_ISCKPTFD: the checkpoint itself'),
    cfi_reserved: c.array(c.int32, 6),
  },
  { source },
)
export const fileinfo2004 = struct('ckpt_fileinfo', { ...file, cfi_type: c.int32, cfi_reserved: c.array(c.int32, 7) }, { source })
export const fileinfo2003 = struct('ckpt_fileinfo', { ...file, cfi_reserved: c.array(c.int32, 8) }, { source })
export const fileinfo2003first = struct('ckpt_fileinfo', file, { source })

/** The members of all forms; those that a form does not have are absent. */
export interface FileRecord {
  readonly cfi_index: number
  readonly cfi_flags: number
  readonly cfi_offset: bigint
  readonly cfi_fh: FileHandle
  readonly cfi_type?: number
  readonly cfi_ckflags?: number
}

export interface VnodeRecord {
  readonly vnh_fh: FileHandle
  readonly vnh_phdr: ProgramHeader
}

export interface FileHeader {
  readonly cfh_magic?: number
  readonly cfh_nfiles: number
}
