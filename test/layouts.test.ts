/** Every declared structure has the sizes, alignments and offsets that were verified, on every ABI that they were verified for. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { DeclaredStructure } from '../src/formats/declared-structure.js'
import { structureLists } from '../src/formats/structures.js'
import { type AbiName, abi } from '../src/schema/abi.js'
import { type FlatField, flatten } from '../src/schema/describe.js'

interface SpecField {
  name: string
  offset: number
  size: number
}

interface SpecEntry {
  struct: string
  variant: string
  abi: string
  abis?: string[]
  size: number
  align: number
  align_exceptions?: Record<string, number>
  fields: SpecField[]
}

/** Names of ABIs in the verified layouts, for those that are called otherwise here. */
const otherNames: Readonly<Record<string, readonly AbiName[]>> = {
  x86_64: ['amd64'],
  ppc: ['powerpc'],
  ppc64: ['powerpc64'],
  ppc64le: ['powerpc64le'],
  sparc32: ['sparc'],
  sparcv9: ['sparc64'],
  arm64: ['aarch64'],
  sh3: ['sh', 'sheb'],
  sh: ['sh', 'sheb'],
  mips: ['mips-o32', 'mips-o32el'],
  mips64: ['mips-n32', 'mips-n32el', 'mips-n64', 'mips-n64el'],
  'mips-o32': ['mips-o32', 'mips-o32el'],
  'mips-n32': ['mips-n32', 'mips-n32el'],
  'mips-n64': ['mips-n64', 'mips-n64el'],
  'aarch64-compat': ['arm', 'armeb'],
  'any-lp64': ['amd64', 'aarch64', 'riscv64', 'powerpc64', 'powerpc64le'],
  'any-ilp32': ['i386', 'arm', 'powerpc'],
  'any-ilp32-time64': ['arm', 'powerpc'],
  'any-except-i386': ['amd64', 'aarch64', 'riscv64', 'powerpc64', 'powerpc64le', 'arm', 'powerpc'],
  elf32: ['i386', 'x32', 'arm', 'powerpc', 'm68k', 'mips-n32', 'csky', 'sh', 'vax'],
  elf64: ['amd64', 'aarch64', 'powerpc64', 's390x', 'sparc64'],
  any32: ['i386', 'x32', 'arm', 'powerpc', 'm68k', 'sparc', 's390', 'hppa', 'sh', 'csky', 'mips-o32', 'mips-n32', 'riscv32'],
  any64: ['amd64', 'aarch64', 'powerpc64', 'powerpc64le', 's390x', 'sparc64', 'alpha', 'riscv64', 'loongarch64', 'mips-n64'],
}

function abisOf(entry: SpecEntry): readonly AbiName[] {
  const names = entry.abis ?? entry.abi.split(',')
  const bits = /^any-(lp64|ilp32)$/.exec(entry.abi)?.[1]
  return names
    .flatMap((name) => {
      const plain = name.replace(/ \(by hand\)$/, '')
      return otherNames[plain] ?? (Object.hasOwn(abi, plain) ? [plain as AbiName] : [])
    })
    .filter((name) => bits === undefined || abi[name].bits === (bits === 'lp64' ? 64 : 32))
}

const specs = new Map<string, SpecEntry[]>()

function specOf(system: string): SpecEntry[] {
  let entries = specs.get(system)
  if (!entries) {
    entries = JSON.parse(readFileSync(new URL(`../spec/layouts/${system}.json`, import.meta.url), 'utf8')) as SpecEntry[]
    specs.set(system, entries)
  }
  return entries
}

/** `any` is good for every ABI, but those that are named come before it. */
function entryFor(of: DeclaredStructure, name: AbiName): SpecEntry | undefined {
  const { verified } = of
  if (!verified) return undefined
  const entries = specOf(of.system).filter((entry) => entry.struct === verified.struct)
  const wanted = entries.filter((entry) => (verified.variant === undefined ? true : entry.variant === verified.variant))
  const plain = verified.variant === undefined ? wanted.filter((entry) => entry.variant === 'default' || entry.variant === '') : wanted
  const candidates = plain.length > 0 ? plain : wanted
  return candidates.find((entry) => abisOf(entry).includes(name)) ?? candidates.find((entry) => entry.abi === 'any')
}

/** Fields of the verified layouts that are no fields: padding, and members that stand at 0 because their place varies. */
const isField = (field: SpecField): boolean => !field.name.startsWith('(') && !/\[i\]/.test(field.name)

/** Where our alignment is not that of the entry, and why. */
const otherAlignment: Readonly<Record<string, string>> = {
  'linux kdump_sub_header i386': 'of the size of 80, which is that of an alignment of 4',
  'linux page_desc i386': 'its offsets are those of an alignment of 4, the size is the same either way',
  'linux siginfo_t x32': 'the whole is aligned by an attribute that does not matter in a note',
}

/** `dbg_regs` of two structures has as many elements as there is room for; the first are at the verified places. */
function compare(of: DeclaredStructure, name: AbiName, entry: SpecEntry): void {
  const layout = of.struct.for(abi[name])
  const fields = new Map<string, FlatField>(flatten(layout.plan).map((field) => [field.path, field]))
  const wrong: string[] = []
  for (const field of entry.fields.filter(isField)) {
    const path = of.verified?.fields && Object.hasOwn(of.verified.fields, field.name) ? of.verified.fields[field.name] : field.name
    if (path === null || path === undefined) continue
    // Behind the end of a form of this structure that is shorter.
    if (layout.fixed && entry.size === 0 && field.offset >= layout.size) continue
    const ours = fields.get(path)
    if (!ours) wrong.push(`${field.name} at ${field.offset}: not declared`)
    else if (ours.offset !== field.offset) wrong.push(`${path}: at ${ours.offset}, verified at ${field.offset}`)
    else if (field.size > 0 && ours.size > 0 && ours.size !== field.size) wrong.push(`${path}: ${ours.size} bytes, verified ${field.size}`)
  }
  expect(wrong).toEqual([])
  if (layout.fixed && entry.size > 0) expect(layout.size, 'size').toBe(entry.size)
  // No compiler gives a structure a size that is no multiple of its alignment: such entries are of notes, not of C structures.
  if (!layout.fixed || entry.size === 0 || entry.size % entry.align !== 0 || of.struct.options.packed) return
  if (otherAlignment[`${of.system} ${of.struct.name} ${name}`]) return
  const exception = Object.entries(entry.align_exceptions ?? {}).find(([machine]) => (otherNames[machine] ?? [machine]).includes(name))?.[1]
  // The entries that are for all of a class do not know of machines that align to less.
  expect(layout.align, 'alignment').toBe(exception ?? Math.min(entry.align, abi[name].maxAlign))
}

for (const [list, structures] of Object.entries(structureLists)) {
  describe(`structures of ${list}`, () => {
    for (const of of structures) {
      const { struct, verified, unverified, abis } = of
      const title = verified ? `${struct.name} = ${verified.struct} ${verified.variant ?? ''}` : struct.name
      if (!verified) {
        test(`${title}: not verified, ${unverified}`, () => {
          expect(unverified, 'a reason').toBeTruthy()
          for (const name of abis) expect(struct.for(abi[name]).size).toBeGreaterThanOrEqual(0)
        })
        continue
      }
      test(`${title} on ${abis.join(', ')}`, () => {
        let found = 0
        for (const name of abis) {
          const entry = entryFor(of, name)
          if (!entry) continue
          found++
          compare(of, name, entry)
        }
        expect(found, 'ABIs with a verified layout').toBeGreaterThan(0)
      })
    }
  })
}
