/** Reports of real cores say what readelf and gdb say of them. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeSamples, sample } from '../../support/samples.js'
import { expectLossless, load, open, readAll, reportOf } from './helper.js'

interface Expected {
  format: string
  abi: string
  /** Owner, type and size of each note, in the order of the file. */
  notes: string
  process?: Record<string, unknown>
  signal?: string
  threads?: { tid: number; registers?: Record<string, string> }[]
  damaged?: boolean
}

const linux = 'elf-core/linux'
const netbsd = 'elf-core/netbsd'

const expected: Record<string, Expected> = {
  'linux-amd64.core': {
    format: linux,
    abi: 'amd64',
    notes: 'CORE 1(336) 3(136) 0x53494749(128) 6(336) 0x46494c45(626) 2(512) LINUX 0x202(832)',
    process: { pid: 17, name: 'segfault', arguments: './segfault' },
    signal: 'SIGSEGV SEGV_MAPERR 0x0',
    threads: [{ tid: 17, registers: { rip: '0x556f29b2f1ee', rsp: '0x7ffef296eb20' } }],
  },
  'linux-amd64-threads.core': {
    format: linux,
    abi: 'amd64',
    notes:
      'CORE 1(336) 3(136) 0x53494749(128) 6(304) 0x46494c45(1955) 2(512) LINUX 0x202(832) CORE 1(336) 2(512) LINUX 0x202(832) CORE 1(336) 2(512) LINUX 0x202(832)',
    threads: [
      { tid: 5250, registers: { rip: '0x7fc29434a53f' } },
      { tid: 5222, registers: { rip: '0x400cf2' } },
      { tid: 5249, registers: { rip: '0x400cec' } },
    ],
  },
  'linux-i386.core': {
    format: linux,
    abi: 'i386',
    notes: 'CORE 1(144) 3(124) 0x53494749(128) 6(176) 0x46494c45(488) 2(108) LINUX 0x46e62b7f(512) 0x202(832) 0x200(48)',
    threads: [{ tid: 35, registers: { eip: '0x565bc264', esp: '0xfff55d38' } }],
  },
  'linux-x32.core': {
    format: linux,
    abi: 'x32',
    notes: 'CORE 1(296) 3(124) 0x53494749(128) 6(152) 0x46494c45(361) 2(512) LINUX 0x202(832)',
    threads: [{ tid: 6885, registers: { rip: '0x400380', rsp: '0xffc0e070' } }],
  },
  'linux-aarch64.core': {
    format: linux,
    abi: 'aarch64',
    notes: 'CORE 1(392) 3(136) 0x53494749(128) 6(336) 0x46494c45(500) 2(528) LINUX 0x401(8) 0x402(264) 0x403(264) 0x404(4)',
    threads: [{ tid: 31185, registers: { pc: '0x558ce37754', sp: '0x7ff5eb5d60' } }],
  },
  'linux-arm-minimal.core': {
    format: linux,
    abi: 'arm',
    notes: 'CORE 1(148)',
    threads: [{ tid: 4660, registers: { pc: '0xe', sp: '0xd' } }],
  },
  'linux-riscv64.core': {
    format: linux,
    abi: 'riscv64',
    notes: 'CORE 1(376) 3(136) 0x53494749(128) 6(288) 0x46494c45(379)',
    threads: [{ tid: 6801, registers: { pc: '0x1049a', sp: '0x3fff981240' } }],
  },
  'linux-ppc64.core': {
    format: linux,
    abi: 'powerpc64le',
    notes:
      'CORE 1(504) 3(136) 0x53494749(128) 6(592) 0x46494c45(600) 2(264) LINUX 0x100(544) 0x102(256) 0x104(8) 0x105(8) 0x103(8) 0x107(40)',
    threads: [{ tid: 2289, registers: { pc: '0x1267f0a4c', r1: '0x3fffd9183400' } }],
  },
  'linux-ppc.core.gz': {
    format: linux,
    abi: 'powerpc',
    notes: 'CORE 1(268) 3(128) 0x53494749(128) 6(208) 0x46494c45(122) 2(264) LINUX 0x100(544) CORE 1(268) 2(264) LINUX 0x100(544)',
    threads: [
      { tid: 17198, registers: { pc: '0x1000e1f0', r1: '0xf77feb80' } },
      { tid: 17197, registers: { pc: '0x10005534' } },
    ],
  },
  'linux-s390x.core': {
    format: linux,
    abi: 's390x',
    notes: 'CORE 1(336) 3(136) 0x53494749(128) 6(336) 0x46494c45(268) 2(136) LINUX 0x307(4) 0x306(8) 0x309(128) 0x30a(256)',
    threads: [{ tid: 1838, registers: { pc: '0x2aa38580a7a', r15: '0x3ffc89783e0' } }],
  },
  'linux-sparc64.core.gz': {
    format: linux,
    abi: 'sparc64',
    notes: 'CORE 1(408) 3(136) 6(288) 2(280) 1(408) 2(280)',
    process: { arguments: './backtrace-child --gencore' },
    threads: [{ tid: 21612 }, { tid: 21611 }],
  },
  'linux-m68k.core': {
    format: linux,
    abi: 'm68k',
    notes: 'CORE 1(154) 3(124) 0x53494749(128) 6(136) 0x46494c45(281) 2(108)',
    process: { arguments: './a.out' },
    threads: [{ tid: 1963 }],
  },
  'linux-mips64el.core': {
    format: linux,
    abi: 'mips-n64el',
    notes: 'CORE 1(480) 3(136) 0x53494749(128) 6(304) 0x46494c45(170) 2(264)',
    threads: [{ tid: 25619, registers: { pc: '0x120000170', sp: '0xffffc02110' } }],
  },
  'netbsd-amd64-1lwp.core': {
    format: netbsd,
    abi: 'amd64',
    notes: 'NetBSD-CORE 1(160) 2(1272) NetBSD-CORE@1 33(208) 35(512)',
    process: { pid: 693, uid: 1000, name: '1lwp_SIGSEGV.amd' },
    signal: 'SIGSEGV SI_NOINFO for 1',
    threads: [{ tid: 1 }],
  },
  'netbsd-amd64-2lwp.core': {
    format: netbsd,
    abi: 'amd64',
    notes: 'NetBSD-CORE 1(160) 2(1272) NetBSD-CORE@2 33(208) 35(512) NetBSD-CORE@1 33(208) 35(512)',
    process: { pid: 665 },
    signal: 'SIGSEGV SI_NOINFO for 0',
    threads: [{ tid: 2 }, { tid: 1 }],
  },
  'netbsd-aarch64-1lwp.core': {
    format: netbsd,
    abi: 'aarch64',
    notes: 'NetBSD-CORE 1(160) 2(1280) NetBSD-CORE@1 32(280) 34(528)',
    process: { pid: 8339, uid: 0 },
    threads: [{ tid: 1 }],
  },
}

/** Systems whose cores are told apart, whatever is decoded of them. */
const others: Record<string, string> = {
  'openbsd-sparc64.core.gz': 'elf-core/openbsd sparc64',
  'freebsd-amd64-cut.core': 'elf-core/freebsd amd64',
  'freebsd-i386-cut.core': 'elf-core/freebsd i386',
  'illumos-amd64-cut.core': 'elf-core/illumos amd64',
  'illumos-i386-cut.core': 'elf-core/illumos i386',
}

describeSamples('real cores', (folder) => {
  test.each(Object.entries(expected))('%s', (name, want) => {
    const bytes = load(sample(folder, 'elf-core', name))
    const report = reportOf(bytes)
    expect(report).toMatchObject({ format: want.format, abi: want.abi, process: want.process ?? {} })
    let owner = ''
    const notes = report.notes.map((note) => {
      const same = note.owner === owner
      owner = note.owner
      const type = note.type > 255 ? `0x${note.type.toString(16)}` : String(note.type)
      return `${same ? '' : `${owner} `}${type}(${note.size})`
    })
    expect(notes.join(' ')).toBe(want.notes)
    expect(report.notes.filter((note) => note.name === undefined)).toEqual([])
    expect(report.threads.map((thread) => thread.tid)).toEqual((want.threads ?? []).map((thread) => thread.tid))
    for (const [i, { registers }] of (want.threads ?? []).entries()) expect(report.threads[i]?.registers).toMatchObject(registers ?? {})
    if (want.signal !== undefined) {
      const { signal } = report.process
      const told = [signal?.name, signal?.codeName, signal?.address, signal?.tid === undefined ? undefined : `for ${signal.tid}`]
      expect(told.filter((part) => part !== undefined).join(' ')).toBe(want.signal)
    }
    expect(report.notes.filter((note) => !note.decoded)).toEqual([])
    expect(report.diagnostics).toEqual([])
  })

  test.each(Object.entries(others))('%s is told apart', (name, want) => {
    const report = reportOf(load(sample(folder, 'elf-core', name)))
    expect(`${report.format} ${report.abi}`).toBe(want)
    const codes = new Set(report.diagnostics.map((diagnostic) => diagnostic.code))
    expect([...codes]).toEqual(name.includes('-cut') ? ['TRUNCATED'] : [])
  })

  test.each(readdirSync(sample(folder, 'elf-core')))('%s: document and back', (name) => {
    expectLossless(load(sample(folder, 'elf-core', name)), name)
  })

  test.each(readdirSync(sample(folder, 'elf-core')))('%s: every byte is in one field at most, in the order of the file', (name) => {
    const file = readAll(load(sample(folder, 'elf-core', name)))
    let end = 0
    for (const span of file.fields()) {
      expect(span.offset, span.path).toBeGreaterThanOrEqual(end)
      end = span.offset + span.length
    }
  })

  test('memory of a process is read across segments and ends where the core has no more', () => {
    const file = open(load(sample(folder, 'elf-core', 'linux-amd64.core')))
    const { memory } = file
    // The program's data in two segments that adjoin.
    const both = memory?.read(0x556f29b31000n, 0x2000)
    expect(both?.length).toBe(0x2000)
    expect(both?.subarray(0x1000)).toEqual(memory?.read(0x556f29b32000n, 0x1000))
    expect(memory?.read(0x556f29b32ff0n, 0x100).length).toBe(0x10)
    expect(memory?.read(0x556f29b2e000n, 4).length, 'not dumped').toBe(0)
    // The highest mapping of all.
    expect(memory?.read(0xffffffffff600000n, 0x2000).length).toBe(0x1000)
  })
})
