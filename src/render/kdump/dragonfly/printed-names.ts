/** Names of signals as DragonFly's kdump prints them: its list ends at 31, has an old name for 6, and none for 29. */
import { dragonflySignals } from '../../../systems/dragonfly/signals.js'

function listed(signal: number): string {
  if (signal === 6) return 'SIGIOT'
  return signal === 29 ? 'SIG29' : (dragonflySignals.name(signal) ?? `SIG${signal}`)
}

/** Of a PSIG record. From 64 on kdump reads behind its list; the number is printed instead. */
export function deliveredSignal(signal: number): string {
  if (signal === 0) return 'SIGNULL'
  if (signal >= 32 && signal < 64) return 'SIG(null)'
  return signal > 0 && signal < 32 ? listed(signal) : `SIG${signal}`
}

/** Of an argument. */
export const argumentSignal = (signal: number): string => (signal > 0 && signal < 32 ? listed(signal) : `SIG ${signal}`)
