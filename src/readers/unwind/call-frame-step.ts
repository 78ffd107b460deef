/** The caller of a frame by call frame information. Source: DWARF 5, section 6.4.3. */

import type { CommonEntry } from '../debug/call-frame-entries.js'
import { evaluateExpression } from '../debug/call-frame-expression.js'
import type { FrameRow, RegisterRule } from '../debug/call-frame-rows.js'
import type { FrameState, StackContext } from './frame-state.js'

/** A row that applies to a frame, and where its module is. */
export interface AppliedRow {
  readonly row: FrameRow
  readonly common: CommonEntry
  /** What is added to link-time addresses. */
  readonly bias: bigint
}

/** The caller; `end` where the row says that there is none; undefined where a register or memory that it needs is not there. */
export function callFrameStep(frame: FrameState, { row, common, bias }: AppliedRow, context: StackContext): FrameState | 'end' | undefined {
  const { abi, machine } = context
  const returnRule = row.rules.get(common.returnColumn)
  if (returnRule?.kind === 'undefined') return 'end'
  const reader = new RuleReader(frame, context, bias)
  const frameAddress = reader.frameAddress(row)
  if (frameAddress === undefined) return undefined
  const registers: (bigint | undefined)[] = []
  for (const number of machine.preserved) registers[number] = frame.registers[number]
  registers[machine.sp] = BigInt.asUintN(abi.bits, frameAddress + machine.spFromCfa)
  if (row.windowSaved) saveWindow(frame, registers, frameAddress, context)
  for (const [number, rule] of row.rules) {
    if (number === common.returnColumn && number !== machine.link) continue
    registers[number] = reader.value(rule, number, frameAddress)
  }
  const returned = returnAddress(frame, returnRule, common.returnColumn, reader, frameAddress, machine.link)
  if (returned === undefined) return undefined
  if (machine.link !== undefined && registers[machine.link] === undefined && !row.windowSaved) registers[machine.link] = returned
  const pc = cleanReturnAddress(returned, context, row.signedReturn)
  return {
    pc: pc === 0n ? 0n : BigInt.asUintN(abi.bits, common.signal ? pc : pc + machine.returnOffset),
    registers,
    trust: 'cfi',
    interrupted: common.signal,
    ...(common.signal && { stackChanged: true }),
  }
}

function returnAddress(
  frame: FrameState,
  rule: RegisterRule | undefined,
  column: number,
  reader: RuleReader,
  frameAddress: bigint,
  link: number | undefined,
): bigint | undefined {
  if (rule) return reader.value(rule, column, frameAddress)
  // Without a rule the return address is still in its register: only where the function has called nothing.
  return column === link || link === undefined ? frame.registers[column] : undefined
}

/** Clears the bits of a return address that are no part of it. */
export function cleanReturnAddress(address: bigint, { abi, machine }: Pick<StackContext, 'abi' | 'machine'>, signed = true): bigint {
  const masked = address & machine.pcMask
  if (!signed || machine.chain !== 'aarch64') return masked
  // Bit 55 tells kernel addresses from those of processes; the bits above the address are a signature.
  return (masked >> 55n) & 1n ? BigInt.asUintN(abi.bits, masked | 0xffff000000000000n) : masked & 0xffffffffffffn
}

/** SPARC: the caller's out registers are this window's in registers; the caller's window is at the frame address. */
function saveWindow(frame: FrameState, registers: (bigint | undefined)[], frameAddress: bigint, { abi, stack }: StackContext): void {
  const size = BigInt(abi.bits / 8)
  for (let i = 0; i < 8; i++) registers[8 + i] = frame.registers[24 + i]
  for (let i = 0; i < 16; i++) registers[16 + i] = stack.word(frameAddress + BigInt(i) * size)
}

class RuleReader {
  constructor(
    private readonly frame: FrameState,
    private readonly context: StackContext,
    private readonly bias: bigint,
  ) {}

  frameAddress({ frameAddress: rule }: FrameRow): bigint | undefined {
    if (!rule) return undefined
    const { bits } = this.context.abi
    if ('expression' in rule) return this.#evaluate(rule.expression)
    const register = this.frame.registers[rule.register]
    return register === undefined ? undefined : BigInt.asUintN(bits, register + BigInt(rule.offset))
  }

  value(rule: RegisterRule, number: number, frameAddress: bigint): bigint | undefined {
    const { stack } = this.context
    switch (rule.kind) {
      case 'undefined':
        return undefined
      case 'same':
        return this.frame.registers[number]
      case 'register':
        return this.frame.registers[rule.register]
      case 'offset':
        return stack.number(frameAddress + BigInt(rule.offset), this.#savedSize)
      case 'value-offset':
        return BigInt.asUintN(this.context.abi.bits, frameAddress + BigInt(rule.offset))
      case 'expression': {
        const address = this.#evaluate(rule.expression, frameAddress)
        return address === undefined ? undefined : stack.number(address, this.#savedSize)
      }
      case 'value-expression':
        return this.#evaluate(rule.expression, frameAddress)
    }
  }

  /** Bytes of a saved general register, which are more than an address has on x32 and MIPS n32. */
  get #savedSize(): number {
    const { name, bits } = this.context.abi
    return name === 'x32' || name.startsWith('mips-n32') ? 8 : bits / 8
  }

  #evaluate(expression: Uint8Array, initial?: bigint): bigint | undefined {
    const { abi, stack } = this.context
    return evaluateExpression(
      expression,
      {
        abi,
        register: (number) => this.frame.registers[number],
        load: (address, size) => stack.number(address, size),
        relocate: (address) => address + this.bias,
      },
      initial,
    )
  }
}
