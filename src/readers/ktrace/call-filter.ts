/** Which calls a reading is about: slow ones, those of a path or a descriptor, those that failed in a certain way. */
import type { ErrnoTable } from '../../systems/errno-table.js'
import type { ReadOptions } from '../format-reader.js'
import { createOptionError, parseIntegerOption } from './option-values.js'

/** Options that select calls; they need `--only calls`. */
export const CALL_OPTIONS = ['slow', 'path', 'fd', 'errno'] as const

export interface FinishedCall {
  /** Absent for a call that did not return. */
  readonly nanoseconds: number | undefined
  readonly error: number | undefined
  readonly fd: number | undefined
  readonly paths: readonly string[]
}

export class CallFilter {
  readonly #slow: number | undefined
  readonly #path: RegExp | undefined
  readonly #fd: number | undefined
  readonly #errno: number | undefined

  /** @throws FormatError `BAD_VALUE` */
  constructor({ slow, path, fd, errno }: ReadOptions, errors: ErrnoTable | undefined) {
    this.#slow = slow === undefined ? undefined : nanoseconds(slow)
    this.#path = path === undefined ? undefined : globPattern(String(path))
    this.#fd = fd === undefined ? undefined : parseIntegerOption('fd', fd)
    this.#errno = errno === undefined ? undefined : errorNumber(errno, errors)
  }

  accepts({ nanoseconds: took, error, fd, paths }: FinishedCall): boolean {
    if (this.#slow !== undefined && (took === undefined || took < this.#slow)) return false
    if (this.#fd !== undefined && fd !== this.#fd) return false
    if (this.#errno !== undefined && error !== this.#errno) return false
    const pattern = this.#path
    return pattern === undefined || paths.some((path) => pattern.test(path))
  }
}

function nanoseconds(value: unknown): number {
  const text = String(value).trim()
  if (/^(\d+\.?\d*|\.\d+)$/.test(text)) return Number(text) * 1e9
  throw createOptionError('slow', 'seconds, such as 0.01', value)
}

function errorNumber(value: unknown, errors: ErrnoTable | undefined): number {
  const text = String(value).trim().toUpperCase()
  const number = /^\d+$/.test(text) ? Number(text) : errors?.number(text)
  if (number === undefined) throw createOptionError('errno', 'the name or number of an error, such as ENOENT', value)
  return number
}

/** `*` stands for any characters, `?` for one. */
function globPattern(glob: string): RegExp {
  const parts = glob.replace(/\*+/g, '*').replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${parts.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's')
}
