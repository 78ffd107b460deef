/** How a checkpoint names a file: by file system and by the file system's own number for it. Source: DragonFly sys/sys/mount.h. */
import { c, type Infer, struct } from '../../../schema/base.js'

const source = 'DragonFly sys/sys/mount.h'

export const fsid = struct('fsid', { val: c.array(c.int32.hex, 2) }, { source })

export const fid = struct(
  'fid',
  {
    fid_len: c.uint16.doc(
      'bytes of the entire file ID, its header of 4 bytes included, as the file system defines it; 24 on UFS, of which 20 are kept',
    ),
    fid_ext: c.uint16,
    fid_data: c.bytes(16),
  },
  { source, packed: true },
)

export const fhandle = struct('fhandle', { fh_fsid: fsid, fh_fid: fid }, { source, doc: 'A file, by the number of its mount and its own.' })

export type FileHandle = Infer<typeof fhandle>

/** The number of a mount as text: its two words, as `stat -f` would print them. */
export const fsidText = ({ val: [low = 0, high = 0] }: FileHandle['fh_fsid']): string =>
  `${(high >>> 0).toString(16).padStart(8, '0')}${(low >>> 0).toString(16).padStart(8, '0')}`

/** Bytes of fid_len and fid_ext. */
const FID_HEADER = 4
/** Where the inode is in a file ID, by its length: HAMMER2, HAMMER and tmpfs have 20 bytes, UFS, ext2 and NTFS on x86_64 have 24. */
const INODE_OFFSET: Readonly<Record<number, number>> = { 20: 4, 24: 8 }

/** The inode in a handle; undefined if the length of the file ID does not determine where it is. */
export function inodeOf({ fh_fid: { fid_len, fid_data } }: FileHandle): bigint | undefined {
  const offset = INODE_OFFSET[fid_len]
  if (offset === undefined) return undefined
  return new DataView(fid_data.buffer, fid_data.byteOffset, fid_data.length).getBigUint64(offset - FID_HEADER, true)
}
