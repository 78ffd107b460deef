/** The caller of a frame by the chain of frames that a calling convention prescribes. Source: the processor supplements; see the table of chains. */
import { cleanReturnAddress } from './call-frame-step.js'
import type { FrameState, StackContext } from './frame-state.js'

/** A link of the chain: the caller's frame pointer, return address and stack pointer. */
interface Link {
  readonly fp: bigint | undefined
  readonly pc: bigint
  readonly sp: bigint | undefined
}

type Follow = (fp: bigint, context: StackContext, word: bigint) => Link | undefined

const link = (fp: bigint | undefined, pc: bigint | undefined, sp: bigint | undefined): Link | undefined =>
  pc === undefined ? undefined : { fp, pc, sp }

/** How each chain goes from a frame pointer. The first that leads to code is taken. */
const chains: Readonly<Record<string, readonly Follow[]>> = {
  x86: [(fp, { stack }, word) => link(stack.word(fp), stack.word(fp + word), fp + 2n * word)],
  m68k: [(fp, { stack }, word) => link(stack.word(fp), stack.word(fp + word), fp + 2n * word)],
  aarch64: [(fp, { stack }) => link(stack.word(fp), stack.word(fp + 8n), fp + 16n)],
  riscv: [(fp, { stack }, word) => link(stack.word(fp - 2n * word), stack.word(fp - word), fp)],
  arm: [
    (fp, { stack }) => link(stack.word(fp - 4n), stack.word(fp), fp + 4n),
    (fp, { stack }) => link(stack.word(fp), stack.word(fp + 4n), fp + 8n),
    (fp, { stack }) => link(stack.word(fp - 12n), stack.word(fp - 4n), stack.word(fp - 8n)),
  ],
  vax: [(fp, { stack }) => link(stack.word(fp + 12n), stack.word(fp + 16n), fp + 20n)],
}

/**
 * The caller by the chain of frame pointers.
 *
 * @returns `end` where the chain ends; undefined where the frame pointer leads nowhere
 */
export function framePointerStep(frame: FrameState, context: StackContext): FrameState | 'end' | undefined {
  const { machine } = context
  if (machine.chain === 'back-chain' || machine.chain === 's390') return backChainStep(frame, context)
  if (machine.chain === 'sparc') return windowStep(frame, context)
  const ways = chains[machine.chain]
  const fp = frame.registers[machine.fp]
  if (!ways || fp === undefined) return undefined
  if (fp === 0n) return 'end'
  const sp = frame.registers[machine.sp]
  const word = BigInt(context.abi.bits / 8)
  if (fp % word !== 0n || (sp !== undefined && fp < sp && !frame.stackChanged)) return undefined
  for (const follow of ways) {
    const found = follow(fp, context, word)
    const pc = found && cleanReturnAddress(found.pc, context)
    if (pc === undefined || !found) continue
    if (pc === 0n && found.fp === 0n) return 'end'
    if (!context.isCode(pc)) continue
    const registers: (bigint | undefined)[] = []
    registers[machine.fp] = found.fp
    registers[machine.sp] = found.sp
    return { pc, registers, trust: 'frame-pointer', interrupted: false }
  }
  return undefined
}

/** PowerPC and s390: every frame begins with the address of its caller's. */
function backChainStep({ registers, interrupted }: FrameState, context: StackContext): FrameState | 'end' | undefined {
  const { machine, stack, abi, isCode } = context
  const sp = registers[machine.sp]
  const caller = sp === undefined ? undefined : stack.word(sp)
  if (caller === undefined) return undefined
  if (caller === 0n) return 'end'
  const offset = machine.chain === 's390' ? (abi.bits === 64 ? 112n : 56n) : BigInt(abi.bits / 4)
  // The slot belongs to the caller's frame: of a function that has called nothing, the return address is in its register.
  const saved = stack.word(caller + offset)
  const own = interrupted && machine.link !== undefined ? registers[machine.link] : undefined
  const candidates = [saved, own].filter((each) => each !== undefined).map((each) => cleanReturnAddress(each, context))
  const pc = candidates.find((each) => each !== 0n && isCode(each))
  if (pc === undefined) return undefined
  const next: (bigint | undefined)[] = []
  next[machine.sp] = caller
  return { pc, registers: next, trust: 'frame-pointer', interrupted: false }
}

/** SPARC: the return address and the caller's stack pointer are in the window, which is saved at the stack pointer. */
function windowStep({ registers }: FrameState, context: StackContext): FrameState | 'end' | undefined {
  const { abi, stack, machine } = context
  const bias = abi.bits === 64 ? 2047n : 0n
  const size = BigInt(abi.bits / 8)
  const fp = registers[machine.fp]
  const i7 = registers[31]
  if (fp === undefined || i7 === undefined) return undefined
  if (fp === 0n || i7 === 0n) return 'end'
  const next: (bigint | undefined)[] = []
  for (let i = 0; i < 8; i++) next[8 + i] = registers[24 + i]
  for (let i = 0; i < 16; i++) next[16 + i] = stack.word(fp + bias + BigInt(i) * size)
  return { pc: i7 + machine.returnOffset, registers: next, trust: 'frame-pointer', interrupted: false }
}

/**
 * The caller of a function that was entered but has done nothing yet: the return address is where the call left it. Also of a jump to
 * an address where there is no code.
 */
export function entryStep(frame: FrameState, context: StackContext): FrameState | undefined {
  const { machine, stack, abi, isCode } = context
  const sp = frame.registers[machine.sp]
  const word = BigInt(abi.name === 'x32' ? 8 : abi.bits / 8)
  const returned = machine.link === undefined ? (sp === undefined ? undefined : stack.word(sp)) : frame.registers[machine.link]
  if (returned === undefined) return undefined
  const pc = cleanReturnAddress(returned, context) + machine.returnOffset
  if (pc === frame.pc || !isCode(pc)) return undefined
  const registers = [...frame.registers]
  if (machine.link === undefined && sp !== undefined) registers[machine.sp] = sp + word
  else if (machine.link !== undefined) registers[machine.link] = undefined
  return { pc, registers, trust: 'frame-pointer', interrupted: false }
}
