/** Other programs open the cores that we write, and see what was put in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { generalOf } from '../../../src/formats/core/linux/registers/by-abi.js'
import { type AbiName, abi } from '../../../src/schema/abi.js'
import { type BuildSystem, buildCore } from '../../../src/writers/core/build/build-core.js'
import { fileOf } from '../../readers/core/helper.js'
import { describeWith, run } from '../../support/critics.js'

const folder = mkdtempSync(join(tmpdir(), 'exhume-core-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A core with numbers of its own in every register, all of them small enough for 16-bit segment registers. */
function demo(system: BuildSystem, name: AbiName, names: readonly string[]): { path: string; registers: Record<string, bigint> } {
  const registers = Object.fromEntries(names.map((register, i) => [register, BigInt(0x1000 + 16 * i)]))
  const built = buildCore({
    system,
    abi: name,
    process: { pid: 99, name: 'demo', arguments: 'demo one two', uid: 5, gid: 6, signal: { number: 11, code: 1, address: 0x1234n } },
    threads: [
      { tid: 99, registers },
      { tid: 100, registers },
    ],
    memory: [{ address: 0x10000n, size: 8192n, content: new Uint8Array(4096).fill(0x5a) }],
    auxv: [
      { type: 6n, value: 4096n },
      { type: 0n, value: 0n },
    ],
  })
  const path = join(folder, `${system}-${name}.core`)
  // By the way of the document, as one that was written by hand goes.
  const document = JSON.parse(
    JSON.stringify(built.document, (_key, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)),
  )
  writeFileSync(path, fileOf(document))
  return { path, registers }
}

/** Machines that this gdb can be without; the ones that it must open are tested by name. */
const gdbMachines: readonly AbiName[] = [
  'amd64',
  'x32',
  'i386',
  'aarch64',
  'arm',
  'riscv64',
  'riscv32',
  'powerpc',
  'powerpc64',
  'powerpc64le',
  's390',
  's390x',
  'mips-o32',
  'mips-n32',
  'mips-n64',
  'mips-n64el',
  'sh',
  'hppa',
  'm68k',
]

/** Registers that gdb shows otherwise than they are stored. */
const notShown: Partial<Record<AbiName, readonly string[]>> = {
  'mips-o32': ['zero'],
  'mips-n32': ['zero'],
  'mips-n64': ['zero'],
  'mips-n64el': ['zero'],
  // This gdb shows the slot of cr13 as cr12, and calls cr27 by what another processor has there.
  hppa: ['cr12', 'cr13', 'cr27'],
}

describeWith('gdb-multiarch', 'gdb opens Linux cores with the registers that were put in', () => {
  test.each(gdbMachines)('%s', (name) => {
    const names = Object.keys(generalOf(abi[name])?.names ?? {})
    const { path, registers } = demo('linux', name, names)
    const shown = names.filter((register) => !notShown[name]?.includes(register))
    const print = shown.flatMap((register) => ['-ex', `echo ${register}=`, '-ex', `output/x $${register}`, '-ex', 'echo \\n'])
    // gdb looks for the note formats of a system only where it knows it to be that; it takes m68k cores for another's else.
    const output = run('gdb-multiarch', [
      '-nx',
      '-batch',
      '-ex',
      'set osabi GNU/Linux',
      '-ex',
      `core-file ${path}`,
      ...print,
      '-ex',
      'info threads',
      '-ex',
      'x/2xb 0x10000',
    ])
    const seen = Object.fromEntries(
      [...output.matchAll(/^(\w+)=(0x[0-9a-f]+|0)$/gm)].map(([, register = '', value = '0']) => [register, BigInt(value)]),
    )
    const mask = abi[name].bits === 32 ? 0xffffffffn : 0xffffffffffffffffn
    for (const register of shown) {
      // The lowest bits of program counters are no part of the address on some.
      const wanted = registers[register] as bigint
      expect((seen[register] ?? -1n) & mask, `$${register} in\n${output}`).toBe(wanted)
    }
    expect([...output.matchAll(/^[* ] +\d+ +LWP (\d+)/gm)].map(([, tid]) => tid)).toEqual(['99', '100'])
    expect(output).toMatch(/0x5a\s+0x5a/)
  })
})

describeWith('lldb', 'lldb opens cores with the registers that were put in', () => {
  test('NetBSD amd64', () => {
    const { path, registers } = demo('netbsd', 'amd64', ['rip', 'rsp', 'rax', 'r15', 'rbp'])
    const output = run('lldb', [
      '--no-use-colors',
      '-x',
      '-b',
      '-c',
      path,
      '-o',
      'thread list',
      '-o',
      'register read rip rsp rax r15 rbp',
      '-o',
      'memory read 0x10000 -c 2',
    ])
    for (const [register, value] of Object.entries(registers)) {
      expect(output).toMatch(new RegExp(`\\b${register} = 0x0*${value.toString(16)}\\b`))
    }
    expect(output).toContain('SIGSEGV')
    expect([...output.matchAll(/thread #\d+: tid = (\d+)/g)].map(([, tid]) => tid)).toEqual(['99', '100'])
    expect(output).toContain('5a 5a')
  })
})

describeWith('eu-readelf', 'eu-readelf reads the notes', () => {
  test.each(['amd64', 'i386', 'aarch64', 's390x', 'sparc64', 'm68k', 'alpha'] as const)('%s', (name) => {
    const { path } = demo('linux', name, Object.keys(generalOf(abi[name])?.names ?? {}))
    const output = run('eu-readelf', ['-n', path])
    expect(output).toMatch(/info.si_signo: 11/)
    expect(output).toMatch(/pid: 99, ppid: 0/)
    expect(output).toMatch(/fname: demo, psargs: demo one two/)
    expect(output).toMatch(/fault address: 0x1234/)
    expect(output).toMatch(/PAGESZ: 4096/)
    expect(output).not.toMatch(/cannot|invalid/i)
  })
})

describeWith('llvm-readobj', 'llvm-readobj reads headers and notes', () => {
  test.each([
    ['linux', 'amd64'],
    ['linux', 'powerpc'],
    ['netbsd', 'amd64'],
    ['netbsd', 'sparc64'],
  ] as const)('%s %s', (system, name) => {
    const { path } = demo(system, name, [])
    const output = run('llvm-readobj', ['--notes', '--program-headers', '--file-header', path])
    expect(output).not.toMatch(/warning|error/i)
    expect(output).toContain('Type: Core (0x4)')
    expect(output).toContain(system === 'linux' ? 'NT_PRSTATUS' : 'NT_NETBSDCORE_PROCINFO')
  })
})

describeWith('readelf', 'readelf counts program headers', () => {
  test('that are too many for the ELF header', () => {
    const memory = Array.from({ length: 65536 }, (_, i) => ({ address: BigInt(i) << 13n, size: 4096n }))
    // The three places of the section header that holds the number.
    for (const system of ['linux', 'netbsd', 'illumos'] as const) {
      const path = join(folder, `many-${system}.core`)
      writeFileSync(path, buildCore({ system, abi: 'amd64', process: {}, threads: [], memory }).bytes())
      const output = run('readelf', ['-lW', path])
      const said = /There are (\d+) program headers/.exec(output)?.[1]
      expect([system, said]).toEqual([system, system === 'illumos' ? '65538' : '65537'])
      expect(output.match(/^ {2}LOAD /gm)?.length).toBe(65536)
    }
  })
})
