/** The last resort: the next word of the stack that follows a call instruction. Source: the instruction sets of each machine. */
import { cleanReturnAddress } from './call-frame-step.js'
import type { FrameState, StackContext } from './frame-state.js'

/** Words of the stack that are looked at for one frame. */
const MAX_WORDS = 2048

/** Whether the code before an address ends with a call. */
function followsCall(address: bigint, context: StackContext): boolean {
  const { chain } = context.machine
  const test = chain === 'x86' ? followsX86Call : (callTests[chain] ?? undefined)
  return test?.(address, context) ?? false
}

function followsX86Call(address: bigint, { code }: StackContext): boolean {
  const bytes = code(address - 7n, 7)
  if (bytes.length < 7) return false
  if (bytes[2] === 0xe8) return true
  // call r/m: opcode ff with 2 in the middle bits of the next byte.
  return [2, 3, 4, 6, 7].some((back) => bytes[7 - back] === 0xff && (((bytes[8 - back] ?? 0) >> 3) & 7) === 2)
}

const wordTest =
  (isCall: (instruction: number) => boolean) =>
  (address: bigint, { code, abi }: StackContext): boolean => {
    const bytes = code(address - 4n, 4)
    if (bytes.length < 4) return false
    const little = abi.endian === 'little' || abi.name.startsWith('aarch64')
    return isCall(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, little))
  }

const callTests: Readonly<Record<string, (address: bigint, context: StackContext) => boolean>> = {
  aarch64: wordTest((i) => i >>> 26 === 0b100101 || (i & 0xfffffc1f) >>> 0 === 0xd63f0000 || (i & 0xfefff800) >>> 0 === 0xd63f0800),
  arm: wordTest(
    (i) => ((i & 0x0f000000) === 0x0b000000 && i >>> 28 !== 15) || (i & 0x0ffffff0) === 0x012fff30 || (i & 0xfe000000) >>> 0 === 0xfa000000,
  ),
  riscv: (address, context) => {
    if (context.abi.name === 'loongarch64')
      return wordTest((i) => i >>> 26 === 0b010101 || (i >>> 26 === 0b010011 && (i & 31) === 1))(address, context)
    const call = wordTest((i) => ((i & 0x7f) === 0x6f || (i & 0x7f) === 0x67) && ((i >>> 7) & 31) === 1)(address, context)
    if (call) return true
    const bytes = context.code(address - 2n, 2)
    const half = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8)
    return bytes.length === 2 && (half & 0xf07f) === 0x9002 && (half & 0x0f80) !== 0
  },
  'back-chain': wordTest((i) => (i & 1) === 1 && (i >>> 26 === 18 || i >>> 26 === 16 || i >>> 26 === 19)),
}

/** The next return address that the stack holds above the stack pointer. */
export function stackScanStep(frame: FrameState, context: StackContext): FrameState | undefined {
  const { machine, stack, abi, isCode } = context
  const sp = frame.registers[machine.sp]
  if (sp === undefined) return undefined
  const size = BigInt(abi.bits / 8)
  let at = sp - (sp % size)
  for (let i = 0; i < MAX_WORDS; i++, at += size) {
    const word = stack.word(at)
    if (word === undefined) return undefined
    const pc = cleanReturnAddress(word, context)
    if (pc === 0n || !isCode(pc) || !followsCall(pc, context)) continue
    const registers: (bigint | undefined)[] = []
    registers[machine.sp] = at + size
    // The frame pointer is pushed right below the return address, where there is one.
    if (machine.chain === 'x86') {
      const fp = stack.word(at - size)
      if (fp !== undefined && fp > at) registers[machine.fp] = fp
    }
    return { pc, registers, trust: 'scan', interrupted: false }
  }
  return undefined
}
