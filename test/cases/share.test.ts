/** `--share` of each family: nothing is kept but what is on the list. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openCore } from '../../src/families/core.js'
import { memorySink, memorySource } from '../../src/io/index.js'
import { buildCheckpoint } from '../../src/writers/checkpoint/build-checkpoint.js'
import { buildCore } from '../../src/writers/core/build/build-core.js'
import { TraceWriter } from '../../src/writers/ktrace/index.js'
import { process } from '../readers/checkpoint/lives.js'
import { exhume } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'
import { found, page, plainSecrets, secretCore, secretGaps, systems } from './secret-cores.js'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
for (const system of systems) writeFileSync(at(`${system}.core`), secretCore(system))
writeFileSync(at('gaps.core'), secretGaps())
const SECRETS = [...plainSecrets, 'SECRETGAP', 'SECRETTAIL', 'SECRET']

async function share(input: string, target: string, option = '--share') {
  const out = at('shared')
  const result = await exhume('convert', option, at(input), out, '--to', target, '--force')
  const bytes = existsSync(out) ? readFileSync(out) : Buffer.alloc(0)
  return { ...result, bytes }
}

describe('cores', () => {
  test.each(systems)('SHARE-M1: a core of %s', async (system) => {
    const { status, bytes, stderr } = await share(`${system}.core`, `elf-core/${system}`)
    expect([status, found(bytes, SECRETS)], stderr).toEqual([0, []])
    expect(stderr).toMatch(
      /REDACTED: share: kept the signal, 1 thread, \d+ words of stacks, \d modules?\n.*REDACTED: share: left out .*arguments, environment/,
    )
    const before = openCore(memorySource(secretCore(system)))
    const core = openCore(memorySource(bytes))
    const { sender: _, ...signal } = { sender: undefined, ...before.process.signal }
    expect(core.process).toMatchObject({ ...(before.process.pid !== undefined && { pid: 1159 }), signal })
    expect(core.process.arguments ?? '').toBe('')
    expect(core.threads.map(({ registers: { rax: _, ...rest } }) => rest)).toEqual(
      before.threads.map(({ registers: { rax: _, ...rest } }) => rest),
    )
    expect(core.threads[0]?.registers.rax).toBe(0n)
    expect(core.diagnostics.list).toEqual([])
  })

  test('SHARE-M1: bytes outside of notes and segments; any target', async () => {
    for (const target of ['elf-core/linux', 'elf-core/netbsd', 'minidump', 'json', 'ndjson']) {
      const { status, bytes, stderr } = await share('gaps.core', target)
      expect([target, status, found(bytes, SECRETS)], stderr).toEqual([target, 0, []])
      expect(bytes.toString().toUpperCase()).not.toContain(Buffer.from('SECRET').toString('hex').toUpperCase())
    }
  })

  test('SHARE-M1: compressed output', async () => {
    expect((await exhume('convert', at('gaps.core'), at('z.gz'), '--to', 'elf-core/linux', '--share')).status).toBe(0)
    expect(found(gunzipSync(readFileSync(at('z.gz'))), SECRETS)).toEqual([])
  })

  test('SHARE-M1: minidumps', async () => {
    await exhume('convert', at('linux.core'), at('in.dmp'), '--to', 'minidump')
    for (const target of ['minidump', 'elf-core/linux']) {
      const { status, bytes, stderr } = await share('in.dmp', target)
      expect([status, found(bytes, SECRETS)], stderr).toEqual([0, []])
    }
  })

  test('SHARE-M1: checkpoints', async () => {
    const contents = page(4096, [0, 'SECRETSTACKLOCAL'], [100, Buffer.from('SECRETUTF16', 'utf16le')])
    const { mappings, ...rest } = process('amd64', { name: 'SECRETNAME' })
    const built = buildCheckpoint({ ...rest, mappings: mappings.map((each) => (each.contents ? { ...each, contents } : each)) })
    if (!built.ok) throw new Error(built.message)
    const bytes = built.bytes()
    expect(found(bytes, SECRETS)).toEqual(['SECRETSTACKLOCAL', 'SECRETUTF16', 'SECRETNAME', 'SECRET'])
    writeFileSync(at('in.ckpt'), bytes)
    expect(
      (await exhume('convert', at('in.ckpt'), at('out.core'), '--to', 'elf-core/dragonfly', '--redact', 'names,text:SECRETUTF16')).status,
    ).toBe(0)
    expect(found(readFileSync(at('out.core')), SECRETS)).toEqual(['SECRETSTACKLOCAL', 'SECRET'])
    for (const target of ['checkpoint/dragonfly', 'elf-core/dragonfly']) {
      const { status, bytes, stderr } = await share('in.ckpt', target)
      expect([status, bytes.length > 0, found(bytes, SECRETS)], stderr).toEqual([0, true, []])
    }
  })

  test('SHARE-M1: names of threads on request only', async () => {
    const { bytes } = await share('freebsd.core', 'elf-core/freebsd', '--share=names')
    expect(found(bytes, SECRETS)).toEqual(['SECRETTHR', 'SECRET'])
  })

  test('SHARE-M1: return addresses and frame pointers stay, other words of the stack do not', async () => {
    const stack = page(0x1000, [0x200, 'text of the stack'])
    const view = new DataView(stack.buffer)
    view.setBigUint64(0x100, 0x7000_0000_0180n, true)
    view.setBigUint64(0x108, 0x401234n, true)
    view.setBigUint64(0x110, 0x601000n, true)
    const core = buildCore({
      system: 'linux',
      abi: 'amd64',
      process: { pid: 5, signal: { number: 6 } },
      threads: [{ tid: 5, registers: { rip: 0x401000n, rsp: 0x7000_0000_00f0n, rbp: 0x7000_0000_0100n } }],
      memory: [
        { address: 0x401000n, content: page(0x1000), permissions: 'r-x' },
        { address: 0x601000n, content: page(0x1000) },
        { address: 0x7000_0000_0000n, content: stack },
      ],
    }).bytes()
    writeFileSync(at('words.core'), core)
    const { bytes } = await share('words.core', 'elf-core/linux')
    const kept = new DataView(Uint8Array.from(openCore(memorySource(bytes)).memory.read(0x7000_0000_0100n, 24)).buffer)
    expect([0, 8, 16].map((offset) => kept.getBigUint64(offset, true))).toEqual([0x7000_0000_0180n, 0x401234n, 0n])
    expect(openCore(memorySource(bytes)).memory.read(0x601000n, 1)).toHaveLength(0)
  })

  test('SHARE-M1: texts that are left are refused until they were reviewed', async () => {
    const core = buildCore({
      system: 'linux',
      abi: 'amd64',
      process: { pid: 5, signal: { number: 6 } },
      threads: [{ tid: 5, registers: { rip: 0x401000n } }],
      files: [{ start: 0x401000n, end: 0x402000n, offset: 0n, path: '/srv/anna@mail.example.com' }],
      memory: [{ address: 0x401000n, content: page(0x1000), permissions: 'r-x' }],
    }).bytes()
    writeFileSync(at('mail.core'), core)
    const out = at('mail.shared')
    const refused = await exhume('convert', at('mail.core'), out, '--to', 'elf-core/linux', '--share')
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/REMAINS: share: 1 text is left .*anna@mail\.example\.com.*--share=reviewed/),
    })
    expect(existsSync(out)).toBe(false)
    const reviewed = await exhume('convert', at('mail.core'), out, '--to', 'elf-core/linux', '--share=reviewed')
    expect(reviewed).toMatchObject({ status: 0, stderr: expect.stringContaining('mail address "anna@mail.example.com"') })
    expect((await exhume('convert', at('mail.core'), out, '--to', 'elf-core/linux', '--share=all', '--force')).status).toBe(2)
  })
})

describe('traces', () => {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value)
  const texts = ['SECRETCOMM', 'SECRETPATH', 'SECRETREAD', 'SECRETUSER', 'SECRETARG', 'SECRETENV']

  function trace(): Uint8Array {
    const sink = memorySink()
    const writer = new TraceWriter(sink, { format: 'ktrace/netbsd-v2', abi: 'amd64' })
    const add = (type: string, payload: Uint8Array | Record<string, unknown>): void =>
      writer.write({ type, pid: 10, tid: 1, comm: 'SECRETCOMM', time: '1700000000.000001', payload })
    add('KTR_EMUL', text('netbsd'))
    add('KTR_SYSCALL', { ktr_code: 5, ktr_argsize: 16, args: [1n, 2n] })
    add('KTR_NAMEI', text('/home/SECRETPATH'))
    add('KTR_EXEC_ARG', text('SECRETARG'))
    add('KTR_EXEC_ENV', text('TOKEN=SECRETENV'))
    add('KTR_SYSRET', { ktr_code: 5, ktr_eosys: 0, ktr_error: 0, ktr_retval: 3n, ktr_retval_1: 0n })
    add('KTR_GENIO', { ktr_fd: 3, ktr_rw: 0, data: text('SECRETREAD') })
    add('KTR_USER', text(`${'mine'.padEnd(20, '\0')}SECRETUSER`))
    return sink.bytes()
  }
  writeFileSync(at('in.ktrace'), trace())

  test.each(['ktrace', 'ndjson', 'kdump', 'json', 'ktrace/freebsd', 'chrome-trace'])('SHARE-M1: to %s', async (target) => {
    const { status, bytes, stderr } = await share('in.ktrace', target)
    expect([found(bytes, [...texts, 'SECRET']), bytes.length > 100], stderr).toEqual([[], true])
    expect(stderr).toMatch(/REDACTED: share: kept 8 records .*\n.*left out names of processes, data of 5 records/)
    expect(status).toBe(0)
  })

  test('SHARE-B3: each kind of text by its word', async () => {
    const rest = async (words: string) => {
      expect((await exhume('convert', at('in.ktrace'), at('out.ktrace'), '--to', 'ktrace', '--redact', words, '--force')).status).toBe(0)
      return found(readFileSync(at('out.ktrace')), texts)
    }
    expect(await rest('names')).toEqual(texts.slice(1))
    expect(await rest('paths')).toEqual(texts.filter((each) => each !== 'SECRETPATH'))
    expect(await rest('io')).toEqual(['SECRETCOMM', 'SECRETPATH', 'SECRETARG', 'SECRETENV'])
    expect(await rest('arguments,environment')).toEqual(['SECRETCOMM', 'SECRETPATH', 'SECRETREAD', 'SECRETUSER'])
    expect(await rest('text:secretread')).toEqual(texts.filter((each) => each !== 'SECRETREAD'))
    expect((await exhume('convert', at('in.ktrace'), at('x'), '--to', 'ktrace', '--redact', 'heap')).status).toBe(1)
  })
})

describe('kernel dumps', () => {
  const dump = gunzipSync(readFileSync(new URL('../fixtures/cases/cores/qemu-guest-no-vmcoreinfo.vmcore.gz', import.meta.url)))
  writeFileSync(at('in.vmcore'), dump)

  test('SHARE-B3: by physical address and by pattern', async () => {
    const out = at('out.vmcore')
    const range = await exhume('convert', at('in.vmcore'), out, '--to', 'vmcore/elf', '--redact', '0x100010-0x100020')
    expect([range.status, range.stderr]).toEqual([0, expect.stringContaining('REDACTED: 0x100010-0x100020: 1 range, 16 bytes')])
    const read = await exhume('read', out, '--physical', '0x100000', '--length', '48', '--json')
    expect(JSON.parse(read.stdout).memory.hex).toBe(`${'51'.repeat(16)}${'00'.repeat(16)}${'51'.repeat(16)}`)
    const pattern = await exhume('convert', at('in.vmcore'), out, '--to', 'vmcore/elf', '--redact', 'pattern:Q{64,}', '--force')
    expect(pattern.status).toBe(0)
    expect(readFileSync(out).includes('QQQQ')).toBe(false)
  })

  test('SHARE-M1: --share is refused', async () => {
    const { status, stderr } = await exhume('convert', at('in.vmcore'), at('x.vmcore'), '--to', 'vmcore/elf', '--share')
    expect([status, stderr]).toEqual([1, expect.stringContaining('use --redact')])
    expect(existsSync(at('x.vmcore'))).toBe(false)
  })
})
