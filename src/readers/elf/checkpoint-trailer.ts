/**
 * Tells DragonFly cores with the note owner "FreeBSD" (to release 2.4) from FreeBSD cores: behind their notes are ckpt_vminfo, a count,
 * records of mapped files, and a known csi_ckptpisz. Source: DragonFly sys/kern/imgact_elf.c, sys/sys/ckpt.h.
 */
import { revisionsFor, vminfo, vnodeCount } from '../../formats/checkpoint/dragonfly/index.js'
import { elfHeader, type ProgramHeader, programHeader } from '../../formats/elf/index.js'
import { fileOffset } from '../../io/file-offset.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi, Layout } from '../../schema/base.js'

/** Whether the structures of a checkpoint follow the notes of an ELF core. */
export function hasCheckpointTrailer(source: ByteSource, abi: Abi): boolean {
  if (abi.name !== 'amd64' && abi.name !== 'i386') return false
  const header = elfHeader.for(abi)
  const head = source.read(0, header.size)
  if (head.length < header.size) return false
  const layout = programHeader(abi).for(abi) as Layout<ProgramHeader>
  const first = source.read(header.size, layout.size)
  const { e_phnum } = header.decode(head)
  if (e_phnum === 0 || first.length < layout.size) return false
  const notes = header.size + e_phnum * layout.size
  const counted = fileOffset(BigInt(notes) + layout.decode(first).p_filesz + BigInt(vminfo.for(abi).size), source.size)
  const count = int32(source, counted)
  if (count === undefined || count < 0) return false
  return revisionsFor(abi).some(({ vnHdr, siginfo }) => {
    const at = counted + vnodeCount.for(abi).size + count * vnHdr.for(abi).size
    return int32(source, Math.min(at, source.size)) === siginfo.for(abi).size
  })
}

function int32(source: ByteSource, offset: number): number | undefined {
  const bytes = source.read(offset, 4)
  return bytes.length < 4 ? undefined : new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, true)
}
