/**
 * The scalable vector registers of a thread of AArch64 by gdb's names: `z0`-`z31`, `p0`-`p15` and `ffr`, of as many bits as the
 * thread's vector length says, and that length in units of 64 bits. Source: the kernel's uapi asm/ptrace.h of arm64.
 */
import type { Infer } from '../../../../schema/base.js'
import type { Registers } from '../../process-info.js'
import { wideNumber } from '../../register-names.js'
import type { sve } from './arm64.js'

/** A payload of SVE, of which a cut note has a part. */
interface Vectors {
  readonly z?: readonly Uint8Array[]
  readonly p?: readonly Uint8Array[]
  readonly ffr?: Uint8Array
  readonly fpsr?: number
  readonly fpcr?: number
}

/** Little-endian in every file. */
const numberOf = (bytes: Uint8Array): bigint =>
  wideNumber(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.byteLength, true)

/**
 * @param length the name that gdb has for the vector length: `vg`, or `svg` of streaming mode
 * @returns of a thread that does not use SVE the length alone: its vectors are those of NT_FPREGSET
 */
export function sveRegisters({ vl, payload }: Partial<Infer<typeof sve>>, length: 'vg' | 'svg'): Registers {
  const registers: Record<string, bigint> = {}
  if (vl !== undefined) registers[length] = BigInt(vl >> 3)
  const [arm, value] = Object.entries(payload ?? {})[0] ?? []
  if (!arm?.startsWith('sve')) return registers
  const { z = [], p = [], ffr, fpsr, fpcr } = value as Vectors
  for (const [i, bytes] of z.entries()) registers[`z${i}`] = numberOf(bytes)
  for (const [i, bytes] of p.entries()) registers[`p${i}`] = numberOf(bytes)
  if (ffr) registers.ffr = numberOf(ffr)
  if (fpsr !== undefined) registers.fpsr = BigInt(fpsr)
  if (fpcr !== undefined) registers.fpcr = BigInt(fpcr)
  return registers
}
