/** A first look at an ELF core: whether it can be a DragonFly checkpoint. A file of its own: every process core passes through it. */
import { noteLayout, noteType } from '../../formats/checkpoint/dragonfly/index.js'
import { elfClass, elfData, elfHeader, noteHeader, programHeader } from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import { abi as abis } from '../../schema/base.js'
import { hasElfIdent } from '../elf/elf-container.js'

/** Whether the first note follows the program headers and has the size of DragonFly's NT_PRPSINFO or NT_PRSTATUS. */
export function beginsAsCheckpoint(source: ByteSource): boolean {
  const head = source.read(0, 64)
  const machine = checkpointAbi(head)
  if (!machine) return false
  const header = elfHeader.for(machine)
  if (head.length < header.size) return false
  const { e_phnum } = header.decode(head)
  const first = header.size + e_phnum * programHeader(machine).for(machine).size
  return e_phnum > 0 ? isProcessNote(source, machine, first) : findProcessNote(source, machine) !== undefined
}

/** Program headers that are stepped over where e_phnum is 0. */
const SCANNED = 4096

/** Offset of the first note of a file whose e_phnum is 0: behind program headers that are there all the same. */
export function findProcessNote(source: ByteSource, machine: Abi): number | undefined {
  const { size } = programHeader(machine).for(machine)
  const start = elfHeader.for(machine).size
  const end = Math.min(source.size, start + SCANNED * size)
  for (let offset = start; offset < end; offset += size) if (isProcessNote(source, machine, offset)) return offset
  return undefined
}

function isProcessNote(source: ByteSource, machine: Abi, offset: number): boolean {
  const layout = noteHeader.for(machine)
  const bytes = source.read(offset, layout.size)
  if (bytes.length < layout.size) return false
  const { n_type, n_descsz } = layout.decode(bytes)
  return (['NT_PRPSINFO', 'NT_PRSTATUS'] as const).some(
    (name) => n_type === noteType[name] && n_descsz === noteLayout(name, machine, n_descsz).size,
  )
}

/** The machine of a file, as a kernel sees it: by class alone. Undefined for what is no little-endian ELF file. */
export function checkpointAbi(head: Uint8Array): Abi | undefined {
  if (head.length < 6 || !hasElfIdent(head) || head[5] !== elfData.ELFDATA2LSB) return undefined
  return head[4] === elfClass.ELFCLASS64 ? abis.amd64 : head[4] === elfClass.ELFCLASS32 ? abis.i386 : undefined
}
