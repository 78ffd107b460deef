/** Text dumps of FreeBSD and DragonFly: a tar archive of text files between the headers of a dump device. Source: textdump(4). */
import { type Diagnostics, FormatError } from '../../../errors.js'
import type { ByteSource } from '../../../io/source.js'
import { abi } from '../../../schema/base.js'
import type { DumpOptions, KernelDump } from '../kernel-dump.js'
import type { DumpOnDevice } from './dump-device.js'

const BLOCK = 512
/** A text dump has five files. */
const MOST_FILES = 64
/** A larger file is a damaged header. */
const LARGEST = 64 * 1024 * 1024

/** Opens a text dump: there is no memory in it, only what the kernel printed. */
export function openTextDump(source: ByteSource, device: DumpOnDevice, { format, diagnostics, kernel }: DumpOptions): KernelDump {
  const files = readTar(source, device, diagnostics)
  const text = (name: string): string | undefined => files.get(name)?.trimEnd()
  const others = [...files].filter(([name]) => name !== 'version.txt' && name !== 'panic.txt')
  return {
    format,
    abi: abi.amd64,
    machine: String(device.facts.architecture),
    source,
    memory: { read: () => new Uint8Array(0), ranges: () => [] },
    untranslatedReason: 'a text dump contains no memory',
    notes: [],
    parts: device.parts,
    areas: [{ offset: device.offset, length: Math.max(0, Math.min(device.length, source.size - device.offset)), path: 'files' }],
    facts: { content: 'text dump', files: [...files.keys()], ...device.facts },
    diagnostics,
    kernel,
    version: () => text('version.txt'),
    panic: () => text('panic.txt') ?? device.panic,
    messages: () =>
      others.length > 0 ? new TextEncoder().encode(others.map(([name, body]) => `==> ${name} <==\n${body}`).join('\n')) : undefined,
  }
}

/** Names and texts of a ustar archive. */
function readTar(source: ByteSource, { offset, length }: DumpOnDevice, diagnostics: Diagnostics): Map<string, string> {
  const files = new Map<string, string>()
  const end = Math.min(source.size, offset + length)
  for (let at = offset; at + BLOCK <= end && files.size < MOST_FILES; ) {
    const header = source.read(at, BLOCK)
    const name = field(header, 0, 100)
    if (name === '') break
    const digits = field(header, 124, 12).trim()
    const size = Number.parseInt(digits, 8)
    if (field(header, 257, 5) !== 'ustar' || !/^[0-7]+$/.test(digits) || size > LARGEST) {
      if (files.size === 0) throw refused(at)
      diagnostics.add({ code: 'BAD_VALUE', offset: at, path: 'textdump', message: `expected a ustar header after ${files.size} files` })
      break
    }
    const body = source.read(at + BLOCK, Math.min(size, end - at - BLOCK))
    if (body.byteLength < size)
      diagnostics.add({
        code: 'TRUNCATED',
        offset: at + BLOCK,
        path: `textdump.${name}`,
        message: `expected ${size} bytes of ${name}, found ${body.byteLength}`,
      })
    files.set(name, new TextDecoder().decode(body))
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  if (files.size === 0) throw refused(offset)
  return files
}

const refused = (offset: number): FormatError =>
  new FormatError({
    code: 'UNKNOWN_FORMAT',
    offset,
    path: 'textdump',
    message: 'a text dump whose content is no tar archive of text files',
  })

/** Text up to a NUL. */
const field = (bytes: Uint8Array, at: number, length: number): string =>
  new TextDecoder().decode(bytes.subarray(at, at + length)).replace(/\0.*$/s, '')
