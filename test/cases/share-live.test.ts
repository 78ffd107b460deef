/** A core of a program with planted secrets, shared: none of them is left, and gdb gives the same backtrace. Needs gcc and gdb. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { exhume } from '../support/cli.js'
import { describeWith, run } from '../support/critics.js'
import { temporaryFolder } from '../support/temp.js'
import { found } from './secret-cores.js'

const SECRETS =
  'DATA-01 RODATA-02 THREADSTACK-03 THREADLOCAL-04 THR-05 STACK-06 HEAP-07 LARGE-08 WIDE-09 BSS-10 TLS-11 SETENV-12 COMM-13 MEMFD-14 SHARED-15 ANON-16 PRIVATE-17 FILE-18 ARG-19 ENV-20 DIR-21'
    .split(' ')
    .map((name) => `SECRET-${name}`)

const source = new URL('planted.c', import.meta.url).pathname
const folder = temporaryFolder()
const home = join(folder, 'SECRET-DIR-21')
const program = join(home, 'prog')
const core = join(folder, 'core')

/** The frames that gdb shows for a core: function of each frame of the crashed thread. */
function backtrace(file: string): string[] {
  const text = run('gdb', ['-nx', '-batch', '-ex', 'set print frame-arguments none', '-ex', 'bt', program, file])
  return [...text.matchAll(/^#\d+ +(?:0x[0-9a-f]+ in )?(\w+) /gm)].map(([, name]) => name ?? '')
}

const threads = (file: string): string[] =>
  [...run('gdb', ['-nx', '-batch', '-ex', 'info threads', program, file]).matchAll(/LWP (\d+)/g)].map(([, id]) => id ?? '').sort()

describeWith('gdb', 'a shared core of a program with planted secrets', () => {
  let made = false
  beforeAll(() => {
    mkdirSync(home)
    writeFileSync(join(home, 'SECRET-FILE-18'), Buffer.alloc(4096))
    run('gcc', ['-g', '-O1', '-fno-omit-frame-pointer', '-pthread', source, '-o', program])
    if (!existsSync(program)) return
    process.env.TOKEN = 'SECRET-ENV-20'
    const commands = [`run --password=SECRET-ARG-19 ${join(home, 'SECRET-FILE-18')}`, `gcore ${core}`]
    run('gdb', ['-nx', '-batch', ...commands.flatMap((each) => ['-ex', each]), program])
    delete process.env.TOKEN
    made = existsSync(core)
  })

  const share = async (target: string, ...options: string[]) => {
    const out = join(folder, `shared.${target.replace('/', '-')}`)
    const result = await exhume('convert', core, out, '--to', target, '--force', ...options)
    const bytes = existsSync(out) ? readFileSync(out) : Buffer.alloc(0)
    return { ...result, out, bytes: bytes[0] === 0x1f ? gunzipSync(bytes) : bytes }
  }

  test('SHARE-M1: none of the secrets is left, and the backtrace is the same', async ({ skip }) => {
    if (!made) skip('gcc or gdb cannot make a core here')
    // All of them are in the core, but for text that the debugger does not dump.
    expect(SECRETS.filter((secret) => !found(readFileSync(core), [secret]).length)).toEqual(
      found(readFileSync(core), ['SECRET-RODATA-02']).length ? [] : ['SECRET-RODATA-02'],
    )
    const { status, stderr, out, bytes } = await share('elf-core/linux', '--share')
    expect([status, found(bytes, [...SECRETS, 'SECRET', 'ECRET-'])], stderr).toEqual([0, []])
    expect(backtrace(out)).toEqual(backtrace(core))
    expect(backtrace(out)).toEqual(expect.arrayContaining(['deepest', 'middle', 'outer', 'main']))
    expect(threads(out)).toEqual(threads(core))
  }, 60_000)

  test('SHARE-M1: minidumps and documents of it hold no more', async ({ skip }) => {
    if (!made) skip('gcc or gdb cannot make a core here')
    for (const target of ['minidump', 'json', 'elf-core/freebsd']) {
      const { status, bytes, stderr } = await share(target, '--share')
      expect([status, bytes.length > 0, found(bytes, SECRETS)], stderr).toEqual([0, true, []])
      expect(bytes.toString('latin1')).not.toContain(Buffer.from('SECRET').toString('hex'))
    }
  }, 60_000)
})
