/**
 * Simulates NetBSD kernel tracing for emulators and tests: permissions, which records are written for which process, and when
 * tracing ends.
 *
 * Source: kern_ktrace.c 1.77 of NetBSD (2003-08).
 */
import { FormatError } from '../../../errors.js'
import * as k from '../../../formats/ktrace/netbsd/ktrace-operations.js'
import { TYPES as t } from '../../../formats/ktrace/netbsd/type-numbers.js'
import { KernelRecords, type RecordSettings } from './kernel-records.js'
import { request } from './requests.js'
import { type Errno, sameFile, type TraceFile } from './trace-file.js'
import { type NewProcess, Process } from './traced-process.js'

export {
  facilities,
  KTRFAC_INHERIT,
  KTRFAC_ROOT,
  KTRFLAG_DESCEND,
  KTROP_CLEAR,
  KTROP_CLEARFILE,
  KTROP_SET,
} from '../../../formats/ktrace/netbsd/ktrace-operations.js'
export { type Errno, fileTo, type TraceFile } from './trace-file.js'
export type { Credentials, NewProcess } from './traced-process.js'

export interface SessionOptions extends RecordSettings {
  /** Page size in bytes (default: 4096). */
  readonly page?: number
  /** Opens a file for reading and writing; returns an errno name on failure. */
  readonly open?: (name: string) => TraceFile | Errno
  /** Number of argument words of a system call, by emulation and code (default: the arguments passed). */
  readonly argumentWords?: (emulation: string, code: number) => number
  /** Called for kernel log messages. */
  readonly log?: (notice: string) => void
}

/** Buffers of a transfer in process memory; `undefined` for memory that cannot be read. */
export type IoVector = readonly (Uint8Array | undefined)[]

/** The header of a KTR_GENIO payload. */
const GENIO_HEAD = 8

export class TraceSession {
  readonly #processes = new Map<number, Process>()
  readonly #records: KernelRecords
  readonly #page: number

  /** @throws FormatError `BAD_DOCUMENT` or `BAD_VALUE` for a format that is not a NetBSD format, or an unknown ABI */
  constructor(private readonly options: SessionOptions) {
    this.#records = new KernelRecords(options)
    this.#page = options.page ?? 4096
  }

  /** Adds an initial process. */
  add(made: NewProcess): void {
    if (this.#processes.has(made.pid)) throw wrong('pid', `process ${made.pid} exists`)
    const process = new Process(made)
    this.#processes.set(made.pid, process)
    this.#processes.get(process.parent)?.children.push(process)
  }

  /** fork(2): the child copies its parent; it is traced if the parent's tracing is inherited. */
  fork(parent: number, child: number): void {
    const from = this.#process(parent)
    const { group, credentials, setId, emulation } = from
    this.add({ pid: child, parent, group, credentials, setId, comm: '', emulation, descriptors: Object.fromEntries(from.descriptors) })
    const process = this.#process(child)
    process.comm.set(from.comm)
    if ((from.facilities & k.KTRFAC_INHERIT) === 0) return
    process.file = from.file
    process.facilities = from.facilities
    process.root = from.root
    this.#emul(process)
  }

  /** execve(2): a new program name, optionally new credentials and another emulation. */
  exec(
    pid: number,
    { comm, emulation, setId, credentials }: Partial<Pick<NewProcess, 'comm' | 'emulation' | 'setId' | 'credentials'>>,
  ): void {
    const process = this.#process(pid)
    if (comm !== undefined) process.rename(comm)
    if (emulation !== undefined) process.emulation = emulation
    if (setId !== undefined) process.setId = setId
    if (credentials !== undefined) process.credentials = new Process({ pid, group: 0, comm: '', credentials }).credentials
    this.#emul(process)
  }

  /** Removes a process. Its children have no parent afterwards. */
  exit(pid: number): void {
    const process = this.#process(pid)
    this.#processes.delete(pid)
    const siblings = this.#processes.get(process.parent)?.children
    siblings?.splice(siblings.indexOf(process), 1)
  }

  /** The traced facilities of a process as bits; 0 without a trace file. */
  facilitiesOf(pid: number): number {
    const { facilities, root } = this.#process(pid)
    return (facilities | (root ? k.KTRFAC_ROOT : 0)) >>> 0
  }

  /** Whether records of a type would be written for a process. */
  traces(pid: number, type: keyof typeof t): boolean {
    return this.#process(pid).traces(t[type])
  }

  /**
   * ktrace(2).
   *
   * @param pid process ID, or negative process group ID
   * @returns the errno name; undefined on success
   */
  ktrace(caller: number, name: string | undefined, ops: number, facilities: number, pid: number): Errno | undefined {
    return this.#asTracer(caller, (process) => {
      if ((ops & k.KTROP_CLEAR) !== 0) return this.#request(process, undefined, ops, facilities, pid)
      const opened = name === undefined ? 'ENOENT' : (this.options.open?.(name) ?? 'ENOENT')
      if (typeof opened === 'string') return opened
      if (opened.type !== 'regular') return 'EACCES'
      return this.#request(process, opened, ops, facilities, pid)
    })
  }

  /** fktrace(2), to an open file. */
  fktrace(caller: number, descriptor: number, ops: number, facilities: number, pid: number): Errno | undefined {
    return this.#asTracer(caller, (process) => {
      const file = process.descriptors.get(descriptor)
      return file?.writable ? this.#request(process, file, ops, facilities, pid) : 'EBADF'
    })
  }

  /** Operations of the tracer itself are not traced. */
  #asTracer(caller: number, work: (process: Process) => Errno | undefined): Errno | undefined {
    const process = this.#process(caller)
    process.active = true
    try {
      return work(process)
    } finally {
      process.active = false
    }
  }

  #request(caller: Process, file: TraceFile | undefined, ops: number, facilities: number, pid: number): Errno | undefined {
    return request(this.#processes, { caller, file, ops, facilities, pid }, (process) => this.#emul(process))
  }

  #emul(process: Process): void {
    this.#put(process, t.KTR_EMUL, { emul: process.emulation })
  }

  /** System call entry. `code` is the number before an emulation translates it. */
  syscall(pid: number, code: number, args: readonly bigint[]): void {
    const process = this.#process(pid)
    const words = this.options.argumentWords?.(process.emulation, code) ?? args.length
    const bits = 8 * this.#records.register
    const list = Array.from({ length: words }, (_, i) => BigInt.asUintN(bits, args[i] ?? 0n))
    this.#put(process, t.KTR_SYSCALL, { ktr_code: code, ktr_argsize: words * this.#records.register, args: list })
  }

  /** System call return. */
  sysret(pid: number, code: number, error: number, values: readonly bigint[] = []): void {
    const [first = 0n, second = 0n] = values
    const bits = 8 * this.#records.register
    const payload = {
      ktr_code: Number(BigInt.asIntN(16, BigInt(code))),
      ktr_eosys: 0,
      ktr_error: error,
      ktr_retval: BigInt.asIntN(bits, first),
      ktr_retval_1: BigInt.asIntN(bits, second),
    }
    this.#put(this.#process(pid), t.KTR_SYSRET, payload)
  }

  /** Path lookup. */
  namei(pid: number, path: string): void {
    this.#put(this.#process(pid), t.KTR_NAMEI, { path })
  }

  /** I/O data: one record per page (minus the record header) of each buffer; none if the call failed. */
  genio(pid: number, descriptor: number, direction: 'read' | 'write', vector: IoVector, error = 0): void {
    const process = this.#process(pid)
    if (error !== 0) return
    const room = this.#page - GENIO_HEAD
    const rw = direction === 'read' ? 0 : 1
    for (const part of vector) {
      if (!part) return
      for (let at = 0; at < part.length; at += room) {
        const data = part.subarray(at, at + room)
        if (!this.#put(process, t.KTR_GENIO, { ktr_fd: descriptor, ktr_rw: rw, data })) return
      }
    }
  }

  /** Signal delivery. */
  psig(pid: number, signal: number, action: bigint, mask: readonly number[] = [], code = 0): void {
    const signo = Number(BigInt.asIntN(8, BigInt(signal)))
    const words = Array.from({ length: 4 }, (_, i) => mask[i] ?? 0)
    this.#put(this.#process(pid), t.KTR_PSIG, { signo, action, mask: words, code })
  }

  /** Context switch. */
  csw(pid: number, out: boolean, user: boolean): void {
    this.#put(this.#process(pid), t.KTR_CSW, { out: Number(out), user: Number(user) })
  }

  /**
   * utrace(2).
   *
   * @param label undefined if it cannot be read
   * @param data undefined if they cannot be read
   */
  utrace(pid: number, label: string | undefined, data: Uint8Array | undefined): Errno | undefined {
    const process = this.#process(pid)
    if (!process.traces(t.KTR_USER)) return undefined
    if (data && data.length > k.USER_DATA) return 'EINVAL'
    this.#put(process, t.KTR_USER, data ? labelled(label ?? '', data) : new Uint8Array(0))
    return undefined
  }

  /** Label and data of the kernel itself. */
  user(pid: number, label: string, data: Uint8Array): void {
    this.#put(this.#process(pid), t.KTR_USER, labelled(label, data))
  }

  /** A Mach message. */
  mmsg(pid: number, message: Uint8Array): void {
    this.#put(this.#process(pid), t.KTR_MMSG, message)
  }

  /** A kernel buffer as a record of any type. */
  kernelMemory(pid: number, type: number, bytes: Uint8Array): void {
    this.#put(this.#process(pid), type, bytes)
  }

  /** Writes a record if its type is traced. False if it could not be written. */
  #put(process: Process, type: number, payload: Record<string, unknown> | Uint8Array): boolean {
    if (!process.traces(type)) return true
    const { file } = process
    const error = this.#records.write(process, type, payload)
    if (error === undefined) return true
    if (error !== 'EPIPE') this.options.log?.(`ktrace write failed, errno ${error}, tracing stopped`)
    for (const each of this.#processes.values()) if (sameFile(each.file, file)) each.stop()
    return false
  }

  #process(pid: number): Process {
    const process = this.#processes.get(pid)
    if (!process) throw wrong('pid', `process ${pid} not found`)
    return process
  }
}

const encoder = new TextEncoder()

/** A label, truncated and NUL-terminated, and data. */
function labelled(label: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(k.USER_LABEL + data.length)
  bytes.set(encoder.encode(label).subarray(0, k.USER_LABEL - 1))
  bytes.set(data, k.USER_LABEL)
  return bytes
}

function wrong(path: string, message: string): FormatError {
  return new FormatError({ code: 'BAD_VALUE', path, message })
}
