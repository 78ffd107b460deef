/** Cases of the case book about the data of reads and writes in NetBSD's kdump. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { opened, textOf, written } from '../../readers/ktrace/made.js'
import { exhume } from '../../support/cli.js'
import { temporaryFolder } from '../../support/temp.js'

const trace = (data: string): Uint8Array =>
  written({ format: 'ktrace/netbsd-v2', abi: 'amd64' }, [
    { type: 'KTR_EMUL', pid: 7, comm: 'cat', time: '1700000000.5', payload: { emul: 'netbsd' } },
    {
      type: 'KTR_GENIO',
      pid: 7,
      comm: 'cat',
      time: '1700000000.5',
      payload: { ktr_fd: 3, ktr_rw: 0, data: Uint8Array.from(Buffer.from(data, 'latin1')) },
    },
  ])
const dataOf = (data: string, options = {}): string =>
  textOf(opened(trace(data)), { type: 'GENIO', ...options })
    .split('\n')
    .slice(1, -1)
    .join('\n')
    .trimStart()

test('KT-T10: the width is an option, 80 by default', async () => {
  const text = 'x'.repeat(200)
  expect(dataOf(text).split('\n')[0]).toHaveLength(79 - '       '.length)
  for (const width of [40, 60, 132]) expect(dataOf(text, { width }).split('\n')[0]?.length).toBe(width - 1 - '       '.length)
  expect(dataOf('short', { width: 40 })).toBe('"short"')
  const file = join(temporaryFolder(), 'wide.ktrace')
  writeFileSync(file, trace(text))
  const { stdout } = await exhume('read', file, '--width', '132')
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBe(131)
})

test('KT-T11: the byte behind the cut of --max-data is not looked at', () => {
  expect(dataOf('ab\0' + '5', { maxData: 3 })).toBe('"ab\\0"')
  expect(dataOf('ab\0' + '5', { maxData: 4 })).toBe('"ab\\0005"')
  expect(dataOf('ab\0' + '5')).toBe('"ab\\0005"')
})
