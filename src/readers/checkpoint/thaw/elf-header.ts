/** The system call, and the ELF header. */
import { FormatError } from '../../../errors.js'
import { type ElfHeader, elfHeader, programHeader } from '../../../formats/elf/index.js'
import type { Cursor } from './cursor.js'

const TYPE_FREEZE = 1
const TYPE_THAW = 2

/** The checks before the file is looked at. */
export function checkCall(cursor: Cursor): void {
  const { call = {}, checkpointGroup = 0 } = cursor.system
  const { type = TYPE_THAW, pid = -1, ownPid, readable = true, groups = [0] } = call
  if (type === TYPE_FREEZE) throw new FormatError({ code: 'BAD_VALUE', path: 'system.call.type', message: 'a call of type 1 freezes' })
  if (checkpointGroup >= 0 && !groups.includes(checkpointGroup))
    cursor.refuse('EPERM', `the caller is not of the group ${checkpointGroup}, which kern.ckptgroup asks for`, null)
  if (pid !== -1 && pid !== ownPid) cursor.refuse('EINVAL', `process ${pid} is not the caller`, null)
  if (type !== TYPE_THAW) cursor.refuse(cursor.form.old ? 'ENOSYS' : 'EOPNOTSUPP', `there is no call of type ${type}`, null)
  if (pid !== -1) cursor.refuse('EINVAL', 'a thaw is of no process: its number must be -1', null)
  if (!readable) cursor.refuse('EBADF', 'the descriptor is not open for reading', null)
}

/** The ELF header; what of it the kernel does not look at may be anything. */
export function readHeader(cursor: Cursor): ElfHeader {
  cursor.step = 'ELF header'
  const layout = elfHeader.for(cursor.abi)
  const header = cursor.take(layout)
  const { offsets } = layout
  const { e_ident: ident } = header
  const must = (found: number, expected: number, name: string, offset: number): void => {
    if (found !== expected) cursor.refuse('EINVAL', `${name} is ${found}, the kernel wants ${expected}`, offset)
  }
  must(header.e_ehsize, layout.size, 'e_ehsize', offsets.e_ehsize)
  must(header.e_phentsize, programHeader(cursor.abi).for(cursor.abi).size, 'e_phentsize', offsets.e_phentsize)
  for (const [i, byte] of [0x7f, 0x45, 0x4c, 0x46].entries()) must(ident.ei_mag[i] ?? 0, byte, `byte ${i} of the magic number`, i)
  must(ident.ei_class, cursor.system.bits === 64 ? 2 : 1, 'EI_CLASS', 4)
  must(ident.ei_data, 1, 'EI_DATA', 5)
  must(ident.ei_version, 1, 'EI_VERSION', 6)
  must(ident.ei_osabi, cursor.form.osabi, 'EI_OSABI', 7)
  must(ident.ei_abiversion, 0, 'EI_ABIVERSION', 8)
  return header
}
