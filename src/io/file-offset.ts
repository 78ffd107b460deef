/** 64-bit offsets of files, which may lie far beyond any file. */

/** An offset that a file states, at most the size of the file, where reads return no bytes. */
export const fileOffset = (stated: bigint, size: number): number => (stated < 0n || stated > BigInt(size) ? size : Number(stated))
