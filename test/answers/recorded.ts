/** Recorded answers of kernels: gzip of JSON lines under test/fixtures/answers. Numbers in strings are hexadecimal without `0x`. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** The entries of one file of a set. */
export const recorded = <T>(set: string, name: string): T[] =>
  gunzipSync(readFileSync(new URL(`../fixtures/answers/${set}/${name}.jsonl.gz`, import.meta.url)))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)

export const hexBytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
export const hexNumber = (hex: string): bigint => BigInt(`0x${hex}`)
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
