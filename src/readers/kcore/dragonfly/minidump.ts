/** Opens DragonFly's minidumps: version 1 is FreeBSD's of amd64, version 2 has its own tables. Source: DragonFly's lib/libkvm. */

import { Diagnostics } from '../../../errors.js'
import type { ByteSource } from '../../../io/source.js'
import { dragonflyCpus } from '../cpus/saved-context.js'
import { wordsOf } from '../flat-page-table.js'
import { dumpOnDevice } from '../freebsd/dump-device.js'
import { openMinidump, sectionsOf } from '../freebsd/minidump.js'
import { type MinidumpFields, readMinidumpHead } from '../freebsd/minidump-header.js'
import type { DumpOptions, KernelDump } from '../kernel-dump.js'
import type { PhysicalMemory } from '../physical-memory.js'
import { chainTranslations, defaultWalkLimits, linearMapping, type Mapping, type Translation } from '../translation.js'

const VALID = 1n
const LARGE = 0x80n
const FRAME = 0x000ffffffffff000n

export function openDragonfly(source: ByteSource, options: DumpOptions): KernelDump {
  const dump: KernelDump = { ...openMinidump(source, options), cpus: dragonflyCpus }
  // Damage of the device's headers was reported by then.
  const device = dumpOnDevice(source, new Diagnostics())
  if (device?.text) return dump
  const head = readMinidumpHead(source, device?.offset ?? 0)
  if (!head.kind.dragonfly) return dump
  const { tables } = sectionsOf(head, source.size)
  const translation = dragonflyTables(head.fields, dump.memory, tables.length, (offset, length) =>
    source.read(tables.offset + offset, Math.max(0, Math.min(length, tables.length - offset))),
  )
  const { untranslatedReason: _, ...rest } = dump
  return { ...rest, translation }
}

/** One entry per GiB of all addresses; what they point to is among the dumped pages. */
function dragonflyTables(
  { dmapbase = 0n, dmapend = 0n }: MinidumpFields,
  memory: PhysicalMemory,
  tableSize: number,
  table: (offset: number, length: number) => Uint8Array,
): Translation {
  const word = wordsOf((offset, length) => (offset < 0 ? new Uint8Array(0) : table(offset, length)), 8, true)
  const entry = (at: number, index: number): bigint => wordsOf((offset, length) => memory.read(at + offset, length), 8, true)(index)

  function translate(address: bigint): Mapping | undefined {
    const inPage = (value: bigint, size: number): Mapping => {
      const within = Number(address & BigInt(size - 1))
      return { physical: Number(value & FRAME & ~BigInt(size - 1)) + within, length: size - within }
    }
    const directory = word(Number((address >> 30n) & 0x3ffffn))
    if ((directory & VALID) === 0n) return undefined
    if ((directory & LARGE) !== 0n) return inPage(directory, 0x40000000)
    const pages = entry(Number(directory & FRAME), Number((address >> 21n) & 511n))
    if ((pages & VALID) === 0n) return undefined
    if ((pages & LARGE) !== 0n) return inPage(pages, 0x200000)
    const page = entry(Number(pages & FRAME), Number((address >> 12n) & 511n))
    return (page & VALID) === 0n ? undefined : inPage(page, 4096)
  }

  const tables: Translation = {
    pageShift: 12,
    translate,
    *mapped(limits = defaultWalkLimits) {
      let left = limits.tables * 64
      for (let index = 0; index < Math.min(0x40000, Math.ceil(tableSize / 8)); index++) {
        const directory = word(index)
        if ((directory & VALID) === 0n) continue
        const base = BigInt.asUintN(64, BigInt.asIntN(48, BigInt(index) << 30n))
        for (let at = 0n; at < 0x40000000n; ) {
          if (left-- <= 0) return true
          const found = translate(base + at)
          if (found) yield { virtual: base + at, physical: found.physical, length: found.length }
          if (found) at += BigInt(found.length)
          // Without a table of pages, none of its 2 MiB is mapped.
          else if ((entry(Number(directory & FRAME), Number(at >> 21n)) & VALID) === 0n) at = ((at >> 21n) + 1n) << 21n
          else at += 4096n
        }
      }
      return false
    },
  }
  return chainTranslations(tables, linearMapping(dmapbase, dmapend > dmapbase ? Number(dmapend - dmapbase) : 0, 0))
}
