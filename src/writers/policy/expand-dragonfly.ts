/**
 * Names of DragonFly cores and checkpoints (kern.corefile, kern.ckptfile), byte by byte as the kernel expands them.
 *
 * Source: DragonFly sys/kern/kern_sig.c (expand_name), sys/kern/kern_checkpoint.c (ckpt_expand_name).
 */

import { MAXPATHLEN } from '../../systems/bsd/limits.js'

/** The values of the tokens. */
export interface DragonflyNameFacts {
  readonly name?: string
  readonly pid: number
  readonly uid?: number
  /** Current directory; undefined if it is not known. */
  readonly cwd?: string
}

/** The rules in which the two settings differ. */
export interface DragonflyNameRules {
  readonly tooLong: 'ENOMEM' | 'EINVAL'
  /** A format that does not begin with `/` gets the current directory in front. */
  readonly absolute: boolean
}

export type DragonflyName =
  | { readonly path: string; readonly bytes?: Uint8Array; readonly log: readonly string[] }
  | { readonly errno: 'ENOMEM' | 'EINVAL'; readonly log: readonly string[] }

/** Bytes of the longest current directory that the kernel can name: kern_getcwd fails for a longer one. */
const LONGEST_DIRECTORY = MAXPATHLEN - 2
const SLASH = 0x2f
const PERCENT = 0x25

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array | readonly number[]): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes))

/**
 * Expands a format. Text that does not fit into 1024 bytes is cut; a token that does not fit is an error.
 *
 * @returns the name, with `bytes` if it is not valid UTF-8, or the errno; `log` has the lines of the kernel's log in both cases
 */
export function expandDragonflyName(format: string, facts: DragonflyNameFacts, { tooLong, absolute }: DragonflyNameRules): DragonflyName {
  const { name = '', pid, uid = 0, cwd } = facts
  const log: string[] = []
  const text = encode(format)
  const out: number[] = []
  if (absolute && text[0] !== SLASH) {
    const directory = encode(cwd ?? '')
    if (cwd === undefined || directory.length > LONGEST_DIRECTORY) return { errno: tooLong, log }
    out.push(...directory, SLASH)
  }
  const tokens: Readonly<Record<string, string>> = { N: name, P: String(pid >>> 0), U: String(uid >>> 0) }
  for (let i = 0; i < text.length && out.length < MAXPATHLEN; i++) {
    if (text[i] !== PERCENT) {
      out.push(text[i] as number)
      continue
    }
    // A format that ends in % has its NUL there.
    const letter = text[++i] ?? 0
    const value = tokens[String.fromCharCode(letter)]
    if (letter === PERCENT) out.push(PERCENT)
    else if (value === undefined) log.push(unknown(letter, text))
    else {
      const bytes = encode(value)
      if (out.length + bytes.length > MAXPATHLEN) {
        log.push(`pid ${pid | 0} (${name}), uid (${uid >>> 0}):  Path \`${decode(out)}${name}' is too long`)
        return { errno: tooLong, log }
      }
      out.push(...bytes)
    }
  }
  const path = decode(out)
  const same = encode(path)
  const valid = same.length === out.length && same.every((byte, at) => byte === out[at])
  return { path, ...(!valid && { bytes: Uint8Array.from(out) }), log }
}

/** The kernel prints one byte, also of a letter that has more. */
const unknown = (letter: number, format: Uint8Array): string =>
  decode([...encode('Unknown format character '), letter, ...encode(' in `'), ...format, ...encode("'")])
