/** Converts the threads of a core for another system. */

import type { Core, Thread } from '../../families/core.js'
import type { Registers } from '../../formats/core/process-info.js'
import type { Abi } from '../../schema/base.js'
import type { BuildSystem, BuildThread } from '../../writers/core/build/build-core.js'
import type { ReportLoss } from '../losses.js'

/** The threads; the one that received the signal is first. */
export function threadsFor(core: Core, system: BuildSystem, lose: ReportLoss, only?: ReadonlySet<number>): BuildThread[] {
  const { abi, process } = core
  const alive = core.threads.filter(({ registers }) => Object.keys(registers).length > 0)
  if (alive.length < core.threads.length) {
    const missing = core.threads.length - alive.length
    lose('threads', `${missing} ${missing === 1 ? 'thread' : 'threads'} without registers; omitted`)
  }
  const first = alive.findIndex(({ tid }) => tid !== undefined && tid === process.signal?.tid)
  const ordered = first > 0 ? [alive[first] as Thread, ...alive.filter((_, i) => i !== first)] : alive
  // Debuggers treat thread ID 0 as "no thread".
  const renumbered = ordered.some(({ tid }) => tid === undefined || tid <= 0)
  if (renumbered) lose('threads', 'thread IDs are replaced by 1, 2, ...: a thread has no positive ID')
  const wanted = only ? ordered.filter(({ tid }) => tid !== undefined && only.has(tid)) : ordered
  return wanted.map(({ tid, name, registers, extra }, i) => {
    const floating: Record<string, bigint> = Object.assign({}, ...Object.values(extra))
    return {
      tid: renumbered ? i + 1 : (tid ?? i + 1),
      ...(name !== undefined && { name }),
      registers: narrowed({ ...(system === 'linux' && outside(abi)), ...registers }, abi),
      ...(Object.keys(floating).length > 0 && { floating }),
    }
  })
}

/** Kernels with wider registers sign-extend those of 32-bit processes. */
function narrowed(registers: Registers, { register }: Abi): Registers {
  if (register === 8) return registers
  return Object.fromEntries(Object.entries(registers).map(([name, value]) => [name, BigInt.asUintN(32, value)]))
}

/** Value of the system call register for a thread that is not in a system call. */
function outside({ name }: Abi): Registers {
  if (name === 'amd64' || name === 'x32') return { orig_rax: BigInt.asUintN(64, -1n) }
  return name === 'i386' ? { orig_eax: BigInt.asUintN(32, -1n) } : {}
}
