/** System calls of traces as JSON lines, as a JSON report and as a second Parquet table. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { openFlagsText } from '../../src/systems/open-flags.js'
import { allVariants, lifeOf } from '../readers/ktrace/lives.js'
import { opened, someRecords, variants, written } from '../readers/ktrace/made.js'
import { exhume } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/ktrace/${name}.ktrace`, import.meta.url))
const lines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

async function rows(path: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const query = `select *, epoch_us(start)::varchar as micros from '${path}'`
  return (await connection.runAndReadAll(query)).getRowObjectsJson() as Record<string, unknown>[]
}

describe('KT-M4: calls for programs', () => {
  test('read --ndjson --only calls', async () => {
    const { stdout, status } = await exhume('read', fixture('linux-emulation'), '--ndjson', '--only', 'calls')
    expect(status).toBe(0)
    const calls = lines(stdout)
    expect(calls.map(({ name }) => name)).toEqual(['open', 'open', 'open', 'read', 'close', 'kill', 'wait4', 'exit_group'])
    expect(calls[0]).toEqual({
      index: 1,
      start: '1700000000.002000000',
      duration: 2000000,
      pid: 500,
      tid: 1,
      comm: 'ls',
      name: 'open',
      arguments: ['"/emul/linux/etc/ld.so.preload"', 'O_RDONLY', '0'],
      path: '/emul/linux/etc/ld.so.preload',
      result: '-1 ENOENT',
      errno: 2,
      error: 'ENOENT',
    })
    expect(calls[3]).toMatchObject({ file: '/emul/linux/lib/libc.so.6', retval: 4, result: '4' })
    expect(calls[7]).not.toHaveProperty('duration')
  })

  test('read --json --only calls has the same calls, selected in the same way', async () => {
    const of = async (...options: string[]) => {
      const json = await exhume('read', fixture('two-processes'), '--json', '--only', 'calls', ...options)
      const ndjson = await exhume('read', fixture('two-processes'), '--ndjson', '--only', 'calls', ...options)
      const { calls, format, diagnostics } = JSON.parse(json.stdout)
      expect([format, diagnostics]).toEqual(['ktrace/netbsd-v2', []])
      expect(calls).toEqual(lines(ndjson.stdout))
      return (calls as { name: string }[]).map(({ name }) => name)
    }
    expect(await of()).toContain('pipe')
    expect(await of('--errors')).toEqual(['execve', 'open'])
    expect(await of('--path', '/tmp/*', '--fd', '5')).toEqual(['write', 'close'])
  })

  test('parts that are no lines are refused as such; among others, calls are counts', async () => {
    const { status, stderr } = await exhume('read', fixture('two-processes'), '--ndjson', '--only', 'summary')
    expect([status, stderr]).toEqual([2, expect.stringContaining('calls: other parts are not lines')])
    const { stdout } = await exhume('read', fixture('two-processes'), '--json', '--only', 'calls,records')
    expect(JSON.parse(stdout)).toMatchObject({ calls: { open: 2 }, records: expect.any(Number) })
  })

  test.each([...variants, ...allVariants])('Parquet and NDJSON have the same: $format $layout on $abi', async (variant) => {
    const netbsd = variant.format.startsWith('ktrace/netbsd')
    const bytes = written(variant, netbsd ? someRecords(variant) : lifeOf(variant))
    writeFileSync(at('in.ktrace'), bytes)
    for (const target of ['ndjson', 'parquet']) {
      const { status, stderr } = await exhume('convert', at('in.ktrace'), at(`out.${target}`), '--only', 'calls', '--force')
      expect([target, status], stderr).toEqual([target, 0])
    }
    const calls = lines(readFileSync(at('out.ndjson'), 'utf8'))
    expect(calls).toEqual(lines((await exhume('read', at('in.ktrace'), '--ndjson', '--only', 'calls')).stdout))
    expect(calls.length).toBe([...opened(bytes)].filter(({ type }) => type === 'KTR_SYSCALL').length)
    const table = await rows(at('out.parquet'))
    expect(
      table.map(
        ({ index, micros, nanoseconds, duration, pid, tid, comm, name, arguments: args, path, file, errno, error, retval, result }) => ({
          index: Number(index),
          start: `${String(micros).slice(0, -6)}.${String(nanoseconds).padStart(9, '0')}`,
          ...(duration !== null && { duration: Number(duration) }),
          pid,
          ...(tid !== null && { tid: Number(tid) }),
          comm,
          name,
          arguments: JSON.parse(String(args)),
          ...(path !== null && { path }),
          ...(file !== null && { file }),
          result,
          ...(retval !== null && { retval: Number(retval) }),
          ...(errno !== null && { errno }),
          ...(error !== null && { error }),
        }),
      ),
    ).toEqual(
      calls.map(({ start, ...call }) => ({
        ...call,
        start: `${String(start).split('.')[0]}.${String(start).split('.')[1]?.padEnd(9, '0')}`,
      })),
    )
  })

  test('options of calls need --only calls', async () => {
    for (const target of ['ndjson', 'parquet'])
      expect((await exhume('convert', fixture('two-processes'), at('x'), '--to', target, '--slow', '1')).status).toBe(2)
    const { status } = await exhume('convert', fixture('two-processes'), at('x'), '--to', 'parquet', '--only', 'calls', '--no-io')
    expect(status).toBe(2)
  })
})

describe('flags of open', () => {
  test.each([
    [0x601, 'netbsd', 'amd64', undefined, 'O_WRONLY|O_CREAT|O_TRUNC'],
    [0x400000, 'netbsd', 'amd64', 'netbsd32', 'O_RDONLY|O_CLOEXEC'],
    [0x88241, 'netbsd', 'amd64', 'linux', 'O_WRONLY|O_CREAT|O_TRUNC|O_LARGEFILE|O_CLOEXEC'],
    [0x101002, 'netbsd', 'i386', 'linux', 'O_RDWR|O_SYNC'],
    [0x1002, 'netbsd', 'i386', 'linux', 'O_RDWR|O_DSYNC'],
    [0x4000, 'netbsd', 'arm', 'linux', 'O_RDONLY|O_DIRECTORY'],
    [0x4000, 'netbsd', 'amd64', 'linux', 'O_RDONLY|O_DIRECT'],
    [0x10001, 'netbsd', 'powerpc', 'linux', 'O_WRONLY|O_LARGEFILE'],
    [0x302, 'netbsd', 'mips', 'linux', 'O_RDWR|O_CREAT|O_TRUNC'],
    [0x601, 'netbsd', 'alpha', 'linux', 'O_WRONLY|O_CREAT|O_TRUNC'],
    [0x100000, 'netbsd', 'amd64', 'freebsd', 'O_RDONLY|O_CLOEXEC'],
    [0x601, 'netbsd', 'sparc', 'svr4', 'O_WRONLY|0x600'],
    [0x8000, 'openbsd', 'amd64', undefined, 'O_RDONLY|O_NOCTTY'],
    [0x20000, 'dragonfly', 'amd64', undefined, 'O_RDONLY|O_CLOEXEC'],
    [0x8000, 'darwin', 'powerpc', undefined, 'O_RDONLY|O_EVTONLY'],
    [0x80000000, 'netbsd', 'amd64', undefined, 'O_RDONLY|0x80000000'],
    [3, 'netbsd', 'amd64', undefined, undefined],
  ])('%d of %s on %s under %s', (value, system, abi, emulation, text) => {
    expect(openFlagsText(value, system, abi, emulation)).toBe(text)
  })
})

test('KT-A1: --errors shows the call, its paths and its return', async () => {
  const { stdout } = await exhume('read', fixture('linux-emulation'), '--errors')
  const whole = readFileSync(fileURLToPath(new URL('../fixtures/ktrace/linux-emulation.kdump7.txt', import.meta.url)), 'utf8').split('\n')
  const kinds = stdout.trimEnd().split('\n')
  expect(kinds.map((line) => /(CALL|NAMI|RET) +\S+/.exec(line)?.[0].replace(/\(.*/, ''))).toEqual([
    'CALL  open',
    'NAMI  "/emul/linux/etc/ld.so.preload"',
    'RET   open',
    'CALL  open',
    'NAMI  "/emul/linux/etc/shadow"',
    'RET   open',
    'CALL  wait4',
    'RET   wait4',
  ])
  for (const line of kinds) expect(whole).toContain(line)
  const returns = await exhume('read', fixture('linux-emulation'), '--errors', '--type', 'SYSRET', '--syscall', 'open')
  expect(returns.stdout.match(/RET {3}open/g)).toHaveLength(2)
  expect(returns.stdout).not.toContain('CALL')
  const { stdout: one } = await exhume('read', fixture('linux-emulation'), '--errors', '--syscall', 'wait4')
  expect(one.trimEnd().split('\n')).toEqual(kinds.slice(-2))
})
