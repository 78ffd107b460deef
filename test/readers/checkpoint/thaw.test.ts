/** Every check of a thaw: one that breaks exactly that thing, and sees the errno, the step and the offset. */
import { describe, expect, test } from 'vitest'
import { type ThawSystem, thaw } from '../../../src/families/checkpoint.js'
import { memorySource } from '../../../src/io/source.js'
import { checkpointOf, process } from './lives.js'

const amd64: ThawSystem = { bits: 64, form: 'final' }
const i386: ThawSystem = { bits: 32, form: 'final' }

const fine = checkpointOf('amd64', 'final')

/** The file of the worked example with some bytes changed. */
function changed(offset: number, ...bytes: number[]): Uint8Array {
  const copy = fine.slice()
  copy.set(bytes, offset)
  return copy
}

const run = (bytes: Uint8Array, system: Partial<ThawSystem> = {}) => thaw(memorySource(bytes), { ...amd64, ...system })

const refusal = (errno: string, step: string, offset: number | undefined, oldSpaceGone = false) => ({
  ok: false,
  errno,
  step,
  offset,
  oldSpaceGone,
})

describe('the call', () => {
  test.each<[string, Partial<ThawSystem>, string]>([
    ['not of the group', { call: { groups: [5] } }, 'EPERM'],
    ['not of another group', { checkpointGroup: 7, call: { groups: [0] } }, 'EPERM'],
    ['another process', { call: { pid: 12, ownPid: 13 } }, 'EINVAL'],
    ['its own number', { call: { pid: 13, ownPid: 13 } }, 'EINVAL'],
    ['not open for reading', { call: { readable: false } }, 'EBADF'],
    ['a reserved type', { call: { type: 3 } }, 'EOPNOTSUPP'],
    ['an unknown type, of an unreadable descriptor', { call: { type: 9, readable: false } }, 'EOPNOTSUPP'],
  ])('%s', (_, system, errno) => {
    expect(run(fine, system)).toMatchObject(refusal(errno, 'syscall', undefined))
  })

  test('an unknown type in 2003', () => {
    const bytes = checkpointOf('i386', '2003')
    expect(thaw(memorySource(bytes), { bits: 32, form: '2003', call: { type: 3 } })).toMatchObject(refusal('ENOSYS', 'syscall', undefined))
  })

  test('group -1 is anybody', () => {
    expect(run(fine, { checkpointGroup: -1, call: { groups: [5] } }).ok).toBe(true)
  })
})

describe('what is read', () => {
  test.each<[string, number, string, number, boolean]>([
    ['in the ELF header', 63, 'ELF header', 0, false],
    ['in the program headers', 0xe7, 'program headers', 0x40, false],
    ['in the notes', 0x493, 'notes', 0xe8, false],
    ['in vminfo', 0x4f3, 'vminfo', 0x494, false],
    ['in the count', 0x4f7, 'vnodes', 0x4f4, true],
    ['in the records of files', 0x5e7, 'vnodes', 0x4f8, true],
    ['in siginfo', 0x12c7, 'siginfo', 0x5e8, true],
    ['in the file header', 0x12ef, 'files', 0x12c8, true],
    ['in the files', 0x133f, 'files', 0x12f0, true],
  ])('cut %s', (_, size, step, offset, gone) => {
    expect(run(fine.slice(0, size))).toMatchObject(refusal('ESPIPE', step, offset, gone))
  })

  test('a read error has its own errno', () => {
    expect(run(fine, { readError: (offset) => (offset === 0x5e8 ? 'EIO' : undefined) })).toMatchObject(
      refusal('EIO', 'siginfo', 0x5e8, true),
    )
  })

  test('the memory is not read', () => {
    expect(run(fine.slice(0, 0x2000)).ok).toBe(true)
  })
})

describe('the ELF header', () => {
  test.each<[string, number, number]>([
    ['e_ehsize', 52, 52],
    ['e_phentsize', 54, 32],
    ['magic 0', 0, 0x7e],
    ['magic 1', 1, 0x65],
    ['magic 2', 2, 0],
    ['magic 3', 3, 0x47],
    ['class', 4, 1],
    ['data', 5, 2],
    ['version', 6, 0],
    ['OSABI', 7, 9],
    ['ABI version', 8, 1],
  ])('%s', (_, offset, byte) => {
    expect(run(changed(offset, byte))).toMatchObject(refusal('EINVAL', 'ELF header', offset))
  })

  test.each<[string, number, number]>([
    ['e_type', 16, 2],
    ['e_machine', 18, 3],
    ['e_version', 20, 7],
    ['e_phoff', 32, 0],
    ['PT_NOTE p_type', 0x40, 9],
    ['PT_NOTE p_offset', 0x48, 1],
  ])('%s is not looked at', (_, offset, byte) => {
    expect(run(changed(offset, byte)).ok).toBe(true)
  })

  test('sizes come before the magic number', () => {
    const bytes = changed(0, 0)
    bytes[52] = 0
    expect(run(bytes)).toMatchObject(refusal('EINVAL', 'ELF header', 52))
  })

  test('a file of 2003 on a kernel of today, and the other way round', () => {
    const old = checkpointOf('i386', '2004')
    expect(thaw(memorySource(old), i386)).toMatchObject(refusal('EINVAL', 'ELF header', 7))
    expect(thaw(memorySource(checkpointOf('i386', 'final')), { bits: 32, form: '2004' })).toMatchObject(refusal('EINVAL', 'ELF header', 7))
    expect(thaw(memorySource(old), { bits: 32, form: '2004' }).ok).toBe(true)
  })

  test('a file of the other word size', () => {
    expect(thaw(memorySource(fine), i386)).toMatchObject({ ok: false, errno: 'EINVAL', step: 'ELF header' })
    expect(thaw(memorySource(checkpointOf('i386', 'final')), amd64)).toMatchObject({ ok: false, errno: 'EINVAL', step: 'ELF header' })
  })
})

describe('the notes', () => {
  const P_FILESZ = 0x60
  test.each<[string, number[]]>([
    ['too small for the process', [119, 0]],
    ['too small for a thread', [0x6f, 0x03]],
    ['for 257 threads', [0x70, 0xfb, 0x02]],
  ])('a size %s', (_, bytes) => {
    expect(run(changed(P_FILESZ, ...bytes))).toMatchObject(refusal('EINVAL', 'notes', P_FILESZ))
  })

  test.each<[string, number, number]>([
    ['type of the first', 0xe8 + 8, 1],
    ['type of the second', 0x174 + 8, 2],
    ['type of the third', 0x280 + 8, 1],
    ['descriptor size of the first', 0xe8 + 4, 119],
    ['descriptor size of the second', 0x174 + 4, 247],
    ['descriptor size of the third', 0x280 + 4, 1],
  ])('%s', (_, offset, byte) => {
    expect(run(changed(offset, byte))).toMatchObject(refusal('EINVAL', 'notes', offset))
  })

  test.each([0xe8, 0x174, 0x280])('name of the note at %i', (offset) => {
    expect(run(changed(offset + 12, 0x63))).toMatchObject(refusal('EINVAL', 'notes', offset + 12))
  })

  test('as much of the name is compared as it says', () => {
    // 4 bytes, without the NUL: padded to 8 on x86_64, as 5 bytes are.
    const four = fine.slice()
    four[0xe8] = 4
    expect(run(four).ok).toBe(true)
    expect(run(four, { notePadding: 4 })).toMatchObject({ ok: false, errno: 'EINVAL', step: 'notes' })
    // 8 bytes: the comparison ends at the NUL.
    const eight = fine.slice()
    eight[0xe8] = 8
    expect(run(eight).ok).toBe(true)
  })

  test.each<[string, number, number]>([
    ['pr_version of prstatus', 0x188, 2],
    ['pr_statussz', 0x190, 1],
    ['pr_gregsetsz', 0x198, 1],
    ['pr_fpregsetsz', 0x1a0, 1],
    ['pr_version of prpsinfo', 0xfc, 2],
    ['pr_psinfosz', 0x104, 1],
  ])('%s', (_, offset, byte) => {
    expect(run(changed(offset, byte))).toMatchObject(refusal('EINVAL', 'notes', offset))
  })

  const withFlags = (abi: 'amd64' | 'i386', count: number): Uint8Array =>
    checkpointOf(abi, 'final', {
      threads: Array.from({ length: count }, (_, tid) => ({ tid, registers: { cs: 3n, [abi === 'amd64' ? 'rflags' : 'eflags']: 0x202n } })),
    })

  test.each([
    ['amd64', 18, amd64],
    ['i386', 6, i386],
  ] as const)('on %s %i threads are counted right, one more is one too many', (abi, most, system) => {
    expect(thaw(memorySource(withFlags(abi, most)), system)).toMatchObject({ ok: true, plan: { threadsDropped: most - 1 } })
    expect(thaw(memorySource(withFlags(abi, most + 1)), system)).toMatchObject({
      ok: false,
      errno: 'EINVAL',
      step: 'notes',
      oldSpaceGone: false,
    })
  })

  test('only the contents of the first thread are looked at', () => {
    const bytes = withFlags('amd64', 2)
    // The second prstatus: its version.
    bytes[0x188 + 800] = 9
    expect(run(bytes).ok).toBe(true)
  })
})

describe('the registers', () => {
  const at = 0x188 + 48
  test('eflags that a program may not change', () => {
    expect(run(changed(at + 22 * 8, 0x46, 0x32))).toMatchObject(refusal('EINVAL', 'registers', at))
  })
  test('cs of the kernel', () => {
    expect(run(changed(at + 21 * 8, 0x40))).toMatchObject(refusal('EINVAL', 'registers', at))
  })
  test('flags that a program may change', () => {
    expect(run(changed(at + 22 * 8, 0xd7, 0x0f)).ok).toBe(true)
  })
})

describe('vminfo', () => {
  const at = 0x494
  const negative = [0, 0, 0, 0, 0, 0, 0, 0x80]
  test.each<[string, number, number[], Partial<ThawSystem>]>([
    ['dsize below 0', 0, negative, {}],
    ['dsize above the limit', 0, [101], { dataLimit: 100n }],
    ['tsize below 0', 8, negative, {}],
    ['tsize above the limit', 8, [1, 0, 0, 0x10], {}],
    ['daddr at the end of user space', 48, [0, 0, 0xe0, 0xff, 0xff, 0x7f, 0, 0], {}],
    ['taddr at the end of user space', 56, [0, 0, 0xe0, 0xff, 0xff, 0x7f, 0, 0], {}],
  ])('%s', (_, offset, bytes, system) => {
    expect(run(changed(at + offset, ...bytes), system)).toMatchObject(refusal('ERANGE', 'vminfo', at + offset))
  })

  test('the limits themselves are allowed', () => {
    expect(run(changed(at, 100), { dataLimit: 100n }).ok).toBe(true)
    expect(run(changed(at + 8, 0, 0, 0, 0x10)).ok).toBe(true)
    expect(run(changed(at + 48, 0xff, 0xff, 0xdf, 0xff, 0xff, 0x7f, 0, 0)).ok).toBe(true)
  })
})

describe('mapped files', () => {
  test('a count below 0', () => {
    expect(run(changed(0x4f4, 0xff, 0xff, 0xff, 0xff))).toMatchObject(refusal('ESPIPE', 'vnodes', 0x4f8, true))
  })
  test('a file system that is not mounted', () => {
    expect(run(changed(0x570, 0x12), { isMounted: ({ val }) => val[0] === 0x11 })).toMatchObject(refusal('ESTALE', 'vnodes', 0x570, true))
  })
  test.each(['ESTALE', 'EACCES'] as const)('a file that is not found: %s', (errno) => {
    const lookup: ThawSystem['lookup'] = ({ fh_fid }) => (fh_fid.fid_data[1] === 0x10 ? errno : undefined)
    expect(run(fine, { lookup })).toMatchObject(refusal(errno, 'vnodes', 0x570, true))
  })
  test('an offset within a page', () => {
    expect(run(changed(0x4f8 + 32 + 8, 1))).toMatchObject(refusal('EINVAL', 'vnodes', 0x4f8, true))
  })
  test('what mmap says', () => {
    expect(run(fine, { map: ({ handle, start }) => (handle && start === 0x800000n ? 'EINVAL' : undefined) })).toMatchObject(
      refusal('EINVAL', 'vnodes', 0x570, true),
    )
  })
})

describe('signals', () => {
  test('another size', () => {
    expect(run(changed(0x5e8, 0xf0))).toMatchObject(refusal('EINVAL', 'siginfo', 0x5e8, true))
    expect(thaw(memorySource(checkpointOf('amd64', 'final-mailbox')), amd64)).toMatchObject(refusal('EINVAL', 'siginfo', 0x5e8, true))
  })
  test('SIGKILL and SIGSTOP cannot be blocked', () => {
    const at = 0x5e8 + 3252
    const thawed = run(changed(at, 0xff, 0xff, 0xff, 0xff))
    expect(thawed).toMatchObject({ ok: true, plan: { signals: { csi_sigmask: { bits: [0xfffefeff, 2, 0, 0x80000000] } } } })
  })
  test('the kernel that loses actions', () => {
    expect(run(fine)).toMatchObject({ ok: true, plan: { actionsRestored: 128 } })
    expect(run(fine, { losesActions: true })).toMatchObject({ ok: true, plan: { actionsRestored: 1 } })
  })
})

describe('open files', () => {
  const fid = Uint8Array.of(1)
  const two = checkpointOf('amd64', 'final', {
    files: [5, 6].map((descriptor) => ({ descriptor, flags: 1, handle: { fsid: [descriptor, 0] as const, fid } })),
  })
  test('a count below 0', () => {
    expect(run(changed(0x12cc, 0xff, 0xff, 0xff, 0xff))).toMatchObject(refusal('ESPIPE', 'files', 0x12f0, true))
  })
  test('a file system that is not mounted', () => {
    expect(run(two, { isMounted: ({ val }) => val[0] !== 6 })).toMatchObject(refusal('ESTALE', 'files', 0x12f0 + 80, true))
  })
  test('a file that is not found', () => {
    expect(run(two, { lookup: ({ fh_fsid }) => (fh_fsid.val[0] === 5 ? 'EACCES' : undefined) })).toMatchObject(
      refusal('EACCES', 'files', 0x12f0, true),
    )
  })
  test('a descriptor that cannot be had ends it without an error', () => {
    expect(run(two, { descriptors: 6 })).toMatchObject({
      ok: true,
      plan: { descriptors: [{ descriptor: 5 }], descriptorsLost: expect.stringContaining('6') },
    })
    expect(run(two, { descriptors: 5 })).toMatchObject({ ok: true, plan: { descriptors: [] } })
  })
  test('one that is said twice: the later one', () => {
    const bytes = two.slice()
    bytes[0x12f0 + 80] = 5
    expect(run(bytes)).toMatchObject({ ok: true, plan: { descriptors: [{ descriptor: 5, handle: { fh_fsid: { val: [6, 0] } } }] } })
  })
  test('the checkpoint itself is not looked up', () => {
    const bytes = two.slice()
    bytes[0x12f0 + 48] = 1
    const thawed = run(bytes, { isMounted: ({ val }) => val[0] !== 5 })
    expect(thawed).toMatchObject({ ok: true, plan: { descriptors: [{ descriptor: 5 }, { descriptor: 6 }] } })
    expect(thawed.ok && thawed.plan.descriptors[0]?.handle).toBeUndefined()
  })
  test('placeholders are skipped', () => {
    const bytes = two.slice()
    bytes.set([0xff, 0xff, 0xff, 0xff], 0x12f0)
    expect(run(bytes, { isMounted: ({ val }) => val[0] !== 5 })).toMatchObject({ ok: true, plan: { descriptors: [{ descriptor: 6 }] } })
  })
})

describe('the memory in the checkpoint', () => {
  test('an offset within a page', () => {
    expect(run(changed(0xb0 + 8, 1))).toMatchObject(refusal('EINVAL', 'mappings', 0xb0, true))
  })
  test('what mmap says', () => {
    expect(run(fine, { map: ({ handle }) => (handle ? undefined : 'EACCES') })).toMatchObject(refusal('EACCES', 'mappings', 0x78, true))
  })
  test('neither p_type nor p_memsz is looked at', () => {
    expect(run(changed(0x78, 7)).ok).toBe(true)
    expect(run(changed(0x78 + 40, 7)).ok).toBe(true)
  })
})

test('the plan', () => {
  const { threads } = process('amd64')
  expect(run(fine, { call: { retval: 5 } })).toMatchObject({
    ok: true,
    plan: {
      name: 'counter',
      registers: { rip: threads[0]?.registers?.rip, eflags: 0x246n },
      threadsDropped: 0,
      text: { pages: 12n, address: 0x400000n },
      data: { pages: 3n, address: 0x600000n },
      mappings: [
        { start: 0x400000n, length: 0x1000n, permissions: 'r-x', offset: 0n, handle: { fh_fsid: { val: [0x11, -2] } } },
        { start: 0x800000n, length: 0x3000n, permissions: 'r-x', offset: 0n },
        { start: 0x600000n, length: 0x2000n, permissions: 'rw-', offset: 0x2000n },
        { start: 0xa00000n, length: 0x1000n, permissions: 'rw-', offset: 0x4000n },
      ],
      descriptors: [{ descriptor: 5, access: 'rw', offset: 0x1_0000_0001n }],
      retval: 5,
    },
  })
})

test('a system that cannot be', () => {
  expect(() => run(fine, { form: '2003' })).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
})
