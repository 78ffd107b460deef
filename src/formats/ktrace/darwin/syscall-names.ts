/** System calls of Darwin by generation. */

import { SYSCALLS_10_0, SYSCALLS_10_2, SYSCALLS_10_3, SYSCALLS_10_4 } from '../../../systems/darwin/syscalls.js'
import { type CallTable, callTable } from '../../../systems/syscall-table.js'
import type { RecordView, SyscallNamer } from '../dialect.js'
import { TYPES as t } from './type-numbers.js'

export const syscalls100 = callTable(SYSCALLS_10_0)
export const calls102 = callTable(SYSCALLS_10_2)
/** Those of 10.2 and a few more: both wrote the same records, so the later table serves for both. */
export const calls103 = callTable(SYSCALLS_10_3)
export const calls104 = callTable(SYSCALLS_10_4)

/** How a generation of records states the arguments: their size, or their number, each a word of so many bytes. */
export type Form = 'size' | 'count4' | 'count8'

export function syscallNumber(form: Form): (record: RecordView) => number | undefined {
  return ({ type, view, payload, stop, little }) => {
    if (stop - payload < 4) return undefined
    if (type === t.KTR_SYSRET) return view.getInt16(payload, little)
    if (type !== t.KTR_SYSCALL) return undefined
    return form === 'size' ? view.getInt32(payload, little) : view.getInt16(payload, little)
  }
}

export function createSyscallNamer(form: Form, table: () => CallTable): SyscallNamer {
  const numberOf = syscallNumber(form)
  return {
    see(record: RecordView): string | undefined {
      const code = numberOf(record)
      return code === undefined ? undefined : table().names[code]
    },
  }
}
