/** Runs call frame instructions up to a program counter: which rule gives each register of the caller. Source: DWARF 5, section 6.4.2. */
import { FormatError } from '../../errors.js'
import { opcode, packedOpcode } from '../../formats/debug/call-frame-opcodes.js'
import type { Abi } from '../../schema/base.js'
import { ByteCursor } from './byte-cursor.js'
import type { FrameEntry } from './call-frame-entries.js'
import { readEncodedPointer } from './encoded-pointer.js'

/** Where a register of the caller is. Numbers are DWARF register numbers and bytes. */
export type RegisterRule =
  | { readonly kind: 'undefined' | 'same' }
  /** Saved at, or equal to, an offset from the canonical frame address. */
  | { readonly kind: 'offset' | 'value-offset'; readonly offset: number }
  | { readonly kind: 'register'; readonly register: number }
  /** Saved at, or equal to, the value of a DWARF expression. */
  | { readonly kind: 'expression' | 'value-expression'; readonly expression: Uint8Array }

/** The canonical frame address: a register plus an offset, or the value of an expression. */
export type FrameAddressRule = { readonly register: number; readonly offset: number } | { readonly expression: Uint8Array }

export interface FrameRow {
  readonly frameAddress: FrameAddressRule | undefined
  readonly rules: ReadonlyMap<number, RegisterRule>
  /** AArch64: the return address is signed. */
  readonly signedReturn: boolean
  /** SPARC: the caller's registers are in this function's window. */
  readonly windowSaved: boolean
}

/** Saved states that a program may hold at a time. */
const MAX_REMEMBERED = 64

interface State {
  frameAddress: FrameAddressRule | undefined
  rules: Map<number, RegisterRule>
  signedReturn: boolean
  windowSaved: boolean
}

/**
 * The row of an FDE for a program counter.
 *
 * @param target bytes from the module's base
 * @throws FormatError when an instruction is cut or not defined before the row is complete
 */
export function frameRow(frame: FrameEntry, target: number, base: bigint, abi: Abi): FrameRow {
  const state: State = { frameAddress: undefined, rules: new Map(), signedReturn: false, windowSaved: false }
  const run = new InstructionRun(frame, state, base, abi)
  run.execute(frame.common.instructions, 0, Number.POSITIVE_INFINITY)
  run.keepInitial()
  run.execute(frame.instructions, frame.instructionsOffset, target)
  return state
}

class InstructionRun {
  #location: number
  #initial: ReadonlyMap<number, RegisterRule> = new Map()
  readonly #remembered: { frameAddress: FrameAddressRule | undefined; rules: Map<number, RegisterRule> }[] = []

  constructor(
    private readonly frame: FrameEntry,
    private readonly state: State,
    private readonly base: bigint,
    private readonly abi: Abi,
  ) {
    this.#location = frame.start
  }

  keepInitial(): void {
    this.#initial = new Map(this.state.rules)
  }

  /** Runs until the location would pass the target. */
  execute(bytes: Uint8Array, offset: number, target: number): void {
    const { codeAlign, dataAlign } = this.frame.common
    const cursor = new ByteCursor(bytes, this.abi.endian)
    while (!cursor.atEnd) {
      const byte = cursor.u8()
      const low = byte & 0x3f
      switch (byte >> 6) {
        case packedOpcode.advanceLoc:
          if (!this.#advance(low * codeAlign, target)) return
          continue
        case packedOpcode.offset:
          this.#set(low, { kind: 'offset', offset: cursor.uleb() * dataAlign })
          continue
        case packedOpcode.restore:
          this.#restore(low)
          continue
      }
      const step = advanceOf(byte, cursor)
      if (step !== undefined) {
        if (!this.#advance(step * codeAlign, target)) return
      } else if (byte === opcode.setLoc) {
        const to = readEncodedPointer(cursor, this.frame.common.pointerEncoding, {
          base: this.base,
          bits: this.abi.bits,
          sectionOffset: offset,
        })
        if (to === undefined || to > target) return
        this.#location = to
      } else this.#apply(byte, cursor, dataAlign)
    }
  }

  #advance(by: number, target: number): boolean {
    if (this.#location + by > target) return false
    this.#location += by
    return true
  }

  #set(register: number, rule: RegisterRule): void {
    this.state.rules.set(register, rule)
  }

  #restore(register: number): void {
    const rule = this.#initial.get(register)
    if (rule) this.state.rules.set(register, rule)
    else this.state.rules.delete(register)
  }

  #apply(byte: number, cursor: ByteCursor, dataAlign: number): void {
    const { state } = this
    switch (byte) {
      case opcode.nop:
        return
      case opcode.offsetExtended:
        this.#set(cursor.uleb(), { kind: 'offset', offset: cursor.uleb() * dataAlign })
        return
      case opcode.offsetExtendedSf:
        this.#set(cursor.uleb(), { kind: 'offset', offset: cursor.sleb() * dataAlign })
        return
      case opcode.gnuNegativeOffsetExtended:
        this.#set(cursor.uleb(), { kind: 'offset', offset: -cursor.uleb() * dataAlign })
        return
      case opcode.restoreExtended:
        this.#restore(cursor.uleb())
        return
      case opcode.undefined:
        this.#set(cursor.uleb(), { kind: 'undefined' })
        return
      case opcode.sameValue:
        this.#set(cursor.uleb(), { kind: 'same' })
        return
      case opcode.register:
        this.#set(cursor.uleb(), { kind: 'register', register: cursor.uleb() })
        return
      case opcode.valOffset:
        this.#set(cursor.uleb(), { kind: 'value-offset', offset: cursor.uleb() * dataAlign })
        return
      case opcode.valOffsetSf:
        this.#set(cursor.uleb(), { kind: 'value-offset', offset: cursor.sleb() * dataAlign })
        return
      case opcode.expression:
        this.#set(cursor.uleb(), { kind: 'expression', expression: cursor.slice(cursor.uleb()) })
        return
      case opcode.valExpression:
        this.#set(cursor.uleb(), { kind: 'value-expression', expression: cursor.slice(cursor.uleb()) })
        return
      case opcode.rememberState:
        if (this.#remembered.length >= MAX_REMEMBERED) throw badInstruction('at most 64 remembered states', 'more')
        this.#remembered.push({ frameAddress: state.frameAddress, rules: new Map(state.rules) })
        return
      case opcode.restoreState: {
        const saved = this.#remembered.pop()
        if (!saved) throw badInstruction('DW_CFA_remember_state before DW_CFA_restore_state', 'none')
        state.frameAddress = saved.frameAddress
        state.rules = saved.rules
        return
      }
      case opcode.windowSaveOrNegateRaState:
      case opcode.aarch64NegateRaStateWithPc:
        if (this.abi.name.startsWith('sparc')) state.windowSaved = true
        else state.signedReturn = !state.signedReturn
        return
      case opcode.gnuArgsSize:
        cursor.uleb()
        return
      default:
        this.#applyFrameAddress(byte, cursor, dataAlign)
        return
    }
  }

  #applyFrameAddress(byte: number, cursor: ByteCursor, dataAlign: number): void {
    const { state } = this
    switch (byte) {
      case opcode.defCfa:
        state.frameAddress = { register: cursor.uleb(), offset: cursor.uleb() }
        return
      case opcode.defCfaSf:
        state.frameAddress = { register: cursor.uleb(), offset: cursor.sleb() * dataAlign }
        return
      case opcode.defCfaExpression:
        state.frameAddress = { expression: cursor.slice(cursor.uleb()) }
        return
      case opcode.defCfaRegister:
        // MIPS tables set the register first, without an offset.
        state.frameAddress = { register: cursor.uleb(), offset: state.frameAddress ? this.#registerAndOffset().offset : 0 }
        return
      case opcode.defCfaOffset:
        state.frameAddress = { register: this.#registerAndOffset().register, offset: cursor.uleb() }
        return
      case opcode.defCfaOffsetSf:
        state.frameAddress = { register: this.#registerAndOffset().register, offset: cursor.sleb() * dataAlign }
        return
      default:
        throw badInstruction('a defined call frame instruction', `0x${byte.toString(16)}`)
    }
  }

  #registerAndOffset(): { readonly register: number; readonly offset: number } {
    const rule = this.state.frameAddress
    if (!rule || 'expression' in rule) throw badInstruction('a frame address of register and offset', 'none')
    return rule
  }
}

function advanceOf(byte: number, cursor: ByteCursor): number | undefined {
  switch (byte) {
    case opcode.advanceLoc1:
      return cursor.u8()
    case opcode.advanceLoc2:
      return cursor.u16()
    case opcode.advanceLoc4:
      return cursor.u32()
    case opcode.mipsAdvanceLoc8:
      return cursor.offset64()
    default:
      return undefined
  }
}

const badInstruction = (expected: string, found: string): FormatError =>
  new FormatError({
    code: 'BAD_VALUE',
    path: 'call frame instructions',
    message: `call frame instructions: expected ${expected}, found ${found}`,
    expected,
    found,
  })
