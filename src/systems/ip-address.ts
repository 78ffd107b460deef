/** Internet addresses as text. */

/** `2001:db8::1`: the longest run of zero groups is omitted. */
export function internet6(address: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => (((address[2 * i] as number) << 8) | (address[2 * i + 1] as number)) >>> 0)
  let start = -1
  let length = 1
  for (let i = 0; i < 8; i++) {
    let run = 0
    while (i + run < 8 && groups[i + run] === 0) run++
    if (run > length) {
      start = i
      length = run
    }
  }
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':')
  return start < 0 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`
}
