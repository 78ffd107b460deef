/** Calls of a kernel stack by frame pointers. Kernels of the BSDs and illumos have them; Linux on x86-64 does not. */

import type { Registers } from '../../../formats/core/process-info.js'
import { programCounterOf, stackPointerOf } from '../../../formats/core/register-names.js'
import type { Kvm } from '../kvm.js'
import { nearestSymbol } from '../symbols/nearest-symbol.js'

export interface KernelFrame {
  readonly pc: bigint
  readonly function?: string
  readonly functionOffset?: bigint
  readonly trust: 'context' | 'frame-pointer'
}

const framePointers: Readonly<Record<string, string>> = { amd64: 'rbp', i386: 'ebp', aarch64: 'x29' }
const MOST_FRAMES = 64
/** No kernel stack is larger. */
const LARGEST_STACK = 0x40000n

/** The frames from the registers on. The chain ends where a frame is not above the one before, or its return address is at no symbol. */
export function frameChain(kvm: Kvm, registers: Registers): KernelFrame[] {
  const pc = programCounterOf(registers)
  const sp = stackPointerOf(registers, kvm.abi)
  let fp = registers[framePointers[kvm.abi.name] ?? '']
  if (pc === undefined || !kvm.symbols || !kvm.translates) return []
  const frames: KernelFrame[] = [frameOf(kvm, pc, 'context')]
  const start = sp ?? fp ?? 0n
  const word = BigInt(kvm.abi.pointer)
  while (fp !== undefined && frames.length < MOST_FRAMES && fp >= start && fp - start < LARGEST_STACK) {
    if (kvm.read(fp, 2 * kvm.abi.pointer).byteLength < 2 * kvm.abi.pointer) break
    const next = kvm.readWord(fp)
    const found = frameOf(kvm, kvm.readWord(fp + word), 'frame-pointer')
    if (found.function === undefined) break
    frames.push(found)
    if (next <= fp) break
    fp = next
  }
  return frames
}

function frameOf(kvm: Kvm, pc: bigint, trust: KernelFrame['trust']): KernelFrame {
  // The address of a call is in front of the one to return to, which may be of the next function.
  const found = nearestSymbol(kvm.symbols, trust === 'context' ? pc : pc - 1n)
  if (!found) return { pc, trust }
  return { pc, trust, function: found.name, functionOffset: found.offset + (trust === 'context' ? 0n : 1n) }
}
