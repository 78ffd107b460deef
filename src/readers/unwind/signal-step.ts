/** The frame that a signal interrupted, found behind the trampoline that its handler returns to. */
import { namedTrampolines, type SignalContext, signalTrampolines, TRAMPOLINE_LENGTH } from '../../formats/debug/signal-trampolines.js'
import type { Abi } from '../../schema/base.js'
import type { FrameState, StackContext } from './frame-state.js'

/** Recognizes the trampolines of one system on one machine. */
export class SignalTrampolines {
  readonly #byCode: readonly { readonly context: SignalContext; readonly code: Uint8Array }[]
  readonly #byName: readonly (SignalContext & { readonly name: RegExp })[]

  constructor(system: string, abi: Abi) {
    const applies = ({ systems, abis }: SignalContext): boolean => systems.includes(system) && abis.test(abi.name)
    this.#byCode = signalTrampolines.filter(applies).map((each) => ({ context: each, code: codeOf(each, abi) }))
    this.#byName = namedTrampolines.filter(applies)
  }

  /** What is known of the trampoline at the program counter; undefined where there is none. */
  find(pc: bigint, context: StackContext, functionName: () => string | undefined): SignalContext | undefined {
    if (this.#byCode.length > 0) {
      const bytes = context.code(pc, TRAMPOLINE_LENGTH)
      const found = this.#byCode.find(({ code }) => bytes.length >= code.length && code.every((byte, i) => bytes[i] === byte))
      if (found) return found.context
    }
    if (this.#byName.length === 0) return undefined
    const name = functionName()
    return name === undefined ? undefined : this.#byName.find((each) => each.name.test(name))
  }
}

function codeOf({ bytes, words }: { bytes?: readonly number[]; words?: readonly number[] }, abi: Abi): Uint8Array {
  if (bytes) return Uint8Array.from(bytes)
  const list = words ?? []
  const code = new Uint8Array(list.length * 4)
  const view = new DataView(code.buffer)
  // AArch64 and ARM store instructions in little-endian order whatever the order of data.
  const little = abi.endian === 'little' || abi.name.startsWith('aarch64')
  for (const [i, word] of list.entries()) view.setUint32(i * 4, word, little)
  return code
}

/** The interrupted frame; undefined where the stack does not have its registers. */
export function signalStep(frame: FrameState, signal: SignalContext, context: StackContext): FrameState | undefined {
  const block = blockAddress(frame, signal, context)
  if (block === undefined) return undefined
  const { stack, abi } = context
  const load = (offset: number): bigint | undefined => {
    const value = stack.number(block + BigInt(offset), signal.size)
    return value === undefined ? undefined : BigInt.asUintN(signal.size === 8 && abi.bits === 32 ? 32 : 64, value)
  }
  const pc = load(signal.pc)
  if (pc === undefined) return undefined
  const registers: (bigint | undefined)[] = []
  for (const [number, offset] of Object.entries(signal.registers)) registers[Number(number)] = load(offset)
  return { pc, registers, trust: 'cfi', interrupted: true, stackChanged: true }
}

function blockAddress({ registers }: FrameState, { block }: SignalContext, { machine, stack }: StackContext): bigint | undefined {
  const sp = registers[machine.sp]
  if (sp === undefined) return undefined
  const place = sp + BigInt(block.offset)
  if (block.from === 'sp') return place
  const pointer = stack.word(place)
  return pointer === undefined ? undefined : pointer + BigInt(block.add ?? 0)
}
