/**
 * What a C compiler needs to know of a machine to lay out a structure.
 *
 * Sources: the System V ABI supplements and the layouts in `spec/layouts`, which were compiled for these ABIs.
 */

/** Sizes are in bytes. */
export interface Abi {
  readonly name: string
  /** Word size of the ABI's pointers: also its ELF class. */
  readonly bits: 32 | 64
  readonly endian: 'little' | 'big'
  readonly pointer: 4 | 8
  readonly long: 4 | 8
  /** `register_t`: 8 also for x32 and mips n32, whose registers are wider than their pointers. */
  readonly register: 4 | 8
  /** Alignment of 64-bit integers inside a structure: 4 on i386, 2 on m68k. */
  readonly align64: 2 | 4 | 8
  /** Largest alignment that any basic type gets: 2 on m68k. */
  readonly maxAlign: 2 | 4 | 16
  /** Every structure is aligned to at least this; 4 on the old ARM ABI, 1 elsewhere. */
  readonly structAlign: 1 | 4
}

const lp64 = (name: string, endian: 'little' | 'big'): Abi => ({
  name,
  bits: 64,
  endian,
  pointer: 8,
  long: 8,
  register: 8,
  align64: 8,
  maxAlign: 16,
  structAlign: 1,
})

const ilp32 = (name: string, endian: 'little' | 'big', rest: Partial<Abi> = {}): Abi => ({
  name,
  bits: 32,
  endian,
  pointer: 4,
  long: 4,
  register: 4,
  align64: 8,
  maxAlign: 16,
  structAlign: 1,
  ...rest,
})

/** The ABIs by the names that reports and documents use. */
export const abi = {
  amd64: lp64('amd64', 'little'),
  i386: ilp32('i386', 'little', { align64: 4 }),
  x32: ilp32('x32', 'little', { register: 8 }),
  aarch64: lp64('aarch64', 'little'),
  aarch64eb: lp64('aarch64eb', 'big'),
  arm: ilp32('arm', 'little'),
  armeb: ilp32('armeb', 'big'),
  /** The ARM ABI before EABI: 64-bit integers aligned to 4, every structure to 4. */
  'arm-oabi': ilp32('arm-oabi', 'little', { align64: 4, structAlign: 4 }),
  'arm-oabi-eb': ilp32('arm-oabi-eb', 'big', { align64: 4, structAlign: 4 }),
  riscv64: lp64('riscv64', 'little'),
  riscv32: ilp32('riscv32', 'little'),
  powerpc: ilp32('powerpc', 'big'),
  powerpcle: ilp32('powerpcle', 'little'),
  powerpc64: lp64('powerpc64', 'big'),
  powerpc64le: lp64('powerpc64le', 'little'),
  s390: ilp32('s390', 'big'),
  s390x: lp64('s390x', 'big'),
  'mips-o32': ilp32('mips-o32', 'big'),
  'mips-o32el': ilp32('mips-o32el', 'little'),
  'mips-n32': ilp32('mips-n32', 'big', { register: 8 }),
  'mips-n32el': ilp32('mips-n32el', 'little', { register: 8 }),
  'mips-n64': lp64('mips-n64', 'big'),
  'mips-n64el': lp64('mips-n64el', 'little'),
  sparc: ilp32('sparc', 'big'),
  sparc64: lp64('sparc64', 'big'),
  alpha: lp64('alpha', 'little'),
  m68k: ilp32('m68k', 'big', { align64: 2, maxAlign: 2 }),
  loongarch64: lp64('loongarch64', 'little'),
  hppa: ilp32('hppa', 'big'),
  sh: ilp32('sh', 'little', { align64: 4 }),
  sheb: ilp32('sheb', 'big', { align64: 4 }),
  csky: ilp32('csky', 'little', { align64: 4, maxAlign: 4 }),
  vax: ilp32('vax', 'little', { align64: 4 }),
} as const satisfies Record<string, Abi>

/** Name of an ABI in reports and documents. */
export type AbiName = keyof typeof abi

/** Other names that people and other tools use for the same ABI. */
const aliases: Readonly<Record<string, AbiName>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  arm64: 'aarch64',
  ppc: 'powerpc',
  ppc64: 'powerpc64',
  ppc64le: 'powerpc64le',
  sh3: 'sh',
  sparc32: 'sparc',
  sparcv9: 'sparc64',
  i486: 'i386',
}

/** Finds an ABI by its name or an alias; undefined for an unknown name. */
export function findAbi(name: string): Abi | undefined {
  if (Object.hasOwn(abi, name)) return abi[name as AbiName]
  const known = aliases[name]
  return known && abi[known]
}

/** Alignment of an integer of `size` bytes inside a structure. */
export function integerAlign(of: Abi, size: number): number {
  return Math.min(size === 8 ? of.align64 : size, of.maxAlign)
}
