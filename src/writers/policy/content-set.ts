/**
 * What of a process goes into its core: illumos' content sets (coreadm), and Linux' coredump_filter as another
 * spelling of them.
 *
 * Source: sys/corectl.h and libproc's content strings of illumos; Linux' Documentation/filesystems/proc.
 */

/** Content bits by the words of coreadm, lowest bit first. */
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

export const CC_CONTENT_NONE = 0n
export const CC_CONTENT_ALL = 0x3fffn
/** Everything but shared files and debug sections. */
export const CC_CONTENT_DEFAULT: bigint = CC_CONTENT_ALL & ~contentBits.shfile & ~contentBits.debug

const sets: Readonly<Record<string, bigint>> = { ...contentBits, default: CC_CONTENT_DEFAULT, all: CC_CONTENT_ALL, none: CC_CONTENT_NONE }

/** Bits of `default+shfile`, `stack+heap-shm`; undefined when it is not a content string. */
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

/** The shortest content string, as coreadm prints it; `<invalid>` for unknown bits. */
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

/** What a mapping is, where its permissions and flags do not say it. `device`: of no file and no memory of its own. */
export type ContentKind = 'stack' | 'heap' | 'shm' | 'ism' | 'dism' | 'device'

/** What the rules ask of a mapping. */
export interface ContentMapping {
  readonly readable: boolean
  readonly writable: boolean
  readonly executable: boolean
  readonly shared?: boolean
  /** A regular file is mapped. */
  readonly file?: boolean
  readonly kind?: ContentKind
}

/** The bit that selects each kind. The kernel asks for a mark that ISM carries and DISM does not, the other way round than it means to. */
const kindBits: Readonly<Record<ContentKind, bigint>> = {
  stack: contentBits.stack,
  heap: contentBits.heap,
  shm: contentBits.shm,
  ism: contentBits.dism,
  dism: contentBits.ism,
  device: CC_CONTENT_NONE,
}

/** The one content bit that a mapping needs; none for a device, which no set selects. */
export function contentOf(mapping: ContentMapping): bigint {
  if (mapping.kind) return kindBits[mapping.kind]
  if (mapping.shared) return mapping.file ? contentBits.shfile : contentBits.shanon
  if (!mapping.file) return contentBits.anon
  if (mapping.writable) return contentBits.data
  if (mapping.readable) return mapping.executable ? contentBits.text : contentBits.rodata
  return contentBits.data
}

/** Bits of Linux' coredump_filter; the process default is 0x33. */
export const coredumpFilter = {
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
 * The content set that keeps what a coredump_filter keeps. Linux tells less apart: heap and stack are anonymous private
 * memory to it. The first page of ELF files (bit 4) has no counterpart and is left out.
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

/** Content given as a content string, or as a coredump_filter in hexadecimal (`0x33`); undefined when it is neither. */
export function contentFromText(text: string): bigint | undefined {
  return /^0x[0-9a-fA-F]+$/.test(text) ? contentOfFilter(BigInt(text)) : parseContent(text)
}
