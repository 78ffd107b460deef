/**
 * The memory that a core contains: illumos content sets (coreadm), and the Linux coredump_filter as another notation.
 *
 * Source: illumos sys/corectl.h and the content strings of libproc; Linux Documentation/filesystems/proc.
 */

/** Content bits by their coreadm names, lowest bit first. */
export const contentBits = {
  stack: 0x0001n,
  heap: 0x0002n,
  shfile: 0x0004n,
  shanon: 0x0008n,
  text: 0x0010n,
  data: 0x0020n,
  rodata: 0x0040n,
  anon: 0x0080n,
  shm: 0x0100n,
  ism: 0x0200n,
  dism: 0x0400n,
  ctf: 0x0800n,
  symtab: 0x1000n,
  debug: 0x2000n,
} as const

export type ContentWord = keyof typeof contentBits

const CC_CONTENT_NONE = 0n
export const CC_CONTENT_ALL = 0x3fffn
/** Everything except shared files and debug sections. */
export const CC_CONTENT_DEFAULT: bigint = CC_CONTENT_ALL & ~contentBits.shfile & ~contentBits.debug

const sets: Readonly<Record<string, bigint>> = { ...contentBits, default: CC_CONTENT_DEFAULT, all: CC_CONTENT_ALL, none: CC_CONTENT_NONE }

/** Parses `default+shfile`, `stack+heap-shm` into bits; undefined for an invalid content set. */
export function parseContent(text: string): bigint | undefined {
  const parts = /^[A-Za-z]+(?:[+-][A-Za-z]+)*$/.test(text) ? text.match(/[+-]?[A-Za-z]+/g) : null
  if (!parts) return undefined
  let content = 0n
  for (const part of parts) {
    const clear = part.startsWith('-')
    const word = part.replace(/^[+-]/, '')
    const bits = Object.hasOwn(sets, word) ? sets[word] : undefined
    if (bits === undefined) return undefined
    content = clear ? content & ~bits : content | bits
  }
  return content
}

const bitCount = (bits: bigint): number => bits.toString(2).replaceAll('0', '').length

/** The shortest text of a content set, as coreadm prints it; `<invalid>` for unknown bits. */
export function formatContent(content: bigint): string {
  if (content === CC_CONTENT_NONE) return 'none'
  if ((content & ~CC_CONTENT_ALL) !== 0n) return '<invalid>'
  const plain = bitCount(content)
  const fromDefault = 1 + bitCount(content ^ CC_CONTENT_DEFAULT)
  const fromAll = 1 + bitCount(content ^ CC_CONTENT_ALL)
  if (fromDefault <= plain && fromDefault <= fromAll) return `default${differences(content, CC_CONTENT_DEFAULT)}`
  if (fromAll < plain) return `all${differences(content, CC_CONTENT_ALL)}`
  return Object.entries(contentBits)
    .filter(([, bit]) => (content & bit) !== 0n)
    .map(([word]) => word)
    .join('+')
}

function differences(content: bigint, base: bigint): string {
  return Object.entries(contentBits)
    .filter(([, bit]) => ((content ^ base) & bit) !== 0n)
    .map(([word, bit]) => `${(content & bit) === 0n ? '-' : '+'}${word}`)
    .join('')
}

/** The kind of a mapping, if permissions and flags do not determine it. `device`: neither a file nor private memory. */
export type ContentKind = 'stack' | 'heap' | 'shm' | 'ism' | 'dism' | 'device'

/** The properties of a mapping that the rules use. */
export interface ContentMapping {
  readonly readable: boolean
  readonly writable: boolean
  readonly executable: boolean
  readonly shared?: boolean
  /** Whether a regular file is mapped. */
  readonly file?: boolean
  readonly kind?: ContentKind
}

/** The bit that selects each kind. ISM and DISM are swapped, as in the kernel. */
const kindBits: Readonly<Record<ContentKind, bigint>> = {
  stack: contentBits.stack,
  heap: contentBits.heap,
  shm: contentBits.shm,
  ism: contentBits.dism,
  dism: contentBits.ism,
  device: CC_CONTENT_NONE,
}

/** The content bit that selects a mapping; 0 for a device, which no set selects. */
export function contentOf(mapping: ContentMapping): bigint {
  if (mapping.kind) return kindBits[mapping.kind]
  if (mapping.shared) return mapping.file ? contentBits.shfile : contentBits.shanon
  if (!mapping.file) return contentBits.anon
  if (mapping.writable) return contentBits.data
  if (mapping.readable) return mapping.executable ? contentBits.text : contentBits.rodata
  return contentBits.data
}

/** Bits of the Linux coredump_filter; the default of a process is 0x33. */
const coredumpFilter = {
  anonymousPrivate: 0x01n,
  anonymousShared: 0x02n,
  filePrivate: 0x04n,
  fileShared: 0x08n,
  elfHeaders: 0x10n,
  hugePrivate: 0x20n,
  hugeShared: 0x40n,
  daxPrivate: 0x80n,
  daxShared: 0x100n,
} as const

/**
 * The content set that is equivalent to a coredump_filter. Linux distinguishes fewer kinds: heap and stack are anonymous private
 * memory. The first page of ELF files (bit 4) has no counterpart and is ignored.
 */
export function contentOfFilter(filter: bigint): bigint {
  const { stack, heap, anon, shanon, shm, ism, dism, text, data, rodata, shfile } = contentBits
  let content = 0n
  if (filter & coredumpFilter.anonymousPrivate) content |= stack | heap | anon
  if (filter & coredumpFilter.anonymousShared) content |= shanon | shm | ism | dism
  if (filter & coredumpFilter.filePrivate) content |= text | data | rodata
  if (filter & coredumpFilter.fileShared) content |= shfile
  return content
}

/** Parses a content set, or a coredump_filter in hexadecimal (`0x33`); undefined if it is neither. */
export function contentFromText(text: string): bigint | undefined {
  return /^0x[0-9a-fA-F]+$/.test(text) ? contentOfFilter(BigInt(text)) : parseContent(text)
}
