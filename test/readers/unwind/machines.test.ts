/**
 * Backtraces of other machines: programs of cross compilers, run by qemu-user, which writes cores of the target. The calls are known
 * from the source. Machines whose compiler or emulator is not installed are skipped by name.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exhume } from '../../support/cli.js'
import { temporaryFolder } from '../../support/temp.js'

const machines = [
  ['aarch64', 'aarch64-linux-gnu'],
  ['s390x', 's390x-linux-gnu'],
  ['ppc64le', 'powerpc64le-linux-gnu'],
  ['arm', 'arm-linux-gnueabihf'],
  ['i386', 'i686-linux-gnu'],
  ['mips64el', 'mips64el-linux-gnuabi64'],
] as const

/** Functions of the program itself and of the C library that every build has. */
const KNOWN = /^(compare|sort_four|with_buffer|handler|main)$/

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
const source = new URL('crash.c', import.meta.url).pathname

function makeCore(machine: string, triple: string, options: string, argument: string): { core: string; program: string } {
  const folder = join(temporaryFolder(), `${machine}${options}${argument}`)
  mkdirSync(folder)
  const program = join(folder, 'prog')
  const compiled = spawnSync(`${triple}-gcc`, ['-static', '-g', options, '-pthread', source, '-o', program])
  if (compiled.status !== 0) throw new Error(String(compiled.stderr))
  spawnSync('sh', ['-c', `ulimit -c unlimited; exec timeout 20 qemu-${machine} ./prog ${argument}`], { cwd: folder })
  const core = readdirSync(folder).find((name) => name.startsWith('qemu_'))
  if (core === undefined) throw new Error(`qemu-${machine} wrote no core`)
  return { core: join(folder, core), program }
}

describe.each(machines)('%s', (machine, triple) => {
  if (!has(`${triple}-gcc`) || !has(`qemu-${machine}`)) {
    test.skip(`${triple}-gcc or qemu-${machine} is not installed: backtraces of ${machine} are not tested`, () => {})
    return
  }
  // qemu's signal frame of ppc64 has another layout than the kernel's; at -O0, s390x keeps registers where qemu's cores have none.
  const signal = machine === 'ppc64le' ? [] : [['-O2', 'signal']]
  const plain = machine === 's390x' ? [] : [['-O0', '']]
  test.each([['-O2', ''], ...plain, ...signal] as [string, string][])(
    'calls at %s %s',
    async (options, argument) => {
      const { core, program } = makeCore(machine, triple, options, argument)
      const { stdout } = await exhume('read', core, '--json', '--only', 'backtrace', '--symbols', program)
      const { threads } = JSON.parse(stdout) as { threads: { frames: { function?: string; signalFrame?: true }[] }[] }
      const frames = threads.map((thread) => thread.frames).find((list) => list[0]?.function === 'compare') ?? []
      const calls = frames.flatMap(({ function: name, signalFrame }) => (signalFrame ? 'signal' : (name ?? [])))
      // At -O2 the handler and main may end with a jump instead of a call.
      const optional = options === '-O2' ? ['handler', 'main'] : []
      const expected = ['compare', 'sort_four', 'with_buffer', ...(argument === '' ? [] : ['handler', 'signal']), 'main']
      const own = (list: readonly string[]): string[] =>
        list.filter((name) => (KNOWN.test(name) || name === 'signal') && !optional.includes(name))
      expect(own(calls)).toEqual(own(expected))
    },
    60_000,
  )
})
