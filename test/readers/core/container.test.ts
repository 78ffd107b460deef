/** Headers and notes that are not as they should be, made by hand from documents. */
import { describe, expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { type ByteSource, memorySource } from '../../../src/io/source.js'
import { buildCore } from '../../../src/writers/core/build/build-core.js'
import { documentOf, expectLossless, fileOf, open, reportOf } from './helper.js'

const prstatus = { name: 'NT_PRSTATUS', hex: '00'.repeat(336) }

interface Document {
  format: string
  abi: string
  size?: number
  header: Record<string, unknown>
  programHeaders: Record<string, unknown>[]
  noteSegments: { segment?: number; align?: number; offset?: number; notes: Record<string, unknown>[] }[]
  data?: Record<string, unknown>[]
}

const linux = (more: Partial<Document> = {}): Document => ({
  format: 'elf-core/linux',
  abi: 'amd64',
  header: {},
  programHeaders: [{ p_type: 'PT_NOTE' }],
  noteSegments: [{ notes: [prstatus] }],
  ...more,
})

const notesOf = (bytes: Uint8Array): string[] => reportOf(bytes).notes.map(({ owner, type, size }) => `${owner} ${type} ${size}`)
const codesOf = (bytes: Uint8Array): string[] => reportOf(bytes).diagnostics.map(({ code }) => code)

describe('notes', () => {
  test('zeros between notes are stepped over, whatever their number', () => {
    for (const gap of [12, 16, 20, 52, 64]) {
      const bytes = fileOf(linux({ noteSegments: [{ notes: [prstatus, { gap, owner: 'LINUX', type: 0x202, hex: 'aabb' }] }] }))
      expect(notesOf(bytes)).toEqual(['CORE 1 336', 'LINUX 514 2'])
      expectLossless(bytes)
    }
  })

  test('the last note may lack its padding', () => {
    const document = linux({ noteSegments: [{ notes: [prstatus, { owner: 'GDB', type: 9, hex: '0102030405' }] }] })
    const whole = fileOf(document)
    const bytes = fileOf({
      ...document,
      programHeaders: [{ p_type: 'PT_NOTE', p_filesz: 12 + 8 + 336 + 12 + 4 + 5 }],
      size: whole.length - 3,
    })
    expect(notesOf(bytes)).toEqual(['CORE 1 336', 'GDB 9 5'])
    expect(codesOf(bytes)).toEqual([])
    expectLossless(bytes)
  })

  test('notes padded to 8 are found, whether p_align says so or not', () => {
    for (const p_align of [8, 4]) {
      const notes = [
        { owner: 'CORE', type: 99, hex: '01020304' },
        { owner: 'CORE', type: 98, hex: '0506' },
        { owner: 'AB', type: 97, hex: '' },
      ]
      const bytes = fileOf(linux({ programHeaders: [{ p_type: 'PT_NOTE', p_align }], noteSegments: [{ align: 8, notes }] }))
      expect(notesOf(bytes)).toEqual(['CORE 99 4', 'CORE 98 2', 'AB 97 0'])
      expectLossless(bytes)
    }
  })

  test('names without NUL, with something behind it, or empty', () => {
    const notes = [
      { owner: 'CORE', namesz: 4, type: 99, hex: '0102' },
      { owner: '', namesz: 0, type: 98, hex: '03' },
      { owner: 'LONGER', namesz: 12, type: 97, hex: '04' },
    ]
    const bytes = fileOf(linux({ noteSegments: [{ notes }], data: [] }))
    expect(notesOf(bytes)).toEqual(['CORE 99 2', ' 98 1', 'LONGER 97 1'])
    expectLossless(bytes)
    const at = Buffer.from(bytes).indexOf('LONGER')
    bytes.set(new TextEncoder().encode('junk'), at + 8)
    expect(notesOf(bytes)).toEqual(['CORE 99 2', ' 98 1', 'LONGER 97 1'])
    expectLossless(bytes)
  })

  test('a size that runs over the end of the segment is bad, over that of the file a cut', () => {
    const bytes = fileOf(linux({ data: [{ offset: 4096, hex: 'ff' }] }))
    // n_descsz of the only note.
    new DataView(bytes.buffer).setUint32(64 + 56 + 4, 337, true)
    expect(codesOf(bytes)).toEqual(['BAD_BOUNDS'])
    expectLossless(bytes)
    const cut = bytes.slice(0, 300)
    expect(codesOf(cut)).toEqual(['TRUNCATED'])
    expect(open(cut).diagnostics[0]).toMatchObject({ offset: 300, message: expect.stringMatching(/n_descsz is 337, 160 bytes remain/) })
  })

  test('a descriptor that is too short gives the fields that it has', () => {
    const bytes = fileOf(linux({ noteSegments: [{ notes: [{ name: 'NT_PRSTATUS', hex: '0b000000'.padEnd(200, '0') }] }] }))
    const report = reportOf(bytes)
    expect(report.notes[0]).toMatchObject({ decoded: true, fields: { pr_info: { si_signo: 11 } } })
    expect(report.diagnostics).toEqual([expect.objectContaining({ code: 'TRUNCATED', path: expect.stringContaining('notes[0]') })])
    expectLossless(bytes)
  })

  test('two headers of the same notes are one set of notes', () => {
    const note = { p_type: 'PT_NOTE', p_offset: 256, p_filesz: 356 }
    const bytes = fileOf(linux({ programHeaders: [note, note], noteSegments: [{ notes: [prstatus] }] }))
    expect(notesOf(bytes)).toEqual(['CORE 1 336'])
    expectLossless(bytes)
  })

  test('more notes than the limit are not read', () => {
    const bytes = fileOf(linux({ noteSegments: [{ notes: Array.from({ length: 20 }, () => ({ owner: 'X', type: 1, hex: '' })) }] }))
    const core = openCore(memorySource(bytes), { limits: { notes: 5 } })
    expect(core.notes.length).toBe(5)
    expect(core.diagnostics.list.map(({ code }) => code)).toEqual(['LIMIT'])
  })
})

describe('headers', () => {
  test('entries larger than the structure', () => {
    const bytes = fileOf(
      linux({ header: { e_phentsize: 64 }, programHeaders: [{ p_type: 'PT_NOTE' }, { p_type: 'PT_LOAD', p_vaddr: '0x1000' }] }),
    )
    const core = openCore(memorySource(bytes))
    expect(core.programHeaders.map((header) => header.p_vaddr)).toEqual([0n, 0x1000n])
    expect(core.diagnostics.list.map(({ code }) => code)).toEqual(['BAD_VALUE'])
    expectLossless(bytes)
  })

  test('a table that reaches past the end gives its whole entries', () => {
    const document = linux({ programHeaders: [{ p_type: 'PT_NOTE' }, { p_type: 'PT_LOAD' }, { p_type: 'PT_LOAD' }], noteSegments: [] })
    const bytes = fileOf({ ...document, size: 64 + 2 * 56 + 10 })
    const core = openCore(memorySource(bytes))
    expect(core.programHeaders.length).toBe(2)
    expect(core.diagnostics.list).toEqual([
      expect.objectContaining({
        code: 'TRUNCATED',
        path: 'programHeaders[2]',
        offset: 64 + 2 * 56,
        message: expect.stringContaining('require 232 bytes, file has 186'),
      }),
    ])
    expectLossless(bytes)
  })

  test('an absurd number of program headers costs nothing', () => {
    const bytes = fileOf(linux())
    const view = new DataView(bytes.buffer)
    view.setUint16(56, 0xfffe, true)
    let read = 0
    const source = memorySource(bytes)
    const counting = (): ByteSource => ({
      size: source.size,
      read(offset, length) {
        read += length
        return source.read(offset, length)
      },
    })
    expect(openCore(counting()).programHeaders.length).toBeLessThan(10)
    view.setBigUint64(32, 0xffff_ffff_ffff_fff0n, true)
    expect(openCore(counting()).diagnostics.list.map(({ code }) => code)).toContain('TRUNCATED')
    expect(read).toBeLessThan(20 * bytes.length)
    expectLossless(bytes)
  })

  test('a section table is kept, and may be damaged', () => {
    const bytes = fileOf({ ...linux(), sectionHeaders: [{}, { sh_name: 1, sh_type: 'SHT_STRTAB', sh_offset: 64, sh_size: 3 }] })
    const core = openCore(memorySource(bytes))
    expect(core.sectionHeaders.map((header) => header.sh_type)).toEqual([0, 3])
    expect(core.diagnostics.list).toEqual([])
    expectLossless(bytes)
    expect(codesOf(bytes.slice(0, bytes.length - 1))).toEqual(['TRUNCATED'])
  })

  test('a file of another type is read all the same when it is asked for', () => {
    const bytes = fileOf(linux({ header: { e_type: 'ET_EXEC' } }))
    expect(codesOf(bytes)).toEqual(['BAD_VALUE'])
  })
})

describe('the number of program headers that does not fit', () => {
  test.each([
    ['linux', 65534],
    ['linux', 65535],
    ['linux', 65536],
    ['netbsd', 65534],
    ['netbsd', 65535],
  ] as const)('%s: %d program headers', (system, count) => {
    const memory = Array.from({ length: count - 1 }, (_, i) => ({ address: BigInt(i) << 13n, size: 4096n }))
    const bytes = buildCore({
      system,
      abi: 'i386',
      process: { pid: 7 },
      threads: [{ tid: 7, registers: { eip: 1n } }],
      memory: [...memory.slice(0, -1), { address: 0xf0000000n, size: 4096n, content: new Uint8Array([1, 2, 3]) }],
    }).bytes()
    const core = openCore(memorySource(bytes))
    expect(core.programHeaders.length).toBe(count)
    expect(core.header.e_phnum).toBe(Math.min(count, 0xffff))
    expect(core.sectionHeaders.map(({ sh_info, sh_type }) => [sh_type, sh_info])).toEqual(count >= 0xffff ? [[0, count]] : [])
    expect(core.header.e_shoff).toBe(count < 0xffff ? 0n : system === 'netbsd' ? 52n : BigInt(bytes.length - 40))
    expect(core.diagnostics.list).toEqual([])
    expect(core.memory.read(0xf0000000n, 3)).toEqual(new Uint8Array([1, 2, 3]))
    // The document of as many headers takes a while: of one file that shows it.
    if (system === 'linux' && count === 65535) expect(Buffer.compare(fileOf(documentOf(bytes)), bytes)).toBe(0)
  })
})
