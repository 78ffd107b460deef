/** Cores of FreeBSD, illumos, OpenBSD and DragonFly: what their notes say, in real files and in made ones. */
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  prstatus as dragonflyPrstatus,
  prstatusFrom2007 as dragonflyPrstatusFrom2007,
  prpsinfo as dragonflyPsinfo,
} from '../../../src/formats/core/dragonfly/procfs.js'
import { kinfoFile } from '../../../src/formats/core/freebsd/kinfo-file.js'
import { kinfoProc } from '../../../src/formats/core/freebsd/kinfo-proc.js'
import { kinfoVmentry } from '../../../src/formats/core/freebsd/kinfo-vmentry.js'
import { prstatus as freebsdPrstatus, ptlwpinfo, thrmisc } from '../../../src/formats/core/freebsd/procfs.js'
import { procstatFiles, procstatProc, procstatVmmap } from '../../../src/formats/core/freebsd/procstat.js'
import { prstatus as illumosPrstatus } from '../../../src/formats/core/illumos/old-procfs.js'
import { lwpname } from '../../../src/formats/core/illumos/process-notes.js'
import { lwpsinfo, psinfo } from '../../../src/formats/core/illumos/psinfo.js'
import { lwpstatus, pstatus } from '../../../src/formats/core/illumos/pstatus.js'
import { procinfo } from '../../../src/formats/core/openbsd/process.js'
import { regArm64 } from '../../../src/formats/core/openbsd/registers.js'
import { type AbiName, abi, type Struct, toJson } from '../../../src/schema/base.js'
import { zeroValue } from '../../../src/schema/zero-value.js'
import { describeSamples, sample } from '../../support/samples.js'
import { fileOf, load, reportOf } from './helper.js'

const facts: Record<string, Record<string, unknown>> = {
  'freebsd-amd64-cut.core': {
    process: { pid: 1728, name: 'bsi', arguments: 'bsi', signal: { number: 11, name: 'SIGSEGV' } },
    threads: [{ tid: 100221, name: 'bsi', registers: { rip: '0x80128cf8c', rsp: '0x7fffffffea48' } }],
  },
  'freebsd-i386-cut.core': {
    process: { pid: 1540, name: 'a.out', signal: { number: 11 } },
    threads: [{ tid: 100092, registers: { eip: '0x282ab9c4', esp: '0xbfbfec74' } }],
  },
  'illumos-amd64-cut.core': {
    process: {
      pid: 2724,
      name: 'gcclab9',
      arguments: './gcclab9',
      signal: { number: 11, codeName: 'SEGV_MAPERR', address: '0x24', tid: 1 },
    },
    threads: [{ tid: 1, registers: { rip: '0xfffffd7fee9584bd', rsp: '0xfffffd7fffdfec10' } }],
  },
  'illumos-i386-cut.core': {
    process: { pid: 18328, arguments: './a', signal: { number: 3, name: 'SIGQUIT' } },
    threads: [{ tid: 1, registers: { eip: '0xfef4a855', esp: '0x803ced0' } }],
  },
  // gdb 13 reads these registers in another order, and shows i5 as the program counter.
  'openbsd-sparc64.core.gz': {
    process: { pid: 5370 },
    threads: [{ tid: 229157, registers: { pc: '0xa06ed006d4', npc: '0xa06ed006d8', sp: '0xfffffe849aea75e1', i5: '0xa328600000' } }],
  },
}

describeSamples('real cores of other systems', (folder) => {
  test.each(Object.entries(facts))('%s', (name, wanted) => {
    const report = reportOf(load(sample(folder, 'elf-core', name)))
    expect(report).toMatchObject(wanted)
    expect(report.threads).toHaveLength(1)
  })

  test('the mapped files and the node of the machine are told', () => {
    const freebsd = reportOf(load(sample(folder, 'elf-core', 'freebsd-amd64-cut.core')))
    expect(freebsd.files[0]).toEqual({ path: '/usr/local/bin/bsi', start: '0x400000', end: '0x410000', offset: 0 })
    const illumos = reportOf(load(sample(folder, 'elf-core', 'illumos-i386-cut.core')))
    expect(illumos.notes.find(({ name }) => name === 'NT_UTSNAME')?.fields).toMatchObject({ nodename: 'fit-main', sysname: 'SunOS' })
  })

  test.each(readdirSync(sample(folder, 'elf-core')))('%s: every note is decoded', (name) => {
    const report = reportOf(load(sample(folder, 'elf-core', name)))
    expect(report.notes.filter(({ decoded }) => !decoded)).toEqual([])
  })
})

type Note = Record<string, unknown>

/** A note of a document by its structure, zero but for some fields. */
function noteOf<T>(owner: string, type: number, struct: Struct<T>, name: AbiName, fields: Record<string, unknown> = {}): Note {
  const merge = (value: unknown, given: unknown): unknown => {
    if (typeof given !== 'object' || given === null || Array.isArray(given) || given instanceof Uint8Array) return given
    // The arm of a union.
    if (Object.keys(given).some((key) => !(key in (value as object)))) return given
    const into = { ...(value as object) } as Record<string, unknown>
    for (const [key, field] of Object.entries(given)) into[key] = merge(into[key], field)
    return into
  }
  const value = merge(zeroValue(struct, abi[name]), fields)
  return { owner, type, fields: toJson(struct.planFor(abi[name]), value) }
}

const coreOf = (format: string, name: AbiName, ...segments: Note[][]): Uint8Array =>
  fileOf({
    format,
    abi: name,
    header: {},
    programHeaders: segments.map(() => ({ p_type: 'PT_NOTE' })),
    noteSegments: segments.map((notes, segment) => ({ segment, notes })),
  })

describe('made cores', () => {
  test.each<[AbiName, Record<string, unknown>, Record<string, string>]>([
    ['aarch64', { elr: 0x1000n, sp: 0x2000n, lr: 0x3000n }, { pc: '0x1000', sp: '0x2000', x30: '0x3000' }],
    ['riscv64', { sepc: 0x1000n, sp: 0x2000n }, { pc: '0x1000', sp: '0x2000' }],
    ['powerpc64', { pc: 0x1000n }, { pc: '0x1000' }],
    ['arm', { r_pc: 0x1001, r_sp: 0x2000 }, { pc: '0x1000', sp: '0x2000' }],
  ])('FreeBSD on %s: threads, packed records, siginfo', (name, pr_reg, registers) => {
    const thread = (tid: number): Note[] => [
      noteOf('FreeBSD', 1, freebsdPrstatus, name, { pr_pid: tid, pr_cursig: 11, pr_reg }),
      noteOf('FreeBSD', 7, thrmisc, name, { pr_tname: `thread ${tid}` }),
    ]
    // Cut behind the path, and rounded up to 8.
    const file = { ...zeroValue(kinfoFile, abi[name], { kf_type: 1 }), kf_structsize: 376, kf_type: 1, kf_fd: -1, kf_path: '/' }
    const entry = { ...zeroValue(kinfoVmentry, abi[name]), kve_structsize: 144, kve_start: 0x1000n, kve_end: 0x3000n, kve_path: '/bin/x' }
    const proc = {
      ...zeroValue(kinfoProc, abi[name]),
      ki_structsize: kinfoProc.for(abi[name]).size,
      ki_pid: 9,
      ki_ppid: 8,
      ki_comm: 'x',
      ki_ruid: 70000,
    }
    const bytes = coreOf('elf-core/freebsd', name, [
      ...thread(100001),
      noteOf('FreeBSD', 17, ptlwpinfo, name, {
        lwpinfo: {
          pl_lwpid: 100001,
          pl_flags: 0x20,
          pl_siginfo: { si_signo: 11, si_code: 1, si_addr: 0x44n, _reason: { _fault: { _trapno: 12 } } },
        },
      }),
      ...thread(100002),
      noteOf('FreeBSD', 8, procstatProc, name, { structsize: proc.ki_structsize, records: [proc, proc] }),
      noteOf('FreeBSD', 9, procstatFiles, name, { structsize: 1392, records: [file, file] }),
      noteOf('FreeBSD', 10, procstatVmmap, name, { structsize: 1160, records: [entry, entry] }),
    ])
    const report = reportOf(bytes)
    expect(report).toMatchObject({
      format: 'elf-core/freebsd',
      abi: name,
      process: {
        pid: 9,
        ppid: 8,
        name: 'x',
        uid: 70000,
        signal: { number: 11, code: 1, codeName: 'SEGV_MAPERR', address: '0x44', tid: 100001 },
      },
      threads: [
        { tid: 100001, name: 'thread 100001', registers },
        { tid: 100002, name: 'thread 100002', registers },
      ],
    })
    expect(report.notes.every(({ decoded }) => decoded)).toBe(true)
    expect(report.files).toHaveLength(2)
    expect(report.notes.find(({ type }) => type === 9)?.fields).toMatchObject({ records: [{ kf_path: '/' }, { kf_path: '/' }] })
    expect(report.diagnostics).toEqual([])
  })

  test.each<[AbiName, Record<string, unknown>, Record<string, string>]>([
    ['amd64', { rip: 0x1000n, rsp: 0x2000n }, { rip: '0x1000', rsp: '0x2000' }],
    ['i386', { eip: 0x1000n, uesp: 0x2000n }, { eip: '0x1000', esp: '0x2000' }],
    ['sparc64', { pc: 0x1000n, o6: 0x2000n }, { pc: '0x1000', sp: '0x2000' }],
    ['sparc', { pc: 0x1000n, o6: 0x2000n }, { pc: '0x1000', sp: '0x2000' }],
  ])('illumos on %s: threads of the new notes only, an exited one, the signal of the one that died', (name, pr_reg, registers) => {
    const died = { pr_lwpid: 2, pr_cursig: 11, pr_info: { si_signo: 11, si_code: 32767 } }
    const bytes = coreOf(
      'elf-core/illumos',
      name,
      [noteOf('CORE', 1, illumosPrstatus, name, { pr_who: 2 }), noteOf('CORE', 1, illumosPrstatus, name, { pr_who: 1 })],
      [
        noteOf('CORE', 13, psinfo, name, { pr_pid: 77, pr_ppid: 1, pr_fname: 'prog', pr_psargs: 'prog -x', pr_nlwp: 2 }),
        noteOf('CORE', 10, pstatus, name, { pr_pid: 77, pr_ppid: 1, pr_lwp: died }),
        noteOf('CORE', 17, lwpsinfo, name, { pr_lwpid: 1 }),
        noteOf('CORE', 16, lwpstatus, name, { pr_lwpid: 1, pr_cursig: 9, pr_reg }),
        noteOf('CORE', 25, lwpname, name, { pr_lwpid: 1n, pr_lwpname: 'main' }),
        noteOf('CORE', 17, lwpsinfo, name, { pr_lwpid: 2 }),
        noteOf('CORE', 16, lwpstatus, name, { ...died, pr_reg }),
        noteOf('CORE', 17, lwpsinfo, name, { pr_lwpid: 3, pr_state: 3 }),
      ],
    )
    const report = reportOf(bytes)
    expect(report).toMatchObject({
      format: 'elf-core/illumos',
      process: { pid: 77, ppid: 1, name: 'prog', arguments: 'prog -x', signal: { number: 11, tid: 2 } },
      threads: [{ tid: 1, name: 'main', registers }, { tid: 2, registers }, { tid: 3 }],
    })
    expect(report.process.signal?.code).toBeUndefined()
    expect(report.threads).toHaveLength(3)
    expect(report.diagnostics).toEqual([])
  })

  test('OpenBSD: the thread stands in the owner', () => {
    const bytes = coreOf('elf-core/openbsd', 'aarch64', [
      noteOf('OpenBSD', 10, procinfo, 'aarch64', { cpi_pid: 5, cpi_signo: 6, cpi_name: 'vi' }),
      noteOf('OpenBSD@100007', 20, regArm64, 'aarch64', { r_pc: 0x10n }),
      noteOf('OpenBSD@100008', 20, regArm64, 'aarch64', { r_pc: 0x20n }),
    ])
    expect(reportOf(bytes)).toMatchObject({
      format: 'elf-core/openbsd',
      process: { pid: 5, name: 'vi', signal: { name: 'SIGABRT' } },
      threads: [
        { tid: 100007, registers: { pc: '0x10' } },
        { tid: 100008, registers: { pc: '0x20' } },
      ],
    })
  })

  test('DragonFly: LWPs, and no process id', () => {
    const bytes = coreOf('elf-core/dragonfly', 'amd64', [
      noteOf('CORE', 3, dragonflyPsinfo, 'amd64', { pr_fname: 'sh', pr_psargs: 'sh' }),
      noteOf('CORE', 1, dragonflyPrstatus, 'amd64', { pr_pid: 0, pr_cursig: 33, pr_reg: { r_rip: 0x10n } }),
    ])
    const report = reportOf(bytes)
    expect(report).toMatchObject({
      format: 'elf-core/dragonfly',
      process: { name: 'sh', signal: { name: 'SIGCKPT' } },
      threads: [{ tid: 0, registers: { rip: '0x10' } }],
    })
    expect(report.process.pid).toBeUndefined()
  })

  test.each([dragonflyPrstatus, dragonflyPrstatusFrom2007])(
    'DragonFly on i386: the size of the note determines the order of the registers',
    (status) => {
      const bytes = coreOf('elf-core/dragonfly', 'i386', [
        noteOf('CORE', 3, dragonflyPsinfo, 'i386', { pr_fname: 'sh', pr_psargs: 'sh' }),
        noteOf('CORE', 1, status, 'i386', { pr_pid: 7, pr_cursig: 11, pr_reg: { r_eip: 0x10n, r_gs: 0x1bn, r_eax: 3n } }),
      ])
      expect(reportOf(bytes).threads).toMatchObject([{ tid: 7, registers: { eip: '0x10', gs: '0x1b', eax: '0x3' } }])
    },
  )
})
