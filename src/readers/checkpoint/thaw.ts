/**
 * What a kernel does with a checkpoint: every check of a thaw, in its order, on a stated system. The file is read from start to end, as
 * the kernel does, by no offset that stands in it. Source: DragonFly sys/kern/kern_checkpoint.c.
 */
import { FormatError } from '../../errors.js'
import {
  type Errno,
  errno as errnos,
  type FileRecord,
  type Form,
  formNamed,
  formsOf,
  fpregset,
  gdbRegisters,
  type NoteName,
  noteLayout,
  noteOrder,
  noteType,
  PAGE,
  type Prpsinfo,
  type Prstatus,
  prpsinfo,
  prstatus,
  reg,
  type SignalInfo,
  setOf,
  signalsOf,
  type VnodeRecord,
  vminfo,
  vnodeCount,
} from '../../formats/checkpoint/dragonfly/index.js'
import type { Registers } from '../../formats/core/facts.js'
import { elfHeader, noteHeader, type ProgramHeader, programHeader } from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi, Layout } from '../../schema/base.js'
import { permissions } from './open.js'
import { abiOfSystem, type ThawMapping, type ThawSystem } from './system.js'

export interface ThawDescriptor {
  readonly descriptor: number
  readonly access: string
  readonly flags: number
  readonly offset: bigint
  /** The file; undefined: the checkpoint itself. */
  readonly handle?: FileRecord['cfi_fh']
}

/** What is to be done for the process to go on. */
export interface RestorePlan {
  readonly name: string
  /** Of the one thread that is restored, by gdb's names. */
  readonly registers: Registers
  /** Descriptor of NT_FPREGSET. */
  readonly floating: Uint8Array
  /** Threads that are read and dropped. */
  readonly threadsDropped: number
  /** In pages, and where they begin. */
  readonly text: { readonly pages: bigint; readonly address: bigint }
  readonly data: { readonly pages: bigint; readonly address: bigint }
  /** In their order: later ones replace earlier ones where they overlap. */
  readonly mappings: readonly ThawMapping[]
  /** SIGKILL and SIGSTOP are taken out of the mask. */
  readonly signals: SignalInfo
  /** Signals whose actions are restored: 128, or as many as fit into a pointer in the kernel that loses them. */
  readonly actionsRestored: number
  /** All from 3 on are closed before. */
  readonly descriptors: readonly ThawDescriptor[]
  /** Set when restoring descriptors ended early, which is no error. */
  readonly descriptorsLost?: string
  /** What the system call returns in the program. */
  readonly retval: number
}

export interface ThawRefusal {
  readonly ok: false
  readonly errno: Errno
  readonly number: number
  /** `syscall`, `ELF header`, `program headers`, `notes`, `registers`, `vminfo`, `vnodes`, `siginfo`, `files`, `mappings`. */
  readonly step: string
  /** Where in the file is what it failed on; undefined when the call itself is wrong. */
  readonly offset: number | undefined
  readonly message: string
  /** Whether the caller's memory was gone by then: it cannot go on. */
  readonly oldSpaceGone: boolean
}

export type Thawed = ThawRefusal | { readonly ok: true; readonly plan: RestorePlan }

/** Most threads that a kernel takes. */
const MAXTHREADS = 256
const TYPE_FREEZE = 1
const TYPE_THAW = 2
/** Bits of eflags that a program may change. Source: DragonFly sys/cpu/x86_64/include/psl.h. */
const USER_FLAGS = 0x254dd5n
/** Interrupts on, and the bit that is always set. */
const PSL_USER = 0x202n
const USER_SELECTOR = 3n
/** x86_64; those of i386 are not known. */
const MAX_USER_ADDRESS = 0x7fffffe00000n
const MAX_TEXT = 256n * 1024n * 1024n
const DESCRIPTORS = 1024
const SIGNALS = 128
const SIGKILL = 9
const SIGSTOP = 17

class Refused extends Error {
  constructor(readonly refusal: Omit<ThawRefusal, 'oldSpaceGone'>) {
    super(refusal.message)
  }
}

/**
 * Thaws a checkpoint on a system, on paper.
 *
 * @throws FormatError `BAD_VALUE` for a system whose form its machine does not have, or a call that is a freeze; whatever is in the file
 * gives a refusal or a plan
 */
export function thaw(source: ByteSource, system: ThawSystem): Thawed {
  const form = formNamed(system.form)
  if (!form || !formsOf(abiOfSystem(system)).includes(form))
    throw new FormatError({
      code: 'BAD_VALUE',
      path: 'system.form',
      message: `no kernel of ${system.bits} bits has the form ${system.form}`,
    })
  const thawing = new Thawing(source, system, form)
  try {
    return { ok: true, plan: thawing.run() }
  } catch (error) {
    if (error instanceof Refused) return { ...error.refusal, oldSpaceGone: thawing.oldSpaceGone }
    throw error
  }
}

class Thawing {
  /** Past the point of no return. */
  oldSpaceGone = false
  #at = 0
  #step = 'syscall'

  constructor(
    private readonly source: ByteSource,
    private readonly system: ThawSystem,
    private readonly form: Form,
  ) {}

  get #abi(): Abi {
    return abiOfSystem(this.system)
  }

  run(): RestorePlan {
    const { system } = this
    this.#call()
    const header = this.#header()
    this.#step = 'program headers'
    const layout = programHeader(this.#abi).for(this.#abi) as Layout<ProgramHeader>
    const table = this.#at
    const phdrs = this.#readAll(layout, header.e_phnum)
    const notes = this.#notes(phdrs[0]?.p_filesz ?? 0n, table)
    const sizes = this.#vminfo()
    this.oldSpaceGone = true
    const mappings = this.#vnodes()
    const signals = this.#siginfo()
    const files = this.#files()
    this.#step = 'mappings'
    for (const [i, { p_vaddr, p_filesz, p_offset, p_flags }] of phdrs.entries()) {
      if (i === 0) continue
      const at = table + i * layout.size
      mappings.push(this.#map({ start: p_vaddr, length: p_filesz, permissions: permissions(p_flags), offset: p_offset, at }))
    }
    return {
      ...notes,
      ...sizes,
      mappings,
      signals,
      actionsRestored: system.losesActions ? 1 : SIGNALS,
      ...files,
      retval: system.call?.retval ?? 1,
    }
  }

  #refuse(errno: Errno, message: string, offset: number | null = this.#at): never {
    throw new Refused({ ok: false, errno, number: errnos[errno], step: this.#step, offset: offset ?? undefined, message })
  }

  #call(): void {
    const { call = {}, checkpointGroup = 0 } = this.system
    const { type = TYPE_THAW, pid = -1, ownPid, readable = true, groups = [0] } = call
    if (type === TYPE_FREEZE) throw new FormatError({ code: 'BAD_VALUE', path: 'system.call.type', message: 'a call of type 1 freezes' })
    if (checkpointGroup >= 0 && !groups.includes(checkpointGroup))
      this.#refuse('EPERM', `the caller is not of the group ${checkpointGroup}, which kern.ckptgroup asks for`, null)
    if (pid !== -1 && pid !== ownPid) this.#refuse('EINVAL', `process ${pid} is not the caller`, null)
    if (type !== TYPE_THAW) this.#refuse(this.form.old ? 'ENOSYS' : 'EOPNOTSUPP', `there is no call of type ${type}`, null)
    if (pid !== -1) this.#refuse('EINVAL', 'a thaw is of no process: its number must be -1', null)
    if (!readable) this.#refuse('EBADF', 'the descriptor is not open for reading', null)
  }

  /** The next bytes; a short read is EINVAL. */
  #read(length: number): Uint8Array {
    const error = this.system.readError?.(this.#at, length)
    if (error) this.#refuse(error, `reading ${length} bytes fails`)
    const wanted = Math.min(length, Math.max(0, this.source.size - this.#at))
    if (wanted < length) this.#refuse('EINVAL', `short read: ${length} bytes are wanted, there are ${wanted}`)
    const bytes = this.source.read(this.#at, wanted)
    this.#at += wanted
    return bytes
  }

  #take<T>(layout: Layout<T>): T {
    return layout.decode(this.#read(layout.size))
  }

  /** As many structures as a count says, read at once: a count below zero is a length that no file has. */
  #readAll<T>(layout: Layout<T>, count: number): T[] {
    if (count < 0) this.#refuse('EINVAL', `short read: ${count} entries are wanted`)
    const bytes = this.#read(count * layout.size)
    return Array.from({ length: count }, (_, i) => layout.decode(bytes, { offset: i * layout.size }))
  }

  #header() {
    this.#step = 'ELF header'
    const layout = elfHeader.for(this.#abi)
    const header = this.#take(layout)
    const { offsets } = layout
    const { e_ident: ident } = header
    const must = (found: number, expected: number, name: string, offset: number): void => {
      if (found !== expected) this.#refuse('EINVAL', `${name} is ${found}, the kernel wants ${expected}`, offset)
    }
    must(header.e_ehsize, layout.size, 'e_ehsize', offsets.e_ehsize)
    must(header.e_phentsize, programHeader(this.#abi).for(this.#abi).size, 'e_phentsize', offsets.e_phentsize)
    for (const [i, byte] of [0x7f, 0x45, 0x4c, 0x46].entries()) must(ident.ei_mag[i] ?? 0, byte, `byte ${i} of the magic number`, i)
    must(ident.ei_class, this.system.bits === 64 ? 2 : 1, 'EI_CLASS', 4)
    must(ident.ei_data, 1, 'EI_DATA', 5)
    must(ident.ei_version, 1, 'EI_VERSION', 6)
    must(ident.ei_osabi, this.form.osabi, 'EI_OSABI', 7)
    must(ident.ei_abiversion, 0, 'EI_ABIVERSION', 8)
    return header
  }

  #notes(size: bigint, table: number): Pick<RestorePlan, 'name' | 'registers' | 'floating' | 'threadsDropped'> {
    this.#step = 'notes'
    const abi = this.#abi
    const each = BigInt(prstatus.for(abi).size + fpregset(abi).for(abi).size)
    // The division forgets the headers of the notes.
    const threads = size < BigInt(prpsinfo.for(abi).size) ? 0n : (size - BigInt(prpsinfo.for(abi).size)) / each
    if (threads < 1n || threads > BigInt(MAXTHREADS)) {
      const message = `notes of ${size} bytes would be of ${threads} threads, 1 to ${MAXTHREADS} can be`
      this.#refuse('EINVAL', message, table + programHeader(abi).for(abi).offsets.p_filesz)
    }
    const start = this.#at
    const buffer = this.#read(Number(size))
    let at = 0
    const found = new Map<NoteName, { bytes: Uint8Array; offset: number }>()
    for (const name of noteOrder(this.form, Number(threads))) {
      const { descriptor, next } = this.#note(buffer, start, at, name, Number(threads))
      // The first of each is what is restored.
      if (!found.has(name)) found.set(name, { bytes: buffer.subarray(descriptor, next.end), offset: start + descriptor })
      at = next.at
    }
    const part = (name: NoteName) => found.get(name) ?? this.#refuse('EINVAL', `there is no ${name}`)
    const status = prstatus.for(abi).decode(part('NT_PRSTATUS').bytes) as Prstatus
    const info = prpsinfo.for(abi).decode(part('NT_PRPSINFO').bytes) as Prpsinfo
    this.#contents(status, part('NT_PRSTATUS').offset, info, part('NT_PRPSINFO').offset)
    this.#registers(status, part('NT_PRSTATUS').offset)
    return {
      name: info.pr_fname,
      registers: gdbRegisters(status.pr_reg),
      floating: part('NT_FPREGSET').bytes,
      threadsDropped: Number(threads) - 1,
    }
  }

  #note(buffer: Uint8Array, start: number, at: number, name: NoteName, threads: number) {
    const layout = noteHeader.for(this.#abi)
    const past = (end: number): void => {
      if (end <= buffer.length) return
      const message = `the notes end before ${name}: from their size the kernel thinks that there are ${threads} threads`
      this.#refuse('EINVAL', message, start + at)
    }
    past(at + layout.size)
    const { n_type, n_namesz, n_descsz } = layout.decode(buffer, { offset: at })
    const wrong = (field: 'n_type' | 'n_namesz' | 'n_descsz', found: number | string, expected: number | string): never =>
      this.#refuse('EINVAL', `${field} is ${found} where ${expected} of ${name} is expected`, start + at + layout.offsets[field])
    if (n_type !== noteType[name]) wrong('n_type', n_type, noteType[name])
    const nameAt = at + layout.size
    const { owner } = this.form
    for (let i = 0; i < n_namesz; i++) {
      const expected = owner.charCodeAt(i) || 0
      // Behind the notes is other memory of the kernel.
      if ((buffer[nameAt + i] ?? -1) !== expected)
        this.#refuse('EINVAL', `the name of a note is not ${owner} where ${name} is expected`, start + Math.min(nameAt, buffer.length))
      if (expected === 0) break
    }
    const round = this.system.notePadding ?? 4
    const descriptor = round === 4 ? roundUp(start + nameAt + n_namesz, 4) - start : nameAt + roundUp(n_namesz, round)
    const size = noteLayout(name, this.#abi).size
    if (n_descsz !== size) wrong('n_descsz', n_descsz, size)
    const end = descriptor + size
    past(end)
    return { descriptor, next: { end, at: round === 4 ? roundUp(start + end, 4) - start : descriptor + roundUp(size, round) } }
  }

  #contents(status: Prstatus, statusAt: number, info: Prpsinfo, infoAt: number): void {
    const abi = this.#abi
    const statusOffsets = prstatus.for(abi).offsets
    const infoOffsets = prpsinfo.for(abi).offsets
    const must = (found: bigint, expected: number, name: string, offset: number): void => {
      if (found !== BigInt(expected)) this.#refuse('EINVAL', `${name} is ${found}, the kernel wants ${expected}`, offset)
    }
    const { pr_version, pr_statussz, pr_gregsetsz, pr_fpregsetsz } = status
    must(BigInt(pr_version), 1, 'pr_version of prstatus', statusAt + statusOffsets.pr_version)
    must(pr_statussz, prstatus.for(abi).size, 'pr_statussz', statusAt + statusOffsets.pr_statussz)
    must(pr_gregsetsz, reg.plan(abi).size, 'pr_gregsetsz', statusAt + statusOffsets.pr_gregsetsz)
    must(pr_fpregsetsz, fpregset(abi).for(abi).size, 'pr_fpregsetsz', statusAt + statusOffsets.pr_fpregsetsz)
    must(BigInt(info.pr_version), 1, 'pr_version of prpsinfo', infoAt + infoOffsets.pr_version)
    must(info.pr_psinfosz, prpsinfo.for(abi).size, 'pr_psinfosz', infoAt + infoOffsets.pr_psinfosz)
  }

  #registers({ pr_reg }: Prstatus, statusAt: number): void {
    this.#step = 'registers'
    const offset = statusAt + prstatus.for(this.#abi).offsets.pr_reg
    const flags = pr_reg[this.system.bits === 64 ? 'r_rflags' : 'r_eflags'] ?? 0n
    const own = this.system.eflags ?? PSL_USER
    if (((flags ^ own) & ~USER_FLAGS) !== 0n)
      this.#refuse(
        'EINVAL',
        `eflags are 0x${flags.toString(16)}: they differ from 0x${own.toString(16)} in bits that a program may not change`,
        offset,
      )
    const selector = pr_reg.r_cs ?? 0n
    if ((selector & USER_SELECTOR) !== USER_SELECTOR)
      this.#refuse('EINVAL', `cs is 0x${selector.toString(16)}, no selector of user mode`, offset)
  }

  #vminfo(): Pick<RestorePlan, 'text' | 'data'> {
    this.#step = 'vminfo'
    const layout = vminfo.for(this.#abi)
    const start = this.#at
    const { cvm_dsize, cvm_tsize, cvm_daddr, cvm_taddr } = this.#take(layout)
    const wide = this.system.bits === 64
    const { dataLimit, maxTextSize = wide ? MAX_TEXT : undefined, maxUserAddress = wide ? MAX_USER_ADDRESS : undefined } = this.system
    const must = (good: boolean, field: keyof typeof layout.offsets, message: string): void => {
      if (!good) this.#refuse('ERANGE', `${field} ${message}`, start + layout.offsets[field])
    }
    must(cvm_dsize >= 0n, 'cvm_dsize', `is ${cvm_dsize}`)
    // Pages are compared with bytes.
    must(dataLimit === undefined || cvm_dsize <= dataLimit, 'cvm_dsize', `is ${cvm_dsize}, more than the limit of ${dataLimit}`)
    must(cvm_tsize >= 0n, 'cvm_tsize', `is ${cvm_tsize}`)
    must(maxTextSize === undefined || cvm_tsize <= maxTextSize, 'cvm_tsize', `is ${cvm_tsize}, more than the limit of ${maxTextSize}`)
    const inside = (address: bigint): boolean => maxUserAddress === undefined || address < maxUserAddress
    must(inside(cvm_daddr), 'cvm_daddr', `0x${cvm_daddr.toString(16)} is no address of a program`)
    must(inside(cvm_taddr), 'cvm_taddr', `0x${cvm_taddr.toString(16)} is no address of a program`)
    return { text: { pages: cvm_tsize, address: cvm_taddr }, data: { pages: cvm_dsize, address: cvm_daddr } }
  }

  #vnodes(): ThawMapping[] {
    this.#step = 'vnodes'
    const { count } = this.#take(vnodeCount.for(this.#abi))
    const layout = this.form.vnHdr.for(this.#abi)
    const start = this.#at
    const records: VnodeRecord[] = this.#readAll(layout, count)
    return records.map(({ vnh_fh: handle, vnh_phdr: { p_vaddr, p_filesz, p_offset, p_flags } }, i) => {
      const at = start + i * layout.size
      this.#find(handle, at)
      return this.#map({ start: p_vaddr, length: p_filesz, permissions: permissions(p_flags), handle, offset: p_offset, at })
    })
  }

  #find(handle: FileRecord['cfi_fh'], at: number): void {
    if (!(this.system.isMounted?.(handle.fh_fsid) ?? true)) this.#refuse('ESTALE', 'the file system of the file is not mounted', at)
    const error = this.system.lookup?.(handle)
    if (error) this.#refuse(error, 'the file cannot be found or opened', at)
  }

  #map(mapping: ThawMapping): ThawMapping {
    const { start, offset, at } = mapping
    const where = `the mapping at 0x${start.toString(16)}`
    if (offset % BigInt(PAGE) !== 0n) this.#refuse('EINVAL', `${where} is of offset ${offset}, no multiple of a page`, at)
    const error = this.system.map?.(mapping)
    if (error) this.#refuse(error, `${where} cannot be made`, at)
    return mapping
  }

  #siginfo(): SignalInfo {
    this.#step = 'siginfo'
    const layout = this.form.siginfo.for(this.#abi)
    const start = this.#at
    const signals = this.#take(layout)
    if (signals.csi_ckptpisz !== layout.size)
      this.#refuse('EINVAL', `csi_ckptpisz is ${signals.csi_ckptpisz}, that of the kernel is ${layout.size}`, start)
    const { csi_sigmask: mask } = signals
    if (!mask) return signals
    return { ...signals, csi_sigmask: setOf(signalsOf(mask).filter((signal) => signal !== SIGKILL && signal !== SIGSTOP)) }
  }

  #files(): Pick<RestorePlan, 'descriptors' | 'descriptorsLost'> {
    this.#step = 'files'
    const { cfh_nfiles } = this.#take(this.form.filehdr.for(this.#abi))
    const layout = this.form.fileinfo.for(this.#abi)
    const start = this.#at
    const records = this.#readAll(layout, cfh_nfiles)
    const most = this.system.descriptors ?? DESCRIPTORS
    const descriptors = new Map<number, ThawDescriptor>()
    for (const [i, { cfi_index, cfi_flags, cfi_offset, cfi_fh, cfi_ckflags = 0 }] of records.entries()) {
      if (cfi_index < 0) continue
      const itself = (cfi_ckflags & 1) !== 0
      if (!itself) this.#find(cfi_fh, start + i * layout.size)
      // No error: what follows is not restored, and the program goes on.
      if (cfi_index >= most) {
        const descriptorsLost = `descriptor ${cfi_index} cannot be had; it and those behind it are not restored`
        return { descriptors: [...descriptors.values()], descriptorsLost }
      }
      // One that is there already is closed.
      descriptors.delete(cfi_index)
      descriptors.set(cfi_index, {
        descriptor: cfi_index,
        access: accessOf(cfi_flags),
        flags: cfi_flags,
        offset: cfi_offset,
        ...(!itself && { handle: cfi_fh }),
      })
    }
    return { descriptors: [...descriptors.values()] }
  }
}

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to

/** `r`, `w`, `rw` or `-`, of the kernel's flags. */
export function accessOf(flags: number): string {
  return `${flags & 1 ? 'r' : ''}${flags & 2 ? 'w' : ''}` || '-'
}
