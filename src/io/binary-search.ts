/** Binary search: the index of the first element for which `holds` is false. It must be true for all elements before that one. */
export function partitionPoint(count: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low
}
