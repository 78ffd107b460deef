/** What becomes memory of the process: the files that are mapped, and the checkpoint itself. */

import {
  defaultMaxTextSize,
  type Errno,
  type FileRecord,
  maxUserAddress,
  type VnodeRecord,
  vminfo,
  vnodeCount,
} from '../../../formats/checkpoint/dragonfly/index.js'
import { permissionsOf } from '../../../formats/elf/segment-permissions.js'
import { PAGE_SIZE } from '../../../systems/machines/page-sizes.js'
import type { Cursor } from './cursor.js'
import type { RestorePlan } from './restore-plan.js'
import type { ThawMapping } from './thaw-system.js'

/** Sizes of text and data; behind them, the memory of the caller is gone. */
export function readSizes(cursor: Cursor): Pick<RestorePlan, 'text' | 'data'> {
  cursor.step = 'vminfo'
  const layout = vminfo.for(cursor.abi)
  const start = cursor.at
  const { cvm_dsize, cvm_tsize, cvm_daddr, cvm_taddr } = cursor.take(layout)
  const { dataLimit, maxTextSize = defaultMaxTextSize(cursor.abi, cursor.form.name) } = cursor.system
  const end = userEnd(cursor)
  const must = (good: boolean, field: keyof typeof layout.offsets, message: string): void => {
    if (!good) cursor.refuse('ERANGE', `${field} ${message}`, start + layout.offsets[field])
  }
  must(cvm_dsize >= 0n, 'cvm_dsize', `is ${cvm_dsize}`)
  // Pages are compared with bytes.
  must(dataLimit === undefined || cvm_dsize <= dataLimit, 'cvm_dsize', `is ${cvm_dsize}, more than the limit of ${dataLimit}`)
  must(cvm_tsize >= 0n, 'cvm_tsize', `is ${cvm_tsize}`)
  must(maxTextSize === undefined || cvm_tsize <= maxTextSize, 'cvm_tsize', `is ${cvm_tsize}, more than the limit of ${maxTextSize}`)
  const inside = (address: bigint): boolean => address < end
  must(inside(cvm_daddr), 'cvm_daddr', `0x${cvm_daddr.toString(16)} is not a user address`)
  must(inside(cvm_taddr), 'cvm_taddr', `0x${cvm_taddr.toString(16)} is not a user address`)
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

/** VM_MAX_USER_ADDRESS. */
const userEnd = ({ system, abi, form }: Cursor): bigint => system.maxUserAddress ?? maxUserAddress(abi, form.name)

const PAGE = BigInt(PAGE_SIZE)

/**
 * Maps memory as fp_mmap and vm_mmap do, with MAP_FIXED and MAP_PRIVATE: offset and address must be congruent, p_memsz and p_type are not
 * looked at, and neither is the end of the file. Source: DragonFly sys/kern/kern_fp.c, sys/vm/vm_mmap.c.
 */
export function mapMemory(cursor: Cursor, mapping: ThawMapping): ThawMapping {
  const { start, length, offset, at, handle } = mapping
  const where = `the mapping at 0x${start.toString(16)}`
  const refuse = (errno: Errno, reason: string): never => cursor.refuse(errno, `${where} ${reason}`, at)
  if (BigInt.asIntN(cursor.abi.bits, length) < 0n) refuse('EINVAL', `has the negative length ${BigInt.asIntN(cursor.abi.bits, length)}`)
  const rest = offset % PAGE
  const size = ((length + rest + PAGE - 1n) / PAGE) * PAGE
  const address = BigInt.asUintN(cursor.abi.bits, start - rest)
  if (address % PAGE !== 0n) refuse('EINVAL', `and its offset 0x${offset.toString(16)} differ within a page of ${PAGE} bytes`)
  const end = userEnd(cursor)
  if (address + size > end) refuse('EINVAL', `ends at 0x${(address + size).toString(16)}, user addresses end at 0x${end.toString(16)}`)
  if (!handle && cursor.system.call?.regularFile === false) refuse('EINVAL', 'is of the checkpoint, which is a pipe')
  const error = cursor.system.map?.(mapping)
  if (error) refuse(error, 'failed')
  if (size === 0n) return mapping
  const { memoryLimit } = cursor.system
  const total = cursor.space.size + size
  if (memoryLimit !== undefined && total > memoryLimit) refuse('ENOMEM', `makes ${total} bytes of memory, the limit is ${memoryLimit}`)
  cursor.space.add(address, address + size)
  return mapping
}
