/** Real traces, and generated ones that this project did not make. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openTrace, reader } from '../../../src/families/ktrace.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { writer } from '../../../src/writers/ktrace/document.js'
import { describeSamples, sample } from '../../support/samples.js'
import { textOf } from './made.js'

const context = { directory: '.', open: () => memorySource(new Uint8Array(0)), turn: () => undefined }

describeSamples('ktrace samples', (folder) => {
  const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(sample(folder, 'ktrace', name)))

  test('NetBSD/i386 of 2003: every record to the end of the file', () => {
    const trace = openTrace(memorySource(bytesOf('netbsd-v0-i386-2003.ktrace')))
    expect(trace.report()).toMatchObject({
      format: 'ktrace/netbsd-v0',
      abi: 'i386',
      bits: 32,
      endian: 'little',
      records: 636,
      types: { KTR_EMUL: 2, KTR_SYSCALL: 281, KTR_SYSRET: 280, KTR_NAMEI: 23, KTR_GENIO: 50 },
    })
    expect(trace.diagnostics).toEqual([])
    const [first] = trace
    expect(first).toMatchObject({ pid: 7504, comm: 'ktrace', time: '1064505173.483507', payload: { emul: 'netbsd' } })
    expect(first?.header.ktr_buf).toBe(0xc05892a0n)
    const [line] = trace.recordLines()
    expect(line).toBe(
      '{"index":0,"offset":0,"type":"KTR_EMUL","pid":7504,"comm":"ktrace","time":"1064505173.483507","payload":{"emul":"netbsd"}}',
    )
  })

  test('its text is that of the kdump of its time', () => {
    const text = textOf(openTrace(memorySource(bytesOf('netbsd-v0-i386-2003.ktrace'))))
    expect(text.split('\n').slice(0, 14)).toEqual([
      '  7504 ktrace   EMUL  "netbsd"',
      '  7504 ktrace   CALL  execve(0xbfbff733,0xbfbff64c,0xbfbff65c)',
      '  7504 ktrace   NAMI  "./rc"',
      '  7504 ktrace   NAMI  "/usr/libexec/ld.elf_so"',
      '  7504 rc       EMUL  "netbsd"',
      '  7504 rc       RET   execve JUSTRETURN',
      '  7504 rc       CALL  mmap(0,0x8000,0x3,0x1002,0xffffffff,0,0,0)',
      '  7504 rc       RET   mmap 1208369152/0x48064000',
      '  7504 rc       CALL  open(0x4805fe46,0,0x48065000)',
      '  7504 rc       NAMI  "/etc/ld.so.conf"',
      '  7504 rc       RET   open 4',
      '  7504 rc       CALL  __fstat13(0x4,0xbfbff544)',
      '  7504 rc       RET   __fstat13 0',
      '  7504 rc       CALL  mmap(0,0x53,0x3,0x2,0x4,0,0,0)',
    ])
    expect(text).toContain('ioctl(0,TIOCGETA,')
  })

  test.each(['', '.absolute', '.relative', '.numeric'])('NetBSD/amd64, made: the text is kdump%s', (form) => {
    const options = { '': {}, '.numeric': { numeric: true } }[form] ?? { timestamps: form.slice(1) }
    const text = textOf(openTrace(memorySource(bytesOf('made-netbsd-v2-amd64.ktrace'))), options)
    const golden = Buffer.from(bytesOf(`made-netbsd-v2-amd64${form}.kdump`)).toString('latin1')
    expect(text.split('\n')).toEqual(golden.split('\n'))
  })

  test.each(['netbsd-v0-i386-2003.ktrace', 'made-netbsd-v2-amd64.ktrace'])('%s comes back from its document', async (name) => {
    const bytes = bytesOf(name)
    const [first, ...lines] = openTrace(memorySource(bytes)).ndjsonDocument({ inlineLimit: 0 })
    const sink = memorySink()
    expect(await writer.write(JSON.parse(first as string) as Record<string, unknown>, lines, sink, context)).toEqual([])
    expect(Buffer.from(sink.bytes()).equals(bytes)).toBe(true)
  })

  test('the command names of 2003 have the ends of longer ones behind them', () => {
    const [, line] = openTrace(memorySource(bytesOf('netbsd-v0-i386-2003.ktrace'))).ndjsonDocument({ inlineLimit: 0 })
    const { residue } = JSON.parse(line as string) as { residue: { header: { ktr_comm: string } } }
    expect(Buffer.from(residue.header.ktr_comm, 'hex').toString('latin1')).toBe('ktrace\0erminal\0\0\0')
  })

  test.each([
    'darwin-ppc-2005',
    'freebsd-amd64-2026',
    'freebsd-i386-2010',
    'openbsd-amd64-2016',
    'made-freebsd-amd64',
    'made-openbsd-amd64',
  ])('%s is not taken for one of NetBSD', (name) =>
    expect(reader.detect(memorySource(bytesOf(`${name}.ktrace`)))?.format ?? '').not.toMatch(/netbsd/),
  )
})
