/** Register sets of NetBSD on MIPS. Source: NetBSD sys/arch/mips/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { names64, namesO32 } from '../../machines/mips/register-names.js'
import { indexedNames, numberedNames } from '../../register-names.js'

const long = c.uint64.hex
const word = c.uint32.hex

export const regMips = struct('reg', { r_regs: c.array(word, 38) }, { doc: 'r0 to r31, sr, lo, hi, badvaddr, cause, pc; of o32 kernels.' })

export const regMips64 = struct('reg', { r_regs: c.array(long, 38) }, { doc: 'Of kernels with 64-bit registers, for any process.' })

export const fpregMips = struct('fpreg', { r_regs: c.array(word, 33) }, { doc: 'f0 to f31, fsr.' })

export const fpregMips64 = struct('fpreg', { r_regs: c.array(long, 33) })

export const slot = (i: number): string => `r_regs[${i}]`

const special = 'sr lo hi bad cause pc'

/** Both sizes of the structure have the same slots. */
export const mipsNamesO32 = indexedNames(`${namesO32} ${special}`, slot)

export const mipsNames64 = indexedNames(`${names64} ${special}`, slot)

export const mipsFloatingNames = { ...numberedNames('f', 0, 31, slot), fsr: slot(32) }
