/** The caller of a 32-bit ARM frame by `.ARM.exidx`. Source: ARM-software/abi-aa ehabi32, "Index table entries", "Frame unwinding instructions". */
import { FormatError } from '../../errors.js'
import { partitionPoint } from '../../io/binary-search.js'
import { cleanReturnAddress } from './call-frame-step.js'
import type { FrameState, StackContext } from './frame-state.js'
import type { ModuleImage } from './module-image.js'

const ENTRY = 8
const CANT_UNWIND = 1
const FINISH = 0xb0
const SP = 13
const LR = 14
const PC = 15

/** The caller; `end` where the table says that the frame cannot be unwound at the program's entry; undefined without an entry. */
export function armIndexStep(frame: FrameState, module: ModuleImage, context: StackContext): FrameState | 'end' | undefined {
  const offset = Number(frame.pc - module.start) - (frame.interrupted ? 0 : 1)
  const bytes = unwindBytes(module, offset)
  // Entry code cannot be unwound; where a thread was interrupted, other ways may lead further.
  if (bytes === 'cannot-unwind') return frame.interrupted ? undefined : 'end'
  if (!bytes) return undefined
  const run = new ArmUnwindRun(frame, context)
  return run.execute(bytes)
}

/** The unwind instructions of the function at an offset. */
function unwindBytes(module: ModuleImage, offset: number): number[] | 'cannot-unwind' | undefined {
  const index = module.armIndex
  if (!index || index.bytes.length < ENTRY) return undefined
  const { bytes, offset: tableAt } = index
  const little = module.abi.endian === 'little'
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const startOf = (i: number): number => tableAt + i * ENTRY + prel31(view.getUint32(i * ENTRY, little))
  const count = Math.floor(bytes.length / ENTRY)
  const found = partitionPoint(count, (i) => (startOf(i) & ~1) <= offset) - 1
  if (found < 0) return undefined
  const word = view.getUint32(found * ENTRY + 4, little)
  if (word === CANT_UNWIND) return 'cannot-unwind'
  if (word & 0x80000000) return [(word >>> 16) & 255, (word >>> 8) & 255, word & 255]
  return tableBytes(module, tableAt + found * ENTRY + 4 + prel31(word), little)
}

/** An entry of `.ARM.extab`. */
function tableBytes(module: ModuleImage, at: number, little: boolean): number[] {
  const word = (offset: number): number => {
    const bytes = module.read(offset, 4)
    if (bytes.length < 4)
      throw new FormatError({
        code: 'TRUNCATED',
        path: '.ARM.extab',
        message: `.ARM.extab: expected 4 bytes at module offset 0x${offset.toString(16)}, found ${bytes.length}`,
      })
    return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, little)
  }
  const first = word(at)
  const generic = (first & 0x80000000) === 0
  const model = generic ? -1 : (first >>> 24) & 15
  if (model > 2) throw badCode(`a personality of 0 to 2`, String(model))
  const data = generic ? word(at + 4) : first
  const next = at + (generic ? 8 : 4)
  if (model === 0) return bytesOf(data).slice(1)
  const more = generic ? data >>> 24 : (data >>> 16) & 255
  const result = bytesOf(data).slice(generic ? 1 : 2)
  for (let i = 0; i < more; i++) result.push(...bytesOf(word(next + i * 4)))
  return result
}

const bytesOf = (word: number): number[] => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]
const prel31 = (word: number): number => (word << 1) >> 1

class ArmUnwindRun {
  #vsp: bigint
  readonly #registers: (bigint | undefined)[]
  #popped = new Set<number>()

  constructor(
    frame: FrameState,
    private readonly context: StackContext,
  ) {
    this.#registers = [...frame.registers]
    this.#vsp = frame.registers[SP] ?? 0n
  }

  execute(code: readonly number[]): FrameState | undefined {
    let at = 0
    const next = (): number => code[at++] ?? FINISH
    while (at < code.length) {
      const byte = next()
      if (byte === FINISH) break
      if (!this.#step(byte, next)) return undefined
    }
    return this.#finish()
  }

  #finish(): FrameState | undefined {
    const registers = this.#registers
    const address = this.#popped.has(PC) ? registers[PC] : registers[LR]
    if (address === undefined) return undefined
    const pc = cleanReturnAddress(address, this.context)
    if (!this.#popped.has(SP)) registers[SP] = this.#vsp
    for (const scratch of [0, 1, 2, 3, 12]) if (!this.#popped.has(scratch)) registers[scratch] = undefined
    registers[PC] = undefined
    return { pc, registers, trust: 'cfi', interrupted: false }
  }

  /** @returns false where the code says that the frame cannot be unwound */
  #step(byte: number, next: () => number): boolean {
    if (byte < 0x40) this.#vsp += BigInt((byte << 2) + 4)
    else if (byte < 0x80) this.#vsp -= BigInt(((byte & 63) << 2) + 4)
    else if (byte < 0x90) {
      const mask = ((byte & 15) << 8) | next()
      if (mask === 0) return false
      this.#popMask(mask, 4)
    } else if (byte < 0xa0) {
      const from = byte & 15
      if (from === SP || from === PC) throw badCode('a register other than sp and pc', `r${from}`)
      this.#vsp = this.#registers[from] ?? 0n
    } else if (byte < 0xb0) {
      this.#popMask((1 << ((byte & 7) + 1)) - 1, 4)
      if (byte & 8) this.#pop(LR)
    } else this.#stepOther(byte, next)
    return true
  }

  #stepOther(byte: number, next: () => number): void {
    switch (byte) {
      case 0xb1:
        this.#popMask(next() & 15, 0)
        return
      case 0xb2: {
        let value = 0
        let shift = 0
        for (let more = true; more && shift < 28; shift += 7) {
          const part = next()
          value |= (part & 0x7f) << shift
          more = part >= 0x80
        }
        this.#vsp += BigInt(0x204 + value * 4)
        return
      }
      case 0xb3:
        this.#skip(((next() & 15) + 1) * 8 + 4)
        return
      case 0xb4:
        this.#skip(4)
        return
      case 0xb5:
        return
      case 0xc6:
        this.#skip(((next() & 15) + 1) * 8)
        return
      case 0xc7: {
        let mask = next() & 15
        for (; mask > 0; mask >>= 1) if (mask & 1) this.#skip(4)
        return
      }
      case 0xc8:
      case 0xc9:
        this.#skip(((next() & 15) + 1) * 8)
        return
    }
    if (byte >= 0xb8 && byte < 0xc0) {
      this.#skip(((byte & 7) + 1) * 8 + 4)
      return
    }
    if (byte >= 0xc0 && byte < 0xc6) {
      this.#skip(((byte & 7) + 1) * 8)
      return
    }
    if (byte >= 0xd0 && byte < 0xd8) {
      this.#skip(((byte & 7) + 1) * 8)
      return
    }
    throw badCode('a defined unwind instruction', `0x${byte.toString(16)}`)
  }

  #skip(bytes: number): void {
    this.#vsp += BigInt(bytes)
  }

  #popMask(mask: number, first: number): void {
    for (let i = 0; i < 16; i++) if (mask & (1 << i)) this.#pop(first + i)
  }

  #pop(register: number): void {
    this.#registers[register] = this.context.stack.word(this.#vsp)
    this.#popped.add(register)
    this.#vsp += 4n
  }
}

const badCode = (expected: string, found: string): FormatError =>
  new FormatError({ code: 'BAD_VALUE', path: '.ARM.exidx', message: `.ARM.exidx: expected ${expected}, found ${found}`, expected, found })
