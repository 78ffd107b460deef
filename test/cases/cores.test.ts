/** The case book of cores and minidumps from the field: each case by its id, with the right value. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openCore } from '../../src/families/core.js'
import { memorySource } from '../../src/io/source.js'
import { exhume } from '../support/cli.js'
import { describeWith, run } from '../support/critics.js'
import { describeSamples, sample } from '../support/samples.js'
import { temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const fixture = (name: string): Uint8Array =>
  Uint8Array.from(gunzipSync(readFileSync(new URL(`../fixtures/cases/cores/${name}.gz`, import.meta.url))))
/** The path of a case's file. */
function input(name: string): string {
  writeFileSync(at(name), fixture(name))
  return at(name)
}
const json = async (name: string, ...options: string[]) => JSON.parse((await exhume('read', input(name), '--json', ...options)).stdout)
const text = async (name: string, ...options: string[]) => (await exhume('read', input(name), ...options)).stdout.replace(/\s+/g, ' ')
const convert = async (name: string, target: string, ...options: string[]) => {
  const result = await exhume('convert', input(name), at('out'), '--to', target, '--force', ...options)
  return { ...result, core: () => openCore(memorySource(readFileSync(at('out')))) }
}

describe('ABI and size of notes', () => {
  test('CORE-A1: MIPS n32 with empty header flags', async () => {
    const report = await json('qemu-mipsn32.core')
    expect(report).toMatchObject({ abi: 'mips-n32', endian: 'big', process: { signal: { name: 'SIGSEGV' } }, diagnostics: [] })
    expect(report.threads).toMatchObject([{ tid: 6664, registers: { pc: '0x480000', sp: '0x40800f00', sr: '0x24800010' } }])
  })

  test('CORE-A1: little-endian n32, and o32 stays o32', () => {
    const bytes = fixture('qemu-mipsn32.core')
    // The size of NT_PRSTATUS decides: with that of o32, the file is o32.
    const { notes } = openCore(memorySource(bytes))
    const status = notes.find(({ name }) => name === 'NT_PRSTATUS')
    expect(status?.size).toBe(440)
    const shorter = bytes.slice()
    new DataView(shorter.buffer).setUint32((status?.offset ?? 0) + 4, 256)
    expect(openCore(memorySource(shorter)).abi.name).toBe('mips-o32')
  })

  test('CORE-A1: surplus bytes of a note', async () => {
    const { status, stderr } = await exhume('check', input('prstatus-64-more.core'))
    expect([status, stderr + (await exhume('read', at('prstatus-64-more.core'))).stderr]).toEqual([
      1,
      expect.stringContaining('INCONSISTENT: NT_PRSTATUS has 400 bytes, 336 are decoded'),
    ])
  })
})

describe('threads', () => {
  test('CORE-A3, CORE-M9: a cut illumos core takes threads from the older notes', async () => {
    const report = await json('illumos-new-notes-cut.core')
    const whole = await json('illumos-whole.core')
    expect(report.threads.map(({ tid }: { tid: number }) => tid)).toEqual([12021, 12022, 12023])
    expect(report.threads.map(({ registers }: { registers: unknown }) => registers)).toEqual(
      whole.threads.map(({ registers }: { registers: unknown }) => registers),
    )
    expect(report.diagnostics).toMatchObject([{ code: 'TRUNCATED' }])
    const { stderr, core } = await convert('illumos-new-notes-cut.core', 'elf-core/linux')
    expect(stderr).not.toMatch(/exited|without registers/)
    expect(core().threads).toHaveLength(3)
  })

  test.each([
    ['unknown-machine.core', 42, 'SIGSEGV', { r0: '0x1000', r32: '0x1020' }, 33],
    ['qemu-microblaze.core', 6577, 'SIGSEGV', { r1: '0x40800f00', r32: '0x480000', r33: '0x2902' }, 38],
    ['qemu-or1k.core', 6694, 'SIGSEGV', { r1: '0x40801f10', r32: '0x480000', r33: '0x8000' }, 34],
  ])('CORE-B5: %s has no known registers, but thread, signal and words', async (name, tid, signal, registers, count) => {
    const report = await json(name)
    expect(report.process.signal.name).toBe(signal)
    expect(report.threads).toMatchObject([{ tid, registers }])
    expect(Object.keys(report.threads[0].registers)).toHaveLength(count)
  })
})

describe('minidumps', () => {
  test.each([
    ['macos-exc-bad-access.dmp', 'EXC_BAD_ACCESS', 'KERN_INVALID_ADDRESS', 'SIGSEGV', '0x45'],
    ['macos-exc-crash-sigabrt.dmp', 'EXC_CRASH', undefined, 'SIGABRT', undefined],
    ['macos-exc-crash-code-0.dmp', 'EXC_CRASH', undefined, 'SIGABRT', undefined],
  ])('CORE-A2: %s', async (name, exception, code, signal, address) => {
    const { process } = await json(name)
    expect(process.exception).toMatchObject({ name: exception, ...(code && { codeName: code }) })
    expect(process.signal).toMatchObject({ name: signal, ...(address && { address }) })
  })

  test('CORE-A2: Fuchsia has a number and no signal', async () => {
    const { process } = await json('fuchsia-exception.dmp')
    expect(process.exception).toMatchObject({ code: '0x408', name: 'Zircon exception' })
    expect(process.signal).toBeUndefined()
  })

  test.each([
    ['windows-fastfail.dmp', '0xc0000409', /STATUS_STACK_BUFFER_OVERRUN/, 'SIGABRT'],
    ['windows-cpp-exception.dmp', '0xe06d7363', /C\+\+ exception/, 'SIGABRT'],
  ])('CORE-B2, CORE-M6: %s', async (name, code, title, signal) => {
    const { process } = await json(name)
    expect(process).toMatchObject({ exception: { code, name: expect.stringMatching(title) }, signal: { name: signal } })
    expect(process.exception.parameters.length).toBeGreaterThan(0)
    expect(await text(name)).toContain(code)
  })

  test('CORE-B7: addresses of 32-bit processes have 32 bits', async () => {
    const { process } = await json('i386-sign-extended-address.dmp')
    expect([process.signal.address, process.exception.parameters[1]]).toEqual(['0x45', '0x45'])
  })

  test('CORE-B8: a fault without a code has an address; a requested dump has no signal', async () => {
    expect((await json('linux-segv-no-code.dmp')).process.signal).toMatchObject({ name: 'SIGSEGV', address: '0x390000' })
    expect((await json('linux-requested.dmp')).process.signal).toBeUndefined()
  })

  test('CORE-B8: a signal that was sent has its sender, there and back', async () => {
    const { stderr } = await convert('segv-tkill.core', 'minidump')
    expect(stderr).not.toContain('signal')
    const { process } = JSON.parse((await exhume('read', at('out'), '--json')).stdout)
    expect(process.signal).toMatchObject({ number: 11, code: -6, sender: { pid: 42, uid: 1000 } })
    expect(process.signal.address).toBeUndefined()
  })

  test('what holds: thread names at 64-bit offsets, a minidump without streams', async () => {
    expect((await exhume('read', input('thread-names.dmp'))).status).toBe(0)
    expect((await exhume('read', input('only-header.dmp'))).stdout).toContain('Minidump')
  })
})

describe('columns and modules', () => {
  test('CORE-B1: in core is what the file holds', async () => {
    expect(await text('cut-two-segments.core', '--only', 'mappings')).toMatch(/4 KiB 2\.1 KiB .* 4 KiB none/)
    const { mappings } = await json('cut-two-segments.core', '--only', 'mappings')
    const held = mappings.reduce((sum: number, { inCore }: { inCore: number }) => sum + inCore, 0)
    const loads = openCore(memorySource(fixture('cut-two-segments.core'))).mappings
    expect(held).toBe(fixture('cut-two-segments.core').length - Number(loads[0]?.offset))
  })

  test('CORE-B6: anonymous inodes and devices are no modules', async () => {
    expect((await json('anon-inode-files.core')).modules).toEqual([])
  })
})

describe('notes', () => {
  test('CORE-B9: skipped zeros are said', async () => {
    const { status, stderr, stdout } = await exhume('read', input('ntfile-shortened.core'))
    expect([status, stderr]).toEqual([1, expect.stringContaining('INCONSISTENT: 52 bytes skipped')])
    expect(stdout).toContain('4 notes')
  })

  test('CORE-B9: notes padded to 4 with p_align 8', async () => {
    const report = await json('notes-palign8-padded4.core')
    expect(report.process).toMatchObject({ pid: 42, arguments: './made one two', signal: { name: 'SIGSEGV' } })
    expect(report.threads).toMatchObject([{ tid: 42, registers: { rip: '0x401000' } }])
    expect(report.diagnostics).toHaveLength(1)
    expect((await exhume('check', input('notes-palign8-really8.core'))).status).toBe(0)
  })

  test('CORE-C3: process 0 of a note is the first thread', async () => {
    const report = await json('prpsinfo-pid-0.core')
    expect(report.process.pid).toBe(17223)
    expect(report.diagnostics).toMatchObject([{ message: expect.stringContaining('NT_PRPSINFO says process 0') }])
  })

  test('CORE-C6: a signal that was sent is no memory access', async () => {
    const report = await text('segv-tkill.core')
    expect(report).toMatch(/SIGSEGV \(11\), .*sent by a thread.* process 42 of user 1000/)
    expect(report).not.toContain('memory access')
  })

  test('CORE-C7: notes of the GNU linker', async () => {
    const { notes, process } = await json('gnu-buildid-in-core-amd64.core')
    expect(notes).toContainEqual(
      expect.objectContaining({ name: 'NT_GNU_BUILD_ID', decoded: true, fields: { build_id: '000102030405060708090a0b0c0d0e0f10111213' } }),
    )
    expect(process.name).toBe('made')
  })
})

describe('what is no Linux core is not called one', () => {
  test('CORE-B11, CORE-M7: a Xen domain, with its pages as physical memory', async () => {
    const report = await text('xen-xl-dump.core')
    expect(report).toContain('Xen domain core')
    const core = openCore(memorySource(fixture('xen-xl-dump.core')))
    const pages = core.mappings.flatMap(({ start, end }) =>
      Array.from({ length: Number((end - start) / 4096n) }, (_, i) => start / 4096n + BigInt(i)),
    )
    expect(pages).toEqual([1n, 2n, 5n, 9n])
    for (const page of pages) expect(core.memory.read(page * 4096n, 4096)).toHaveLength(4096)
    expect(core.memory.read(0x3000n, 1)).toHaveLength(0)
  })

  test.each(['no-notes.core', 'bare-metal-arm.core'])('CORE-B11: %s', async (name) => {
    expect(await text(name)).toMatch(/^ELF core file of an unknown system/)
  })

  test('CORE-B11: what holds: registers of bare-metal ARM', async () => {
    expect((await json('bare-metal-arm.core')).threads).toMatchObject([{ tid: 3, registers: { pc: '0x8000' } }, { tid: 4 }])
  })
})

test('CORE-M3: memory tags of MTE', async () => {
  const { memoryTags } = await json('mte-tags.core')
  const bytes = fixture('mte-tags.core')
  const tags = openCore(memorySource(bytes)).programHeaders.find(({ p_type, p_filesz }) => p_type === 0x70000002 && p_filesz > 0n)
  expect(memoryTags).toMatchObject([{ start: '0xffff93890000', granule: 16 }])
  expect(memoryTags[0].tags).toHaveLength(256)
  for (let k = 0; k < 256; k++) {
    const byte = bytes[Number(tags?.p_offset) + (k >> 1)] ?? 0
    expect(Number.parseInt(memoryTags[0].tags[k], 16)).toBe(k % 2 === 0 ? byte & 15 : byte >> 4)
  }
  expect(await text('mte-tags.core', '--only', 'mappings')).toContain('Memory tags of 0xffff93890000')
})

describe('conversions', () => {
  test.each(['elf-core/freebsd', 'minidump'])('CORE-B10: to %s, bytes that nobody takes are named by size', async (target) => {
    if (target === 'minidump') {
      const tags = await exhume('convert', input('mte-tags.core'), at('tags.dmp'), '--force')
      expect(tags.stderr).toMatch(/LOST: programHeaders\[2\]: 128 bytes of memory tags/)
      return
    }
    expect((await convert('mte-tags.core', target)).stderr).toMatch(/LOST: programHeaders\[2\]: 128 bytes of memory tags/)
    const { stderr, core } = await convert('xen-xl-dump.core', target)
    expect(stderr).toMatch(/LOST: sections\[2\]: 120 bytes of section \.note\.Xen\n.*LOST: sections\[4\]: 32 bytes of section \.xen_pfn/)
    expect(core().memory.read(0x9000n, 4096)).toHaveLength(4096)
  })

  test('CORE-B10: bytes behind everything', async () => {
    writeFileSync(at('tail.core'), Buffer.concat([fixture('notes-palign8-really8.core'), Buffer.from('something else')]))
    const { stderr, status } = await exhume('convert', at('tail.core'), at('x'), '--to', 'elf-core/freebsd', '--force')
    expect([status, stderr]).toEqual([0, expect.stringContaining('LOST: file: 14 bytes that no header describes')])
  })

  test('CORE-M4: --rebuild writes sound notes', async () => {
    const { status, core } = await convert('ntfile-shortened.core', 'elf-core/linux', '--rebuild')
    expect(status).toBe(1)
    expect((await exhume('check', at('out'))).status).toBe(0)
    const before = openCore(memorySource(fixture('ntfile-shortened.core')))
    expect(core().files).toEqual(before.files)
    expect(core().auxv.slice(0, 2)).toEqual(before.auxv.slice(0, 2))
    expect(core().threads[0]?.registers.rip).toBe(0x401000n)
    // A copy keeps the damage, byte for byte.
    await convert('ntfile-shortened.core', 'elf-core/linux')
    expect(readFileSync(at('out')).equals(Buffer.from(fixture('ntfile-shortened.core')))).toBe(true)
  })

  test('CORE-2.14: machines that a system never had are refused unless asked for', async () => {
    const { buildCore } = await import('../../src/writers/core/build/build-core.js')
    const plain = { process: { pid: 1, name: 'x', signal: { number: 11 } }, threads: [{ tid: 1, registers: {} }] }
    for (const [system, abi] of [
      ['dragonfly', 'aarch64'],
      ['illumos', 'vax'],
      ['openbsd', 's390x'],
      ['freebsd', 'vax'],
    ] as const) {
      expect(() => buildCore({ system, abi, ...plain }), `${system} ${abi}`).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
      expect(buildCore({ system, abi, ...plain, anyMachine: true }).bytes().length).toBeGreaterThan(0)
    }
    const { systemOf } = await import('../../src/formats/core/registry.js')
    for (const system of ['linux', 'freebsd', 'netbsd', 'openbsd', 'dragonfly', 'illumos'] as const)
      for (const abi of systemOf(`elf-core/${system}`)?.writableAbis ?? []) {
        const core = openCore(memorySource(buildCore({ system, abi, ...plain }).bytes()))
        expect([core.format, core.abi.name]).toEqual([`elf-core/${system}`, abi])
      }
  })
})

describe('kernel dumps of QEMU', () => {
  test('CORE-C4: with paging off, kernel addresses cannot be translated', async () => {
    expect(await text('qemu-guest-paging-off.vmcore')).toContain('kernel addresses cannot be translated')
  })

  test('CORE-M1: registers of processors', async () => {
    const { cpus } = await json('qemu-guest-paging-off.vmcore')
    expect(cpus).toMatchObject([{ id: 0, registers: { rip: expect.any(String), rax: '0x0' } }])
    expect(await text('qemu-guest-paging-off.vmcore')).toContain('cpu 0')
  })

  test('CORE-M2: physical memory', async () => {
    const { stdout } = await exhume(
      'read',
      input('qemu-guest-no-vmcoreinfo.vmcore'),
      '--physical',
      '0x100000',
      '--length',
      '4096',
      '--json',
    )
    expect(JSON.parse(stdout).memory.hex).toBe('51'.repeat(4096))
  })
})

describe('packed and foreign files', () => {
  test.each(['xz', 'lz4', 'linked.lz4'])('CORE-C1, CORE-M5: %s is opened', async (packing) => {
    const packed = readFileSync(new URL(`../fixtures/cases/cores/illumos-whole.core.${packing}`, import.meta.url))
    writeFileSync(at(`packed.${packing}`), packed)
    expect((await exhume('convert', at(`packed.${packing}`), at('unpacked'), '--to', 'elf-core/illumos', '--force')).status).toBe(0)
    expect(readFileSync(at('unpacked')).equals(Buffer.from(fixture('illumos-whole.core')))).toBe(true)
    writeFileSync(at('cut'), packed.subarray(0, packed.length / 2))
    const cut = await exhume('read', at('cut'))
    expect([cut.status, cut.stderr]).toEqual([1, expect.stringContaining('TRUNCATED')])
  })

  test.each([
    ['BZh91AY&SY', /this is bzip2.*bunzip2/],
    ['PAGEDU64', /Windows kernel crash dump of 64 bits/],
    ['\xcf\xfa\xed\xfe\x07\0\0\x01', /Mach-O/],
    ['\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0', /a program or library in ELF format/],
    ['\xed\x23\x8f\x61\x73\x01\x19\xa8', /LKCD/],
    ['\xa8\x19\x01\x73\x61\x8f\x23\xfd', /s390.*zgetdump/],
    ['\0\0\0\0\x0f\xee\xdd\xb2', /AIX core/],
    ['-----BEGIN BREAKPAD MICRODUMP-----', /microdump/],
  ])('CORE-C2: %j is named', async (head, message) => {
    writeFileSync(at('foreign'), Buffer.from(head.padEnd(512, '\0'), 'latin1'))
    const { status, stderr } = await exhume('read', at('foreign'))
    expect([status, stderr]).toEqual([1, expect.stringMatching(message)])
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})

describeSamples('conversions of samples', (samples) => {
  const netbsd = sample(samples, 'elf-core', 'netbsd-amd64-1lwp.core')

  test('CORE-B3: the command line comes along', async () => {
    expect((await exhume('convert', netbsd, at('linux'), '--to', 'elf-core/linux', '--force')).status).toBe(0)
    expect(openCore(memorySource(readFileSync(at('linux')))).process.arguments).toBe('./1lwp_SIGSEGV.amd64')
  })

  test('CORE-B4: OpenBSD signal codes have names', async () => {
    const { stdout } = await exhume('read', sample(samples, 'elf-core', 'openbsd-sparc64.core.gz'))
    expect(stdout).toContain('SEGV_MAPERR')
    const { stderr } = await exhume(
      'convert',
      sample(samples, 'elf-core', 'openbsd-sparc64.core.gz'),
      at('linux'),
      '--to',
      'elf-core/linux',
      '--force',
    )
    expect(stderr).not.toContain('code')
  })

  test('CORE-B12: an unknown code is not "sent by process 0"', async () => {
    await exhume('convert', netbsd, at('linux'), '--to', 'elf-core/linux', '--force')
    const { signal } = openCore(memorySource(readFileSync(at('linux')))).process
    expect(signal?.code).not.toBe(0)
    expect(signal?.sender).toBeUndefined()
  })

  test('CORE-2.5: a loss leaves the status 0; --strict makes it 1', async () => {
    const result = await exhume('convert', netbsd, at('linux'), '--to', 'elf-core/linux', '--force')
    expect([result.status, result.stderr]).toEqual([0, expect.stringContaining('LOST')])
    expect((await exhume('convert', netbsd, at('strict'), '--to', 'elf-core/linux', '--strict')).status).toBe(1)
  })
})

describeWith('lldb', 'lldb reads Linux cores', () => {
  test('CORE-2.3: with no registers beside the general ones', async () => {
    const { buildCore } = await import('../../src/writers/core/build/build-core.js')
    const files = [{ path: '/lib/x86_64-linux-gnu/libc.so.6', start: 0x401000n, end: 0x402000n, offset: 0n }]
    for (const more of [{}, { floating: { st0: 0n, mxcsr: 0x1f80n } }, { floating: { ymm0: 1n << 200n, mxcsr: 0x1f80n } }]) {
      const bytes = buildCore({
        system: 'linux',
        abi: 'amd64',
        process: { pid: 7, name: 'prog', signal: { number: 11 } },
        threads: [{ tid: 7, registers: { rip: 0x401000n, rsp: 0x7ffffff00800n }, ...more }],
        memory: [{ address: 0x401000n, content: new Uint8Array(4096), permissions: 'r-x' }],
        files,
      }).bytes()
      const path = join(mkdtempSync(at('lldb')), 'core')
      writeFileSync(path, bytes)
      expect(run('lldb', ['-b', '-o', 'register read rip', '-c', path])).toMatch(/rip = 0x0*401000/)
    }
  })
})
