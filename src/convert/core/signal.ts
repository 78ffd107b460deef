/** The signal of a core in the numbering of another system. */

import type { Core } from '../../families/core.js'
import type { CoreSystem } from '../../formats/core/core-system.js'
import type { SignalInfo } from '../../formats/core/process-info.js'
import type { ReportLoss } from '../losses.js'

/** One name for each signal that systems call differently. */
const sameSignal: Readonly<Record<string, string>> = { SIGCLD: 'SIGCHLD', SIGPOLL: 'SIGIO', SIGIOT: 'SIGABRT' }
const plain = (name: string | undefined): string | undefined => (name === undefined ? undefined : (sameSignal[name] ?? name))
const SIGNALS = Array.from({ length: 127 }, (_, i) => i + 1)
/** Codes that any system has names for. */
const CODES = [...Array.from({ length: 200 }, (_, i) => i - 70), ...Array.from({ length: 8 }, (_, i) => 0x10000 + i), 32767]

/** A signal by its name, its code by its name; undefined when the system does not have it. */
export function signalFor(signal: SignalInfo, { system, abi }: Core, target: CoreSystem, lose: ReportLoss): SignalInfo | undefined {
  if (system.name === target.name) return signal
  const { number, code, tid, ...rest } = signal
  const name = plain(system.signalName(number, abi))
  const theirs = name === undefined ? undefined : SIGNALS.find((each) => plain(target.signalName(each, abi)) === name)
  if (theirs === undefined) {
    lose('process.signal', `${name ?? number} is no signal of ${target.name}`)
    return undefined
  }
  const theirCode = code === undefined ? undefined : codeFor({ number, code }, theirs, system, target, abi)
  if (code !== undefined && theirCode === undefined) {
    const codeName = system.signalCodeName(number, code, abi)
    // It says that nothing is known.
    if (codeName !== 'SI_NOINFO') lose('process.signal.code', `no code of ${target.name} for ${codeName ?? code}`)
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
  const name = sameName(system.signalCodeName(number, code, abi))
  return name === undefined ? undefined : CODES.find((each) => sameName(target.signalCodeName(theirs, each, abi)) === name)
}

/** A thread was sent it: SI_TKILL of Linux is SI_LWP elsewhere. */
const sameName = (name: string | undefined): string | undefined => (name === 'SI_TKILL' ? 'SI_LWP' : name)
