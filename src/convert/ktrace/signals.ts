/** Translates delivered signals between systems: number, mask and siginfo. */
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import type { SystemNames } from './name-tables.js'
import { siginfoToNetbsd, siginfoToOpenbsd } from './siginfo.js'
import type { TranslationResult } from './translation-result.js'

type Value = Record<string, unknown>

export class SignalTranslator {
  /** Source and target are the same system, so numbers do not change. */
  readonly #same: boolean

  constructor(
    private readonly source: DialectLayout,
    private readonly target: DialectLayout,
    private readonly from: SystemNames,
    private readonly to: SystemNames,
  ) {
    this.#same = source.system === target.system
  }

  translate(value: Value): TranslationResult {
    const number = Number(value.signo)
    const name = this.from.signals.name(number)
    const signo = this.#same ? number : name === undefined ? undefined : this.to.signals.number(name)
    if (signo === undefined) return { drafts: [], lost: `signal ${name ?? number}: not defined on ${this.target.dialect.title}` }
    const lost: string[] = []
    const words = this.#mask(value.mask, lost)
    const { system } = this.target
    const single = system.name === 'openbsd' || system.name === 'darwin'
    if (single && words.slice(1).some((word) => word !== 0)) lost.push('KTR_PSIG: signals above 32 in the mask')
    const mask = !single ? words : system.name === 'openbsd' ? (words[0] as number) | 0 : (words[0] as number)
    const payload: Value = { signo, action: value.action, mask, code: value.code }
    const si = this.#same ? value.si : saysMore(value.si, number) ? this.#siginfo(value.si as Value, signo, lost) : undefined
    if (system.name === 'openbsd') payload.si = si ?? siginfo(signo)
    else if (system.name === 'netbsd' && si !== undefined) payload.si = si
    return { drafts: [{ type: 'KTR_PSIG', payload }], ...(lost.length > 0 && { lost: lost.join('; ') }) }
  }

  /** The siginfo for the target system, if it can be converted. */
  #siginfo(si: Value, signo: number, lost: string[]): Value | undefined {
    const names = { signo, from: this.from.errors, to: this.to.errors, lose: (what: string) => lost.push(`KTR_PSIG: ${what}`) }
    const from = this.source.system.name
    // NetBSD records before 4.0 have no siginfo.
    const to = this.target.dialect.layouts[0]?.name === 'pre-4' ? '' : this.target.system.name
    const made =
      from === 'netbsd' && to === 'openbsd'
        ? siginfoToOpenbsd(si, names)
        : from === 'openbsd' && to === 'netbsd'
          ? siginfoToNetbsd(si, names)
          : undefined
    if (made === undefined) lost.push('KTR_PSIG: siginfo')
    return made
  }

  /** A signal set of four words. */
  #mask(mask: unknown, lost: string[]): number[] {
    const words = (Array.isArray(mask) ? mask : [mask ?? 0]).map((word) => Number(word) >>> 0)
    const made = [0, 0, 0, 0]
    if (this.#same) return [...words, 0, 0, 0].slice(0, 4)
    for (const [index, word] of words.entries()) {
      for (let bit = 0; bit < 32; bit++) {
        if (((word >>> bit) & 1) === 0) continue
        const name = this.from.signals.name(32 * index + bit + 1)
        const theirs = name === undefined ? undefined : this.to.signals.number(name)
        // A full set also has bits that are not signals.
        const place = theirs ?? (name === undefined ? 32 * index + bit + 1 : undefined)
        if (place === undefined || place > 128) lost.push(`KTR_PSIG: ${name} in the mask`)
        else made[(place - 1) >>> 5] = ((made[(place - 1) >>> 5] as number) | (1 << ((place - 1) & 31))) >>> 0
      }
    }
    return made
  }
}

/** Whether a siginfo contains more than the signal number. */
function saysMore(value: unknown, signal: number): boolean {
  if (value instanceof Uint8Array) return value.some((byte) => byte !== 0)
  if (typeof value !== 'object' || value === null) return value !== undefined && value !== '' && Number(value) !== 0 && value !== signal
  return Object.values(value).some((each) => saysMore(each, signal))
}

/** A siginfo that contains only the signal number. */
function siginfo(signo: number): Value {
  const process = { _pid: 0, _pdata: { _uid: 0, _value: 0n } }
  return { si_signo: signo, si_code: 0, si_errno: 0, _data: { _kill: process } }
}
