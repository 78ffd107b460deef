/**
 * Simulates NetBSD kernel tracing for emulators and tests: permissions, which records are written for which process, and when
 * tracing ends.
 *
 * Source: kern_ktrace.c 1.77 of NetBSD (2003-08); what fork, exec and exit do to tracing, after kern_fork.c, kern_exec.c and kern_exit.c
 * of that time. Rules of later releases are in `kernel-rules.ts`.
 */
import { FormatError } from '../../../errors.js'
import * as k from '../../../formats/ktrace/netbsd/ktrace-operations.js'
import { TYPES as t } from '../../../formats/ktrace/netbsd/type-numbers.js'
import { netbsdErrors } from '../../../systems/netbsd/errno.js'
import { GENIO_HEAD, type IoVector, ioPieces } from './io-pieces.js'
import { KernelRecords, type Payload, type RecordSettings } from './kernel-records.js'
import { type KernelRelease, type KernelRules, kernelRules } from './kernel-rules.js'
import { ProcessTable } from './process-table.js'
import { request } from './requests.js'
import { type SyscallLookup, syscallPayload } from './syscall-record.js'
import { type Errno, sameFile, type TraceFile } from './trace-file.js'
import { allCredentials, type Credentials, cString, type NewProcess, Process } from './traced-process.js'
import { kernelLabelled, userLabelled } from './user-label.js'

export {
  facilities,
  KTRFAC_INHERIT,
  KTRFAC_ROOT,
  KTRFLAG_DESCEND,
  KTROP_CLEAR,
  KTROP_CLEARFILE,
  KTROP_SET,
} from '../../../formats/ktrace/netbsd/ktrace-operations.js'
export type { IoPart, IoVector } from './io-pieces.js'
export type { KernelRelease } from './kernel-rules.js'
export type { SyscallLookup } from './syscall-record.js'
export { type Errno, fileTo, type TraceFile } from './trace-file.js'
export type { Credentials, NewProcess } from './traced-process.js'

export interface SessionOptions extends RecordSettings {
  /** Rules of the kernel (default: 1.77 for format v0, 4.0 for v1, 6.0 for v2). */
  readonly kernel?: KernelRelease
  /** Page size in bytes (default: 4096). */
  readonly page?: number
  /** Opens a file for reading and writing; returns an errno name on failure. */
  readonly open?: (name: string) => TraceFile | Errno
  /** Number of argument words of a system call, by emulation and code (default: the arguments passed). */
  readonly argumentWords?: (emulation: string, code: number) => number
  /** Called for kernel log messages. */
  readonly log?: (notice: string) => void
}

/** What an exec changes, and the strings that are recorded of it since 4.0. */
export interface Exec extends Partial<Pick<NewProcess, 'comm' | 'emulation' | 'setId' | 'credentials'>> {
  readonly arguments?: readonly (string | Uint8Array)[]
  readonly environment?: readonly (string | Uint8Array)[]
  /** Descriptors that are still open, with their DTYPE numbers. */
  readonly descriptorTypes?: Readonly<Record<number, number>>
}

export class TraceSession {
  readonly #processes = new ProcessTable()
  readonly #records: KernelRecords
  readonly #rules: KernelRules
  readonly #page: number

  /** @throws FormatError `BAD_DOCUMENT` or `BAD_VALUE` for a format that is not a NetBSD format, an unknown ABI or kernel */
  constructor(private readonly options: SessionOptions) {
    this.#records = new KernelRecords(options)
    this.#rules = kernelRules(options.format, options.kernel)
    this.#page = options.page ?? 4096
  }

  /** Adds an initial process. The kernel's lists of children and group members keep the order in which processes are added; fork(2) inserts at the head. */
  add(made: NewProcess): void {
    this.#processes.add(new Process(made))
  }

  /** fork(2): the child copies its parent; it is traced if the parent's tracing is inherited. */
  fork(parent: number, child: number): void {
    const from = this.#processes.get(parent)
    const { group, credentials, setId, emulation, comm, descriptors, flags, file } = from
    const process = new Process({
      ...{ pid: child, parent, group, credentials, setId, emulation },
      ...{ comm: '', descriptors: Object.fromEntries(descriptors) },
    })
    process.comm.set(comm)
    this.#processes.fork(from, process)
    if ((flags & k.KTRFAC_INHERIT) === 0) return
    process.file = file
    process.flags = flags
    this.#emul(process)
  }

  /**
   * execve(2): a new program name, optionally new credentials and another emulation. A set-ID program ends tracing unless root started it.
   * Without `setId`, new effective IDs make a program set-ID.
   */
  exec(pid: number, { comm, emulation, setId, credentials, ...recorded }: Exec): void {
    const process = this.#processes.get(pid)
    this.#execStrings(process, recorded)
    if (comm !== undefined) process.rename(comm)
    if (emulation !== undefined) process.emulation = emulation
    const before = process.credentials
    if (credentials !== undefined) process.credentials = allCredentials(credentials)
    const { euid, svgid } = process.credentials
    const changes = setId ?? (euid !== before.euid || svgid !== before.svgid)
    if (setId !== undefined || changes) process.setId = changes
    if (changes && process.file && !process.root) process.stop()
    this.#emul(process)
  }

  /** The records of an exec since 4.0: arguments, then environment; open descriptors since 6.0. */
  #execStrings(process: Process, { arguments: args = [], environment = [], descriptorTypes = {} }: Exec): void {
    if (!this.#rules.execStrings) return
    for (const each of args) this.#put(process, t.KTR_EXEC_ARG, cString(each))
    for (const each of environment) this.#put(process, t.KTR_EXEC_ENV, cString(each))
    if (!this.#rules.execDescriptors) return
    for (const [fd, type] of Object.entries(descriptorTypes)) this.#put(process, t.KTR_EXEC_FD, { ktr_fd: Number(fd), ktr_dtype: type })
  }

  /** Removes a process. Its children become children of process 1. */
  exit(pid: number): void {
    this.#processes.remove(this.#processes.get(pid))
  }

  /** setuid(2), setgid(2) and relatives: changes user and group IDs. A process whose IDs changed counts as set-ID (P_SUGID). */
  setCredentials(pid: number, credentials: Credentials | number, setId = true): void {
    const process = this.#processes.get(pid)
    process.credentials = allCredentials(credentials)
    if (setId) process.setId = true
  }

  /** setpgid(2): moves a process to the head of a group; setsid(2) with its own process ID. */
  setGroup(pid: number, group = pid): void {
    this.#processes.move(this.#processes.get(pid), group)
  }

  /** Thread that makes the records of a process from here on, where headers have a thread ID. */
  setThread(pid: number, tid: number): void {
    this.#processes.get(pid).tid = tid
  }

  /** open(2) as far as fktrace(2) needs it: a descriptor refers to an open file. */
  openDescriptor(pid: number, descriptor: number, file: TraceFile): void {
    this.#processes.get(pid).descriptors.set(descriptor, file)
  }

  /** close(2). The trace keeps its reference to the file. @returns EBADF if the descriptor is not open */
  close(pid: number, descriptor: number): Errno | undefined {
    return this.#processes.get(pid).descriptors.delete(descriptor) ? undefined : 'EBADF'
  }

  /** dup2(2): both descriptors refer to one open file. @returns EBADF if the descriptor is not open */
  dup(pid: number, descriptor: number, to: number): Errno | undefined {
    const { descriptors } = this.#processes.get(pid)
    const file = descriptors.get(descriptor)
    if (!file) return 'EBADF'
    descriptors.set(to, file)
    return undefined
  }

  /** The traced facilities of a process as bits; 0 without a trace file. */
  facilitiesOf(pid: number): number {
    return this.#processes.get(pid).flags >>> 0
  }

  /** Whether records of a type would be written for a process. */
  traces(pid: number, type: keyof typeof t): boolean {
    return this.#processes.get(pid).traces(t[type])
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

  /** fktrace(2), to an open file. The descriptor is checked before the caller counts as ACTIVE. */
  fktrace(caller: number, descriptor: number, ops: number, facilities: number, pid: number): Errno | undefined {
    const file = this.#processes.get(caller).descriptors.get(descriptor)
    if (!file?.writable) return 'EBADF'
    return this.#asTracer(caller, (process) => this.#request(process, file, ops, facilities, pid))
  }

  /** Operations of the tracer itself are not traced. */
  #asTracer(caller: number, work: (process: Process) => Errno | undefined): Errno | undefined {
    const process = this.#processes.get(caller)
    process.active = true
    try {
      return work(process)
    } finally {
      process.active = false
    }
  }

  #request(caller: Process, file: TraceFile | undefined, ops: number, facilities: number, pid: number): Errno | undefined {
    this.#checkVersion(facilities)
    file?.nonBlocking?.()
    return request(this.#processes, { caller, file, ops, facilities, pid }, (process) => this.#emul(process))
  }

  #checkVersion(facilities: number): void {
    const version = (facilities & k.KTRFAC_VERSION_MASK) >>> k.KTRFAC_VERSION_SHIFT
    if (version <= this.#rules.newestVersion) return
    const message = `facilities: header version ${version} is not supported by this kernel`
    throw new FormatError({ code: 'BAD_VALUE', path: 'facilities', message })
  }

  #emul(process: Process): void {
    this.#put(process, t.KTR_EMUL, cString(process.emulation))
  }

  /**
   * System call entry.
   *
   * @param realCode the number before an emulation translates it: it is recorded
   * @param lookup the translated number, which selects the arguments in the emulation's table (default: `realCode`), or the size of the
   * arguments
   */
  syscall(pid: number, realCode: number, args: readonly bigint[], lookup: number | SyscallLookup = realCode): void {
    const process = this.#processes.get(pid)
    if (!process.traces(t.KTR_SYSCALL)) return
    const { code = realCode, argumentBytes } = typeof lookup === 'number' ? { code: lookup } : lookup
    const { register, little } = this.#records
    const bytes = argumentBytes ?? register * (this.options.argumentWords?.(process.emulation, code) ?? args.length)
    this.#put(process, t.KTR_SYSCALL, syscallPayload(realCode, args, bytes, register, little))
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
    this.#put(this.#processes.get(pid), t.KTR_SYSRET, payload)
  }

  /** Path lookup. The path ends at a NUL. */
  namei(pid: number, path: string | Uint8Array): void {
    this.#put(this.#processes.get(pid), t.KTR_NAMEI, cString(path))
  }

  /**
   * I/O data: one record per page (minus the record header) of each buffer, all with one time; none if the call failed.
   *
   * @param transferred bytes that were moved, if fewer than the buffers hold
   */
  genio(pid: number, descriptor: number, direction: 'read' | 'write', vector: IoVector, error = 0, transferred?: number): void {
    const process = this.#processes.get(pid)
    if (error !== 0 || !process.traces(t.KTR_GENIO)) return
    const rw = direction === 'read' ? 0 : 1
    const time = this.#records.now()
    for (const data of ioPieces(vector, this.#page - GENIO_HEAD, transferred))
      if (!this.#put(process, t.KTR_GENIO, { ktr_fd: descriptor, ktr_rw: rw, data }, time)) return
  }

  /**
   * Signal delivery.
   *
   * @param siginfo 128 bytes of siginfo_t, which kernels since 4.0 record
   */
  psig(
    pid: number,
    signal: number,
    action: bigint,
    mask: readonly number[] = [],
    code = 0,
    siginfo?: Readonly<Record<string, unknown>>,
  ): void {
    const signo = Number(BigInt.asIntN(8, BigInt(signal)))
    const words = Array.from({ length: 4 }, (_, i) => mask[i] ?? 0)
    const si = this.#rules.siginfo && siginfo ? { si: siginfo } : {}
    this.#put(this.#processes.get(pid), t.KTR_PSIG, { signo, action, mask: words, code, ...si })
  }

  /** Context switch. */
  csw(pid: number, out: boolean, user: boolean): void {
    this.#put(this.#processes.get(pid), t.KTR_CSW, { out: Number(out), user: Number(user) })
  }

  /** The name of a sysctl(3) call, since 4.0. */
  mib(pid: number, name: readonly number[]): void {
    if (this.#rules.sysctlNames) this.#put(this.#processes.get(pid), t.KTR_MIB, { mib: name })
  }

  /**
   * utrace(2).
   *
   * @param label undefined if it cannot be read
   * @param data undefined if they cannot be read
   * @param length bytes of data that the call announces; needed for data that cannot be read
   */
  utrace(pid: number, label: string | Uint8Array | undefined, data: Uint8Array | undefined, length = data?.length ?? 0): Errno | undefined {
    const process = this.#processes.get(pid)
    if (!process.traces(t.KTR_USER)) return undefined
    if (length > k.USER_DATA) return this.#rules.longUserData
    const readable = data ?? (length === 0 || this.#rules.labelOfUnreadable ? new Uint8Array(0) : undefined)
    this.#put(process, t.KTR_USER, readable ? userLabelled(label, readable) : new Uint8Array(0))
    return undefined
  }

  /** Label and data of the kernel itself. */
  user(pid: number, label: string | Uint8Array, data: Uint8Array): void {
    this.#put(this.#processes.get(pid), t.KTR_USER, kernelLabelled(label, data))
  }

  /** A Mach message. */
  mmsg(pid: number, message: Uint8Array): void {
    this.#put(this.#processes.get(pid), t.KTR_MMSG, message)
  }

  /** A kernel buffer as a record of any type. */
  kernelMemory(pid: number, type: number, bytes: Uint8Array): void {
    this.#put(this.#processes.get(pid), type, bytes)
  }

  /** Writes a record if its type is traced. False if it could not be written. */
  #put(process: Process, type: number, payload: Payload, time?: string): boolean {
    if (!process.traces(type)) return true
    const { file } = process
    const error = this.#records.write(process, type, payload, time ?? this.#records.now())
    if (error === undefined) return true
    if (error !== 'EPIPE') this.options.log?.(`ktrace write failed, errno ${netbsdErrors.number(error) ?? error}, tracing stopped`)
    for (const each of this.#processes.all()) if (sameFile(each.file, file)) each.stop()
    return false
  }
}
