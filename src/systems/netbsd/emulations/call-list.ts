/**
 * Lists of system calls as text: names by number, separated by white space, as kdump prints them.
 *
 * `-name`, `!name`, `?name` and `~name` are unimplemented, obsolete, excluded and ignored calls, `-*12` twelve unimplemented ones without a
 * name; `+` in a name is a space.
 */
const KINDS: Readonly<Record<string, string>> = { '-': 'unimplemented', '!': 'obsolete', '?': 'excluded', '~': 'ignored' }

/** Names by number: `open`, or `#11 (obsolete execv)`. */
export function parseCallList(text: string): readonly string[] {
  const names: string[] = []
  for (const word of text.trim().split(/\s+/)) {
    const repeated = /^-\*(\d+)$/.exec(word)
    for (let left = repeated ? Number(repeated[1]) : 1; left > 0; left--) {
      const kind = KINDS[word.charAt(0)]
      const name = repeated ? '' : word.slice(1).replaceAll('+', ' ')
      names.push(kind === undefined ? word : `#${names.length} (${kind}${name === '' ? '' : ` ${name}`})`)
    }
  }
  return names
}

/** Numbers: `12..34` is a run, `0*4` four zeros. */
export function parseNumberMap(text: string): readonly number[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap((word) => {
      const [first = 0, last] = word.split('..').map(Number)
      if (last !== undefined) return Array.from({ length: Math.abs(last - first) + 1 }, (_, i) => first + (last < first ? -i : i))
      const [number = 0, count = 1] = word.split('*').map(Number)
      return new Array<number>(count).fill(number)
    })
}
