/** What becomes memory of the process: the files that are mapped, and the checkpoint itself. */

import { type FileRecord, maxUserAddress, type VnodeRecord, vminfo, vnodeCount } from '../../../formats/checkpoint/dragonfly/index.js'
import { permissionsOf } from '../../../formats/elf/segment-permissions.js'
import { PAGE_SIZE } from '../../../systems/machines/page-sizes.js'
import type { Cursor } from './cursor.js'
import type { RestorePlan } from './restore-plan.js'
import type { ThawMapping } from './thaw-system.js'

/** Pages on x86_64; that of i386 is not known. */
const MAX_TEXT = 256n * 1024n * 1024n

/** Sizes of text and data; behind them, the memory of the caller is gone. */
export function readSizes(cursor: Cursor): Pick<RestorePlan, 'text' | 'data'> {
  cursor.step = 'vminfo'
  const layout = vminfo.for(cursor.abi)
  const start = cursor.at
  const { cvm_dsize, cvm_tsize, cvm_daddr, cvm_taddr } = cursor.take(layout)
  const wide = cursor.system.bits === 64
  const { dataLimit, maxTextSize = wide ? MAX_TEXT : undefined, maxUserAddress: end = maxUserAddress(cursor.abi) } = cursor.system
  const must = (good: boolean, field: keyof typeof layout.offsets, message: string): void => {
    if (!good) cursor.refuse('ERANGE', `${field} ${message}`, start + layout.offsets[field])
  }
  must(cvm_dsize >= 0n, 'cvm_dsize', `is ${cvm_dsize}`)
  // Pages are compared with bytes.
  must(dataLimit === undefined || cvm_dsize <= dataLimit, 'cvm_dsize', `is ${cvm_dsize}, more than the limit of ${dataLimit}`)
  must(cvm_tsize >= 0n, 'cvm_tsize', `is ${cvm_tsize}`)
  must(maxTextSize === undefined || cvm_tsize <= maxTextSize, 'cvm_tsize', `is ${cvm_tsize}, more than the limit of ${maxTextSize}`)
  const inside = (address: bigint): boolean => end === undefined || address < end
  must(inside(cvm_daddr), 'cvm_daddr', `0x${cvm_daddr.toString(16)} is no address of a program`)
  must(inside(cvm_taddr), 'cvm_taddr', `0x${cvm_taddr.toString(16)} is no address of a program`)
  return { text: { pages: cvm_tsize, address: cvm_taddr }, data: { pages: cvm_dsize, address: cvm_daddr } }
}

/** The files that are mapped. */
export function readVnodes(cursor: Cursor): ThawMapping[] {
  cursor.step = 'vnodes'
  const { count } = cursor.take(vnodeCount.for(cursor.abi))
  const layout = cursor.form.vnHdr.for(cursor.abi)
  const start = cursor.at
  const records: VnodeRecord[] = cursor.readAll(layout, count)
  return records.map(({ vnh_fh: handle, vnh_phdr: { p_vaddr, p_filesz, p_offset, p_flags } }, i) => {
    const at = start + i * layout.size
    findFile(cursor, handle, at)
    return mapMemory(cursor, { start: p_vaddr, length: p_filesz, permissions: permissionsOf(p_flags), handle, offset: p_offset, at })
  })
}

/** Looks for a file by its handle, and refuses when it is not there. */
export function findFile(cursor: Cursor, handle: FileRecord['cfi_fh'], at: number): void {
  if (!(cursor.system.isMounted?.(handle.fh_fsid) ?? true)) cursor.refuse('ESTALE', 'the file system of the file is not mounted', at)
  const error = cursor.system.lookup?.(handle)
  if (error) cursor.refuse(error, 'the file cannot be found or opened', at)
}

/** Maps memory, and refuses when that cannot be. */
export function mapMemory(cursor: Cursor, mapping: ThawMapping): ThawMapping {
  const { start, offset, at } = mapping
  const where = `the mapping at 0x${start.toString(16)}`
  if (offset % BigInt(PAGE_SIZE) !== 0n) cursor.refuse('EINVAL', `${where} is of offset ${offset}, no multiple of a page`, at)
  const error = cursor.system.map?.(mapping)
  if (error) cursor.refuse(error, `${where} cannot be made`, at)
  return mapping
}
