/** VMCOREINFO as Linux kernels write it, of what readers look for. */
import type { Draw } from '../../draw.js'
import { PAGE } from './architectures.js'

export const RELEASE = '6.1.0-test'

/** @param base address of the kernel; its first table is at physical 0x1000 */
export function vmcoreinfo(draw: Draw, base: bigint): string {
  return [
    `OSRELEASE=${RELEASE}`,
    `PAGESIZE=${PAGE}`,
    `SYMBOL(swapper_pg_dir)=${(base + 0x1000n).toString(16)}`,
    `SYMBOL(_stext)=${(base + 0x2000n).toString(16)}`,
    'NUMBER(phys_base)=0',
    'KERNELOFFSET=0',
    `CRASHTIME=${1_600_000_000 + draw.nat(99_999_999)}`,
    '',
  ].join('\n')
}
