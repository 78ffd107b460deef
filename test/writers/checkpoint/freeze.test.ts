/** What is frozen: the worked example offset for offset, and which mapping goes where. */
import { describe, expect, test } from 'vitest'
import { buildCheckpoint, isDumped, isRecorded } from '../../../src/writers/checkpoint/build-checkpoint.js'
import { built, process } from '../../readers/checkpoint/lives.js'

/** Each part of the example: name, offset and size on x86_64, on i386. */
const example: readonly (readonly [string, number, number, number, number])[] = [
  ['Elf_Ehdr', 0x0, 64, 0x0, 52],
  ['phdr[0]', 0x40, 56, 0x34, 32],
  ['phdr[1]', 0x78, 56, 0x54, 32],
  ['phdr[2]', 0xb0, 56, 0x74, 32],
  ['note NT_PRPSINFO', 0xe8, 20, 0x94, 20],
  ['NT_PRPSINFO', 0xfc, 120, 0xa8, 108],
  ['note NT_PRSTATUS', 0x174, 20, 0x114, 20],
  ['NT_PRSTATUS', 0x188, 248, 0x128, 104],
  ['note NT_FPREGSET', 0x280, 20, 0x190, 20],
  ['NT_FPREGSET', 0x294, 512, 0x1a4, 176],
  ['ckpt_vminfo', 0x494, 96, 0x254, 48],
  ['vnode count', 0x4f4, 4, 0x284, 4],
  ['vn_hdr[0]', 0x4f8, 120, 0x288, 92],
  ['vn_hdr[1]', 0x570, 120, 0x2e4, 92],
  ['ckpt_siginfo', 0x5e8, 3296, 0x340, 2760],
  ['ckpt_filehdr', 0x12c8, 40, 0xe08, 40],
  ['ckpt_fileinfo[0]', 0x12f0, 80, 0xe30, 76],
  ['padding', 0x1340, 3264, 0xe7c, 388],
  ['segment[1]', 0x2000, 8192, 0x1000, 8192],
  ['segment[2]', 0x4000, 4096, 0x3000, 4096],
]

describe('the worked example', () => {
  test.each(['amd64', 'i386'] as const)('on %s', (abi) => {
    const { parts, size, bytes, warnings } = built(process(abi), { form: 'final' })
    const expected = example.map(([name, o64, s64, o32, s32]) =>
      abi === 'amd64' ? { name, offset: o64, size: s64 } : { name, offset: o32, size: s32 },
    )
    expect(parts).toEqual(expected)
    expect(size).toBe(abi === 'amd64' ? 0x5000 : 0x4000)
    expect(bytes()).toHaveLength(size)
    expect(warnings).toEqual([])
    // PT_NOTE p_filesz.
    const view = new DataView(bytes().buffer, bytes().byteOffset)
    expect(abi === 'amd64' ? view.getUint32(0x40 + 32, true) : view.getUint32(0x34 + 16, true)).toBe(abi === 'amd64' ? 940 : 448)
  })

  test('old kernels put the process note last, under another owner', () => {
    const { parts, bytes } = built(process('i386'), { form: '2003' })
    expect(parts.map(({ name }) => name).filter((name) => name.startsWith('NT_'))).toEqual(['NT_PRSTATUS', 'NT_FPREGSET', 'NT_PRPSINFO'])
    expect(bytes()[7]).toBe(9)
    expect(
      Buffer.from(bytes())
        .subarray(0x94 + 12, 0x94 + 20)
        .toString('latin1'),
    ).toBe('FreeBSD\0')
  })
})

describe('which mapping goes where', () => {
  const base = { start: 0n, end: 4096n, permissions: 'rw-' }
  test.each([
    ['anonymous memory', { ...base, top: 'default' }, true, false],
    ['swapped memory', { ...base, top: 'swap' }, true, false],
    ['a mapped file', { ...base, top: 'vnode' }, true, true],
    ['copied on write', { ...base, top: 'default', backing: 'vnode' }, true, false],
    ['text', { ...base, permissions: 'r-x', top: 'vnode', noCore: true }, false, true],
    ['no protection', { ...base, permissions: '---', top: 'vnode' }, false, true],
    ['a device', { ...base, top: 'device' }, false, false],
    ['backed by a device', { ...base, top: 'default', backing: 'device' }, false, false],
    ['no object', base, false, false],
    ['a submap', { ...base, type: 'submap', top: 'default' }, false, false],
    ['a virtual page table', { ...base, type: 'vpagetable', top: 'default' }, false, false],
    ['of the checkpoint it was thawed of', { ...base, top: 'vnode', checkpointText: true }, true, false],
  ] as const)('%s', (_, mapping, dumped, recorded) => {
    expect(isDumped(mapping)).toBe(dumped)
    expect(isRecorded(mapping)).toBe(recorded)
  })

  test('the legacy mode dumps what can be read and written', () => {
    expect(isDumped({ ...base, permissions: 'r--', top: 'default' }, true)).toBe(false)
    expect(isDumped({ ...base, top: 'default' }, true)).toBe(true)
  })
})

describe('refusals', () => {
  const { size } = built(process('amd64'))
  test.each([
    ['limit 0', { limit: 0n }, 'ERANGE'],
    ['limit at the size', { limit: BigInt(size) }, 'EFAULT'],
    ['changed user', { setId: true }, 'EPERM'],
  ] as const)('%s', (_, settings, errno) => {
    expect(buildCheckpoint(process('amd64'), settings)).toMatchObject({ ok: false, errno })
  })

  test('a limit above the size, and a changed user that is allowed', () => {
    expect(buildCheckpoint(process('amd64'), { limit: BigInt(size) + 1n, setId: true, sugidCoredump: true })).toMatchObject({ ok: true })
  })

  test('memory that cannot be read ends the file', () => {
    const [text, data, ...rest] = process('amd64').mappings
    if (!text || !data) throw new Error('no mappings')
    const frozen = built(process('amd64', { mappings: [text, { ...data, readable: 4096 }, ...rest] }))
    expect(frozen).toMatchObject({ errno: 'EFAULT', size: 0x3000 })
  })

  test('a form that the machine does not have', () => {
    expect(() => buildCheckpoint(process('amd64'), { form: '2003' })).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
  })
})
