/** Makes a trace that its dialect recognises: what a process does in a second of its life, and records of all types among it. */
import type { Dialect, HeaderLayout, RecordView, TraceSystem } from '../../formats/ktrace/dialect.js'
import { type DialectLayout, layoutDialect, type NamedType } from '../../formats/ktrace/dialect-layout.js'
import { IMPOSSIBLE } from '../../formats/ktrace/scoring.js'
import { memorySink } from '../../io/sink.js'
import { type AbiName, abi as abis, type Layout, type Struct } from '../../schema/base.js'
import { zeroValueOfPlan } from '../../schema/zero-value.js'
import { type PlainRecord, TraceWriter } from '../../writers/ktrace/index.js'
import type { Draw } from '../draw.js'
import { valuesOfEachArm } from './every-arm.js'
import { hasKernelAddress, tellingCalls } from './telling-calls.js'

type Value = Record<string, unknown>

/** Draws for a payload that the dialect believes. */
const TRIES = 24

export class TraceMaker {
  readonly #sink = memorySink()
  readonly #writer: TraceWriter
  readonly #file: DialectLayout
  readonly #judge: (record: RecordView, layout: HeaderLayout) => number
  readonly #pid: number
  readonly #comm: string
  #seconds: number

  constructor(
    private readonly draw: Draw,
    system: TraceSystem,
    dialect: Dialect,
    private readonly layout: HeaderLayout,
    abi: AbiName,
  ) {
    this.#writer = this.#writerTo(this.#sink, abi)
    this.#file = layoutDialect(system, dialect, abi)
    this.#judge = dialect.scoreRecord(abis[abi])
    this.#pid = 1 + draw.nat(30_000)
    this.#comm = draw.text(15)
    this.#seconds = 1_000_000_000 + draw.nat(700_000_000)
  }

  bytes(): Uint8Array {
    return this.#sink.bytes()
  }

  /** A read, a failed open, and calls that only this system has. */
  life(): void {
    const { draw } = this
    if (this.#writer.records === 0) this.#begin()
    this.#call(3, [4n, 0x7f001000n, 64n])
    this.#write('KTR_GENIO', this.#first('KTR_GENIO', { ktr_fd: 4, ktr_rw: draw.nat(1), data: draw.bytes(draw.pick([14, 0, 64, 4096])) }))
    this.#return(3, 0, 14)
    this.#call(5, [0x7f002000n, 0n, 0n])
    this.#write('KTR_NAMEI', this.#first('KTR_NAMEI', { path: `/${draw.text(30)}` }))
    this.#return(5, 2, 0)
    for (const [code, words] of tellingCalls(this.layout.name, this.#file.abi)) {
      this.#call(code, new Array<bigint>(words).fill(1n))
      this.#return(code, 0, 0x1000)
    }
    this.#call(20, [])
    this.#return(20, 0, 1234)
  }

  /** Records of every type with every structure of their payloads; without `all`, some of them. */
  records(all: boolean): void {
    for (const type of this.#file.types.values()) {
      if (type.payload.candidates.length === 0 && type.name !== 'KTR_START') this.#add(type, new Uint8Array(0))
      for (const struct of type.payload.candidates) if (all || this.draw.oneIn(4)) this.#addEach(type, struct)
    }
  }

  #begin(): void {
    if (this.#has('KTR_START')) this.#writer.write({ ...this.#header(), type: 'KTR_START', pid: -1, comm: '' })
    const emulation = { KTR_EMUL: this.#file.system.name === 'netbsd' ? 'netbsd' : 'native' }
    if (this.#has('KTR_EMUL')) this.#write('KTR_EMUL', this.#first('KTR_EMUL', { emul: emulation.KTR_EMUL }))
    if (this.#has('KTR_PROCCTOR')) this.#write('KTR_PROCCTOR', this.#first('KTR_PROCCTOR', { sv_flags: 0x209 }))
  }

  #has(name: string): boolean {
    return this.#typeOf(name) !== undefined
  }

  #typeOf(name: string): NamedType | undefined {
    for (const type of this.#file.types.values()) if (type.name === name) return type
    return undefined
  }

  /** Adds records of one type with values of one structure that the dialect believes. */
  #addEach(type: NamedType, struct: Struct<unknown>): void {
    const layout = struct.for(this.#file.abi) as Layout<Value>
    for (const value of valuesOfEachArm(this.draw, layout)) {
      let fitted = withPlausibleFields(value, type, this.#file, this.draw)
      for (let left = TRIES; left > 0; left--) {
        const bytes = layout.encode(fitted)
        if (this.#chosen(type, struct, bytes) && this.#add(type, bytes)) break
        fitted = withPlausibleFields(this.draw.value(layout), type, this.#file, this.draw)
      }
    }
  }

  /** Whether a reader takes the bytes for this structure. */
  #chosen({ payload }: NamedType, struct: Struct<unknown>, bytes: Uint8Array): boolean {
    return payload.choose({ abi: this.#file.abi, length: bytes.length, bytes, at: 0 }) === struct
  }

  /** Adds a record unless the dialect finds it impossible. */
  #add(type: NamedType, payload: Uint8Array): boolean {
    const record = { ...this.#header(), type: type.name, payload }
    if (this.#score(type, record) <= IMPOSSIBLE) return false
    this.#writer.write(record)
    return true
  }

  #score({ type }: NamedType, record: PlainRecord): number {
    const sink = memorySink()
    this.#writerTo(sink, this.#file.abiName).write(record)
    const bytes = sink.bytes()
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const payload = bytes.length - (record.payload as Uint8Array).length
    const { little } = this.#file
    return this.#judge({ bytes, view, little, type, pid: record.pid, start: 0, payload, stop: bytes.length }, this.layout)
  }

  #writerTo(sink: ReturnType<typeof memorySink>, abi: string): TraceWriter {
    return new TraceWriter(sink, { format: this.layout.format, abi, layout: this.layout.name })
  }

  #write(name: string, payload: Value): void {
    this.#writer.write({ ...this.#header(), type: name, payload })
  }

  #header(): Omit<PlainRecord, 'type'> {
    const { layout, draw } = this
    this.#seconds += draw.nat(2)
    const fraction = String(draw.nat(999_999)).padStart(6, '0') + (layout.digits === 9 ? '789' : '')
    const tid = this.#file.system.name === 'netbsd' ? 1 : 100_001
    return {
      pid: this.#pid,
      comm: this.#comm,
      time: `${this.#seconds}.${fraction}`,
      ...(layout.roles.tid !== undefined && { tid }),
      ...(hasKernelAddress(layout.name) && { header: { ktr_buf: 0xc0a1b2c4n } }),
    }
  }

  /** The first structure of a type with some of its fields. */
  #first(name: string, given: Value): Value {
    const struct = this.#typeOf(name)?.payload.candidates[0] as Struct<unknown>
    return { ...zeroValueOfPlan(struct.planFor(this.#file.abi)), ...given }
  }

  #call(code: number, args: readonly bigint[]): void {
    const value = this.#first('KTR_SYSCALL', { ktr_code: code })
    setArguments(value, args, this.#file.abi.register)
    this.#write('KTR_SYSCALL', value)
  }

  #return(code: number, error: number, result: number): void {
    const type = this.#typeOf('KTR_SYSRET') as NamedType
    const layouts = type.payload.candidates.map((struct) => struct.planFor(this.#file.abi))
    const plan = (error === 0 && layouts.find(({ fields }) => fields.some(({ name }) => name === 'ktr_retval'))) || layouts[0]
    const value = zeroValueOfPlan(plan as (typeof layouts)[number])
    value.ktr_code = code
    value.ktr_error = error
    if ('ktr_retval' in value) value.ktr_retval = typeof value.ktr_retval === 'bigint' ? BigInt(result) : result
    this.#write('KTR_SYSRET', value)
  }
}

/** Puts arguments into the value of a KTR_SYSCALL; the names of its fields depend on the system. */
function setArguments(value: Value, args: readonly bigint[], word: number): void {
  if ('ktr_narg' in value) value.ktr_narg = args.length
  if ('ktr_argsize' in value) value.ktr_argsize = args.length * word
  value['ktr_args' in value ? 'ktr_args' : 'args'] = args
}

/** A drawn value with what kernels never write otherwise: flags of 0 and 1, signals, calls that exist, names of structures. */
function withPlausibleFields(value: Value, { name: type, payload }: NamedType, { system, abi }: DialectLayout, draw: Draw): Value {
  const fitted = { ...value }
  const set = (key: string, to: unknown): void => {
    if (key in fitted) fitted[key] = typeof fitted[key] === 'bigint' ? BigInt(to as number) : to
  }
  switch (type) {
    case 'KTR_GENIO':
      set('ktr_rw', draw.nat(1))
      break
    case 'KTR_CSW':
      set('out', draw.nat(1))
      set('user', draw.nat(1))
      break
    case 'KTR_PSIG':
      set('signo', 1 + draw.nat(30))
      break
    case 'KTR_SYSCALL':
      set('ktr_code', draw.pick([3, 4, 6]))
      setArguments(fitted, draw.pick([[4n, 0n, 0n], [1n]]), abi.register)
      break
    case 'KTR_SYSRET':
      set('ktr_code', draw.pick([3, 4, 6]))
      set('ktr_error', draw.pick([0, 2, 13, 22]))
      break
    case 'KTR_EMUL':
      set('emul', system.name === 'netbsd' ? 'netbsd' : 'native')
      break
    case 'KTR_EXEC_FD':
      set('ktr_dtype', draw.nat(11))
      break
    case 'KTR_NAMEI':
      set('path', `/${draw.text(40)}`)
      break
  }
  if (payload.names) set('name' in fitted ? 'name' : 'ktr_id', draw.pick(payload.names))
  return fitted
}
