/** Translates the numbers of system calls, signals and errors by their names. */

import { calls103, calls104, syscalls100 } from '../../formats/ktrace/darwin/syscall-names.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { calls as dragonflyCalls } from '../../formats/ktrace/dragonfly/system.js'
import { calls as freebsdCalls } from '../../formats/ktrace/freebsd/process-abi.js'
import { CODE_MASK, calls55, calls as openbsdCalls, syscalls50 } from '../../formats/ktrace/openbsd/syscall-names.js'
import { darwinErrors } from '../../systems/darwin/errno.js'
import { darwinSignals } from '../../systems/darwin/signals.js'
import { dragonflyErrors } from '../../systems/dragonfly/errno.js'
import { dragonflySignals } from '../../systems/dragonfly/signals.js'
import { freebsdErrors } from '../../systems/freebsd/errno.js'
import { freebsdSignals } from '../../systems/freebsd/signals.js'
import { netbsdErrors } from '../../systems/netbsd/errno.js'
import { netbsdSignals } from '../../systems/netbsd/signals.js'
import { syscallNames, systemCalls } from '../../systems/netbsd/syscall-table.js'
import type { NumberedTable } from '../../systems/numbered-names.js'
import { openbsdErrors } from '../../systems/openbsd/errno.js'
import { openbsdSignals } from '../../systems/openbsd/signals.js'
import type { CallTable } from '../../systems/syscall-table.js'

interface Entry {
  readonly number: number
  readonly name: string
  /** Compatibility calls for older programs: another call of the same name takes precedence. */
  readonly old: boolean
}

/** System calls. */
class CallNames {
  readonly #names: (string | undefined)[] = []
  readonly #exact = new Map<string, number>()
  readonly #plain = new Map<string, number>()
  readonly #compatible = new Map<string, number>()

  constructor(entries: readonly Entry[]) {
    for (const { number, name } of entries) this.#names[number] = name
    for (const { number, name } of [...entries.filter(({ old }) => !old), ...entries.filter(({ old }) => old)]) {
      if (!this.#exact.has(name)) this.#exact.set(name, number)
    }
    // Of several versions, the newest has the highest number.
    for (const { number, name, old } of entries) (old ? this.#compatible : this.#plain).set(plain(name), number)
  }

  name(number: number): string | undefined {
    return this.#names[number]
  }

  /** The number of a call by its name, with or without a version: `stat` for `__stat50`. Compatibility calls such as `compat10.pipe` come last. */
  number(name: string): number | undefined {
    const base = plain(name)
    return this.#exact.get(name) ?? this.#exact.get(base) ?? this.#plain.get(base) ?? this.#compatible.get(base)
  }
}

/** Of compatibility code, and of calls of 32-bit and Linux processes. */
const PREFIX = /^(?:compat_\d+_|compat\d*\.|freebsd\d+\.)?(?:netbsd32_|linux_|linux32_)?/

/** The name without version markers: `stat` for `__stat50`. */
function plain(name: string): string {
  const current = name.replace(PREFIX, '')
  return /^__(.+?)(?:\d\d)?$/.exec(current)?.[1] ?? current
}

/** Kinds of unused system call numbers. */
const GONE = /^(OBSOL|UNIMPL|RESERVED|NOIMPL|INDIR)$/

function ofTable({ calls }: CallTable): CallNames {
  return new CallNames(
    calls.flatMap((call) =>
      call && !GONE.test(call.kind) ? [{ number: call.number, name: call.name, old: /^COMPAT/.test(call.kind) }] : [],
    ),
  )
}

function ofNetbsd(release: '2003' | '7 and later', bits: 32 | 64): CallNames {
  const kinds = systemCalls(bits)
  return new CallNames(
    syscallNames(release, bits).flatMap((name, number) =>
      /^\w+$/.test(name) ? [{ number, name, old: /^COMPAT/.test(kinds[number]?.kind ?? '') && name.startsWith('compat_') }] : [],
    ),
  )
}

const tables: Readonly<Record<string, () => CallTable>> = {
  'freebsd v1': freebsdCalls,
  'openbsd comm24': openbsdCalls,
  'openbsd comm17': calls55,
  'openbsd time32': syscalls50,
  'openbsd old': syscalls50,
  'dragonfly threads': dragonflyCalls,
  'dragonfly no-threads': dragonflyCalls,
  'darwin 10.4': calls104,
  'darwin 10.2': calls103,
  'darwin 10.0': syscalls100,
}

/** Signals and errors by system. */
const numbers: Readonly<Record<string, Pick<SystemNames, 'signals' | 'errors'>>> = {
  netbsd: { signals: netbsdSignals, errors: netbsdErrors },
  freebsd: { signals: freebsdSignals, errors: freebsdErrors },
  openbsd: { signals: openbsdSignals, errors: openbsdErrors },
  dragonfly: { signals: dragonflySignals, errors: dragonflyErrors },
  darwin: { signals: darwinSignals, errors: darwinErrors },
}

/** The names that one dialect uses. */
export interface SystemNames {
  readonly calls: CallNames
  readonly signals: NumberedTable
  readonly errors: NumberedTable
  /** Significant bits of a system call number. */
  readonly codeMask: number
}

export function namesOf({ system, dialect, abi }: DialectLayout): SystemNames {
  const layout = dialect.layouts[0]?.name ?? ''
  const table = tables[`${system.name} ${layout}`]
  return {
    calls: table ? ofTable(table()) : ofNetbsd(layout === 'pre-4' ? '2003' : '7 and later', abi.bits),
    ...(numbers[system.name] as (typeof numbers)[string]),
    codeMask: system.name === 'openbsd' ? CODE_MASK : -1,
  }
}

/** Whether two dialects of one system use the same system call numbers. */
export function sameNumbers(one: DialectLayout, other: DialectLayout): boolean {
  const key = ({ system, dialect }: DialectLayout): string => `${system.name} ${dialect.layouts[0]?.name}`
  return one.system !== other.system ? false : one.system.name !== 'openbsd' || tables[key(one)] === tables[key(other)]
}
