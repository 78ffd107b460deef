/** Names that stand for addresses of a process: registers of the thread that died, and functions. */
import { crashedThread } from './crashed-thread.js'
import type { Core } from './model.js'

/** `$rsp` is a register of the thread that died; other names are functions, where symbols are loaded. */
export function coreSymbol(core: Core, name: string): { address: bigint } | undefined {
  const address = name.startsWith('$') ? crashedThread(core)?.registers[name.slice(1)] : core.tracer?.addressOf(name)
  return address === undefined ? undefined : { address }
}
