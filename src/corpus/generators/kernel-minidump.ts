/** Kernel minidumps of FreeBSD and DragonFly in every version and on every machine, as files and as they are on a dump device. */
import { kernelDumpHeaders } from '../../formats/kcore/freebsd/dump-header.js'
import { concatenate } from '../../io/bytes.js'
import { type MinidumpKind, minidumpKinds } from '../../readers/kcore/minidump-kinds.js'
import { type Abi, abi as abis, type Struct } from '../../schema/base.js'
import { zeroValue } from '../../schema/zero-value.js'
import type { Draw } from '../draw.js'
import type { FileVariant, FormatVariants } from '../file-variant.js'
import { type Architecture, architectures, PAGE } from './kernel/architectures.js'
import { bitmapOf, drawKernelMemory, padded, pagesOf } from './kernel/draw-memory.js'
import type { KernelMemory } from './kernel/kernel-memory.js'
import { words } from './kernel/words.js'

const DIRECT = 0xfffff80000000000n
/** A base that keeps DragonFly's table, of one entry per GiB of all addresses, at one page. */
const LOW = 0x40000000n

const kinds = Object.entries(minidumpKinds)
const variantsOf = (dragonfly: boolean): FileVariant[] =>
  kinds.filter(([, kind]) => (kind.dragonfly === true) === dragonfly).flatMap(([magic, kind]) => machineVariants(magic, kind))

export const generators: readonly FormatVariants[] = [
  { format: 'minidump/freebsd', variants: variantsOf(false) },
  { format: 'vmcore/dragonfly', variants: variantsOf(true) },
]

function machineVariants(magic: string, kind: MinidumpKind): FileVariant[] {
  return kind.abis.flatMap((abi) =>
    Object.entries(kind.versions).flatMap(([version, struct]): FileVariant[] => {
      const make = (draw: Draw) => minidump(draw, magic, kind, abi, Number(version), struct)
      const plain = { name: `${abi.name} version ${version}`, make }
      // Dump headers are big-endian on every machine; one machine shows all of their versions.
      if (abi.name !== 'amd64' || version !== Object.keys(kind.versions)[0]) return [plain]
      const headers = kind.dragonfly ? ['1'] : Object.keys(kernelDumpHeaders)
      return [
        plain,
        ...headers.map((header) => ({
          name: `${abi.name} on a device, header ${header}`,
          make: (draw: Draw) => onDevice(draw, make(draw), kind, Number(header)),
        })),
      ]
    }),
  )
}

function architectureOf(kind: MinidumpKind, abi: Abi): Architecture {
  const found = architectures.find((each) => each.abi === abi) ?? (architectures[0] as Architecture)
  return kind.dragonfly ? { ...found, base: LOW } : found
}

function minidump(draw: Draw, magic: string, kind: MinidumpKind, abi: Abi, version: number, struct: Struct<unknown>): Uint8Array {
  const of = architectureOf(kind, abi)
  const space = drawKernelMemory(draw, of)
  const isKnown = of.abi === abi
  const pages = pagesOf(space).filter(([address]) => address < 0x100000 || !draw.oneIn(4))
  const hasRanges = 'dumpavailsize' in struct.fields
  const all = pagesOf(space).map(([address]) => address)
  const numbers = pages.map(([address]) => (hasRanges ? all.indexOf(address) : address / PAGE))
  const bitmap = bitmapOf(numbers, PAGE)
  const ranges = hasRanges
    ? padded(concatenate([...space.segments.flatMap(({ start, size }) => [wide(start, abi), wide(start + size, abi)]), new Uint8Array(16)]))
    : new Uint8Array(0)
  const tables = isKnown ? tablesOf(space, kind, version) : new Uint8Array(PAGE)
  const ring = draw.bytes(draw.pick([16, 64, 200]))
  const header = struct.for(abi).encode({
    ...(zeroValue(struct, abi) as object),
    ...fitted(struct, abi, {
      magic,
      version,
      msgbufsize: ring.length,
      bitmapsize: bitmap.length,
      ptesize: tables.length,
      pmapsize: tables.length,
      dumpavailsize: ranges.length,
      kernbase: BigInt.asUintN(abi.bits, of.base),
      dmapbase: DIRECT,
      dmapend: DIRECT + 0x800000n,
      paemode: of.abi.name === 'i386' && of.entrySize === 8 ? 1 : 0,
      ...(abi.name === 'powerpc64' && { mmu_name: 'mmu_radix' }),
    }),
  })
  const parts = kind.dragonfly ? [padded(header), padded(ring), bitmap, tables] : [padded(header), padded(ring), ranges, bitmap, tables]
  return concatenate([...parts, ...pages.map(([, bytes]) => bytes)])
}

const wide = (value: number, abi: Abi): Uint8Array => {
  const bytes = words([8, value])
  return abi.endian === 'little' ? bytes : bytes.reverse()
}

/** The fields that the structure has, each as number or bigint as it is declared. */
function fitted(struct: Struct<unknown>, abi: Abi, given: Readonly<Record<string, string | number | bigint>>): Record<string, unknown> {
  const zero = zeroValue(struct, abi) as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(given)
      .filter(([name]) => name in zero)
      .map(([name, value]) => [name, typeof value === 'string' ? value : typeof zero[name] === 'bigint' ? BigInt(value) : Number(value)]),
  )
}

/** What the dump has of the page tables: entries of all pages, or of directories. */
function tablesOf(space: KernelMemory, kind: MinidumpKind, version: number): Uint8Array {
  const { of } = space
  if (kind.dragonfly) return space.bytesAt(of.tableAddress(space.entryAt(space.root)), PAGE)
  if (of.name === 'amd64' && version > 1) return directories(space)
  const table = new Uint8Array(PAGE)
  for (const { virtual, physical } of space.mapped)
    table.set(words([of.entrySize, of.leaf(physical, 12)]), Number((virtual - of.base) >> 12n) * of.entrySize)
  return table
}

/** Page directories of the kernel's two gigabytes. */
function directories(space: KernelMemory): Uint8Array {
  return concatenate(
    [0n, 1n].map((gigabyte) => {
      let table = space.root
      for (const shift of [39n, 30n]) {
        const entry = space.entryAt(table + Number(((space.of.base + (gigabyte << 30n)) >> shift) & 511n) * 8)
        if (entry === 0n) return new Uint8Array(PAGE)
        table = space.of.tableAddress(entry)
      }
      return space.bytesAt(table, PAGE)
    }),
  )
}

/** The dump between two headers with a parity word last. */
function onDevice(draw: Draw, dump: Uint8Array, kind: MinidumpKind, version: number): Uint8Array {
  const struct = kernelDumpHeaders[version as keyof typeof kernelDumpHeaders] as Struct<unknown>
  const of = abis.powerpc64
  const whole = padded(dump, 512)
  const header = struct.for(of).encode({
    ...(zeroValue(struct, of) as object),
    ...fitted(struct, of, {
      magic: kind.dragonfly ? 'DragonFly Kern Dump' : 'FreeBSD Kernel Dump',
      architecture: kind.machine,
      version,
      architectureversion: 2,
      dumplength: whole.length,
      dumpextent: whole.length,
      blocksize: 512,
      dumptime: draw.nat(0x7fffffff),
      hostname: draw.text(20),
      versionstring: draw.text(60),
      panicstring: draw.text(60),
    }),
  })
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  let parity = 0
  for (let at = 0; at < 508; at += 4) parity ^= view.getUint32(at)
  view.setUint32(508, parity)
  const before = draw.oneIn(2) ? new Uint8Array(0) : new Uint8Array(65536)
  return concatenate([before, header, whole, header])
}
