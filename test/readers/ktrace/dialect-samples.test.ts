/** Real traces of the systems besides NetBSD, and generated ones that this project did not make. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openTrace } from '../../../src/families/ktrace.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { writer } from '../../../src/writers/ktrace/document.js'
import { describeSamples, sample } from '../../support/samples.js'
import { textOf } from './made.js'

const context = { directory: '.', open: () => memorySource(new Uint8Array(0)), turn: () => undefined }

describeSamples('ktrace samples of other systems', (folder) => {
  const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(sample(folder, 'ktrace', name)))
  const names = [
    'darwin-ppc-2005',
    'freebsd-amd64-2026',
    'freebsd-i386-2010',
    'openbsd-amd64-2016',
    'made-freebsd-amd64',
    'made-openbsd-amd64',
  ]

  test.each([
    ['darwin-ppc-2005', 'ktrace/darwin', 'powerpc', 854, { KTR_SYSCALL: 318, KTR_SYSRET: 318, KTR_NAMEI: 169, KTR_GENIO: 49 }],
    ['freebsd-amd64-2026', 'ktrace/freebsd', 'amd64', 609, { KTR_PROCCTOR: 2, KTR_SYSCALL: 303, KTR_SYSRET: 303, KTR_PROCDTOR: 1 }],
    [
      'freebsd-i386-2010',
      'ktrace/freebsd',
      'i386',
      263,
      { KTR_SYSCALL: 108, KTR_SYSRET: 108, KTR_NAMEI: 17, KTR_GENIO: 17, KTR_STRUCT: 7, KTR_SYSCTL: 6 },
    ],
    [
      'openbsd-amd64-2016',
      'ktrace/openbsd',
      'amd64',
      228,
      {
        KTR_START: 1,
        KTR_SYSCALL: 104,
        KTR_SYSRET: 104,
        KTR_NAMEI: 7,
        KTR_GENIO: 4,
        KTR_STRUCT: 5,
        KTR_EXECARGS: 1,
        KTR_PLEDGE: 1,
        KTR_PSIG: 1,
      },
    ],
    ['made-freebsd-amd64', 'ktrace/freebsd', 'amd64', 1500, {}],
    ['made-openbsd-amd64', 'ktrace/openbsd', 'amd64', 1500, { KTR_START: 1 }],
  ] as const)('%s is %s', (name, format, abi, records, types) => {
    const trace = openTrace(memorySource(bytesOf(`${name}.ktrace`)))
    expect(trace.report()).toMatchObject({ format, abi, records, types })
    expect([...trace.recordLines()].length).toBe(records)
    expect(trace.diagnostics).toEqual([])
  })

  test.each(names)('%s comes back from its document', async (name) => {
    const bytes = bytesOf(`${name}.ktrace`)
    const [first, ...lines] = openTrace(memorySource(bytes)).ndjsonDocument({ inlineLimit: 0 })
    const sink = memorySink()
    expect(await writer.write(JSON.parse(first as string) as Record<string, unknown>, lines, sink, context)).toEqual([])
    expect(Buffer.from(sink.bytes()).equals(bytes)).toBe(true)
  })

  test.each(['', '.absolute', '.relative', '.elapsed', '.numeric'])('FreeBSD of 2026: the text is kdump%s', (form) => {
    const options = { '': {}, '.numeric': { numeric: true } }[form] ?? { timestamps: form.slice(1) }
    const text = textOf(openTrace(memorySource(bytesOf('freebsd-amd64-2026.ktrace'))), options)
    expect(text.split('\n')).toEqual(
      Buffer.from(bytesOf(`freebsd-amd64-2026${form}.kdump`))
        .toString('latin1')
        .split('\n'),
    )
  })

  test('FreeBSD, made: the text is that of kdump but for a NUL at the end of data, where kdump looks at stale memory behind', () => {
    const lines = textOf(openTrace(memorySource(bytesOf('made-freebsd-amd64.ktrace')))).split('\n')
    const golden = Buffer.from(bytesOf('made-freebsd-amd64.kdump')).toString('latin1').split('\n')
    expect(lines.length).toBe(golden.length)
    expect(lines.flatMap((line, i) => (line === golden[i] ? [] : [[line, golden[i]]]))).toEqual([
      ['\t\\0\\0\\0\\0\\0\\0\\0"', '\t\\0\\0\\0\\0\\0\\0\\000"'],
    ])
  })

  test('FreeBSD/i386 of 2010', () => {
    const lines = textOf(openTrace(memorySource(bytesOf('freebsd-i386-2010.ktrace')))).split('\n')
    expect(lines).toContain('  1077 ls       CALL  __sysctl(0xbfbfe6e4,0x2,0xbfbfe6ec,0xbfbfe6f0,0,0)')
    expect(lines).toContain('  1077 ls       SCTL  "kern.osreldate"')
    expect(lines).toContain(
      '  1077 ls       STRU  struct stat {dev=67, ino=21, mode=0100444, nlink=1, uid=0, gid=0, rdev=2928, atime=1264352100, ' +
        'mtime=1258815272, ctime=1263984702, birthtime=1258815272, size=56736, blksize=4096, blocks=112, flags=0x0 }',
    )
  })

  test('OpenBSD of 2016', () => {
    const lines = textOf(openTrace(memorySource(bytesOf('openbsd-amd64-2016.ktrace')))).split('\n')
    expect(lines.slice(0, 6)).toEqual([
      '    -1          STRT  ',
      ' 11670 ktrace   RET   ktrace 0',
      ' 11670 ktrace   CALL  execve(0x7f7ffffcd12f,0x7f7ffffccfc0,0x7f7ffffccfd0)',
      ' 11670 ktrace   NAMI  "./pg"',
      ' 11670 ktrace   ARGS  ',
      '\t[0] = "./pg"',
    ])
    expect(lines.at(-4)).toBe(' 11670 pg       PLDG  ioctl, "ioctl", errno 1 Operation not permitted')
    expect(lines.at(-3)).toBe(' 11670 pg       PSIG  SIGABRT SIG_DFL')
  })

  test('Mac OS X of 2005', () => {
    const lines = textOf(openTrace(memorySource(bytesOf('darwin-ppc-2005.ktrace')))).split('\n')
    expect(lines.slice(0, 4)).toEqual([
      '   830 ktrace   RET   ktrace 0',
      '   830 ktrace   CALL  execve(0xbffff02c,0xbffff604,0xbffff614)',
      '   830 ktrace   NAMI  "/sw/bin/perl"',
      '   830 ktrace   RET   execve -1 errno 2 No such file or directory',
    ])
  })
})
