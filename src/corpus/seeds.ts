/** Seeds: one number and names become the number that a file is drawn from. */

/** FNV-1a of the text of all parts, as a signed 32-bit integer. */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const character of new TextEncoder().encode(parts.join('\0'))) {
    hash ^= character
    hash = Math.imul(hash, 0x01000193)
  }
  return hash | 0
}
