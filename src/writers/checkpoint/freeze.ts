/**
 * Freezes a process: `buildCheckpoint(process)` makes the file that the kernel would write of it, or says with which error it would
 * refuse. Source: DragonFly sys/kern/kern_checkpoint.c, sys/kern/imgact_elf.c.
 */
import { FormatError } from '../../errors.js'
import {
  type Errno,
  type FileHandle,
  type Form,
  formNamed,
  formsOf,
  noteLayout,
  noteOrder,
  noteType,
  PAGE,
  registerNames,
  SIGCKPT,
  safeThreads,
  setOf,
  vminfo,
  vnodeCount,
} from '../../formats/checkpoint/dragonfly/index.js'
import { elfHeader, fileType, machine, noteHeader, programHeader, segmentFlags, segmentType } from '../../formats/elf/index.js'
import { type ByteSink, memorySink } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'
import { abi as abis, type Layout } from '../../schema/base.js'
import { type Content, type Positioned, paint, zeros } from '../core/paint.js'

export interface FreezeHandle {
  /** The two words of the number of the mount. */
  readonly fsid: readonly [number, number]
  /** Up to 16 bytes, as the file system has them. */
  readonly fid: Uint8Array
  readonly extension?: number
}

export interface FreezeThread {
  /** Number of the thread; in files of 2003 to 2006 that of the process. */
  readonly tid: number
  /** By the header's names, with or without `r_`; what is not given is zero. */
  readonly registers?: Readonly<Record<string, bigint>>
  /** Registers of the coprocessor: environment and eight registers of ten bytes, 108 bytes together. */
  readonly floating?: Uint8Array
  /** Still being created: it has no registers and is left out. */
  readonly embryo?: boolean
}

export type ObjectKind = 'default' | 'swap' | 'vnode' | 'device'

/** An entry of the process's map. */
export interface FreezeMapping {
  readonly start: bigint
  readonly end: bigint
  /** Such as `rw-`. */
  readonly permissions: string
  /** Only normal entries are looked at; `normal` where not said. */
  readonly type?: 'normal' | 'submap' | 'vpagetable'
  /** The object of the entry itself; undefined for an entry without one, which is left out. */
  readonly top?: ObjectKind
  /** The deepest object behind it; that of the entry where not said. */
  readonly backing?: ObjectKind
  /** MAP_NOCORE, MADV_NOCORE, or a segment of a program that cannot be written to. */
  readonly noCore?: boolean
  /** The file of a vnode object; undefined where its file system can make no handle. */
  readonly handle?: FreezeHandle
  /** The file is the process's text and a checkpoint itself: the flag VCKPT. */
  readonly checkpointText?: boolean
  /** Zeros where not given. */
  readonly contents?: Uint8Array | ByteSource
  /** Bytes that can be read of it; all of them where not said. */
  readonly readable?: number
}

export interface FreezeFile {
  readonly descriptor: number
  /** DTYPE_VNODE, 1, where not said; others are not saved. */
  readonly type?: number
  /** The kernel's flags: 1 read, 2 write. */
  readonly flags: number
  readonly offset?: bigint
  /** Undefined where file or mount are gone: a placeholder is written. */
  readonly handle?: FreezeHandle
  /** The program asked for the checkpoint by this descriptor. */
  readonly isCheckpoint?: boolean
}

export interface FreezeSignals {
  /** Handlers by signal number; 1 ignores. */
  readonly handlers?: Readonly<Record<number, bigint>>
  /** Signals that are blocked while the handler of one runs. */
  readonly masks?: Readonly<Record<number, readonly number[]>>
  /** Numbers of signals, by the set's name: `ps_sigcatch`, `ps_sigonstack`. */
  readonly sets?: Readonly<Record<string, readonly number[]>>
  readonly mask?: readonly number[]
  /** ITIMER_REAL, in microseconds. */
  readonly timer?: { readonly interval: bigint; readonly value: bigint }
  /** SIGCHLD where not said. */
  readonly parentSignal?: number
}

export interface FreezeProcess {
  readonly abi: 'amd64' | 'i386'
  readonly name: string
  /** Version of the kernel. */
  readonly osreldate?: number
  /** The thread that asked for it, or got the signal, first. */
  readonly threads: readonly FreezeThread[]
  /** In pages, and where they begin. */
  readonly text?: { readonly pages: bigint; readonly address: bigint }
  readonly data?: { readonly pages: bigint; readonly address: bigint }
  /** In any order; the map is walked by address. */
  readonly mappings: readonly FreezeMapping[]
  readonly signals?: FreezeSignals
  readonly files?: readonly FreezeFile[]
}

export interface FreezeSettings {
  /** `final`, `final-mailbox`, `2004`, `2003`, `2003-first`; the newest where not said. */
  readonly form?: string
  /** elf_legacy_coredump: only what can be both read and written is dumped. */
  readonly legacy?: boolean
  /** Soft limit of RLIMIT_CORE in bytes; none where not said. */
  readonly limit?: bigint
  /** The process has changed its user. */
  readonly setId?: boolean
  /** kern.sugid_coredump. */
  readonly sugidCoredump?: boolean
  /** False leaves out placeholders, which make a kernel lose descriptors; a kernel writes them. */
  readonly placeholders?: boolean
}

export interface FrozenPart {
  readonly name: string
  readonly offset: number
  readonly size: number
}

export type Frozen =
  | { readonly ok: false; readonly errno: Errno; readonly message: string }
  | {
      readonly ok: true
      /** Bytes of the file. */
      readonly size: number
      /** Every part by ascending offset. */
      readonly parts: readonly FrozenPart[]
      /** What a thaw would stumble over. */
      readonly warnings: readonly string[]
      /** Set when memory cannot be read: the file ends there, its headers are whole. */
      readonly errno?: Errno
      write(sink: ByteSink): void
      bytes(): Uint8Array
    }

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to
const NAME = 16
const SIGCHLD = 20
const DTYPE_VNODE = 1
const KINDS: readonly (ObjectKind | undefined)[] = ['default', 'swap', 'vnode']

function flagsOf(permissions: string): number {
  return (
    (permissions.includes('r') ? segmentFlags.PF_R : 0) |
    (permissions.includes('w') ? segmentFlags.PF_W : 0) |
    (permissions.includes('x') ? segmentFlags.PF_X : 0)
  )
}

/** Whether either pass looks at the mapping. */
const considered = ({ type = 'normal', top, backing }: FreezeMapping): boolean =>
  type === 'normal' && top !== undefined && KINDS.includes(backing ?? top)

/** Whether a mapping's contents are written. */
export function isDumped(mapping: FreezeMapping, legacy = false): boolean {
  const { permissions, noCore } = mapping
  const allowed = legacy ? /r/.test(permissions) && /w/.test(permissions) : flagsOf(permissions) !== 0
  return considered(mapping) && allowed && !noCore
}

/** Whether a mapping is recorded by its file. */
export const isRecorded = (mapping: FreezeMapping): boolean => considered(mapping) && mapping.top === 'vnode' && !mapping.checkpointText

/**
 * Makes the checkpoint of a process.
 *
 * @throws FormatError `BAD_VALUE` for a process that cannot be (no thread, a mapping that is no whole pages, a form that the machine does
 * not have); `OUT_OF_RANGE` for a value that does not fit
 */
export function buildCheckpoint(process: FreezeProcess, settings: FreezeSettings = {}): Frozen {
  const abi = abis[process.abi]
  const form = formNamed(settings.form ?? 'final')
  if (!form || !formsOf(abi).includes(form)) throw bad(`no checkpoints of the form ${settings.form} are of ${abi.name}`)
  const threads = process.threads.filter(({ embryo }) => !embryo)
  if (threads.length === 0) throw bad('a process has a thread')
  if (form.old && threads.length > 1) throw bad(`kernels that wrote the form ${form.name} have one thread a process`)
  for (const { start, end } of process.mappings) {
    if (start % BigInt(PAGE) !== 0n || end % BigInt(PAGE) !== 0n || end <= start)
      throw bad(`the mapping 0x${start.toString(16)} to 0x${end.toString(16)} is no whole pages`)
  }
  if (settings.setId && !settings.sugidCoredump) return refused('EPERM', 'the process has changed its user, and kern.sugid_coredump is 0')
  if (settings.limit === 0n) return refused('ERANGE', 'the limit of core files is 0')
  return new Builder(process, settings, form).build(threads)
}

const bad = (message: string): FormatError => new FormatError({ code: 'BAD_VALUE', message })
const refused = (errno: Errno, message: string): Frozen => ({ ok: false, errno, message })

class Builder {
  readonly #pieces: Positioned[] = []
  readonly #parts: FrozenPart[] = []
  readonly #warnings: string[] = []
  #at = 0

  constructor(
    private readonly process: FreezeProcess,
    private readonly settings: FreezeSettings,
    private readonly form: Form,
  ) {}

  get #abi() {
    return abis[this.process.abi]
  }

  build(threads: readonly FreezeThread[]): Frozen {
    const { form, process, settings } = this
    const abi = this.#abi
    const map = [...process.mappings].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
    const dumped = map.filter((mapping) => isDumped(mapping, settings.legacy))
    const recorded = map.filter(isRecorded)
    if (threads.length > safeThreads(abi)) {
      const message = `${threads.length} threads are more than the ${safeThreads(abi)} of which the kernel can thaw a process on ${abi.name}`
      this.#warnings.push(message)
    }
    const notes = this.#notes(threads)
    const notesSize = notes.reduce((sum, { bytes }) => sum + bytes.length + notePrefix(form), 0)
    const phdr = programHeader(abi).for(abi) as Layout<Record<string, unknown>>
    const ehdr = elfHeader.for(abi)
    const files = this.#fileRecords()
    const headersSize =
      ehdr.size +
      phdr.size * (dumped.length + 1) +
      notesSize +
      vminfo.for(abi).size +
      vnodeCount.for(abi).size +
      form.vnHdr.for(abi).size * recorded.length +
      form.siginfo.for(abi).size +
      form.filehdr.for(abi).size +
      form.fileinfo.for(abi).size * files.records.length
    const data = roundUp(headersSize, PAGE)
    const total = dumped.reduce((sum, { start, end }) => sum + end - start, BigInt(data))
    if (settings.limit !== undefined && total >= settings.limit)
      return refused('EFAULT', `headers and memory are ${total} bytes, the limit of core files is ${settings.limit}`)
    this.#put('Elf_Ehdr', ehdr.encode(this.#header(dumped.length + 1)))
    const phdrs: Record<string, unknown>[] = [
      {
        ...emptyHeader,
        p_type: segmentType.PT_NOTE,
        p_offset: BigInt(ehdr.size + phdr.size * (dumped.length + 1)),
        p_filesz: BigInt(notesSize),
      },
    ]
    let offset = BigInt(data)
    for (const mapping of dumped) {
      phdrs.push({ ...loadHeader(mapping), p_offset: offset })
      offset += mapping.end - mapping.start
    }
    for (const [i, header] of phdrs.entries()) this.#put(`phdr[${i}]`, phdr.encode(header, { path: `phdr[${i}]` }))
    this.#putNotes(notes)
    this.#putRest(recorded, files)
    if (data > this.#at) this.#put('padding', new Uint8Array(data - this.#at))
    let errno: Errno | undefined
    for (const [i, { start, end, contents, readable }] of dumped.entries()) {
      const length = Number(end - start)
      const whole = Math.min(length, readable ?? length)
      this.#put(`segment[${i + 1}]`, contentOf(contents, whole))
      // The write stops where memory cannot be read.
      if (whole < length) {
        errno = 'EFAULT'
        break
      }
    }
    const size = this.#at
    const pieces = this.#pieces
    const write = (sink: ByteSink): void => {
      for (const _ of paint(pieces, size, sink));
    }
    return {
      ok: true,
      size,
      parts: this.#parts,
      warnings: this.#warnings,
      ...(errno && { errno }),
      write,
      bytes() {
        const sink = memorySink()
        write(sink)
        return sink.bytes()
      },
    }
  }

  #put(name: string, content: Content): void {
    this.#parts.push({ name, offset: this.#at, size: content.length })
    if (content.length > 0) this.#pieces.push({ offset: this.#at, content })
    this.#at += content.length
  }

  #header(count: number) {
    const abi = this.#abi
    const wide = abi.bits === 64
    return {
      e_ident: {
        ei_mag: Uint8Array.of(0x7f, 0x45, 0x4c, 0x46),
        ei_class: wide ? 2 : 1,
        ei_data: 1,
        ei_version: 1,
        ei_osabi: this.form.osabi,
        ei_abiversion: 0,
        ei_pad: new Uint8Array(7),
      },
      e_type: fileType.ET_CORE,
      e_machine: wide ? machine.EM_X86_64 : machine.EM_386,
      e_version: 1,
      e_entry: 0n,
      e_phoff: BigInt(elfHeader.for(abi).size),
      e_shoff: 0n,
      e_flags: 0,
      e_ehsize: elfHeader.for(abi).size,
      e_phentsize: programHeader(abi).for(abi).size,
      e_phnum: count,
      e_shentsize: wide ? 64 : 40,
      e_shnum: 0,
      e_shstrndx: 0,
    }
  }

  #notes(threads: readonly FreezeThread[]): { name: keyof typeof noteType; bytes: Uint8Array }[] {
    const { name: text, osreldate = 0 } = this.process
    const abi = this.#abi
    const layoutOf = (name: keyof typeof noteType) => noteLayout(name, abi)
    let thread = -1
    return noteOrder(this.form, threads.length).map((name) => {
      const layout = layoutOf(name)
      if (name === 'NT_PRPSINFO') {
        const comm = text.slice(0, NAME)
        return { name, bytes: layout.encode({ pr_version: 1, pr_psinfosz: BigInt(layout.size), pr_fname: comm, pr_psargs: comm }) }
      }
      if (name === 'NT_PRSTATUS') thread++
      const { tid = 0, registers = {}, floating = new Uint8Array(0) } = threads[thread] ?? {}
      if (name === 'NT_FPREGSET') {
        const bytes = new Uint8Array(layout.size)
        bytes.set(floating.subarray(0, 108))
        return { name, bytes }
      }
      const known = registerNames(abi)
      for (const each of Object.keys(registers)) {
        if (!known.includes(each) && !known.includes(`r_${each}`)) throw bad(`${abi.name} has no register ${each}`)
      }
      const status = {
        pr_version: 1,
        pr_statussz: BigInt(layout.size),
        pr_gregsetsz: BigInt(known.length * abi.pointer),
        pr_fpregsetsz: BigInt(layoutOf('NT_FPREGSET').size),
        pr_osreldate: osreldate,
        pr_cursig: SIGCKPT,
        pr_pid: tid,
        pr_reg: Object.fromEntries(known.map((each) => [each, registers[each] ?? registers[each.slice(2)] ?? 0n])),
      }
      return { name, bytes: layout.encode(status) }
    })
  }

  #putNotes(notes: readonly { name: keyof typeof noteType; bytes: Uint8Array }[]): void {
    const { owner } = this.form
    for (const { name, bytes } of notes) {
      const head = new Uint8Array(notePrefix(this.form))
      head.set(noteHeader.for(this.#abi).encode({ n_namesz: owner.length + 1, n_descsz: bytes.length, n_type: noteType[name] }))
      for (let i = 0; i < owner.length; i++) head[12 + i] = owner.charCodeAt(i)
      this.#put(`note ${name}`, head)
      this.#put(name, bytes)
    }
  }

  #putRest(recorded: readonly FreezeMapping[], files: { counted: number; records: readonly Record<string, unknown>[] }): void {
    const abi = this.#abi
    const { form, process } = this
    this.#put(
      'ckpt_vminfo',
      vminfo.for(abi).encode({
        cvm_dsize: process.data?.pages ?? 0n,
        cvm_tsize: process.text?.pages ?? 0n,
        cvm_reserved1: [0n, 0n, 0n, 0n],
        cvm_daddr: process.data?.address ?? 0n,
        cvm_taddr: process.text?.address ?? 0n,
        cvm_reserved2: [0n, 0n, 0n, 0n],
      }),
    )
    this.#put('vnode count', vnodeCount.for(abi).encode({ count: recorded.length }))
    for (const [i, mapping] of recorded.entries()) {
      if (!mapping.handle) this.#warnings.push(`the file mapped at 0x${mapping.start.toString(16)} has no handle: it cannot be found again`)
      const value = { vnh_fh: handleOf(mapping.handle), vnh_phdr: loadHeader(mapping), vnh_reserved: new Array<number>(8).fill(0) }
      this.#put(`vn_hdr[${i}]`, (form.vnHdr.for(abi) as Layout<unknown>).encode(fitting(form.vnHdr.for(abi), value)))
    }
    this.#put('ckpt_siginfo', this.#siginfo())
    const header = { cfh_magic: 0, cfh_nfiles: files.counted, cfh_reserved: new Array<number>(8).fill(0) }
    this.#put('ckpt_filehdr', (form.filehdr.for(abi) as Layout<unknown>).encode(fitting(form.filehdr.for(abi), header)))
    const layout = form.fileinfo.for(abi) as Layout<unknown>
    for (const [i, record] of files.records.entries()) this.#put(`ckpt_fileinfo[${i}]`, layout.encode(fitting(layout, record)))
  }

  #siginfo(): Uint8Array {
    const { handlers = {}, masks = {}, sets = {}, mask = [], timer, parentSignal = SIGCHLD } = this.process.signals ?? {}
    const layout = this.form.siginfo.for(this.#abi) as Layout<unknown>
    const acts: Record<string, unknown> = {
      ps_sigact: Array.from({ length: 128 }, (_, i) => handlers[i + 1] ?? 0n),
      ps_catchmask: Array.from({ length: 128 }, (_, i) => setOf(masks[i + 1] ?? [])),
      ps_refcnt: 1,
      ps_flag: 0,
    }
    const names = 'sigignore sigcatch sigonstack sigintr sigreset signodefer siginfo usertramp sigmailbox osigset'.split(' ')
    for (const name of names) acts[`ps_${name}`] = setOf(sets[`ps_${name}`] ?? [])
    const million = 1_000_000n
    const time = (value: bigint) => ({ tv_sec: value / million, tv_usec: value % million })
    const value = {
      csi_ckptpisz: layout.size,
      csi_procsig: { ps_sigignore: acts.ps_sigignore, ps_sigcatch: acts.ps_sigcatch, ps_flag: 0, ps_sigacts: 0n, ps_refcnt: 1 },
      csi_sigacts: acts,
      csi_itimerval: { it_interval: time(timer?.interval ?? 0n), it_value: time(timer?.value ?? 0n) },
      csi_sigparent: parentSignal,
      csi_sigmask: setOf(mask),
      csi_reserved: new Array<number>(8).fill(0),
    }
    return layout.encode(fitting(layout, value))
  }

  /** The entries in the order of descriptors, and how many of them have a handle. */
  #fileRecords(): { counted: number; records: Record<string, unknown>[] } {
    const { placeholders = true } = this.settings
    const saved = [...(this.process.files ?? [])]
      .filter(({ descriptor, type = DTYPE_VNODE }) => descriptor >= 3 && type === DTYPE_VNODE)
      .sort((a, b) => a.descriptor - b.descriptor)
    const good = saved.filter(({ handle }) => handle)
    const missing = saved.length - good.length
    if (missing > 0 && placeholders)
      this.#warnings.push(`${missing} placeholders: the kernel stops as many entries early when it thaws this`)
    const records = (placeholders ? saved : good).map(({ descriptor, flags, offset = 0n, handle, isCheckpoint }) => ({
      // Old kernels fill in nothing of a placeholder but its number, later ones all that the descriptor itself tells.
      cfi_index: handle ? descriptor : -1,
      cfi_flags: handle || !this.form.old ? flags : 0,
      cfi_offset: handle || !this.form.old ? offset : 0n,
      cfi_fh: handleOf(handle),
      cfi_type: handle || !this.form.old ? DTYPE_VNODE : 0,
      cfi_ckflags: isCheckpoint ? 1 : 0,
      cfi_reserved: new Array<number>(8).fill(0),
    }))
    return { counted: good.length, records }
  }
}

/** Header and name of a note. */
const notePrefix = ({ owner }: Form): number => 12 + roundUp(owner.length + 1, 4)

const emptyHeader = { p_type: 0, p_flags: 0, p_offset: 0n, p_vaddr: 0n, p_paddr: 0n, p_filesz: 0n, p_memsz: 0n, p_align: 0n }

const loadHeader = ({ start, end, permissions }: FreezeMapping) => ({
  ...emptyHeader,
  p_type: segmentType.PT_LOAD,
  p_flags: flagsOf(permissions),
  p_vaddr: start,
  p_filesz: end - start,
  p_memsz: end - start,
  p_align: BigInt(PAGE),
})

function handleOf(handle: FreezeHandle | undefined): FileHandle {
  const data = new Uint8Array(16)
  if (!handle) return { fh_fsid: { val: [0, 0] }, fh_fid: { fid_len: 0, fid_ext: 0, fid_data: data } }
  if (handle.fid.length > data.length) throw bad(`a file's number of ${handle.fid.length} bytes; a handle has room for 16`)
  data.set(handle.fid)
  const fsid = handle.fsid.map((word) => word | 0)
  return { fh_fsid: { val: fsid }, fh_fid: { fid_len: handle.fid.length, fid_ext: handle.extension ?? 0, fid_data: data } }
}

/** A value without the members that this form of a structure does not have, its reserved words as many as there are. */
function fitting(layout: Layout<unknown>, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const into: Record<string, unknown> = {}
  for (const { name, node } of layout.plan.fields) {
    const given = value[name]
    if (node.kind === 'array' && Array.isArray(given)) into[name] = given.slice(0, node.count)
    else if (node.kind === 'struct' && typeof given === 'object' && given !== null) {
      into[name] = Object.fromEntries(node.plan.fields.map((field) => [field.name, (given as Record<string, unknown>)[field.name]]))
    } else into[name] = given
  }
  return into
}

function contentOf(contents: Uint8Array | ByteSource | undefined, length: number): Content {
  if (contents === undefined) return zeros(length)
  const has = contents instanceof Uint8Array ? contents.length : contents.size
  const read = (offset: number, count: number): Uint8Array => {
    const bytes = new Uint8Array(count)
    const from = Math.min(offset, has)
    const part = contents instanceof Uint8Array ? contents.subarray(from, from + count) : contents.read(from, Math.min(count, has - from))
    bytes.set(part)
    return bytes
  }
  return { length, read }
}
