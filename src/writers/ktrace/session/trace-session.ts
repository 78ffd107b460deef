/**
 * What NetBSD's kernel does between a tracing request and the file: who may trace whom, what is written for whom, and when it
 * ends. For those who make traces: emulators and tests.
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
  /** Bytes of a page: 4096 where it is left out. */
  readonly page?: number
  /** Opens a file by name for reading and writing; an error's name where it cannot be. */
  readonly open?: (name: string) => TraceFile | Errno
  /** Words of arguments of a call, by emulation and code. A record has all arguments that are given where it is left out. */
  readonly argumentWords?: (emulation: string, code: number) => number
  /** Is told what the kernel logs. */
  readonly log?: (notice: string) => void
}

/** Parts of a transfer, as the process has them in memory; `undefined` is what cannot be read. */
export type IoVector = readonly (Uint8Array | undefined)[]

/** The header of a KTR_GENIO payload. */
const GENIO_HEAD = 8

export class TraceSession {
  readonly #processes = new Map<number, Process>()
  readonly #records: KernelRecords
  readonly #page: number

  /** @throws FormatError `BAD_DOCUMENT` or `BAD_VALUE` when the format is none of NetBSD's, or the ABI does not exist */
  constructor(private readonly options: SessionOptions) {
    this.#records = new KernelRecords(options)
    this.#page = options.page ?? 4096
  }

  /** Adds a process that is there from the beginning. */
  add(made: NewProcess): void {
    if (this.#processes.has(made.pid)) throw wrong('pid', `process ${made.pid} is there already`)
    const process = new Process(made)
    this.#processes.set(made.pid, process)
    this.#processes.get(process.parent)?.children.push(process)
  }

  /** fork(2): the child has what its parent has; it is traced where the parent's tracing is inherited. */
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

  /** execve(2): another program under another name, maybe with other credentials and under another emulation. */
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

  /** The process is gone. Its children are nobody's, as far as descent goes. */
  exit(pid: number): void {
    const process = this.#process(pid)
    this.#processes.delete(pid)
    const siblings = this.#processes.get(process.parent)?.children
    siblings?.splice(siblings.indexOf(process), 1)
  }

  /** What of a process is traced: the bits of its facilities, 0 when it has no trace file. */
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
   * @param pid of the process, or minus that of a group
   * @returns the error's name; undefined when it succeeds
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

  /** fktrace(2), to a file that is open. */
  fktrace(caller: number, descriptor: number, ops: number, facilities: number, pid: number): Errno | undefined {
    return this.#asTracer(caller, (process) => {
      const file = process.descriptors.get(descriptor)
      return file?.writable ? this.#request(process, file, ops, facilities, pid) : 'EBADF'
    })
  }

  /** What a tracer does on the way is not traced. */
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

  /** A system call begins. `code` is the number before an emulation translates it. */
  syscall(pid: number, code: number, args: readonly bigint[]): void {
    const process = this.#process(pid)
    const words = this.options.argumentWords?.(process.emulation, code) ?? args.length
    const bits = 8 * this.#records.register
    const list = Array.from({ length: words }, (_, i) => BigInt.asUintN(bits, args[i] ?? 0n))
    this.#put(process, t.KTR_SYSCALL, { ktr_code: code, ktr_argsize: words * this.#records.register, args: list })
  }

  /** A system call ends. */
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

  /** A path is looked up. */
  namei(pid: number, path: string): void {
    this.#put(this.#process(pid), t.KTR_NAMEI, { path })
  }

  /** Data were moved: a record for each page less its head of each part; none when the call failed. */
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

  /** A signal is delivered. */
  psig(pid: number, signal: number, action: bigint, mask: readonly number[] = [], code = 0): void {
    const signo = Number(BigInt.asIntN(8, BigInt(signal)))
    const words = Array.from({ length: 4 }, (_, i) => mask[i] ?? 0)
    this.#put(this.#process(pid), t.KTR_PSIG, { signo, action, mask: words, code })
  }

  /** A thread is switched. */
  csw(pid: number, out: boolean, user: boolean): void {
    this.#put(this.#process(pid), t.KTR_CSW, { out: Number(out), user: Number(user) })
  }

  /**
   * utrace(2).
   *
   * @param label undefined where it cannot be read
   * @param data undefined where they cannot be read
   */
  utrace(pid: number, label: string | undefined, data: Uint8Array | undefined): Errno | undefined {
    const process = this.#process(pid)
    if (!process.traces(t.KTR_USER)) return undefined
    if (data && data.length > k.USER_DATA) return 'EINVAL'
    this.#put(process, t.KTR_USER, data ? labelled(label ?? '', data) : new Uint8Array(0))
    return undefined
  }

  /** A label and data of the kernel itself. */
  user(pid: number, label: string, data: Uint8Array): void {
    this.#put(this.#process(pid), t.KTR_USER, labelled(label, data))
  }

  /** A Mach message as it stands. */
  mmsg(pid: number, message: Uint8Array): void {
    this.#put(this.#process(pid), t.KTR_MMSG, message)
  }

  /** Any buffer of the kernel, as a record of any type. */
  kernelMemory(pid: number, type: number, bytes: Uint8Array): void {
    this.#put(this.#process(pid), type, bytes)
  }

  /** Writes a record where its type is traced. False when it could not be written. */
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
    if (!process) throw wrong('pid', `there is no process ${pid}`)
    return process
  }
}

const encoder = new TextEncoder()

/** A label, cut so that a NUL ends it, and data. */
function labelled(label: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(k.USER_LABEL + data.length)
  bytes.set(encoder.encode(label).subarray(0, k.USER_LABEL - 1))
  bytes.set(data, k.USER_LABEL)
  return bytes
}

function wrong(path: string, message: string): FormatError {
  return new FormatError({ code: 'BAD_VALUE', path, message })
}
