/** Reports of real files fit 80 columns where standard output is not a terminal. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exhume } from '../support/cli.js'
import { describeSamples, sample } from '../support/samples.js'

const tooLong = (text: string): string[] => text.split('\n').filter((line) => line.length > 80)

describeSamples('no report line is longer than 80 columns', (folder) => {
  const cores = readdirSync(sample(folder, 'elf-core')).map((name) => sample(folder, 'elf-core', name))
  const dumps = readdirSync(sample(folder, 'kcore', 'netbsd-7.99.10'))
    .filter((name) => name.endsWith('.raw.gz'))
    .map((name) => sample(folder, 'kcore', 'netbsd-7.99.10', name))
  const traces = readdirSync(sample(folder, 'ktrace'))
    .filter((name) => name.endsWith('.ktrace'))
    .map((name) => sample(folder, 'ktrace', name))

  test.each([...cores, ...dumps, sample(folder, 'kdump', 'linux-6.1-aarch64-qemu.kdump')])('%s', async (file) => {
    for (const options of [[], ['--full']]) {
      const { stdout } = await exhume('read', file, ...options)
      expect(stdout).not.toBe('')
      expect(tooLong(stdout)).toEqual([])
    }
  })

  test.each(cores)('the default report of %s is one screen', async (file) => {
    const { stdout } = await exhume('read', file)
    expect(stdout.split('\n').length).toBeLessThanOrEqual(30)
  })

  test.each(traces)('views of %s', async (file) => {
    const { stdout } = await exhume('read', file, '--only', 'summary,files,io,tree')
    expect(tooLong(stdout)).toEqual([])
  })
})
