/** Names of OpenBSD's signals and errors. */
import { openbsdErrors } from '../../../systems/openbsd/errno.js'
import { openbsdSignals } from '../../../systems/openbsd/signals.js'
import { errorTexts } from '../error-text.js'

export const errorText = errorTexts(openbsdErrors)

export function signalName(number: number): string {
  return openbsdSignals.name(number) ?? `SIG ${number}`
}

/** `0<>`, `0x6<SIGHUP|SIGINT>`; if most signals are set, a tilde and the signals that are not. */
export function signalSet(mask: number): string {
  const bits = mask >>> 0
  if (bits === 0) return '0<>'
  const set = ones(bits)
  const few = set <= 16 ? bits : ~bits >>> 0
  const names: string[] = []
  for (let signal = 1; signal <= 32; signal++) if (((few >>> (signal - 1)) & 1) !== 0) names.push(signalName(signal))
  return `${set <= 16 ? '' : '~'}0x${few.toString(16)}<${names.join('|')}>`
}

function ones(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}
