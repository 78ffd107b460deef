/** Edits a core: registers of its threads and bytes of its memory. Everything else stays byte for byte. */
import { FormatError } from '../../../errors.js'
import { type Core, type CoreNote, openCore } from '../../../families/core.js'
import { changeXsave } from '../../../formats/core/machines/x86/xsave-layout.js'
import type { Registers } from '../../../formats/core/process-info.js'
import { segmentType } from '../../../formats/elf/index.js'
import { sourceRun, writeLayers } from '../../../io/layered-file.js'
import { addPatch, type Patch, patchedSource } from '../../../io/patched-source.js'
import type { ByteSink } from '../../../io/sink.js'
import type { ByteSource } from '../../../io/source.js'
import { threadsOfNotes } from './note-threads.js'
import { placesOf, type RegisterLocation, xsavePartsOf } from './register-locations.js'

export interface CoreEditor {
  /** The core before the edits. */
  readonly core: Core
  /**
   * Changes registers of a thread, by gdb's names, in every note that contains them.
   *
   * @throws FormatError `BAD_VALUE` for an unknown thread or a register that the core cannot store; `OUT_OF_RANGE` when the value does not fit
   */
  setRegisters(tid: number, registers: Registers): void
  /**
   * Changes memory.
   *
   * @throws FormatError `UNMAPPED` when the file does not contain all of those bytes
   */
  writeMemory(address: bigint, bytes: Uint8Array): void
  /** The changed core as a source. */
  source(): ByteSource
  /** Writes the changed core to a sink; does not commit it. Runs of zeros become holes. */
  write(sink: ByteSink): void
}

/**
 * Starts editing a core of any system.
 *
 * @throws FormatError as `openCore`
 */
export function editCore(source: ByteSource, options: { as?: string } = {}): CoreEditor {
  const core = openCore(source, options)
  let patches: readonly Patch[] = []
  let current: ByteSource = source
  const apply = (patch: Patch): void => {
    patches = addPatch(patches, patch)
    current = patchedSource(source, patches)
  }
  return {
    core,
    setRegisters(tid, registers) {
      for (const patch of registerPatches(core, current, tid, registers)) apply(patch)
    },
    writeMemory(address, bytes) {
      for (const patch of memoryPatches(core, address, bytes)) apply(patch)
    },
    source: () => current,
    write(sink) {
      const all = current
      for (const _ of writeLayers([{ offset: 0, content: sourceRun(all, 0, all.size) }], all.size, sink));
    },
  }
}

function registerPatches(core: Core, source: ByteSource, tid: number, registers: Registers): Patch[] {
  const owners = threadsOfNotes(core)
  const known = core.threads.map((thread) => thread.tid)
  if (!known.includes(tid)) {
    const message = `thread ${tid} not found; threads: ${known.join(', ')}`
    throw new FormatError({ code: 'BAD_VALUE', path: 'tid', message, found: String(tid) })
  }
  const first = core.threads[0]?.tid
  const left = new Set(Object.keys(registers))
  const patches: Patch[] = []
  for (const note of core.notes) {
    // The process notes contain a copy of the crashed thread's registers.
    const owner = owners.get(note) ?? first
    if (owner !== tid) continue
    const places = placesOf(core.system.name, note.name, core.abi)
    const own = places.filter((place) => Object.keys(registers).some((name) => place.holds(name)))
    if (own.length === 0 || !note.whole) continue
    for (const name of Object.keys(registers)) if (own.some((place) => place.holds(name))) left.delete(name)
    patches.push({ start: note.descriptorOffset, bytes: changed(core, note, source, own, registers) })
  }
  if (left.size > 0) {
    const message = `the notes of thread ${tid} cannot store ${[...left].join(', ')}`
    throw new FormatError({ code: 'BAD_VALUE', path: 'registers', message })
  }
  return patches
}

/** A note's descriptor with changed registers; padding and other residue stay. */
function changed(core: Core, note: CoreNote, source: ByteSource, places: readonly RegisterLocation[], registers: Registers): Uint8Array {
  const layout = note.struct?.for(note.abi)
  if (!layout) throw new FormatError({ code: 'BAD_VALUE', message: `${note.name} has no known structure` })
  const bytes = source.read(note.descriptorOffset, note.size).slice()
  const parts = xsavePartsOf(core, note, bytes)
  if (parts) {
    const own = Object.fromEntries(Object.entries(registers).filter(([name]) => places.some((place) => place.holds(name))))
    const missing = changeXsave(parts, own, note.abi)
    if (missing.length === 0) return bytes
    const message = `${note.name} cannot store ${missing.join(', ')}: the processor did not save that state component`
    throw new FormatError({ code: 'BAD_VALUE', path: 'registers', message })
  }
  const { value, residue } = layout.decodeLossless(bytes)
  for (const place of places) place.put(value, registers, note.abi)
  return layout.encode(value, { path: note.name ?? '', ...(residue && { residue }) })
}

function memoryPatches({ programHeaders, container }: Core, address: bigint, bytes: Uint8Array): Patch[] {
  const patches: Patch[] = []
  let at = address
  const end = address + BigInt(bytes.length)
  while (at < end) {
    const header = programHeaders.find(
      (each) => each.p_type === segmentType.PT_LOAD && at >= each.p_vaddr && at < each.p_vaddr + each.p_filesz,
    )
    const offset = header ? header.p_offset + (at - header.p_vaddr) : 0n
    const room = header ? header.p_vaddr + header.p_filesz - at : 0n
    const part = room < end - at ? room : end - at
    if (!header || offset + part > BigInt(container.source.size)) {
      const message = `the core does not contain the memory at 0x${at.toString(16)}`
      throw new FormatError({ code: 'UNMAPPED', path: 'address', message, found: `0x${at.toString(16)}` })
    }
    const from = Number(at - address)
    patches.push({ start: Number(offset), bytes: bytes.slice(from, from + Number(part)) })
    at += part
  }
  return patches
}
