/** The resume flag of x86, which the CPU sets in the flags of a fault: most cores have it, and set_regs of DragonFly refuses it. */
import type { Diagnostic } from '../../errors.js'

const RESUME_FLAG = 0x10000n

/** The registers of a thread with RF cleared, which is reported. */
export function withoutResumeFlag(
  registers: Readonly<Record<string, bigint>>,
  thread: number,
  lost: Diagnostic[],
): Readonly<Record<string, bigint>> {
  const name = 'r_rflags' in registers ? 'r_rflags' : 'r_eflags'
  const flags = registers[name] ?? 0n
  if ((flags & RESUME_FLAG) === 0n) return registers
  const path = `threads[${thread}].registers.eflags`
  lost.push({ code: 'LOST', path, message: `${path}: the resume flag (RF, 0x10000) is cleared, because a restore refuses it` })
  return { ...registers, [name]: flags & ~RESUME_FLAG }
}
