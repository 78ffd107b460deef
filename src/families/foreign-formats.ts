/** Formats that people take for those of exhume: named in the error message, with what to do. */
import type { ByteSource } from '../io/source.js'

interface Foreign {
  readonly is: (head: Uint8Array, source: ByteSource) => boolean
  readonly message: string | ((head: Uint8Array) => string)
}

const textAt = (bytes: Uint8Array, offset: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(offset, offset + length))
const begins = (...bytes: readonly number[]) => ({ is: (head: Uint8Array) => bytes.every((byte, i) => head[i] === byte) })
const beginsWith = (text: string) => ({ is: (head: Uint8Array) => textAt(head, 0, text.length) === text })

const elfTypes: Readonly<Record<number, string>> = { 1: 'an object file', 2: 'a program', 3: 'a program or library' }

const isElf = (head: Uint8Array): boolean => head[0] === 0x7f && textAt(head, 1, 3) === 'ELF'
const elfType = (head: Uint8Array): number =>
  head[5] === 2 ? ((head[16] ?? 0) << 8) | (head[17] ?? 0) : (head[16] ?? 0) | ((head[17] ?? 0) << 8)

const machO = [0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]
const bigWord = (head: Uint8Array): number =>
  (((head[0] ?? 0) << 24) | ((head[1] ?? 0) << 16) | ((head[2] ?? 0) << 8) | (head[3] ?? 0)) >>> 0

/** Magic of LKCD in both byte orders; live dumps end in cd. */
const LKCD = /^(?:a8190173618f23[ec]d|[ec]d238f61730119a8)$/

const formats: readonly Foreign[] = [
  { ...beginsWith('BZh'), message: 'this is bzip2, which is not decompressed; use: bunzip2 FILE' },
  { ...begins(0x5d, 0, 0), message: 'this is LZMA, which is not decompressed; use: unlzma FILE' },
  { ...begins(0x1f, 0x9d), message: 'this is compress(1) data, which is not decompressed; use: uncompress FILE' },
  { ...begins(0x50, 0x4b, 3, 4), message: 'this is a zip archive, which is not read; unpack it first' },
  { ...begins(0x37, 0x7a, 0xbc, 0xaf), message: 'this is a 7z archive, which is not read; unpack it first' },
  {
    is: (_head, source) => textAt(source.read(257, 5), 0, 5) === 'ustar',
    message: 'this is a tar archive, which is not read; unpack it first',
  },
  {
    is: (head) => isElf(head) && elfTypes[elfType(head)] !== undefined,
    message: (head) => `this is ${elfTypes[elfType(head)]} in ELF format, not a core of one, which is not read`,
  },
  { is: (head) => machO.includes(bigWord(head)), message: 'this is Mach-O (macOS), which is not read' },
  { ...begins(0xca, 0xfe, 0xba, 0xbe), message: 'this is a Mach-O universal file or a Java class, which is not read' },
  { ...beginsWith('PAGEDU64'), message: 'this is a Windows kernel crash dump of 64 bits (PAGEDU64), which is not read' },
  { ...beginsWith('PAGEDUMP'), message: 'this is a Windows kernel crash dump of 32 bits (PAGEDUMP), which is not read' },
  { is: (head) => LKCD.test(hex(head.subarray(0, 8))), message: 'this is an LKCD dump of a Linux kernel, which is not read' },
  {
    is: (head) => hex(head.subarray(0, 8)) === 'a8190173618f23fd',
    message: 'this is a stand-alone dump of Linux on s390, which is not read; convert it to ELF: zgetdump -f elf FILE',
  },
  { is: (head) => (bigWord(head.subarray(4)) & 0xfffffff0) === 0x0feeddb0, message: 'this is an AIX core, which is not read' },
  { ...beginsWith('-----BEGIN BREAKPAD MICRODUMP'), message: 'this is a Breakpad microdump, which is text and not read' },
  {
    is: (_head, source) => textAt(source.read(0, 4096), 0, 4096).includes('-----BEGIN BREAKPAD MICRODUMP'),
    message: 'this is a log with a Breakpad microdump, which is not read',
  },
  { ...beginsWith('MZ'), message: 'this is a Windows program, which is not read' },
  {
    is: (head) => isEspCore(head),
    message: 'this is a core dump container of ESP-IDF, which is not read; extract its ELF part: idf.py coredump-info --save-core',
  },
]

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A header of total length, version, number of tasks and size of their blocks. Source: ESP-IDF components/espcoredump. */
function isEspCore(head: Uint8Array): boolean {
  if (head.length < 20) return false
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  const [length, version, tasks, tcb] = [0, 4, 8, 12].map((offset) => view.getUint32(offset, true)) as [number, number, number, number]
  const known = [0x0100, 0x0101, 0x0102, 0x0103].includes(version & 0xffff) && version >>> 16 <= 0x20
  return known && length > 24 && length < 0x1000000 && tasks < 1000 && tcb < 0x10000
}

/** What a file is that no family reads, in one sentence; undefined for what is not known. */
export function foreignFormat(source: ByteSource): string | undefined {
  const head = source.read(0, 64)
  const found = formats.find(({ is }) => is(head, source))
  return typeof found?.message === 'function' ? found.message(head) : found?.message
}
