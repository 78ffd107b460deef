/** KTR_USER records: some systems put a label before the data, others do not. */

/** Size of a label in bytes, including its NUL. */
export const LABEL = 20

/** Data for a system with labels: data that already begin with a label do not change, others get an empty label. */
export function addUserLabel(body: Uint8Array, before: boolean): Uint8Array {
  if (before || body.length === 0 || hasUserLabel(body)) return body.slice()
  const made = new Uint8Array(LABEL + body.length)
  made.set(body, LABEL)
  return made
}

/** Data for a system without labels: an empty label is removed. */
export function labelOf(body: Uint8Array): Uint8Array {
  return body.length >= LABEL && body.subarray(0, LABEL).every((byte) => byte === 0) && !hasUserLabel(body.subarray(LABEL))
    ? body.slice(LABEL)
    : body.slice()
}

/** Whether data begin with a label: text padded with NULs to 20 bytes, or 20 NULs. */
function hasUserLabel(body: Uint8Array): boolean {
  if (body.length < LABEL) return false
  const nul = body.subarray(0, LABEL).indexOf(0)
  if (nul < 1) return false
  for (let i = 0; i < LABEL; i++) {
    const byte = body[i] as number
    if (i < nul ? byte < 0x20 || byte >= 0x7f : byte !== 0) return false
  }
  return true
}
