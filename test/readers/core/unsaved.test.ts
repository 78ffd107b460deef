/** What illumos' cores say of memory that could not be saved, and the sections that they add. */
import { describe, expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { killRecord, segmentMarks } from '../../../src/formats/core/illumos/unsaved-segments.js'
import { elfHeader, type ProgramHeader, programHeader, type SectionHeader, sectionHeader } from '../../../src/formats/elf/index.js'
import { memorySource } from '../../../src/io/source.js'
import { type AbiName, abi, type Struct } from '../../../src/schema/base.js'
import { zeroValue } from '../../../src/schema/zero-value.js'
import { buildCore } from '../../../src/writers/core/build/build-core.js'
import { open, reportOf } from './helper.js'

const { PF_SUNW_FAILURE, PF_SUNW_KILLED, PF_SUNW_SIGINFO } = segmentMarks
const abis: readonly AbiName[] = ['amd64', 'i386']
const page = 4096

function illumosCore(name: AbiName): Uint8Array {
  const registers: Record<string, bigint> = name === 'amd64' ? { rip: 0x400123n, rsp: 0x600800n } : { eip: 0x400123n, esp: 0x600800n }
  return buildCore({
    system: 'illumos',
    abi: name,
    process: { pid: 7, name: 'vi', signal: { number: 11 } },
    threads: [{ tid: 1, registers }],
    memory: [0x400000n, 0x500000n, 0x600000n].map((address) => ({ address, content: new Uint8Array(page).fill(0x11) })),
  }).bytes()
}

/** Changes the program header of the segment at an address, and what is at its place in the file. */
function mark(bytes: Uint8Array, name: AbiName, address: bigint, flags: number, record?: Uint8Array, offset?: bigint): void {
  const layout = programHeader(abi[name]).for(abi[name]) as unknown as ReturnType<Struct<ProgramHeader>['for']>
  const { container } = openCore(memorySource(bytes))
  const index = container.programHeaders.findIndex(({ p_type, p_vaddr }) => p_type === 1 && p_vaddr === address)
  const header = container.programHeaders[index] as ProgramHeader
  const changed = { ...header, p_filesz: 0n, p_flags: header.p_flags | flags, ...(offset !== undefined && { p_offset: offset }) }
  bytes.set(layout.encode(changed), (container.programTable?.offset ?? 0) + index * layout.size)
  if (record) bytes.set(record, Number(header.p_offset))
}

const words = (...values: number[]): Uint8Array => new Uint8Array(Int32Array.from(values).buffer)

describe.each(abis)('memory that was not saved, %s', (name) => {
  test('an error is named where its number is', () => {
    const bytes = illumosCore(name)
    mark(bytes, name, 0x500000n, PF_SUNW_FAILURE, words(28))
    mark(bytes, name, 0x600000n, PF_SUNW_FAILURE, words(9999))
    const core = openCore(memorySource(bytes))
    expect(core.diagnostics.list).toMatchObject([
      { code: 'TRUNCATED', found: 'ENOSPC', message: expect.stringContaining('from 0x500000 to 0x501000 was not saved: ENOSPC') },
      { code: 'TRUNCATED', found: 'error 9999', message: expect.stringContaining('from 0x600000') },
    ])
    const [first] = core.diagnostics.list
    expect(first?.offset).toBe(Number(core.programHeaders.find(({ p_vaddr }) => p_vaddr === 0x500000n)?.p_offset))
    expect(core.process).not.toHaveProperty('dumpSignal')
  })

  test('gcore leaves no offset: the ELF header is not taken for a number', () => {
    const bytes = illumosCore(name)
    mark(bytes, name, 0x500000n, PF_SUNW_FAILURE, undefined, 0n)
    const [only, ...others] = openCore(memorySource(bytes)).diagnostics.list
    expect(others).toEqual([])
    expect(only?.message).toMatch(/was not saved: the file does not say why$/)
    expect(only).not.toHaveProperty('offset')
  })

  test('a signal that ended the dump is told with its sender', () => {
    const bytes = illumosCore(name)
    const siginfo = {
      ...(zeroValue(killRecord, abi[name]) as { siginfo: object }).siginfo,
      si_signo: 15,
      si_code: 0,
      __data: { __proc: { __pid: 4711, __pdata: { __kill: { __uid: 1000, __value: { sival_ptr: 0n } } }, __ctid: 0, __zoneid: 0 } },
    }
    const record = killRecord.for(abi[name]).encode({ errno: 4, pad: new Uint8Array(4), siginfo } as never)
    expect(record.length).toBe(name === 'amd64' ? 264 : 136)
    mark(bytes, name, 0x400000n, PF_SUNW_FAILURE | PF_SUNW_KILLED | PF_SUNW_SIGINFO, record)
    mark(bytes, name, 0x500000n, PF_SUNW_FAILURE | PF_SUNW_KILLED)
    mark(bytes, name, 0x600000n, PF_SUNW_FAILURE | PF_SUNW_KILLED)
    const report = reportOf(bytes)
    expect(report.process).toMatchObject({
      signal: { number: 11 },
      dumpSignal: { number: 15, name: 'SIGTERM', codeName: 'SI_USER', sender: { pid: 4711, uid: 1000 } },
    })
    expect(report.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringMatching(/from 0x400000 to 0x401000 was not saved: SIGTERM from process 4711 of user 1000 ended the dump$/),
      expect.stringMatching(/^the memory of 2 segments from programHeaders\[\d\] on was not saved: a signal had ended the dump$/),
    ])
    const text = [...(open(bytes).text?.({ only: ['process'] }) ?? [])].join('')
    expect(text).toMatch(/dump +terminated by SIGTERM \(15\)/)
  })

  test('a signal of which nothing is known, and a record that is cut', () => {
    const bytes = illumosCore(name)
    mark(bytes, name, 0x600000n, PF_SUNW_FAILURE | PF_SUNW_KILLED | PF_SUNW_SIGINFO, words(4, 0, 32767, 32767))
    const whole = openCore(memorySource(bytes))
    expect(whole.diagnostics.list).toMatchObject([{ message: expect.stringMatching(/a signal ended the dump, which one is not known$/) }])
    expect(whole.process).not.toHaveProperty('dumpSignal')
    const at = Number(whole.programHeaders.find(({ p_vaddr }) => p_vaddr === 0x600000n)?.p_offset)
    const cut = openCore(memorySource(bytes.subarray(0, at + 12)))
    expect(cut.diagnostics.list.at(-1)?.message).toMatch(/which one is not known$/)
  })
})

test('the same bits mean nothing on other systems', () => {
  const { process, threads, memory } = {
    process: { pid: 7 },
    threads: [{ tid: 7, registers: {} }],
    memory: [{ address: 0x500000n, content: new Uint8Array(page) }],
  }
  const bytes = buildCore({ system: 'linux', abi: 'amd64', process, threads, memory }).bytes()
  mark(bytes, 'amd64', 0x500000n, PF_SUNW_FAILURE)
  expect(openCore(memorySource(bytes)).diagnostics.list).toEqual([])
})

describe.each(abis)('sections, %s', (name) => {
  const NAMES = '\0.SUNW_ctf\0.symtab\0.strtab\0.shstrtab\0'

  /** A core with a symbol table, CTF whose copy failed, and a section whose name is outside of the table. */
  function withSections(): Uint8Array {
    const core = illumosCore(name)
    const contents = new TextEncoder().encode(`symbols!strings!${NAMES}`)
    const base = core.length
    const none = zeroValue(sectionHeader, abi[name]) as SectionHeader
    const of = (sh_name: number, sh_type: number, at: number, size: number, sh_addr = 0n): SectionHeader =>
      ({ ...none, sh_name, sh_type, sh_offset: size === 0 ? 0n : BigInt(base + at), sh_size: BigInt(size), sh_addr }) as SectionHeader
    const headers = [
      none,
      of(11, 2, 0, 8, 0x400000n),
      of(19, 3, 8, 8, 0x400000n),
      of(1, 1, 0, 0, 0x400000n),
      of(999, 0x6ffffff0, 0, 8),
      of(27, 3, 16, NAMES.length),
    ]
    const layout = sectionHeader.for(abi[name])
    const bytes = new Uint8Array(base + contents.length + headers.length * layout.size)
    bytes.set(core)
    bytes.set(contents, base)
    headers.forEach((header, i) => {
      bytes.set(layout.encode(header), base + contents.length + i * layout.size)
    })
    const elf = elfHeader.for(abi[name])
    const header = { ...elf.decode(bytes), e_shoff: BigInt(base + contents.length), e_shnum: 6, e_shentsize: layout.size, e_shstrndx: 5 }
    bytes.set(elf.encode(header))
    return bytes
  }

  test('are listed with name, address, size and offset', () => {
    const bytes = withSections()
    const { sections, diagnostics } = reportOf(bytes) as unknown as { sections: { offset: number }[]; diagnostics: unknown[] }
    expect(diagnostics).toEqual([])
    expect(sections).toMatchObject([
      { name: '.symtab', type: 'SHT_SYMTAB', address: '0x400000', size: 8 },
      { name: '.strtab', type: 'SHT_STRTAB', size: 8 },
      { name: '.SUNW_ctf', type: 'SHT_PROGBITS', size: 0, offset: 0 },
      { type: 0x6ffffff0, size: 8 },
      { name: '.shstrtab', size: NAMES.length },
    ])
    expect(sections[3]).not.toHaveProperty('name')
    const at = sections[0]?.offset ?? 0
    expect(new TextDecoder().decode(bytes.subarray(at, at + 8))).toBe('symbols!')
    const text = [...(open(bytes).text?.({ only: ['sections'] }) ?? [])].join('')
    expect(text).toMatch(/Sections \(5\)[\s\S]*\.SUNW_ctf +SHT_PROGBITS/)
  })

  test('that reach past the end of the file are reported once', () => {
    const bytes = withSections()
    const { container, sections } = openCore(memorySource(bytes))
    const second = Number(container.sectionTable?.offset) + 2 * Number(container.sectionTable?.stride)
    const layout = sectionHeader.for(abi[name])
    bytes.set(layout.encode({ ...(container.sectionHeaders[2] as SectionHeader), sh_size: 1n << 24n }), second)
    expect(sections).toHaveLength(5)
    expect(openCore(memorySource(bytes)).diagnostics.list).toMatchObject([{ code: 'TRUNCATED', path: 'sectionHeaders[2].sh_size' }])
  })
})

test('a core without sections has no such part', () => {
  expect(reportOf(illumosCore('amd64'))).not.toHaveProperty('sections')
})
