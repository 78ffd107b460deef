/** Which ABI a file is of: from class, byte order, e_machine and e_flags. */
import { type Abi, type AbiName, abi, findAbi } from '../../schema/base.js'
import { EF_MIPS_ABI2, elfClass, elfData, machine } from './constants.js'

/** What of an ELF header decides the ABI. */
export interface MachineFacts {
  readonly class: number
  readonly data: number
  readonly machine: number
  readonly flags: number
}

type Choice = AbiName | ((facts: MachineFacts) => AbiName | undefined)

const both =
  (little: AbiName, big: AbiName) =>
  ({ data }: MachineFacts): AbiName =>
    data === elfData.ELFDATA2MSB ? big : little

/** ABI of 32-bit and of 64-bit files of each machine. */
const choices: Readonly<Record<number, { 32?: Choice; 64?: Choice }>> = {
  [machine.EM_SPARC]: { 32: 'sparc' },
  [machine.EM_SPARC32PLUS]: { 32: 'sparc' },
  // Some writers of cores put the number of the 32-bit machine into a file of 64 bits.
  [machine.EM_386]: { 32: 'i386', 64: 'amd64' },
  [machine.EM_68K]: { 32: 'm68k' },
  [machine.EM_MIPS]: {
    32: (facts) => (facts.flags & EF_MIPS_ABI2 ? both('mips-n32el', 'mips-n32')(facts) : both('mips-o32el', 'mips-o32')(facts)),
    64: both('mips-n64el', 'mips-n64'),
  },
  [machine.EM_PARISC]: { 32: 'hppa' },
  [machine.EM_PPC]: { 32: both('powerpcle', 'powerpc') },
  [machine.EM_PPC64]: { 64: both('powerpc64le', 'powerpc64') },
  [machine.EM_S390]: { 32: 's390', 64: 's390x' },
  [machine.EM_CSKY_OLD]: { 32: 'csky' },
  [machine.EM_ARM]: { 32: both('arm', 'armeb') },
  [machine.EM_SH]: { 32: both('sh', 'sheb') },
  [machine.EM_SPARCV9]: { 64: 'sparc64' },
  [machine.EM_X86_64]: { 32: 'x32', 64: 'amd64' },
  [machine.EM_VAX]: { 32: 'vax' },
  [machine.EM_AARCH64]: { 64: both('aarch64', 'aarch64eb') },
  [machine.EM_RISCV]: { 32: 'riscv32', 64: 'riscv64' },
  [machine.EM_CSKY]: { 32: 'csky' },
  [machine.EM_LOONGARCH]: { 64: 'loongarch64' },
  [machine.EM_ALPHA]: { 64: 'alpha' },
}

/** Whether files of an ABI may have a number, but another is the one to write. */
const isAlias = (number: number, bits: 32 | 64): boolean =>
  number === machine.EM_SPARC32PLUS || number === machine.EM_CSKY_OLD || (number === machine.EM_386 && bits === 64)

/** ABIs made up for machines that are not known: enough for headers and notes. */
const unknown = new Map<string, Abi>()

/**
 * The ABI of a file. For a machine that is not known, or one with an unusual byte order, an ABI of that class and byte
 * order named after the machine's number, such as `machine-92`; its structures cannot be told, its headers can.
 */
export function selectAbi(facts: MachineFacts): Abi {
  const bits = facts.class === elfClass.ELFCLASS32 ? 32 : 64
  const endian = facts.data === elfData.ELFDATA2MSB ? 'big' : 'little'
  const choice = choices[facts.machine]?.[bits]
  const name = typeof choice === 'function' ? choice(facts) : choice
  const known = name && abi[name]
  if (known && known.endian === endian) return known
  const made = `machine-${facts.machine}${bits === 32 ? '-32' : ''}${endian === 'big' ? 'eb' : ''}`
  let found = unknown.get(made)
  if (!found) {
    const base = bits === 32 ? (endian === 'big' ? abi.powerpc : abi.arm) : endian === 'big' ? abi.powerpc64 : abi.aarch64
    found = { ...base, name: made }
    unknown.set(made, found)
  }
  return found
}

/** The ABI of a name: one that is known, or `machine-N` of a machine that is not; undefined for another name. */
export function findElfAbi(name: string): Abi | undefined {
  const made = /^machine-(\d+)(-32)?(eb)?$/.exec(name)
  if (!made) return findAbi(name)
  return selectAbi({
    class: made[2] === undefined ? elfClass.ELFCLASS64 : elfClass.ELFCLASS32,
    data: made[3] === undefined ? elfData.ELFDATA2LSB : elfData.ELFDATA2MSB,
    machine: Number(made[1]),
    flags: 0,
  })
}

/** What a file of an ABI has in its ELF header; undefined for an ABI that has no machine number. */
export function machineFacts(of: Abi): MachineFacts | undefined {
  const made = /^machine-(\d+)/.exec(of.name)
  const own = {
    class: of.bits === 32 ? elfClass.ELFCLASS32 : elfClass.ELFCLASS64,
    data: of.endian === 'big' ? elfData.ELFDATA2MSB : elfData.ELFDATA2LSB,
  }
  if (made) return { ...own, machine: Number(made[1]), flags: 0 }
  for (const [number, choice] of Object.entries(choices)) {
    if (isAlias(Number(number), of.bits)) continue
    const wanted = choice[of.bits]
    for (const flags of [0, EF_MIPS_ABI2]) {
      const facts = { ...own, machine: Number(number), flags }
      const name = typeof wanted === 'function' ? wanted(facts) : wanted
      if (name === of.name) return facts
    }
  }
  return undefined
}
