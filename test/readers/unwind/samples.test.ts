/** Backtraces of real cores of every system, from the cores alone: the calls that frame pointers and tables in memory give. */
import { expect, test } from 'vitest'
import { exhume } from '../../support/cli.js'
import { describeSamples, sample } from '../../support/samples.js'

interface Frame {
  readonly pc: string
  readonly module?: string
  readonly moduleOffset?: string
  readonly function?: string
  readonly trust: string
}

const shown = ({ module = '?', moduleOffset, function: name, trust }: Frame): string =>
  `${module.slice(module.lastIndexOf('/') + 1)}+${moduleOffset}${name === undefined ? '' : ` ${name}`} ${trust}`

describeSamples('backtraces from cores alone', (folder) => {
  test.each([
    ['netbsd-amd64-1lwp.core', ['1lwp_SIGSEGV.amd64+0xad0 context', '1lwp_SIGSEGV.amd64+0xaf7 frame-pointer']],
    ['netbsd-aarch64-1lwp.core', ['1lwp_SIGSEGV.evbarm+0x830 context', '1lwp_SIGSEGV.evbarm+0x894 frame-pointer']],
    ['freebsd-amd64-cut.core', ['libc.so.7+0x146f8c context']],
    ['linux-s390x.core', ['a.out+0xa7a main context', 'ld-musl-s390x.so.1+0x1f11c cfi']],
    ['linux-sparc64.core.gz', ['backtrace-child+0xc488 context', 'backtrace-child+0x5dc frame-pointer']],
    ['openbsd-sparc64.core.gz', ['sparc64_insn_jmp.bin+0x6d4 context', 'sparc64_insn_jmp.bin+0x3b8 frame-pointer']],
  ])('%s', async (name, expected) => {
    const { stdout } = await exhume('read', sample(folder, 'elf-core', name), '--json', '--only', 'backtrace')
    const { threads } = JSON.parse(stdout) as { threads: { frames: Frame[] }[] }
    expect(threads[0]?.frames.slice(0, expected.length).map(shown)).toEqual(expected)
  })

  test('the first lines of a cut FreeBSD core name module and offset', async () => {
    const { stdout } = await exhume('read', sample(folder, 'elf-core', 'freebsd-amd64-cut.core'))
    expect(stdout.split('\n')[1]).toBe('SIGSEGV in libc.so.7+0x146f8c')
  })
})
