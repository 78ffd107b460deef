/** What a field of the field map is, by its name: mutations change a count otherwise than an offset. */
import type { FieldSpan } from '../../readers/format-reader.js'

export type FieldKind = 'count' | 'offset' | 'size' | 'address' | 'owner' | 'magic' | 'padding' | 'text' | 'integer' | 'bytes'

/** The last name in a path, without indexes. */
export function fieldName(path: string): string {
  const last = path.slice(path.lastIndexOf('.') + 1)
  return last.replace(/\[\d+\]/g, '')
}

const patterns: readonly (readonly [FieldKind, RegExp])[] = [
  ['magic', /magic|signature|ei_mag|midmag|version/i],
  ['count', /num$|^n(mem|seg|ram|note)|count|narg|nseg|nvtop|npages|bitmap_blocks|max_mapnr|NumberOf/i],
  ['size', /size$|sz$|filesz|memsz|(^|_)len(gth)?$|DataSize|block_size/i],
  ['offset', /off(set)?$|offset_|Rva$|rva$|^dump_(ksyms|pfn|map|data)$|^dm_/i],
  ['address', /addr$|vaddr|paddr|base$|(^|_)va$|pdppaddr|ttbr|satp|start$|end$/i],
]

const INTEGER_SIZES: readonly number[] = [1, 2, 4, 8]

export function kindOf({ path, value, length }: FieldSpan): FieldKind {
  if (value === '(padding)') return 'padding'
  const name = fieldName(path)
  const isText = value.startsWith('"')
  if (isText && /name$|owner$/.test(name) && /note/i.test(path)) return 'owner'
  for (const [kind, pattern] of patterns) {
    if (pattern.test(name) && (kind === 'magic' || (!isText && INTEGER_SIZES.includes(length)))) return kind
  }
  if (isText) return 'text'
  return INTEGER_SIZES.includes(length) ? 'integer' : 'bytes'
}
