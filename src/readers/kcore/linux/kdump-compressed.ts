/** Opens kdump-compressed files. Source: makedumpfile's IMPLEMENTATION and diskdump_mod.h. */

import { Diagnostics } from '../../../errors.js'
import { noteOwner } from '../../../formats/elf/note-owners.js'
import { diskDumpHeader, flattenedHeader, kdumpSubHeader } from '../../../formats/kcore/linux/diskdump.js'
import type { ByteSource } from '../../../io/source.js'
import { type Abi, abi } from '../../../schema/base.js'
import type { Area, Part } from '../../file-parts.js'
import type { Detection } from '../../format-reader.js'
import { linuxCpus } from '../cpus/linux-cpus.js'
import { type DumpNote, readDumpNotes } from '../dump-notes.js'
import type { DumpOptions, KernelDump } from '../kernel-dump.js'
import { linuxFacts } from './dump-info.js'
import { isFlattened, unflattened } from './flattened.js'
import { type KdumpFacts, namedAbi, readKdumpFacts } from './kdump-headers.js'
import { partsMemory } from './split-dump.js'
import { kernelAbi, readVmcoreinfo } from './vmcoreinfo.js'

const signatures = ['KDUMP   ', 'DISKDUMP']

export function detectKdump(source: ByteSource): Detection | undefined {
  const text = new TextDecoder().decode(source.read(0, 8))
  if (signatures.includes(text))
    return { format: 'kdump-compressed/linux', confidence: 0.98, reasons: [`begins with ${JSON.stringify(text)}`] }
  if (!isFlattened(source)) return undefined
  const inner = unflattened(source, new Diagnostics())
  const found = new TextDecoder().decode(inner.read(0, 8))
  if (!signatures.includes(found)) return undefined
  return {
    format: 'kdump-compressed/linux',
    confidence: 0.98,
    reasons: ['a flattened file of makedumpfile', `that holds ${JSON.stringify(found)}`],
  }
}

/** Where the header does not name the machine (QEMU), VMCOREINFO has keys that only one machine has. */
function guessedAbi(of: Abi, machine: string, text: Uint8Array | undefined): Abi {
  const kernel = kernelAbi(of, text)
  if (kernel !== of || namedAbi(machine) || !text) return kernel
  const { values } = readVmcoreinfo(text)
  const guess = values.has('NUMBER(kimage_voffset)') ? abi.aarch64 : values.has('NUMBER(va_kernel_pa_offset)') ? abi.riscv64 : of
  return guess.bits === of.bits && guess.endian === of.endian ? guess : of
}

/** Header versions before 4 have VMCOREINFO outside of the notes; kernels write it as a note. */
function withVmcoreinfo(notes: readonly DumpNote[], text: Uint8Array | undefined): readonly DumpNote[] {
  const { VMCOREINFO } = noteOwner
  return text && !notes.some(({ owner }) => owner === VMCOREINFO) ? [...notes, { owner: VMCOREINFO, type: 0, descriptor: text }] : notes
}

function checkComplete(facts: KdumpFacts, diagnostics: Diagnostics): void {
  if ((facts.header.status & INCOMPLETE) === 0) return
  const message = 'the writer marked the dump as incomplete'
  diagnostics.add({ code: 'TRUNCATED', offset: 0, path: 'disk_dump_header.status', message })
}

/** Flag of `status` in a dump whose writer ran out of space. */
const INCOMPLETE = 8

export function openKdump(raw: ByteSource, options: DumpOptions): KernelDump {
  const { kernel, diagnostics, limits, otherParts } = options
  const flattened = isFlattened(raw)
  const source = flattened ? unflattened(raw, diagnostics) : raw
  const facts = readKdumpFacts(source)
  const { header, sub } = facts
  const memory = partsMemory(source, facts, options)
  checkComplete(facts, diagnostics)
  const area = (offset: bigint | undefined, size: bigint | undefined, path: string): Area => ({
    offset: Number(offset ?? 0n),
    length: Number(size ?? 0n),
    path,
  })
  const notes = area(sub.offset_note, sub.size_note, 'notes')
  const info = area(sub.offset_vmcoreinfo, sub.size_vmcoreinfo, 'vmcoreinfo')
  const list = notes.length > 0 && notes.length <= limits.dumpNotes ? readDumpNotes(source.read(notes.offset, notes.length), facts.of) : []
  const text =
    info.length > 0 && info.length <= limits.vmcoreinfo
      ? source.read(info.offset, info.length)
      : list.find(({ owner }) => owner === noteOwner.VMCOREINFO)?.descriptor
  const of = guessedAbi(facts.of, header.utsname.machine, text)
  const more = linuxFacts({ abi: of, memory, vmcoreinfo: text, kernel, diagnostics })
  const block = header.block_size
  const parts: Part[] = flattened
    ? [{ offset: 0, path: 'makedumpfile_header', struct: flattenedHeader, abi: abi.powerpc64 }]
    : [{ offset: 0, path: 'disk_dump_header', struct: diskDumpHeader, abi: facts.of }]
  if (!flattened && header.header_version >= 6)
    parts.push({ offset: block, path: 'kdump_sub_header', struct: kdumpSubHeader, abi: facts.of })
  const bitmaps = { offset: (1 + header.sub_hdr_size) * block, length: header.bitmap_blocks * block, path: 'bitmaps' }
  const areas = flattened
    ? []
    : [info, notes, bitmaps, { offset: facts.descriptors, length: source.size - facts.descriptors, path: 'pages' }]
  return {
    format: 'kdump-compressed/linux',
    abi: of,
    machine: namedAbi(header.utsname.machine) ? header.utsname.machine : of.name,
    source: raw,
    memory,
    ...more,
    kernel: more.kernel,
    ...(otherParts && { otherParts }),
    cpus: (kvm) => linuxCpus(kvm, list),
    notes: withVmcoreinfo(list, text),
    parts,
    areas: areas.filter(({ length }) => length > 0),
    facts: {
      version: header.header_version,
      ...(flattened && { container: 'flattened' }),
      pageSize: block,
      frames: facts.frames,
      dumpLevel: sub.dump_level ?? 0,
      processors: header.nr_cpus,
      complete: (header.status & INCOMPLETE) === 0 ? 'yes' : 'no',
      notes: list.map(({ owner, type, descriptor }) => `${owner}/${type}(${descriptor.byteLength})`),
      ...more.facts,
    },
    diagnostics,
  }
}
