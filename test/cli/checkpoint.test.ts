/** `check` of checkpoints: the plan of a thaw, or the refusal, on a system that is stated or the one it is of. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkpointOf } from '../readers/checkpoint/lives.js'
import { exhume } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
writeFileSync(at('a.ckpt'), checkpointOf('amd64', 'final'))
writeFileSync(at('old.ckpt'), checkpointOf('i386', '2003'))
const broken = checkpointOf('amd64', 'final').slice()
broken[0x5e8] = 0x11
writeFileSync(at('broken.ckpt'), broken)

const check = (...args: string[]) => exhume('check', ...args)

test('the plan', async () => {
  const { status, stdout, stderr } = await check(at('a.ckpt'))
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout.split('\n').slice(1)).toEqual([
    '  a thaw maps 2 of files and 2 of the checkpoint, opens 1 descriptor',
    '  restores 1 thread as counter, in which sys_checkpoint returns 1',
    '  registers  rip 0x400234, rsp 0x601ff0, eflags 0x246, and 17 more',
    '  signals    3 actions of 128, blocked: SIGUSR1 SIGCKPTEXIT 128, a timer of 0.250000 s',
    '  map 0x0000000000400000  0x0000000000401000  r-x  offset 0x0     of inode 1193046 on fffffffe00000011, handle 11000000feffffff1400000056341200000000000000000000000000',
    '  map 0x0000000000800000  0x0000000000803000  r-x  offset 0x0     of inode 4096 on fffffffe00000011, handle 11000000feffffff1400000000100000000000000000000000000000',
    '  map 0x0000000000600000  0x0000000000602000  rw-  offset 0x2000  of the checkpoint',
    '  map 0x0000000000a00000  0x0000000000a01000  rw-  offset 0x4000  of the checkpoint',
    '  open 5  rw  at 4294967297  inode 1193046 on fffffffe00000011, handle 11000000feffffff1400000056341200000000000000000000000000',
    '  not restored: descriptors 0 to 2 (inherited from the caller), sockets and pipes, SSE registers, fs',
    '    base, alternate signal stacks',
    '',
  ])
})

test('the refusal', async () => {
  const { status, stdout, stderr } = await check(at('broken.ckpt'))
  expect(status).toBe(1)
  expect(stdout).toContain('a thaw is refused: EINVAL in')
  expect(stderr).toContain('BAD_VALUE: a kernel refuses to restore this')
})

describe('on a system that is stated', () => {
  test.each([
    ['descriptors=5', 1, 'descriptor 5 is not below the limit of 5'],
    ['descriptors=64,group=-1', 0, 'opens 1 descriptor'],
    ['group=wheel', 2, '--thaw-on: group takes a number, not wheel'],
    ['group=7,groups=0+5', 1, 'a thaw is refused: EPERM in syscall'],
    ['group=5,groups=0+5', 0, 'opens 1 descriptor'],
    ['data-limit=2', 1, 'a thaw is refused: ERANGE in vminfo at 0x494'],
    ['max-text=0x3', 1, 'a thaw is refused: ERANGE in vminfo at 0x49c'],
    ['mounted=none', 1, 'a thaw is refused: ESTALE in vnodes at 0x4f8, after the old memory is gone'],
    ['mounted=fffffffe00000011', 0, 'opens 1 descriptor'],
    ['form=final-mailbox', 1, 'a thaw is refused: EINVAL in siginfo'],
    // The sizes of these notes are multiples of 8.
    ['padding=8', 0, 'opens 1 descriptor'],
    ['bits=32', 1, 'a thaw is refused: EINVAL in ELF header'],
    ['form=2003', 2, 'no kernel of 64 bits has the form 2003'],
    ['form=2050', 2, 'there is no form 2050'],
    ['bits=16', 2, 'bits are 32 or 64'],
    ['padding=3', 2, 'padded to 4 or 8'],
    ['mounted=/usr', 2, '16 hexadecimal digits'],
    ['groups=wheel', 2, 'groups are numbers'],
    ['colour=red', 2, 'states nothing'],
    ['', 2, 'states nothing'],
  ])('%s', async (system, status, text) => {
    const result = await check(at('a.ckpt'), `--thaw-on=${system}`)
    expect(result.status, result.stderr).toBe(status)
    expect(result.stdout + result.stderr).toContain(text)
  })

  test('of its own time', async () => {
    expect((await check(at('old.ckpt'))).status).toBe(0)
    expect(await check(at('old.ckpt'), '--thaw-on', 'form=final')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('EINVAL in ELF header at 0x7'),
    })
  })

  test('goes with checkpoints only', async () => {
    expect(await check('examples/hello.ktrace', '--thaw-on', 'bits=64')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--thaw-on is for checkpoints'),
    })
  })
})
