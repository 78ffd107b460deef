/** Machines of a.out cores by the id of their magic word, with the ABIs that they may be of. Source: NetBSD sys/sys/exec_aout.h. */
import type { AbiName } from '../../../../schema/base.js'
import { machineId } from '../../../kcore/midmag.js'

export const aoutMachines: Readonly<Record<number, readonly AbiName[]>> = {
  [machineId.I386]: ['i386'],
  [machineId.M68K]: ['m68k'],
  [machineId.M680002K]: ['m68k'],
  [machineId.SPARC]: ['sparc'],
  [machineId.PMAX]: ['mips-o32el'],
  [machineId.MIPS]: ['mips-o32'],
  [machineId.ALPHA]: ['alpha'],
  [machineId.ARM6]: ['arm', 'armeb'],
  [machineId.SH3]: ['sh', 'sheb'],
  [machineId.POWERPC]: ['powerpc'],
  [machineId.VAX]: ['vax'],
  [machineId.HPPA]: ['hppa'],
  [machineId.SPARC64]: ['sparc64'],
  [machineId.X86_64]: ['amd64'],
}
