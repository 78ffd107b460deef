/** illumos cores that the kernel would write, one test per case. */
import { expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { type BuildOptions, buildCore } from '../../../src/writers/core/build/build-core.js'

const page = 4096
const filled = (pages: number, byte: number): Uint8Array => new Uint8Array(pages * page).fill(byte)
const options = (changes: Partial<BuildOptions> = {}): BuildOptions => ({
  system: 'illumos',
  abi: 'amd64',
  process: { pid: 7, name: 'sh', uid: 100, gid: 1, signal: { number: 11 } },
  threads: [{ tid: 1, registers: { rsp: 0x7fff1000n } }],
  memory: [{ address: 0x600000n, content: filled(1, 3) }],
  ...changes,
})
const built = (changes: Partial<BuildOptions> = {}) => openCore(memorySource(buildCore(options(changes)).bytes()))
const typesOf = (core: ReturnType<typeof built>, segment: number): number[] =>
  core.notes.filter((note) => note.segment === segment).map(({ type }) => type)
const valuesOf = (core: ReturnType<typeof built>, wanted: string) =>
  core.notes.filter(({ name }) => name === wanted).map(({ value }) => value as Record<string, unknown>)

test.each([[[1]], [[2, 1]]])('POL-F14: heap and stack are in NT_PSTATUS and NT_PRSTATUS with threads %j', (tids) => {
  const core = built({
    threads: tids.map((tid) => ({ tid, registers: { rsp: tid === 1 ? 0x7fff1000n : 0x500000n } })),
    memory: [
      { address: 0x600000n, kind: 'heap', content: filled(2, 3) },
      { address: 0x7fff0000n, kind: 'stack', content: filled(2, 4) },
    ],
  })
  const places = { pr_brkbase: 0x600000n, pr_brksize: 0x2000n, pr_stkbase: 0x7fff0000n, pr_stksize: 0x2000n }
  for (const name of ['NT_PSTATUS', 'NT_PRSTATUS']) for (const value of valuesOf(core, name)) expect(value, name).toMatchObject(places)
})

test('POL-F16: section 0 has no size when it is there for the number of program headers only', () => {
  const memory = Array.from({ length: 0xffff }, (_, i) => ({ address: BigInt(i) * 8192n, size: 4096n }))
  const { header, sectionHeaders } = built({ memory })
  expect([header.e_phnum, header.e_shnum, sectionHeaders[0]?.sh_size, sectionHeaders[0]?.sh_info]).toEqual([0xffff, 1, 0n, 0xffff + 2])
})

test('POL-F18: notes of further information, in the order of the kernel', () => {
  const word = 0xffffffff
  const sets = { effective: [1, 2, 3], inheritable: [4, 5, 6], permitted: [7, 8, 9], limit: [word, word, word] }
  const core = built({
    content: 0x1ffbn,
    auxv: [{ type: 9n, value: 0x400000n }],
    illumos: {
      zone: 'web',
      uname: { sysname: 'SunOS', nodename: 'mars', release: '5.11', machine: 'i86pc' },
      platform: 'i86pc',
      securityFlags: { effective: 1n, inherit: 2n, lower: 0n, upper: 7n },
      privileges: { ...sets, flags: 2 },
      privilegeNames: {
        sets: ['Effective', 'Inheritable', 'Permitted', 'Limit'],
        privileges: ['contract_event', 'proc_exec'],
        basic: [1, 0, 0],
      },
      panic: { message: 'out of luck' },
    },
  })
  expect(typesOf(core, 0)).toEqual([3, 5, 6, 1, 2])
  expect(typesOf(core, 1)).toEqual([13, 10, 5, 6, 15, 24, 14, 20, 18, 19, 21, 17, 16, 25, 26])
  expect(core.diagnostics.list).toEqual([])
  const sizes = new Map(core.notes.map(({ type, size }) => [type, size]))
  expect([5, 15, 18, 21, 24, 26].map((type) => sizes.get(type))).toEqual([8, 1288, 72, 4, 40, 1032])
  expect(valuesOf(core, 'NT_ZONENAME')).toMatchObject([{ text: 'web' }])
  expect(valuesOf(core, 'NT_UTSNAME')).toMatchObject([{ nodename: 'mars', machine: 'i86pc' }])
  expect(valuesOf(core, 'NT_SECFLAGS')).toMatchObject([{ pr_version: 1 }])
  expect(valuesOf(core, 'NT_PRPRIV')).toMatchObject([
    { pr_nsets: 4, pr_setsize: 3, pr_infosize: 12, pr_sets: [1, 2, 3, 4, 5, 6, 7, 8, 9, word, word, word, 4, 12, 2] },
  ])
  expect(valuesOf(core, 'NT_PRPRIVINFO')).toMatchObject([
    { priv_headersize: 28, priv_nsets: 4, priv_setsize: 3, priv_max: 2, priv_infosize: 12 },
  ])
  expect(valuesOf(core, 'NT_UPANIC')).toMatchObject([{ pru_version: 1, pru_data: 'out of luck' }])
})

test('POL-F18: the descriptor table of i386, and the further registers of SPARC', () => {
  const descriptor = { sel: 0x3f, bo: 0x1000, ls: 0xfff, acc1: 0xf3, acc2: 4 }
  const i386 = built({ abi: 'i386', threads: [{ tid: 1, registers: {} }], illumos: { ldt: [descriptor] } })
  expect(valuesOf(i386, 'NT_LDT')).toEqual([{ descriptors: [descriptor] }])
  const windows = [{ stackPointer: 0x7000n, local: [1n, 2n], in: [3n] }]
  const sparc64 = built({ abi: 'sparc64', threads: [{ tid: 1, registers: {}, sparc: { asrs: [5n], windows } }] })
  expect(typesOf(sparc64, 1)).toEqual([13, 10, 14, 17, 16, 25, 7, 8])
  expect(sparc64.notes.find(({ name }) => name === 'NT_GWINDOWS')?.size).toBe(256 + 128)
  expect(valuesOf(sparc64, 'NT_ASRS')).toMatchObject([{ asrs: [5n, ...Array(15).fill(0n)] }])
  const extended = { type: 1, globals: [1, 2, 3, 4, 5, 6, 7, 8] }
  const sparc = built({ abi: 'sparc', threads: [{ tid: 1, registers: {}, sparc: { windows, extended } }] })
  expect(typesOf(sparc, 1)).toEqual([13, 10, 14, 17, 16, 25, 7, 4])
  expect(sparc.notes.filter(({ type }) => type === 7 || type === 4).map(({ size }) => size)).toEqual([128 + 64, 248])
})

test('POL-F18: other systems cannot store it', () => {
  const { lost } = buildCore(options({ system: 'linux', illumos: { zone: 'web' } }))
  expect(lost).toContainEqual(expect.objectContaining({ code: 'LOST', path: 'illumos' }))
})

test('POL-F22: segments, threads, auxiliary vector, registers and symbols as the kernel writes them', () => {
  const core = built({
    threads: [3, 1, 2].map((tid) => ({ tid, registers: {} })),
    auxv: [{ type: 9n, value: 0x400000n }],
    memory: [
      { address: 0x900000n, content: filled(1, 9) },
      { address: 0x100000n, content: filled(1, 1), permissions: 'r-x' },
    ],
    objects: [{ address: 0x100000n, symbols: { content: filled(1, 5), strings: filled(1, 6), align: 16, stringsAlign: 2 } }],
  })
  expect(core.mappings.map(({ start }) => start)).toEqual([0x100000n, 0x900000n])
  expect([core.memory.read(0x900000n, 1)[0], core.memory.read(0x100000n, 1)[0]]).toEqual([9, 1])
  const tids = (name: string, field: string) => valuesOf(core, name).map((value) => Number(value[field]))
  expect(tids('NT_PRSTATUS', 'pr_who')).toEqual([3, 1, 2])
  expect(tids('NT_LWPSINFO', 'pr_lwpid')).toEqual([1, 2, 3])
  expect(valuesOf(core, 'NT_PSTATUS')[0]?.pr_lwp).toMatchObject({ pr_lwpid: 3, pr_cursig: 11 })
  expect(core.notes.filter(({ type }) => type === 6).map(({ size }) => size)).toEqual([26 * 16, 26 * 16])
  expect(core.notes.filter(({ type }) => type === 2)).toHaveLength(3)
  expect(core.sectionHeaders.slice(1, 3).map(({ sh_addralign }) => sh_addralign)).toEqual([16n, 2n])
  const sparc = built({ abi: 'sparc64', threads: [{ tid: 1, registers: {} }], auxv: [{ type: 9n, value: 1n }] })
  expect(sparc.notes.filter(({ type }) => type === 6).map(({ size }) => size)).toEqual([20 * 16, 20 * 16])
  expect(sparc.notes.filter(({ type }) => type === 2)).toHaveLength(1)
})
