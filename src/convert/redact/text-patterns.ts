/** Texts as patterns of bytes: in UTF-8 and in UTF-16 of both byte orders. */

const encoder = new TextEncoder()

/** A character that stands for any bytes that are not valid UTF-8. */
const REPLACEMENT = '\ufffd'

type Encode = (character: string) => string

const utf8: Encode = (character) => byteText(encoder.encode(character))
const utf16 =
  (little: boolean): Encode =>
  (character) =>
    byteText(
      Array.from({ length: character.length }, (_, i) => character.charCodeAt(i)).flatMap((unit) =>
        little ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff],
      ),
    )

/** Bytes as characters with the same code. */
export const byteText = (bytes: Iterable<number>): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

const escapeByte = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

interface PatternOptions {
  /** Whether upper and lower case are the same. */
  readonly anyCase?: boolean
  /** Whether the text must not continue on either side: for texts that are too short to be found by chance. */
  readonly whole?: boolean
}

/** Patterns for the bytes of a text, as global regular expressions over characters of one byte. */
export function textPatterns(text: string, options: PatternOptions = {}): RegExp[] {
  const encodings = text.includes(REPLACEMENT) ? [utf8] : [utf8, utf16(true), utf16(false)]
  return encodings.map((encode) => {
    const body = Array.from(text, (character) => pieceOf(character, encode, options.anyCase ?? false)).join('')
    return new RegExp(options.whole ? bounded(body, encode) : body, 'gs')
  })
}

function pieceOf(character: string, encode: Encode, anyCase: boolean): string {
  if (character === REPLACEMENT) return '[\\x80-\\xff]+'
  const forms = anyCase ? [character, character.toLowerCase(), character.toUpperCase()] : [character]
  const encoded = [...new Set(forms.map((form) => escapeByte(encode(form))))]
  return encoded.length === 1 ? (encoded[0] as string) : `(?:${encoded.join('|')})`
}

/** Neither a letter, digit nor `_` before it, and none behind it. */
const bounded = (body: string, encode: Encode): string =>
  encode === utf8 ? `(?<![A-Za-z0-9_])${body}(?![A-Za-z0-9_])` : `(?<![A-Za-z0-9_]\\0)${body}(?!\\0?[A-Za-z0-9_])`
