/** The text of a checkpoint. */
import { expect, test } from 'vitest'
import { reader } from '../../../src/families/checkpoint.js'
import { memorySource } from '../../../src/io/source.js'
import { checkpointOf } from '../../readers/checkpoint/lives.js'

const textOf = (bytes: Uint8Array, only?: string[]): string => [...reader.open(memorySource(bytes)).text(only ? { only } : {})].join('')
const handle = (fid: string): string => `11000000feffffff14000000${fid.padEnd(32, '0')}`

test('the parts', () => {
  const text = textOf(checkpointOf('i386', '2004'))
  expect(text.split('\n').filter((line) => /^\S/.test(line))).toEqual([
    'DragonFly process checkpoint, i386 (32-bit), form 2004',
    'Process: counter',
    'Thread 1',
    'Mappings (4)',
    'Signals',
    'Open files (1)',
    'Thaw',
    'Notes (3)',
  ])
})

test('mappings of files and of the checkpoint, by address', () => {
  const a = handle('563412')
  const b = handle('0010')
  expect(textOf(checkpointOf('i386', 'final'), ['mappings']).split('\n').slice(3, -1)).toEqual([
    '  0x400000-0x401000  r-x   4 KiB  inode 1193046 on fffffffe00000011, handle',
    `      ${a}`,
    '  0x600000-0x602000  rw-   8 KiB  in the checkpoint',
    '  0x800000-0x803000  r-x  12 KiB  inode 4096 on fffffffe00000011, handle',
    `      ${b}`,
    '  0xa00000-0xa01000  rw-   4 KiB  in the checkpoint',
  ])
})

test('signals', () => {
  expect(textOf(checkpointOf('amd64', 'final'), ['signals'])).toBe(
    `DragonFly process checkpoint, amd64 (64-bit), form final

Signals
  blocked        SIGUSR1 SIGCKPTEXIT 128
  ignored        SIGHUP
  caught         SIGINT SIGCKPT
  timer          0.250000 s, then every 1.500000 s
  to the parent  SIGCHLD
  SIGHUP   ignore    -               -
  SIGINT   0x401000  SIGHUP SIGTERM  onStack
  SIGCKPT  0x402000  -               -
`,
  )
})

test('a refusal says where, and whether the old memory was gone', () => {
  const bytes = checkpointOf('amd64', 'final')
  expect(textOf(bytes.slice(0, 0x12d0), ['thaw'])).toContain('a thaw is refused: ESPIPE in files at 0x12c8, after the old memory is gone')
})
