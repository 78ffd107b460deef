/** kcore files of NetBSD and OpenBSD: with page tables where these are known well, and headers of all other machines. */
import * as cpu from '../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { headerSizes, kcoreDeviceHeader, kcoreFileHeader } from '../../formats/kcore/netbsd/header-bytes.js'
import { physRamSeg } from '../../formats/kcore/netbsd/headers.js'
import { concatenate, roundUp } from '../../io/bytes.js'
import { type Abi, type AbiName, abi as abis, type Struct } from '../../schema/base.js'
import { zeroValue } from '../../schema/zero-value.js'
import { machineId, openbsdMachineId } from '../../systems/machines/machine-ids.js'
import type { Draw } from '../draw.js'
import type { FileVariant, FormatVariants } from '../file-variant.js'
import { type Architecture, architectures } from './kernel/architectures.js'
import { drawKernelMemory, padded } from './kernel/draw-memory.js'

/** CPU data whose page tables are not made: a header, and one range of memory. */
interface Plain {
  readonly name: string
  readonly abi: AbiName
  readonly machine: number
  readonly unit: 4 | 8 | 16
  readonly struct?: Struct<unknown>
  /** Fields of the header; `size` is that of the header, `memory` that of the range of memory. */
  readonly fields?: (size: number, memory: number) => Readonly<Record<string, unknown>>
  /** Whether a list of ranges follows the header: with the number of ranges in it, or ended by a range of size 0. */
  readonly ranges?: 'counted' | 'ended'
}

const MIPS_TABLE = { sysmapsize: 1, pg_shift: 6, pg_frame: 0x03ffffc0, pg_v: 2 }

/** The forms of m68k have the ranges of memory within the header. */
function m68kFields(name: string, memory: number): Record<string, unknown> {
  const fields = { name, page_size: 8192 }
  const un = (zeroValue(cpu.m68k, abis.m68k, fields) as { un: Record<string, { ram_segs?: unknown[] }> }).un
  for (const arm of Object.values(un)) arm.ram_segs?.splice(0, 1, { start: 0x1000n, size: BigInt(memory) })
  return { ...fields, un }
}

const plain: readonly Plain[] = [
  {
    name: 'alpha',
    abi: 'alpha',
    machine: machineId.ALPHA,
    unit: 8,
    struct: cpu.alpha,
    fields: () => ({ page_size: 8192n, nmemsegs: 1n }),
    ranges: 'counted',
  },
  {
    name: 'arm',
    abi: 'arm',
    machine: machineId.ARM6,
    unit: 8,
    struct: cpu.arm,
    fields: (size) => ({ version: 1, nmemsegs: 1, omemsegs: roundUp(size, 8) }),
    ranges: 'counted',
  },
  {
    name: 'armeb',
    abi: 'armeb',
    machine: machineId.ARM6,
    unit: 8,
    struct: cpu.arm,
    fields: (size) => ({ version: 1, nmemsegs: 1, omemsegs: roundUp(size, 8) }),
    ranges: 'counted',
  },
  {
    name: 'pmax',
    abi: 'mips-o32el',
    machine: machineId.PMAX,
    unit: 8,
    struct: cpu.mips,
    fields: () => ({ ...MIPS_TABLE, nmemsegs: 1 }),
    ranges: 'counted',
  },
  {
    name: 'mips',
    abi: 'mips-o32',
    machine: machineId.MIPS,
    unit: 8,
    struct: cpu.mipsOld,
    fields: () => ({ ...MIPS_TABLE, nmemsegs: 1 }),
    ranges: 'counted',
  },
  {
    name: 'mips64',
    abi: 'mips-n64',
    machine: machineId.MIPS,
    unit: 8,
    struct: cpu.mips,
    fields: () => ({ ...MIPS_TABLE, nmemsegs: 1 }),
    ranges: 'counted',
  },
  {
    name: 'aarch64 before 2018',
    abi: 'aarch64',
    machine: machineId.AARCH64,
    unit: 16,
    struct: cpu.aarch64Old,
    fields: () => ({ kh_tcr1: (2n << 30n) | (16n << 16n), kh_ttbr1: 0x1000n }),
    ranges: 'ended',
  },
  { name: 'powerpc', abi: 'powerpc', machine: machineId.POWERPC, unit: 16, struct: cpu.powerpc, ranges: 'ended' },
  { name: 'powerpc64', abi: 'powerpc64', machine: machineId.POWERPC64, unit: 16, struct: cpu.powerpc, ranges: 'ended' },
  { name: 'or1k', abi: 'powerpc', machine: machineId.OR1K, unit: 16, struct: cpu.or1k, ranges: 'ended' },
  { name: 'hppa', abi: 'hppa', machine: machineId.HPPA, unit: 8, struct: cpu.hppa },
  { name: 'vax', abi: 'vax', machine: machineId.VAX, unit: 4 },
  { name: 'sh3', abi: 'sh', machine: machineId.SH3, unit: 4 },
  ...['hp300', 'sun2', 'sun3', 'sun3x'].map(
    (name): Plain => ({
      name: `m68k ${name}`,
      abi: 'm68k',
      machine: name === 'hp300' ? machineId.M68K : machineId.M680002K,
      unit: 4,
      struct: cpu.m68k,
      fields: (_size, memory) => m68kFields(name, memory),
    }),
  ),
  {
    name: 'sparc',
    abi: 'sparc',
    machine: machineId.SPARC,
    unit: 8,
    struct: cpu.sparc,
    fields: (size) => ({ cputype: 2, nmemseg: 1, memsegoffset: BigInt(size) }),
    ranges: 'counted',
  },
  {
    name: 'sparc64',
    abi: 'sparc64',
    machine: machineId.SPARC64,
    unit: 16,
    struct: cpu.sparc64,
    fields: (size) => ({ cputype: 3, nmemseg: 1, memsegoffset: BigInt(size), newmagic: 0x3afec01en }),
    ranges: 'counted',
  },
  {
    name: 'sparc64 before 2008',
    abi: 'sparc64',
    machine: machineId.SPARC64,
    unit: 16,
    struct: cpu.sparc64Old,
    fields: (size) => ({ cputype: 3, nmemseg: 1, memsegoffset: BigInt(size) }),
    ranges: 'counted',
  },
]

const withTables = (of: Architecture): FileVariant[] => [
  { name: of.name, make: (draw) => drawKernelMemory(draw, of).file() },
  { name: `${of.name}, device`, make: (draw) => drawKernelMemory(draw, of).device() },
]

/** Ids of machines that only OpenBSD uses. */
const openbsdIds: Readonly<Record<string, number>> = { aarch64: openbsdMachineId.ARM64, riscv64: openbsdMachineId.RISCV64 }

export const generators: readonly FormatVariants[] = [
  { format: 'kcore/netbsd', variants: [...architectures.flatMap(withTables), ...headersOnly()] },
  {
    format: 'kcore/openbsd',
    variants: architectures.flatMap((of) => {
      const machine = openbsdIds[of.abi.name]
      return machine === undefined ? [] : withTables({ ...of, machine })
    }),
  },
]

function headersOnly(): FileVariant[] {
  return plain.flatMap((each) => [
    { name: each.name, make: (draw: Draw) => plainFile(draw, each, true) },
    { name: `${each.name}, device`, make: (draw: Draw) => plainFile(draw, each, false) },
  ])
}

function plainFile(draw: Draw, { abi: name, machine, unit, struct, fields, ranges }: Plain, isFile: boolean): Uint8Array {
  const abi = abis[name]
  const memory = draw.bytes(4096 * (1 + draw.nat(1)))
  const header = struct ? padded(encodeHeader(struct, abi, fields?.(struct.for(abi).size, memory.length) ?? {}), 8) : new Uint8Array(4)
  const list = ranges ? [physRamSeg.for(abi).encode({ start: 0x1000n, size: BigInt(memory.length) })] : []
  const end = ranges === 'ended' ? [new Uint8Array(16)] : []
  const data = concatenate([header, ...list, ...end])
  const head = isFile
    ? kcoreFileHeader({ abi, machine, unit, ...headerSizes(unit), cpu: data, memorySize: memory.length })
    : kcoreDeviceHeader(abi, machine, unit, data)
  return concatenate([head, memory])
}

function encodeHeader(struct: Struct<unknown>, abi: Abi, fields: Readonly<Record<string, unknown>>): Uint8Array {
  return struct.for(abi).encode({ ...(zeroValue(struct, abi, fields) as object), ...fields })
}
