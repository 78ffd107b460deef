/** Text formats that messages and reports share. */

/** A number in hexadecimal with the prefix `0x`. */
export const formatHex = (value: number | bigint): string => `0x${value.toString(16)}`

/** A count with its noun in singular or plural: `1 byte`, `2 bytes`. */
export const plural = (count: number, noun: string, nouns = `${noun}s`): string => `${count} ${count === 1 ? noun : nouns}`
