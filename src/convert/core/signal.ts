/** The signal of a core in the numbering of another system. */

import type { Core } from '../../families/core.js'
import type { CoreSystem } from '../../formats/core/core-system.js'
import type { SignalInfo } from '../../formats/core/process-info.js'
import type { ReportLoss } from '../losses.js'

/** Names of the same signal on different systems. */
const otherNames: Readonly<Record<string, string>> = { SIGCLD: 'SIGCHLD', SIGPOLL: 'SIGIO' }

/** Codes of the same meaning: a thread sent the signal. */
const otherCodes: Readonly<Record<string, string>> = { SI_TKILL: 'SI_LWP', SI_LWP: 'SI_TKILL' }

/** Translates a signal and its code by name; undefined when the target system does not define the signal. */
export function signalFor(signal: SignalInfo, { system, abi }: Core, target: CoreSystem, lose: ReportLoss): SignalInfo | undefined {
  if (system.name === target.name) return signal
  const { number, code, tid, ...rest } = signal
  const name = system.signals.name(number, abi)
  const theirs = name && (target.signals.number(name, abi) ?? target.signals.number(otherNames[name] ?? '', abi))
  if (!theirs) {
    lose('process.signal', `${name ?? number} is not defined on ${target.name}`)
    return undefined
  }
  const theirCode = code === undefined ? undefined : codeFor({ number, code }, theirs, system, target, abi)
  if (code !== undefined && theirCode === undefined) {
    const codeName = system.signals.codeName(number, code, abi)
    // The code means that there is no further information.
    if (codeName !== 'SI_NOINFO') lose('process.signal.code', `code ${codeName ?? code} is not defined on ${target.name}`)
  }
  return { number: theirs, ...rest, ...(theirCode !== undefined && { code: theirCode }), ...(tid !== undefined && { tid }) }
}

function codeFor(
  { number, code }: { readonly number: number; readonly code: number },
  theirs: number,
  system: CoreSystem,
  target: CoreSystem,
  abi: Core['abi'],
): number | undefined {
  const name = system.signals.codeName(number, code, abi)
  if (name === undefined) return undefined
  return [name, otherCodes[name] ?? name]
    .map((each) => ({ each, code: target.signals.codeNumber(each, abi) }))
    .find((found) => found.code !== undefined && target.signals.codeName(theirs, found.code, abi) === found.each)?.code
}
