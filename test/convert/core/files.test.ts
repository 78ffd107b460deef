/** Open files, directories, ids, groups and limits: what two systems both tell of is carried over, the rest named. */
import { expect, test } from 'vitest'
import { coreOfCheckpoint } from '../../../src/convert/checkpoint/checkpoint-as-core.js'
import { convertCore } from '../../../src/convert/core/to-core.js'
import { type CheckpointFile, openCheckpoint } from '../../../src/families/checkpoint.js'
import { openCore } from '../../../src/families/core.js'
import type { OpenFile, ProcessInfo } from '../../../src/formats/core/process-info.js'
import { memorySource } from '../../../src/io/source.js'
import { handleText, parseFileMap } from '../../../src/readers/checkpoint/file-map.js'
import { type BuildSystem, buildCore } from '../../../src/writers/core/build/build-core.js'
import { checkpointOf } from '../../readers/checkpoint/lives.js'

const descriptors: readonly OpenFile[] = [
  { fd: 0, kind: 'device', path: '/dev/pts/1', flags: ['read', 'write'], offset: 17n },
  { fd: 1, kind: 'fifo', flags: ['write'] },
  { fd: 3, kind: 'file', path: '/var/log/x', flags: ['write', 'append', 'nonblock'], offset: 1n << 40n },
  { fd: 4, kind: 'directory', path: '/tmp', flags: ['read'], offset: 0n },
  { fd: 9, kind: 'socket', flags: ['read', 'write'] },
]
const process: ProcessInfo = {
  pid: 7,
  name: 'p',
  uid: 5,
  gid: 6,
  credentials: { ruid: 5, euid: 0, svuid: 1, rgid: 6, egid: 20, svgid: 21 },
  groups: [20, 30, 40],
  cwd: '/home/p',
}

function made(system: BuildSystem, more: object = {}, facts: ProcessInfo = {}) {
  const threads = [{ tid: 7, registers: { rip: 1n } }]
  const built = buildCore({ system, abi: 'amd64', process: { ...process, ...facts }, threads, memory: [], descriptors, ...more })
  return { core: openCore(memorySource(built.bytes())), source: memorySource(built.bytes()), lost: built.lost.map(({ path }) => path) }
}

function converted(from: ReturnType<typeof made>, system: BuildSystem) {
  const built = convertCore(from.core, from.source, system)
  const lost = built.lost.filter(({ path }) => path !== 'notes')
  return { core: openCore(memorySource(built.bytes())), lost }
}

test.each(['freebsd', 'illumos'] as const)('%s tells what it is told', (system) => {
  const { core, lost } = made(system)
  expect(core.diagnostics.list).toEqual([])
  expect(core.descriptors).toEqual(descriptors)
  expect(core.process).toMatchObject(process)
  expect(lost).toEqual([])
})

test.each([
  ['freebsd', 'illumos'],
  ['illumos', 'freebsd'],
] as const)('%s to %s', (from, to) => {
  const { core, lost } = converted(made(from), to)
  expect(core.descriptors).toEqual(descriptors)
  expect(core.process).toMatchObject(process)
  expect(lost).toEqual([])
})

test('what the other one has no words for is named', () => {
  const odd: OpenFile[] = [
    { fd: 3, kind: 'kqueue' },
    { fd: 4, kind: 'file', flags: ['read', 'locked'] },
    { fd: 5, kind: 'pipe', flags: ['read'] },
  ]
  const { core, lost } = converted(made('freebsd', { descriptors: odd }, { umask: 0o22 }), 'illumos')
  expect(core.descriptors.map(({ fd, kind }) => [fd, kind])).toEqual([
    [3, 'unknown'],
    [4, 'file'],
    [5, 'fifo'],
  ])
  expect(lost.map(({ message }) => message)).toEqual([
    'descriptors[3]: illumos cores cannot store kind "kqueue"',
    'descriptors[4]: illumos cores cannot store open flags locked',
    'process: illumos cores cannot store the umask',
  ])
})

test.each(['linux', 'netbsd', 'openbsd', 'dragonfly'] as const)('%s has no place for open files', (system) => {
  expect(made(system).lost).toContain('descriptors')
})

test('limits by their names', () => {
  const limits = [
    { name: 'RLIMIT_CORE', soft: 0n },
    { name: 'RLIMIT_NOFILE', soft: 64n, hard: 128n },
  ]
  const told = made('freebsd', {}, { limits }).core.process.limits ?? []
  expect(told).toHaveLength(15)
  expect(told.filter(({ soft, hard }) => soft !== undefined || hard !== undefined)).toEqual(limits)
  expect(made('freebsd', {}, { limits: [{ name: 'RLIMIT_NICE', soft: 1n }] }).lost).toEqual(['process.limits'])
  expect(made('illumos', {}, { limits }).lost).toEqual(['process'])
})

test('the effective group is the first of FreeBSD', () => {
  const { core } = converted(made('illumos', {}, { groups: [30, 40] }), 'freebsd')
  expect(core.process).toMatchObject({ credentials: { egid: 20 }, groups: [20, 30, 40] })
})

test.each(['freebsd', 'illumos'] as const)('the files of a checkpoint, as a core of %s', (system) => {
  const source = memorySource(checkpointOf('amd64', 'final'))
  const nameless = coreOfCheckpoint(source)
  const [file] = nameless.core.descriptors
  if (!file) throw new Error('no open file')
  expect(nameless.lost.map(({ path }) => path)).toContain('files')
  const core = openCore(memorySource(convertCore(nameless.core, source, system).bytes()))
  expect(core.descriptors).toEqual(nameless.core.descriptors)
  const [{ cfi_fh }] = openCheckpoint(source).files.filter(({ cfi_index }) => cfi_index === file.fd) as [CheckpointFile]
  const named = coreOfCheckpoint(source, parseFileMap(JSON.stringify({ files: { '/tmp/y': handleText(cfi_fh) } })))
  const again = openCore(memorySource(convertCore(named.core, source, system).bytes()))
  expect(again.descriptors[0]).toEqual({ ...file, path: '/tmp/y' })
})
