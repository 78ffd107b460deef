/** Signals of Darwin. Source: xnu bsd/sys/signal.h, xnu-792 and xnu-11417.101.15, which agree. SIGPOLL is 7 for POSIX programs. */
import { BSD_SIGNAL_ALIASES, BSD_SIGNALS } from '../bsd/signals.js'
import { type SignalNames, signalTable } from '../signal-table.js'

const names: SignalNames = { signals: `${BSD_SIGNALS} ${BSD_SIGNAL_ALIASES} POLL=7`, codes: {}, anyCode: '' }

export const darwinSignals = signalTable(() => names)
