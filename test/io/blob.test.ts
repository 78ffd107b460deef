import { afterEach, expect, test, vi } from 'vitest'
import { blobSource, loadBlob } from '../../src/io/blob.js'

afterEach(() => vi.unstubAllGlobals())

test('a Blob is loaded whole where it cannot be read synchronously', async () => {
  const blob = new File(['abcdef'], 'core.1')
  expect(() => blobSource(blob)).toThrow(expect.objectContaining({ code: 'IO', message: expect.stringContaining('loadBlob') }))
  const source = await loadBlob(blob)
  expect(source.name).toBe('core.1')
  expect(Buffer.from(source.read(2, 100)).toString()).toBe('cdef')
  await expect(loadBlob(blob, { limit: 5 })).rejects.toMatchObject({ code: 'LIMIT' })
})

test('in a worker only the parts that are asked for are read', () => {
  const parts: number[] = []
  vi.stubGlobal(
    'FileReaderSync',
    class {
      readAsArrayBuffer(blob: Blob): ArrayBuffer {
        parts.push(blob.size)
        return new Uint8Array(blob.size).fill(7).buffer
      }
    },
  )
  const source = blobSource(new Blob([new Uint8Array(1000)]))
  expect(source.size).toBe(1000)
  expect([...source.read(998, 10)]).toEqual([7, 7])
  expect(source.read(1000, 10).byteLength).toBe(0)
  expect(parts).toEqual([2])
})
