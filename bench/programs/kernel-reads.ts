/**
 * Reads of kernel memory at random addresses, or as many plain reads of the file.
 *
 * Usage: kernel-reads translated|plain FILE SIZE COUNT
 */
import { openSync, readSync } from 'node:fs'
import { openKvm } from 'exhume/readers'
import { fileSource } from '../../src/io/file-source.js'
import { KERNEL_BASE, mappedBytes } from '../inputs.js'

const [, , mode, path = '', size, count] = process.argv
const span = mappedBytes(Number(size)) - 4096

/** Places and lengths, the same in both modes. */
function* places(): Generator<[offset: number, length: number]> {
  let state = 1
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 0x100000000
  }
  for (let i = 0; i < Number(count); i++) yield [Math.floor(random() * span), 8 + Math.floor(random() * 4088)]
}

let bytes = 0
let expected = 0
if (mode === 'translated') {
  const kvm = openKvm(fileSource(path))
  for (const [offset, length] of places()) {
    bytes += kvm.read(KERNEL_BASE + BigInt(offset), length).byteLength
    expected += length
  }
} else {
  const file = openSync(path, 'r')
  const buffer = new Uint8Array(4096)
  for (const [offset, length] of places()) {
    bytes += readSync(file, buffer, 0, length, offset)
    expected += length
  }
}
if (bytes !== expected) throw new Error(`expected ${expected} bytes, read ${bytes}`)
