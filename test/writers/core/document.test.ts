/** Documents written by hand: what they leave out, and what is wrong with them. */
import { describe, expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { writer } from '../../../src/writers/core/document.js'
import { fileOf, reportOf } from '../../readers/core/helper.js'

const procinfo = {
  cpi_version: 1,
  cpi_cpisize: 160,
  cpi_signo: 11,
  cpi_sigcode: 1,
  ...Object.fromEntries(['cpi_sigpend', 'cpi_sigmask', 'cpi_sigignore', 'cpi_sigcatch'].map((name) => [name, [0, 0, 0, 0]])),
  ...Object.fromEntries('pid ppid pgrp sid ruid euid svuid rgid egid svgid nlwps'.split(' ').map((name, i) => [`cpi_${name}`, i])),
  cpi_name: 'demo',
  cpi_siglwp: 1,
}

describe('what is left out is laid out as the system does', () => {
  test('Linux: notes first, memory at pages', () => {
    const bytes = fileOf({
      format: 'elf-core/linux',
      abi: 'amd64',
      header: {},
      programHeaders: [
        { p_type: 'PT_NOTE' },
        { p_type: 'PT_LOAD', p_vaddr: '0x400000', p_memsz: 8192, p_flags: 'PF_R|PF_X' },
        { p_type: 'PT_LOAD', p_vaddr: '0x600000' },
      ],
      noteSegments: [{ notes: [{ owner: 'LINUX', type: '0x202', hex: '00' }] }],
      data: [
        { segment: 1, hex: 'aabb' },
        { segment: 2, hex: 'cc' },
        { segment: 1, hex: 'dd' },
      ],
    })
    const { programHeaders, header, memory } = openCore(memorySource(bytes))
    expect(programHeaders[0]).toMatchObject({ p_offset: 232n, p_filesz: 24n, p_memsz: 0n, p_flags: 0, p_align: 4n })
    expect(programHeaders[1]).toMatchObject({ p_offset: 4096n, p_filesz: 3n, p_memsz: 8192n, p_flags: 5, p_align: 4096n })
    expect(programHeaders[2]).toMatchObject({ p_offset: 8192n, p_filesz: 1n, p_memsz: 1n, p_flags: 6 })
    expect(header).toMatchObject({ e_phoff: 64n, e_phnum: 3, e_ehsize: 64, e_phentsize: 56, e_shnum: 0, e_machine: 62, e_type: 4 })
    expect([...memory.read(0x400000n, 8)]).toEqual([0xaa, 0xbb, 0xdd])
    expect(bytes.length).toBe(8193)
  })

  test('NetBSD: contents back to back behind the notes, whose header is the last', () => {
    const bytes = fileOf({
      format: 'elf-core/netbsd',
      abi: 'i386',
      header: {},
      programHeaders: [{ p_type: 'PT_LOAD', p_vaddr: 4096 }, { p_type: 'PT_LOAD', p_vaddr: 8192 }, { p_type: 'PT_NOTE' }],
      noteSegments: [{ notes: [{ name: 'NT_NETBSDCORE_PROCINFO', fields: procinfo }] }],
      data: [
        { segment: 0, hex: '010203' },
        { segment: 1, hex: '04' },
      ],
    })
    const { programHeaders, process } = openCore(memorySource(bytes))
    const notes = 52 + 3 * 32
    expect(programHeaders.map(({ p_offset }) => Number(p_offset))).toEqual([notes + 184, notes + 187, notes])
    expect(programHeaders[2]).toMatchObject({ p_filesz: 184n, p_flags: 4, p_align: 4n })
    expect(process).toMatchObject({ pid: 0, ppid: 1, uid: 4, name: 'demo', signal: { number: 11, tid: 1 } })
  })

  test('a page size of the document is kept', () => {
    const load = { p_type: 'PT_LOAD', p_align: 65536 }
    const bytes = fileOf({
      format: 'elf-core/linux',
      abi: 'powerpc64',
      header: {},
      programHeaders: [load, load],
      data: [
        { segment: 0, hex: '01' },
        { segment: 1, hex: '02' },
      ],
    })
    expect(openCore(memorySource(bytes)).programHeaders.map(({ p_offset }) => p_offset)).toEqual([65536n, 131072n])
  })

  test('fields that are given are kept, wrong ones too', () => {
    const bytes = fileOf({
      format: 'elf-core/linux',
      abi: 'amd64',
      size: 300,
      header: { e_phnum: 9, e_ident: { ei_osabi: 'ELFOSABI_FREEBSD' } },
      programHeaders: [{ p_type: 'PT_NOTE', p_filesz: 1_000_000 }],
    })
    const report = reportOf(bytes)
    expect(report.format).toBe('elf-core/freebsd')
    expect(report.diagnostics.map(({ code }) => code)).toEqual(['TRUNCATED', 'TRUNCATED'])
  })

  test('the size cuts, or makes it longer', () => {
    const document = { format: 'elf-core/linux', abi: 'amd64', header: {} }
    expect(fileOf({ ...document, size: 10 }).length).toBe(10)
    expect(fileOf({ ...document, size: 100_000 }).length).toBe(100_000)
    expect(fileOf({ ...document, size: 100, data: [{ offset: 90, hex: 'ff'.repeat(20) }] }).subarray(90)).toEqual(
      new Uint8Array(10).fill(255),
    )
  })

  test('without a header there is none; pieces that overlap: the last one counts', () => {
    const data = [
      { offset: 0, hex: '0102030405' },
      { offset: 1, hex: 'aabb' },
      { offset: 2, zeros: 1 },
      { offset: 8, hex: 'ee' },
    ]
    expect([...fileOf({ format: 'elf-core/linux', abi: 'amd64', data })]).toEqual([1, 0xaa, 0, 4, 5, 0, 0, 0, 0xee])
  })

  test('bytes of other files', () => {
    const document = {
      format: 'elf-core/linux',
      abi: 'amd64',
      data: [
        { offset: 2, from: { file: 'x', offset: 1, length: 2 } },
        { offset: 6, from: { file: 'x' } },
      ],
    }
    expect([...fileOf(document, new Uint8Array([1, 2, 3]))]).toEqual([0, 0, 2, 3, 0, 0, 1, 2, 3])
    const tooLong = { ...document, data: [{ offset: 0, from: { file: 'x', offset: 2, length: 2 } }] }
    expect(() => fileOf(tooLong, new Uint8Array([1, 2, 3]))).toThrow(
      expect.objectContaining({
        code: 'BAD_DOCUMENT',
        path: 'data[0].from',
        message: expect.stringMatching(/has 3 bytes, expected at least 4/),
      }),
    )
  })

  test('blocks of zeros are holes', async () => {
    const skipped: number[] = []
    const sink = memorySink()
    const skip = (length: number): void => {
      skipped.push(length)
      sink.skip(length)
    }
    const watched = { ...sink, write: sink.write, skip }
    const content = new Uint8Array(3 * 4096 + 10).fill(1, 0, 1).fill(1, 3 * 4096)
    const document = {
      format: 'elf-core/linux',
      abi: 'amd64',
      size: 100_000,
      data: [{ offset: 4096, hex: Buffer.from(content).toString('hex') }],
    }
    await writer.write(document, [], watched, { directory: '', open: () => memorySource(content), turn: () => undefined })
    expect(skipped).toEqual([4096, 2 * 4096, 100_000 - 4 * 4096 - 10])
  })
})

describe('what is wrong is named', () => {
  const base = { format: 'elf-core/linux', abi: 'amd64', header: {}, programHeaders: [{ p_type: 'PT_NOTE' }] }
  const note = (of: Record<string, unknown>) => ({ ...base, noteSegments: [{ notes: [of] }] })
  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown system', { ...base, format: 'elf-core/hurd' }, 'format'],
    ['an unknown ABI', { ...base, abi: 'pdp11' }, 'abi'],
    ['an unknown key', { ...base, memory: [] }, ''],
    ['a header field that is none', { ...base, header: { e_foo: 1 } }, 'header.e_foo'],
    ['a program header without type', { ...base, programHeaders: [{}] }, 'programHeaders[0].p_type'],
    [
      'a program header field that is no number',
      { ...base, programHeaders: [{ p_type: 'PT_LOAD', p_vaddr: 'high' }] },
      'programHeaders[0].p_vaddr',
    ],
    ['a type that is none', { ...base, programHeaders: [{ p_type: 'PT_FOO' }] }, 'programHeaders[0].p_type'],
    ['hex that is none', { ...base, data: [{ offset: 0, hex: '0' }] }, 'data[0].hex'],
    ['a piece of nothing', { ...base, data: [{ offset: 0 }] }, 'data[0]'],
    ['a piece that is nowhere', { ...base, data: [{ hex: '00' }] }, 'data[0]'],
    ['a segment that is not there', { ...base, data: [{ segment: 7, hex: '00' }] }, 'data[0].segment'],
    ['a negative offset', { ...base, data: [{ offset: -1, hex: '00' }] }, 'data[0].offset'],
    ['notes without a program header', { ...base, programHeaders: [], noteSegments: [{ notes: [] }] }, 'noteSegments[0].segment'],
    ['a note without type', note({ owner: 'CORE', hex: '' }), 'noteSegments[0].notes[0]'],
    ['a note name of another machine', note({ name: 'NT_ARM_TLS', owner: 'X', hex: '' }), ''],
    ['a note name that is none', note({ name: 'NT_FOO', owner: 'CORE', hex: '' }), 'noteSegments[0].notes[0].name'],
    ['a note with two contents', note({ name: 'NT_AUXV', hex: '', fields: {} }), 'noteSegments[0].notes[0]'],
    ['fields of a note that is not known', note({ owner: 'X', type: 1, fields: {} }), 'noteSegments[0].notes[0].fields'],
    ['a field that is missing', note({ name: 'NT_PRPSINFO', fields: { pr_state: 0 } }), 'noteSegments[0].notes[0].fields.pr_sname'],
    ['a field that is none', note({ name: 'NT_AUXV', fields: { entries: [], more: 1 } }), 'noteSegments[0].notes[0].fields.more'],
  ])('%s', (_what, document, path) => {
    // A note that its machine does not have may still be written by number.
    if (path === '' && JSON.stringify(document).includes('NT_ARM_TLS')) {
      expect(fileOf(document).length).toBeGreaterThan(64)
      return
    }
    expect(() => fileOf(document)).toThrow(expect.objectContaining({ code: 'BAD_DOCUMENT', ...(path !== '' && { path }) }))
  })

  test('a value that does not fit is refused with its path', () => {
    const document = { ...base, abi: 'i386', programHeaders: [{ p_type: 'PT_LOAD', p_vaddr: '0x100000000' }] }
    expect(() => fileOf(document)).toThrow(expect.objectContaining({ code: 'OUT_OF_RANGE', path: 'programHeaders[0].p_vaddr' }))
    const auxv = note({ name: 'NT_AUXV', fields: { entries: [{ a_type: -1, a_val: 0 }] } })
    expect(() => fileOf(auxv)).toThrow(
      expect.objectContaining({ code: 'OUT_OF_RANGE', path: 'noteSegments[0].notes[0].fields.entries[0].a_type' }),
    )
  })
})

describe('notes by their fields', () => {
  test('the form of the structure is told by the fields, where no size says it', () => {
    const { cpi_siglwp, ...old } = procinfo
    for (const [fields, size] of [
      [old, 156],
      [{ ...old, cpi_siglwp }, 160],
    ] as const) {
      const bytes = fileOf({
        format: 'elf-core/netbsd',
        abi: 'sparc64',
        header: {},
        programHeaders: [{ p_type: 'PT_NOTE' }],
        noteSegments: [{ notes: [{ name: 'NT_NETBSDCORE_PROCINFO', fields }] }],
      })
      expect(reportOf(bytes).notes[0]).toMatchObject({ size, decoded: true })
    }
  })

  test('a register note of a thread by owner and name', () => {
    const r_regs = Array.from({ length: 38 }, (_, i) => i)
    const bytes = fileOf({
      format: 'elf-core/netbsd',
      abi: 'mips-o32',
      header: {},
      programHeaders: [{ p_type: 'PT_NOTE' }],
      noteSegments: [{ notes: [{ owner: 'NetBSD-CORE@5', name: 'PT_GETREGS', fields: { r_regs } }] }],
    })
    expect(reportOf(bytes)).toMatchObject({ abi: 'mips-o32', threads: [{ tid: 5, registers: { pc: '0x25', sp: '0x1d' } }] })
  })
})
