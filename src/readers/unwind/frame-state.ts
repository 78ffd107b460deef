/** The state of one call while a stack is walked. */
import type { UnwindMachine } from '../../formats/debug/dwarf-registers.js'
import type { Abi } from '../../schema/base.js'
import type { FrameTrust } from '../core/frames.js'
import type { MemoryReader } from '../format-reader.js'

export interface FrameState {
  readonly pc: bigint
  /** By DWARF number; undefined where it is not known. */
  readonly registers: readonly (bigint | undefined)[]
  readonly trust: FrameTrust
  /** The thread was interrupted here: `pc` is the next instruction, not a return address. */
  readonly interrupted: boolean
  /** The kernel or the C library called a signal handler from here. */
  readonly signalFrame?: boolean
  /** The stack of a frame that a signal interrupted may be anywhere. */
  readonly stackChanged?: boolean
}

/** What every way of finding the caller works with. */
export interface StackContext {
  readonly abi: Abi
  readonly machine: UnwindMachine
  readonly stack: StackReader
  /** Whether instructions may be at an address, as far as mappings and modules tell. */
  isCode(address: bigint): boolean
  /** Bytes of the program at an address, from memory or files. */
  code(address: bigint, length: number): Uint8Array
}

const CHUNK = 4096

/** Words of memory; keeps the last page, as a stack is read word after word. */
export class StackReader {
  #start = 0n
  #view: DataView = new DataView(new ArrayBuffer(0))

  constructor(
    private readonly memory: MemoryReader,
    private readonly abi: Abi,
  ) {}

  /** An unsigned number of 1, 2, 4 or 8 bytes; undefined where the core does not have it. */
  number(address: bigint, size: number): bigint | undefined {
    const wrapped = BigInt.asUintN(this.abi.bits, address)
    const at = this.#offset(wrapped, size)
    if (at === undefined) return undefined
    const little = this.abi.endian === 'little'
    switch (size) {
      case 8:
        return this.#view.getBigUint64(at, little)
      case 4:
        return BigInt(this.#view.getUint32(at, little))
      case 2:
        return BigInt(this.#view.getUint16(at, little))
      case 1:
        return BigInt(this.#view.getUint8(at))
      default:
        return undefined
    }
  }

  /** A word of the machine's address size. */
  word(address: bigint): bigint | undefined {
    return this.number(address, this.abi.bits / 8)
  }

  #offset(address: bigint, size: number): number | undefined {
    const at = address - this.#start
    if (at >= 0n && at + BigInt(size) <= BigInt(this.#view.byteLength)) return Number(at)
    const bytes = this.memory.read(address, CHUNK)
    if (bytes.length < size) return undefined
    this.#start = address
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return 0
  }
}
