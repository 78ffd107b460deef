/** Reads the notes of a checkpoint in the fixed order that the kernel expects, and checks the registers. */

import {
  fpregset,
  gdbRegisters,
  type NoteName,
  noteLayout,
  noteOrder,
  noteType,
  type Prpsinfo,
  type Prstatus,
  prpsinfo,
  reg,
  statusOf,
} from '../../../formats/checkpoint/dragonfly/index.js'
import { noteHeader, programHeader } from '../../../formats/elf/index.js'
import { descriptorOffsetOf, nextNoteOffset } from '../../elf/note-iterator.js'
import type { Cursor } from './cursor.js'
import type { RestorePlan } from './restore-plan.js'

/** p_comm holds that many bytes and a NUL; pr_fname may have one more. */
const MAXCOMLEN = 16
/** Most threads that a kernel takes. */
const MAXTHREADS = 256
/** PSL_USERCHANGE: bits of eflags that a program may change; RF, which every fault sets, is not one of them. Source: DragonFly sys/cpu/x86_64/include/psl.h. */
const USER_FLAGS = 0x244dd5n
/** Interrupts on, and the bit that is always set. */
const PSL_USER = 0x202n
const USER_SELECTOR = 3n

type NotesPart = Pick<RestorePlan, 'name' | 'registers' | 'floating' | 'threadsDropped'>

/**
 * The notes: the process and its first thread, which is all that is restored.
 *
 * @param size as the first program header says
 * @param table where the program headers begin
 */
export function readNotes(cursor: Cursor, size: bigint, table: number): NotesPart {
  cursor.step = 'notes'
  const abi = cursor.abi
  const each = BigInt(statusLayout(cursor).size + fpregset(abi).for(abi).size)
  // The division forgets the headers of the notes.
  const threads = size < BigInt(prpsinfo.for(abi).size) ? 0n : (size - BigInt(prpsinfo.for(abi).size)) / each
  if (threads < 1n || threads > BigInt(MAXTHREADS)) {
    const message = `notes of ${size} bytes would be of ${threads} threads, 1 to ${MAXTHREADS} can be`
    cursor.refuse('EINVAL', message, table + programHeader(abi).for(abi).offsets.p_filesz)
  }
  const start = cursor.at
  const buffer = cursor.read(Number(size))
  let at = 0
  const found = new Map<NoteName, { bytes: Uint8Array; offset: number }>()
  for (const name of noteOrder(cursor.form, Number(threads))) {
    const { descriptor, next } = readNote(cursor, buffer, start, at, name, Number(threads))
    // The first of each is what is restored.
    if (!found.has(name)) found.set(name, { bytes: buffer.subarray(descriptor, next.end), offset: start + descriptor })
    at = next.at
  }
  const part = (name: NoteName) => found.get(name) ?? cursor.refuse('EINVAL', `there is no ${name}`)
  const status = statusLayout(cursor).decode(part('NT_PRSTATUS').bytes)
  const info = prpsinfo.for(abi).decode(part('NT_PRPSINFO').bytes) as Prpsinfo
  checkContents(cursor, status, part('NT_PRSTATUS').offset, info, part('NT_PRPSINFO').offset)
  checkRegisters(cursor, status, part('NT_PRSTATUS').offset)
  return {
    name: info.pr_fname.slice(0, MAXCOMLEN),
    registers: gdbRegisters(status.pr_reg),
    floating: part('NT_FPREGSET').bytes,
    threadsDropped: Number(threads) - 1,
  }
}

/** Size of struct reg on i386. Kernels of one revision have 76 or 80 bytes; 76 are assumed where the system does not state it. */
const registerSetSizeOf = ({ system, form }: Cursor): 76 | 80 => system.registerSetSize ?? (form.name === '2004' ? 80 : 76)

const statusLayout = (cursor: Cursor) => statusOf(cursor.abi, registerSetSizeOf(cursor)).for(cursor.abi)

function readNote(cursor: Cursor, buffer: Uint8Array, start: number, at: number, name: NoteName, threads: number) {
  const layout = noteHeader.for(cursor.abi)
  const past = (end: number): void => {
    if (end <= buffer.length) return
    const message = `the notes end before ${name}: from their size the kernel thinks that there are ${threads} threads`
    cursor.refuse('EINVAL', message, start + at)
  }
  past(at + layout.size)
  const { n_type, n_namesz, n_descsz } = layout.decode(buffer, { offset: at })
  const wrong = (field: 'n_type' | 'n_namesz' | 'n_descsz', found: number | string, expected: number | string): never =>
    cursor.refuse('EINVAL', `${field} is ${found} where ${expected} of ${name} is expected`, start + at + layout.offsets[field])
  if (n_type !== noteType[name]) wrong('n_type', n_type, noteType[name])
  const nameAt = at + layout.size
  const { owner } = cursor.form
  for (let i = 0; i < n_namesz; i++) {
    const expected = owner.charCodeAt(i) || 0
    // Behind the notes is other memory of the kernel.
    if ((buffer[nameAt + i] ?? -1) !== expected)
      cursor.refuse('EINVAL', `the name of a note is not ${owner} where ${name} is expected`, start + Math.min(nameAt, buffer.length))
    if (expected === 0) break
  }
  const padding = (cursor.system.notePadding ?? cursor.system.bits / 8) === 8 ? 'each-8' : 4
  const descriptor = descriptorOffsetOf(at, n_namesz, padding)
  const { size } = name === 'NT_PRSTATUS' ? statusLayout(cursor) : noteLayout(name, cursor.abi)
  if (n_descsz !== size) wrong('n_descsz', n_descsz, size)
  const end = descriptor + size
  past(end)
  return { descriptor, next: { end, at: nextNoteOffset({ descriptorOffset: descriptor, size }, padding) } }
}

function checkContents(cursor: Cursor, status: Prstatus, statusAt: number, info: Prpsinfo, infoAt: number): void {
  const abi = cursor.abi
  const layout = statusLayout(cursor)
  const statusOffsets = layout.offsets
  const infoOffsets = prpsinfo.for(abi).offsets
  const must = (found: bigint, expected: number, name: string, offset: number): void => {
    if (found !== BigInt(expected)) cursor.refuse('EINVAL', `${name} is ${found}, the kernel wants ${expected}`, offset)
  }
  const { pr_version, pr_statussz, pr_gregsetsz, pr_fpregsetsz } = status
  must(BigInt(pr_version), 1, 'pr_version of prstatus', statusAt + statusOffsets.pr_version)
  must(pr_statussz, layout.size, 'pr_statussz', statusAt + statusOffsets.pr_statussz)
  must(
    pr_gregsetsz,
    abi.bits === 64 ? reg.plan(abi).size : registerSetSizeOf(cursor),
    'pr_gregsetsz',
    statusAt + statusOffsets.pr_gregsetsz,
  )
  must(pr_fpregsetsz, fpregset(abi).for(abi).size, 'pr_fpregsetsz', statusAt + statusOffsets.pr_fpregsetsz)
  must(BigInt(info.pr_version), 1, 'pr_version of prpsinfo', infoAt + infoOffsets.pr_version)
  must(info.pr_psinfosz, prpsinfo.for(abi).size, 'pr_psinfosz', infoAt + infoOffsets.pr_psinfosz)
}

function checkRegisters(cursor: Cursor, { pr_reg }: Prstatus, statusAt: number): void {
  cursor.step = 'registers'
  const offset = statusAt + statusLayout(cursor).offsets.pr_reg
  const flags = pr_reg[cursor.system.bits === 64 ? 'r_rflags' : 'r_eflags'] ?? 0n
  const own = cursor.system.eflags ?? PSL_USER
  if (((flags ^ own) & ~USER_FLAGS) !== 0n)
    cursor.refuse(
      'EINVAL',
      `eflags are 0x${flags.toString(16)}: they differ from 0x${own.toString(16)} in bits that a program may not change`,
      offset,
    )
  const selector = pr_reg.r_cs ?? 0n
  if ((selector & USER_SELECTOR) !== USER_SELECTOR)
    cursor.refuse('EINVAL', `cs is 0x${selector.toString(16)}, no selector of user mode`, offset)
}
