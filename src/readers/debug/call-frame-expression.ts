/** DWARF expressions in call frame information. Source: DWARF 5, section 2.5 and 6.4.2. */
import { FormatError } from '../../errors.js'
import type { Abi } from '../../schema/base.js'
import { ByteCursor } from './byte-cursor.js'

/** What an expression may ask for. A value that is not known is undefined. */
export interface ExpressionContext {
  readonly abi: Abi
  register(number: number): bigint | undefined
  /** An unsigned number of `size` bytes in memory. */
  load(address: bigint, size: number): bigint | undefined
  /** Turns a link-time address into one of the process. */
  relocate(address: bigint): bigint
}

/** An expression may jump backwards. */
const MAX_STEPS = 10_000
const MAX_DEPTH = 256

/**
 * The value of an expression.
 *
 * @param initial what the stack holds at the start: the frame address for register rules
 * @returns undefined when a register or memory that it needs is not known
 * @throws FormatError when it is damaged or does not end
 */
export function evaluateExpression(bytes: Uint8Array, context: ExpressionContext, initial?: bigint): bigint | undefined {
  const run = new ExpressionRun(bytes, context, initial === undefined ? [] : [initial])
  return run.result()
}

class ExpressionRun {
  readonly #cursor: ByteCursor
  readonly #bits: number
  #unknown = false

  constructor(
    private readonly bytes: Uint8Array,
    private readonly context: ExpressionContext,
    private readonly stack: bigint[],
  ) {
    this.#cursor = new ByteCursor(bytes, context.abi.endian)
    this.#bits = context.abi.bits
  }

  result(): bigint | undefined {
    for (let steps = 0; !this.#cursor.atEnd; steps++) {
      if (steps >= MAX_STEPS) throw bad(`at most ${MAX_STEPS} steps`, 'more')
      if (this.stack.length > MAX_DEPTH) throw bad(`a stack of at most ${MAX_DEPTH} values`, 'more')
      this.#step(this.#cursor.u8())
      if (this.#unknown) return undefined
    }
    return this.#pop()
  }

  #pop(): bigint {
    const value = this.stack.pop()
    if (value === undefined) throw bad('a value on the stack', 'none')
    return value
  }

  #push(value: bigint | undefined): void {
    if (value === undefined) this.#unknown = true
    else this.stack.push(BigInt.asUintN(this.#bits, value))
  }

  #signed(value: bigint): bigint {
    return BigInt.asIntN(this.#bits, value)
  }

  #peek(depth: number): bigint {
    const value = this.stack[this.stack.length - 1 - depth]
    if (value === undefined) throw bad(`at least ${depth + 1} values on the stack`, String(this.stack.length))
    return value
  }

  #register(number: number, offset = 0n): void {
    const value = this.context.register(number)
    this.#push(value === undefined ? undefined : value + offset)
  }

  #step(op: number): void {
    if (op >= 0x30 && op <= 0x4f) {
      this.#push(BigInt(op - 0x30))
      return
    }
    if (op >= 0x50 && op <= 0x6f) {
      this.#register(op - 0x50)
      return
    }
    if (op >= 0x70 && op <= 0x8f) {
      this.#register(op - 0x70, this.#cursor.slebWide())
      return
    }
    if (op <= 0x11) {
      this.#constant(op)
      return
    }
    if (op >= 0x12 && op <= 0x17) {
      this.#rearrange(op)
      return
    }
    if (op >= 0x19 && op <= 0x27) {
      this.#arithmetic(op)
      return
    }
    if (op >= 0x28 && op <= 0x2f) {
      this.#compareOrJump(op)
      return
    }
    switch (op) {
      case 0x90:
        this.#register(this.#cursor.uleb())
        return
      case 0x92: {
        const number = this.#cursor.uleb()
        this.#register(number, this.#cursor.slebWide())
        return
      }
      case 0x94: {
        const size = this.#cursor.u8()
        this.#push(this.context.load(this.#pop(), size))
        return
      }
      case 0x96:
        return
      default:
        throw bad('an operation allowed in call frame information', `0x${op.toString(16)}`)
    }
  }

  #constant(op: number): void {
    const cursor = this.#cursor
    switch (op) {
      case 0x03:
        this.#push(this.context.relocate(cursor.unsigned(this.#bits / 8)))
        return
      case 0x06:
        this.#push(this.context.load(this.#pop(), this.#bits / 8))
        return
      case 0x08:
        this.#push(BigInt(cursor.u8()))
        return
      case 0x09:
        this.#push(BigInt(cursor.s8()))
        return
      case 0x0a:
        this.#push(BigInt(cursor.u16()))
        return
      case 0x0b:
        this.#push(BigInt(cursor.s16()))
        return
      case 0x0c:
        this.#push(BigInt(cursor.u32()))
        return
      case 0x0d:
        this.#push(BigInt(cursor.s32()))
        return
      case 0x0e:
        this.#push(cursor.u64())
        return
      case 0x0f:
        this.#push(cursor.s64())
        return
      case 0x10:
        this.#push(cursor.ulebWide())
        return
      case 0x11:
        this.#push(cursor.slebWide())
        return
      default:
        throw bad('an operation allowed in call frame information', `0x${op.toString(16)}`)
    }
  }

  #rearrange(op: number): void {
    switch (op) {
      case 0x12:
        this.#push(this.#peek(0))
        return
      case 0x13:
        this.#pop()
        return
      case 0x14:
        this.#push(this.#peek(1))
        return
      case 0x15:
        this.#push(this.#peek(this.#cursor.u8()))
        return
      case 0x16: {
        const [top, second] = [this.#pop(), this.#pop()]
        this.stack.push(top, second)
        return
      }
      default: {
        const [top, second, third] = [this.#pop(), this.#pop(), this.#pop()]
        this.stack.push(top, third, second)
      }
    }
  }

  #arithmetic(op: number): void {
    const top = this.#pop()
    if (op === 0x19) {
      this.#push(this.#signed(top) < 0n ? -this.#signed(top) : top)
      return
    }
    if (op === 0x1f) {
      this.#push(-top)
      return
    }
    if (op === 0x20) {
      this.#push(~top)
      return
    }
    if (op === 0x23) {
      this.#push(top + this.#cursor.ulebWide())
      return
    }
    const second = this.#pop()
    const far = top >= BigInt(this.#bits)
    switch (op) {
      case 0x1a:
        this.#push(second & top)
        return
      case 0x1b:
        if (top === 0n) throw bad('a divisor that is not 0', '0')
        this.#push(this.#signed(second) / this.#signed(top))
        return
      case 0x1c:
        this.#push(second - top)
        return
      case 0x1d:
        if (top === 0n) throw bad('a divisor that is not 0', '0')
        this.#push(second % top)
        return
      case 0x1e:
        this.#push(second * top)
        return
      case 0x21:
        this.#push(second | top)
        return
      case 0x22:
        this.#push(second + top)
        return
      case 0x24:
        this.#push(far ? 0n : second << top)
        return
      case 0x25:
        this.#push(far ? 0n : second >> top)
        return
      case 0x26:
        this.#push(this.#signed(second) >> (far ? BigInt(this.#bits) : top))
        return
      default:
        this.#push(second ^ top)
        return
    }
  }

  #compareOrJump(op: number): void {
    if (op === 0x28) {
      const distance = this.#cursor.s16()
      if (this.#pop() !== 0n) this.#jump(distance)
      return
    }
    if (op === 0x2f) {
      this.#jump(this.#cursor.s16())
      return
    }
    const top = this.#signed(this.#pop())
    const second = this.#signed(this.#pop())
    const holds = [second === top, second >= top, second > top, second <= top, second < top, second !== top][op - 0x29]
    this.#push(holds ? 1n : 0n)
  }

  #jump(distance: number): void {
    const to = this.#cursor.offset + distance
    if (to < 0 || to > this.bytes.length) throw bad('a jump inside the expression', String(to))
    this.#cursor.offset = to
  }
}

const bad = (expected: string, found: string): FormatError =>
  new FormatError({
    code: 'BAD_VALUE',
    path: 'DWARF expression',
    message: `DWARF expression: expected ${expected}, found ${found}`,
    expected,
    found,
  })
