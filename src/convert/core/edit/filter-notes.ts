/** Removes the notes of some threads and updates the thread counts in the others. */

import type { Core, CoreNote } from '../../../families/core.js'
import { roundUp } from '../../../io/bytes.js'
import type { Layer } from '../../../io/layered-file.js'
import type { ByteSource } from '../../../io/source.js'
import { threadsOfNotes } from './note-threads.js'
import { sourceRange } from './remove-ranges.js'

/** A note segment with fewer notes, at its old offset. Offsets are from the start of the file. */
export interface KeptNotes {
  readonly segment: number
  readonly pieces: readonly Layer[]
  /** Its new and its old end. */
  readonly end: number
  readonly before: number
  readonly size: number
}

/** The note segments from which notes are removed. */
export function keptNotes(core: Core, source: ByteSource, threads: ReadonlySet<number>): KeptNotes[] {
  const owners = threadsOfNotes(core)
  const stays = (note: CoreNote): boolean => {
    const tid = owners.get(note)
    return tid === undefined || threads.has(tid)
  }
  const kept: KeptNotes[] = []
  let index = 0
  for (const segment of core.noteSegments) {
    const notes = core.notes.slice(index, index + segment.notes.length)
    index += notes.length
    const header = core.programHeaders[segment.segment]
    if (!header) continue
    const before = Math.min(Number(header.p_offset + header.p_filesz), source.size)
    if (notes.every(stays)) continue
    const pieces: Layer[] = []
    let at = segment.offset
    notes.forEach((note, i) => {
      if (!stays(note)) return
      const end = notes[i + 1]?.offset ?? before
      const changed = recounted(core, source, note, threads)
      if (changed) {
        const bytes = noteBytes(source, note, changed, core.abi.endian === 'little', segment.align)
        pieces.push({ offset: at, content: bytes })
        at += bytes.length
      } else {
        pieces.push({ offset: at, content: sourceRange(source, note.offset, end) })
        at += end - note.offset
      }
    })
    kept.push({ segment: segment.segment, pieces, end: at, before, size: at - segment.offset })
  }
  return kept
}

/** A note with another descriptor: header and name stay, the size changes. */
function noteBytes(source: ByteSource, note: CoreNote, descriptor: Uint8Array, little: boolean, align: number): Uint8Array {
  const head = source.read(note.offset, note.descriptorOffset - note.offset)
  const bytes = new Uint8Array(head.length + roundUp(descriptor.length, align))
  bytes.set(head)
  new DataView(bytes.buffer).setUint32(4, descriptor.length, little)
  bytes.set(descriptor, head.length)
  return bytes
}

type Fields = Record<string, unknown>

/** Notes that contain information about threads, and how to update their value. `anew`: the residue belongs to removed threads. */
type Recount = (value: Fields, threads: ReadonlySet<number>, count: number, core: Core) => 'changed' | 'anew' | 'same'

const setCount =
  (member: string): Recount =>
  (value, _threads, count) => {
    value[member] = count
    return 'changed'
  }

const recounts: Readonly<Record<string, Readonly<Record<string, Recount>>>> = {
  netbsd: { NT_NETBSDCORE_PROCINFO: setCount('cpi_nlwps') },
  freebsd: {
    NT_PROCSTAT_PROC(value, threads, count) {
      const records = value.records as Fields[]
      const own = records.filter(({ ki_tid }) => threads.has(ki_tid as number))
      // Older releases do not have the member.
      if (own.length === 0) return 'same'
      for (const record of own) record.ki_numthreads = count
      value.records = own
      return own.length < records.length ? 'anew' : 'changed'
    },
  },
  illumos: {
    NT_PRSTATUS: setCount('pr_nlwp'),
    NT_PSINFO: setCount('pr_nlwp'),
    NT_PSTATUS(value, threads, count, core) {
      value.pr_nlwp = count
      const died = (value.pr_lwp as Fields).pr_lwpid as number
      if (threads.has(died)) return 'changed'
      // The copy of the crashed thread's status is removed with that thread.
      const other = core.notes.find(
        ({ name, value: status }) => name === 'NT_LWPSTATUS' && threads.has((status as Fields).pr_lwpid as number),
      )
      if (other) value.pr_lwp = other.value
      return 'anew'
    },
  },
}

/** The descriptor of a note with the new thread count; undefined for a note without one. */
function recounted(core: Core, source: ByteSource, note: CoreNote, threads: ReadonlySet<number>): Uint8Array | undefined {
  const recount = note.name === undefined ? undefined : recounts[core.system.name]?.[note.name]
  const layout = note.struct?.for(note.abi)
  if (!recount || !layout || !note.whole) return undefined
  const count = core.threads.filter(({ tid }) => tid !== undefined && threads.has(tid)).length
  const { value, residue } = layout.decodeLossless(source.read(note.descriptorOffset, note.size))
  const done = recount(value as Fields, threads, count, core)
  if (done === 'same') return undefined
  return layout.encode(value, { path: note.name ?? '', ...(residue && done === 'changed' && { residue }) })
}
