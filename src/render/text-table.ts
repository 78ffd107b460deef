/** Words and numbers as people read them. */

/** Text of a file, safe to print: a control character would do to the terminal what it says. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0)
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
  })
}

/** An address or register, padded to the machine's width. */
export const padded = (value: bigint, bits: number): string => `0x${value.toString(16).padStart(bits / 4, '0')}`

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const

/** `132 KiB`; of whole units or one decimal. */
export function bytes(count: bigint): string {
  if (count < 1024n) return `${count} bytes`
  let unit = 0
  let value = Number(count)
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${UNITS[unit]}`
}

/** Rows in columns: each as wide as its widest cell; `right` names the columns that are aligned to the right. */
export function* table(rows: Iterable<readonly string[]>, right: readonly number[] = []): Generator<string, void, undefined> {
  const all = [...rows]
  const widths: number[] = []
  for (const row of all) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length)
  for (const row of all) {
    const cells = row.map((cell, i) =>
      right.includes(i) ? cell.padStart(widths[i] ?? 0) : i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0),
    )
    yield `  ${cells.join('  ').trimEnd()}\n`
  }
}
