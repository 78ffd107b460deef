/** System calls of OpenBSD by generation, and which emulation a process of an old trace has. */
import { decodeText } from '../../../schema/utf8.js'
import { SYSCALLS, SYSCALLS_5_0, SYSCALLS_5_5 } from '../../../systems/openbsd/syscalls.js'
import { type CallTable, callTable } from '../../../systems/syscall-table.js'
import type { RecordView, SyscallNamer } from '../dialect.js'
import { OLD_TYPES, TYPES as t } from './type-numbers.js'

export const calls = callTable(SYSCALLS)
export const calls55 = callTable(SYSCALLS_5_5)
export const syscalls50 = callTable(SYSCALLS_5_0)

/** Bits of a number that are one; around 7.3 others say that the call came by way of syscall(2). */
export const CODE_MASK = 0xffff

/** Number of the call that a record is about. */
export function syscallNumber({ type, view, payload, stop, little }: RecordView): number | undefined {
  return (type === t.KTR_SYSCALL || type === t.KTR_SYSRET) && stop - payload >= 4 ? masked(view.getInt32(payload, little)) : undefined
}

/** As records before 5.1 have it: 16 bits in those of returns. */
export function oldCallOf({ type, view, payload, stop, little }: RecordView): number | undefined {
  if (stop - payload < 4) return undefined
  if (type === OLD_TYPES.KTR_SYSCALL) return view.getInt32(payload, little)
  return type === OLD_TYPES.KTR_SYSRET ? view.getInt16(payload, little) : undefined
}

function masked(code: number): number {
  return code < 0 ? code : code & CODE_MASK
}

export function createSyscallNamer(table: () => CallTable): SyscallNamer {
  return {
    see(record: RecordView): string | undefined {
      const code = syscallNumber(record)
      return code === undefined ? undefined : table().names[code]
    },
  }
}

/** The processes that do not run natively. Their calls have no names here. */
export class Foreign {
  readonly #pids = new Set<number>()

  see({ type, pid, bytes, payload, stop }: RecordView): void {
    if (type !== OLD_TYPES.KTR_EMUL) return
    if (decodeText(bytes, payload, stop) === 'native') this.#pids.delete(pid)
    else this.#pids.add(pid)
  }

  has(pid: number): boolean {
    return this.#pids.has(pid)
  }
}

export function oldNamer(): SyscallNamer {
  const foreign = new Foreign()
  return {
    see(record: RecordView): string | undefined {
      foreign.see(record)
      const code = oldCallOf(record)
      return code === undefined || foreign.has(record.pid) ? undefined : syscalls50().names[code]
    },
  }
}
