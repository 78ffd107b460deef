/** The dumps of an independent generator against what the systems' own libkvm read from them. Both are beside the real samples. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reader } from '../../../src/families/kcore.js'
import { fileSource } from '../../../src/io/file-source.js'
import { hexOf } from '../../support/common.js'
import { samples } from '../../support/samples.js'
import { temporaryFolder } from '../../support/temp.js'

const folder = samples()
const generator = folder === undefined ? '' : join(folder, '..', 'tools', 'gen-kcore.py')
const kinds = ['netbsd-amd64', 'freebsd-amd64', 'freebsd-i386', 'freebsd-arm64']

if (folder === undefined || !existsSync(generator))
  test.skip('the generator of kernel dumps is not there (EXHUME_SAMPLES): its dumps are not read', () => {})
else
  describe.each(kinds)('%s', (kind) => {
    const expected = readFileSync(join(folder, 'kcore', `${kind}.expected.txt`), 'latin1').split('\n')
    const temporary = temporaryFolder()
    const kernel = join(temporary, 'kernel')
    const core = join(temporary, 'core')
    const { status } = spawnSync('python3', [generator, kind, '12', kernel, core])

    test('the generator made the dump that was read then', () => {
      expect(status).toBe(0)
      const sum = expected.find((line) => /^[0-9a-f]{64}/.test(line))
      expect(createHash('sha256').update(readFileSync(core)).digest('hex')).toBe(sum?.slice(0, 64))
    })

    test('every read and every symbol is the same', () => {
      const opened = [fileSource(core), fileSource(kernel)] as const
      const file = reader.open(opened[0], { kernel: opened[1] })
      expect(file.diagnostics).toEqual([])
      let reads = 0
      let symbols = 0
      for (let index = 0; index < expected.length; index++) {
        const read = /^@ (0x[0-9a-f]+) (\d+)/.exec(expected[index] ?? '')
        const symbol = /^([0-9a-f]{8,16}) (\w+)$/.exec(expected[index] ?? '')
        if (symbol) {
          symbols++
          expect(file.symbol?.(symbol[2] as string)?.address).toBe(BigInt(`0x${symbol[1]}`))
        }
        if (!read) continue
        let digits = ''
        while (expected[index + 1] && !expected[index + 1]?.startsWith('@'))
          digits += (expected[++index] ?? '')
            .replace(/^\S+ {2}/, '')
            .replace(/\|.*/, '')
            .replaceAll(' ', '')
        reads++
        expect(hexOf(file.kvm.read(BigInt(read[1] as string), Number(read[2]))), read[1]).toBe(digits)
      }
      expect(reads).toBeGreaterThan(20)
      expect(symbols).toBeGreaterThan(2)
      for (const source of opened) source.close()
    })
  })
