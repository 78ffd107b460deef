/** Records of programs: with a label in front in some systems, any bytes in the others. */

/** Bytes of a label, which a NUL ends. */
export const LABEL = 20

/** What a system with labels has of bytes without: those that begin with a label as they are, others behind an empty one. */
export function addUserLabel(body: Uint8Array, before: boolean): Uint8Array {
  if (before || body.length === 0 || hasUserLabel(body)) return body.slice()
  const made = new Uint8Array(LABEL + body.length)
  made.set(body, LABEL)
  return made
}

/** The other way: an empty label is left out. */
export function labelOf(body: Uint8Array): Uint8Array {
  return body.length >= LABEL && body.subarray(0, LABEL).every((byte) => byte === 0) && !hasUserLabel(body.subarray(LABEL))
    ? body.slice(LABEL)
    : body.slice()
}

/** Text and NULs behind it, in 20 bytes; or nothing but NULs, of which bytes without a label would be made otherwise. */
export function hasUserLabel(body: Uint8Array): boolean {
  if (body.length < LABEL) return false
  const nul = body.subarray(0, LABEL).indexOf(0)
  if (nul < 1) return false
  for (let i = 0; i < LABEL; i++) {
    const byte = body[i] as number
    if (i < nul ? byte < 0x20 || byte >= 0x7f : byte !== 0) return false
  }
  return true
}
