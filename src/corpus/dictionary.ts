/** A dictionary for AFL++ and libFuzzer: magic numbers, owners and names of notes, names of records and constants. */
import { systems as coreSystems } from '../formats/core/registry.js'
import { noteOwner } from '../formats/elf/note-owners.js'
import { systems as traceSystems } from '../formats/ktrace/registry.js'
import { structures } from '../formats/structures.js'
import { abi as abis } from '../schema/abi.js'
import type { Node, StructPlan } from '../schema/node.js'

const encoder = new TextEncoder()

/** Magic numbers that stand in readers rather than in declarations. */
const MAGICS: readonly (readonly [string, Uint8Array])[] = [
  ['elf', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46)],
  ['minidump_windows', encoder.encode('MDMP')],
  ['kdump', encoder.encode('KDUMP   ')],
  ['diskdump', encoder.encode('DISKDUMP')],
  ['makedumpfile', encoder.encode('makedumpfile\0')],
  ['minidump_freebsd', encoder.encode('minidump FreeBSD/amd64\0')],
  ['minidump_dragonfly', encoder.encode('minidump DFlyBSD/x86-64\0')],
  ['dump_header_freebsd', encoder.encode('FreeBSD Kernel Dump\0')],
  ['illumos_le', Uint8Array.of(0xed, 0xc8, 0xfe, 0xde)],
  ['illumos_be', Uint8Array.of(0xde, 0xfe, 0xc8, 0xed)],
  ['kcore', Uint8Array.of(0x8f, 0xca)],
  ['kcore_segment', Uint8Array.of(0x8f, 0xac)],
  ['aout_core', Uint8Array.of(0x01, 0x47)],
  ['aout_segment', Uint8Array.of(0x01, 0x48)],
  ['rtld', encoder.encode('RTLD')],
  ['gzip', Uint8Array.of(0x1f, 0x8b, 0x08)],
  ['zstd', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd)],
]

/** The text of the dictionary; entries in a fixed order, each value once. */
export function dictionary(): string {
  const entries = new Map<string, string>()
  const add = (name: string, bytes: Uint8Array): void => {
    if (bytes.length === 0 || bytes.length > 64) return
    const value = quoted(bytes)
    if (!entries.has(value)) entries.set(value, name.replace(/[^A-Za-z0-9_]/g, '_'))
  }
  for (const [name, bytes] of MAGICS) add(`magic_${name}`, bytes)
  for (const owner of [...Object.values(noteOwner), 'NetBSD-CORE@1', 'OpenBSD@1']) add(`owner_${owner}`, encoder.encode(`${owner}\0`))
  for (const system of coreSystems)
    for (const [name, { type }] of Object.entries(system.notes.declarations)) if (typeof type === 'number') add(name, word(type))
  for (const { dialects } of traceSystems)
    for (const { records } of dialects)
      for (const [name, { type, payload }] of Object.entries(records)) {
        if (type >= 0) add(name, word(type, 2))
        for (const each of payload.names ?? []) add(`name_${each}`, encoder.encode(`${each}\0`))
      }
  for (const { struct, abis: names } of structures) {
    const [first] = names
    if (first) addConstants(struct.planFor(abis[first]), add)
  }
  const unique = new Map<string, number>()
  const lines = [...entries].map(([value, name]) => {
    const times = unique.get(name) ?? 0
    unique.set(name, times + 1)
    return `${name}${times === 0 ? '' : `_${times + 1}`}=${value}`
  })
  return `# exhume: magic numbers, owners and types of notes, types of records, and named constants\n${lines.join('\n')}\n`
}

/** Named values of enumerations and flags. */
function addConstants(plan: StructPlan, add: (name: string, bytes: Uint8Array) => void): void {
  for (const { node } of plan.fields) addConstantsOf(node, plan, add)
}

function addConstantsOf(node: Node, plan: StructPlan, add: (name: string, bytes: Uint8Array) => void): void {
  if (node.kind === 'integer') {
    for (const [value, name] of node.names ?? [])
      if (BigInt(value) !== 0n) add(name, wordOf(BigInt(value), node.size, plan.abi.endian === 'little'))
  } else if (node.kind === 'array' || node.kind === 'list') addConstantsOf(node.element, plan, add)
  else if (node.kind === 'when') addConstantsOf(node.inner, plan, add)
  else if (node.kind === 'struct') addConstants(node.plan, add)
  else if (node.kind === 'union') for (const arm of node.arms.values()) addConstantsOf(arm, plan, add)
}

const word = (value: number, size = 4): Uint8Array => wordOf(BigInt(value), size, true)

function wordOf(value: bigint, size: number, little: boolean): Uint8Array {
  const bytes = new Uint8Array(size)
  for (let i = 0; i < size; i++) bytes[little ? i : size - 1 - i] = Number((value >> BigInt(8 * i)) & 0xffn)
  return bytes
}

/** Bytes in the syntax that AFL and libFuzzer share. */
function quoted(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) {
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c
    text += isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return `"${text}"`
}
