/** Names of FreeBSD's numbers as kdump prints them. */

import { type ArgumentNames, argumentNames } from '../../../systems/freebsd/argument-names.js'
import { freebsdErrors } from '../../../systems/freebsd/errno.js'
import { IOCTLS } from '../../../systems/freebsd/ioctls.js'
import { freebsdSignals } from '../../../systems/freebsd/signals.js'
import { errorTexts } from '../error-text.js'

/** The first name of a value; undefined if it has none. */
export function nameOf(list: string, value: number | bigint): string | undefined {
  const wanted = BigInt(value)
  return argumentNames(list).find(([, number]) => number === wanted)?.[0]
}

/** The names of all known bits, and the remaining bits. Names for zero are used only if the value is zero. */
export function flagNames(list: ArgumentNames, value: bigint): { names: string[]; left: bigint } {
  const names: string[] = []
  let left = value
  for (const [name, bits] of list) {
    if (bits === 0n ? value !== 0n : (left & bits) !== bits) continue
    // For zero, only the first name is used.
    if (value === 0n && names.length > 0) break
    names.push(name)
    left &= ~bits
  }
  return { names, left }
}

/** `SIGHUP`, `SIG 99`. */
export function signalName(number: number): string {
  return freebsdSignals.name(number) ?? `SIG ${number}`
}

export const errorText = errorTexts(freebsdErrors)

let requests: ReadonlyMap<number, string> | undefined

/** Name of an ioctl request; the first one if several share the number. */
export function ioctlName(request: number): string | undefined {
  requests ??= new Map(
    IOCTLS.split('\n').map((line) => {
      const [number, names] = line.split('\t') as [string, string]
      return [Number.parseInt(number, 16), names.split(' ')[0] as string]
    }),
  )
  return requests.get(request)
}
