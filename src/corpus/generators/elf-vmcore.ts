/** Kernel dumps that are ELF files: of Linux, FreeBSD's full dumps, and those that exhume converts others to. */

import { qemuCpuState } from '../../formats/core/linux/kernel-notes.js'
import { elfPrstatus } from '../../formats/core/linux/prstatus.js'
import { generalOf } from '../../formats/core/linux/registers/by-abi.js'
import { elfHeader, fileType, noteHeader, programHeader, segmentType } from '../../formats/elf/index.js'
import { noteOwner } from '../../formats/elf/note-owners.js'
import { ELFOSABI_STANDALONE, EXHUME_NOTE, EXHUME_OWNER } from '../../formats/kcore/elf-dump.js'
import { concatenate } from '../../io/bytes.js'
import type { Abi } from '../../schema/base.js'
import { zeroValue } from '../../schema/zero-value.js'
import type { Draw } from '../draw.js'
import type { FileVariant, FormatVariants } from '../file-variant.js'
import { type Architecture, architectures, PAGE } from './kernel/architectures.js'
import { drawKernelMemory, padded } from './kernel/draw-memory.js'
import { vmcoreinfo } from './kernel/vmcoreinfo.js'

const elfMachines: Readonly<Record<string, number>> = { amd64: 62, i386: 3, aarch64: 183, riscv64: 243 }

/** One of each ABI. */
const machines = architectures.filter(({ name, abi }) => name === abi.name)

const of = (format: string, name: string, notes: (draw: Draw, of: Architecture) => readonly Note[], osabi = 0): FormatVariants => ({
  format,
  variants: machines.map(
    (each): FileVariant => ({
      name: name === '' ? each.name : `${each.name} ${name}`,
      make: (draw) => elfDump(draw, each, notes(draw, each), osabi),
    }),
  ),
})

export const generators: readonly FormatVariants[] = [
  {
    format: 'vmcore/linux',
    variants: [
      ...of('', '', linuxNotes).variants,
      ...of('', 'guest of QEMU', qemuNotes).variants.filter(({ name }) => !/aarch64|riscv/.test(name)),
    ],
  },
  of('vmcore/freebsd', '', () => [], ELFOSABI_STANDALONE),
  of('vmcore/elf', '', (draw, { name }) => [
    { owner: EXHUME_OWNER, type: EXHUME_NOTE, descriptor: text(`FORMAT=minidump/freebsd\nMACHINE=${name}\nNOTE=${draw.text(20)}\n`) },
  ]),
]

interface Note {
  readonly owner: string
  readonly type: number
  readonly descriptor: Uint8Array
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

function linuxNotes(draw: Draw, { abi, base }: Architecture): Note[] {
  return [...processors(draw, abi), { owner: noteOwner.VMCOREINFO, type: 0, descriptor: text(vmcoreinfo(draw, base)) }]
}

function qemuNotes(draw: Draw, { abi }: Architecture): Note[] {
  const layout = qemuCpuState.for(abi)
  return [...processors(draw, abi), { owner: noteOwner.QEMU, type: 0, descriptor: layout.encode(draw.value(layout)) }]
}

/** NT_PRSTATUS of one or two processors. */
function processors(draw: Draw, abi: Abi): Note[] {
  if (!generalOf(abi)) return []
  const layout = elfPrstatus.for(abi)
  return Array.from({ length: 1 + draw.nat(1) }, () => ({ owner: noteOwner.CORE, type: 1, descriptor: layout.encode(draw.value(layout)) }))
}

function elfDump(draw: Draw, { abi, name, base, ...more }: Architecture, notes: readonly Note[], osabi: number): Uint8Array {
  const space = drawKernelMemory(draw, { abi, name, base, ...more })
  const header = elfHeader.for(abi)
  const entries = programHeader(abi).for(abi)
  const noteBytes = concatenate(notes.map((note) => encodeNote(note, abi)))
  const count = space.segments.length + (notes.length > 0 ? 1 : 0)
  const noteOffset = header.size + count * entries.size
  const start = Math.ceil((noteOffset + noteBytes.length) / PAGE) * PAGE
  const word = (value: number | bigint): bigint => BigInt(value)
  const entry = (type: number, offset: number, size: number, address: bigint, virtual: bigint) =>
    entries.encode({
      p_type: type,
      p_offset: word(offset),
      p_vaddr: virtual,
      p_paddr: address,
      p_filesz: word(size),
      p_memsz: word(size),
      p_flags: type === segmentType.PT_LOAD ? 7 : 0,
      p_align: 0n,
    })
  let offset = start
  const table = [
    ...(notes.length > 0 ? [entry(segmentType.PT_NOTE, noteOffset, noteBytes.length, 0n, 0n)] : []),
    ...space.segments.map(({ start: address, size }) => {
      const virtual = osabi === ELFOSABI_STANDALONE ? word(address) : BigInt.asUintN(abi.bits, base + word(address))
      const made = entry(segmentType.PT_LOAD, offset, size, word(address), virtual)
      offset += size
      return made
    }),
  ]
  const zero = zeroValue(elfHeader, abi)
  const head = header.encode({
    ...zero,
    e_ident: {
      ...zero.e_ident,
      ei_mag: Uint8Array.of(0x7f, 0x45, 0x4c, 0x46),
      ei_class: abi.bits === 64 ? 2 : 1,
      ei_data: abi.endian === 'little' ? 1 : 2,
      ei_version: 1,
      ei_osabi: osabi,
    },
    e_type: fileType.ET_CORE,
    e_machine: elfMachines[abi.name] as number,
    e_version: 1,
    e_phoff: word(header.size),
    e_ehsize: header.size,
    e_phentsize: entries.size,
    e_phnum: count,
  } as Parameters<typeof header.encode>[0])
  return concatenate([padded(concatenate([head, ...table, noteBytes])), space.dumped])
}

function encodeNote({ owner, type, descriptor }: Note, abi: Abi): Uint8Array {
  const name = text(`${owner}\0`)
  const head = noteHeader.for(abi).encode({ n_namesz: name.length, n_descsz: descriptor.length, n_type: type })
  return concatenate([head, padded(name, 4), padded(descriptor, 4)])
}
