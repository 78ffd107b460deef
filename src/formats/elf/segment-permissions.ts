/** Flags of a segment and the way that people write them. */
import { segmentFlags } from './constants.js'

/** `rwx`, with `-` for what is not allowed. */
export function permissionsOf(flags: number): string {
  return `${flags & segmentFlags.PF_R ? 'r' : '-'}${flags & segmentFlags.PF_W ? 'w' : '-'}${flags & segmentFlags.PF_X ? 'x' : '-'}`
}

/** p_flags of `r-x`. */
export function flagsOf(permissions: string): number {
  const has = (letter: string, flag: number): number => (permissions.includes(letter) ? flag : 0)
  return has('r', segmentFlags.PF_R) | has('w', segmentFlags.PF_W) | has('x', segmentFlags.PF_X)
}
