/** Translates the structures of KTR_STRUCT records between FreeBSD and OpenBSD, field by field. */

import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { itimerval as freebsdItimerval, stat as freebsdStat, statI386 } from '../../formats/ktrace/freebsd/struct-payloads.js'
import { itimerval as openbsdItimerval, stat as openbsdStat } from '../../formats/ktrace/openbsd/struct-payloads.js'
import type { Abi, Struct } from '../../schema/base.js'
import { sameFields } from './matching-fields.js'

type Value = Record<string, unknown>

/** AF_INET6 of each system. Source: sys/sys/socket.h. */
const AF_INET6: Readonly<Record<string, number>> = { freebsd: 28, openbsd: 24 }

/** A system's variant of a structure, and its name in records. */
const forms: Readonly<Record<string, (name: string, abi: Abi) => { arm: string; struct: Struct<unknown> } | undefined>> = {
  freebsd(name, abi) {
    if (name === 'itimerval') return { arm: 'itimerval', struct: freebsdItimerval }
    if (name !== 'stat') return undefined
    return abi.name === 'i386' ? { arm: 'stat_i386', struct: statI386 } : { arm: 'stat', struct: freebsdStat }
  },
  openbsd(name) {
    if (name === 'itimerval') return { arm: 'itimerval', struct: openbsdItimerval }
    return name === 'stat' ? { arm: 'stat', struct: openbsdStat } : undefined
  },
}

/** The payload for the target system, and the fields that it does not have; undefined if it does not define the structure. */
export function structOf(value: Value, target: DialectLayout): { payload: Value; lost: string[] } | undefined {
  const { name, data } = value
  if (typeof name !== 'string' || typeof data !== 'object' || data === null) return undefined
  const [[arm, inner] = ['', undefined]] = Object.entries(data as Value)
  if (typeof inner !== 'object' || inner === null || inner instanceof Uint8Array || Array.isArray(inner)) return undefined
  if (name === 'sockaddr') {
    const address = addressOf(arm, inner as Value, target)
    return address && { payload: { name, data: { [arm]: address } }, lost: [] }
  }
  const form = forms[target.system.name]?.(name, target.abi)
  if (!form) return undefined
  const lost: string[] = []
  const made = sameFields(form.struct.planFor(target.abi), inner as Value, (field) => lost.push(field))
  return { payload: { name, data: { [form.arm]: made } }, lost }
}

/** Socket addresses differ only in the number of AF_INET6. Other families with different numbers are not translated. */
function addressOf(arm: string, address: Value, { system }: DialectLayout): Value | undefined {
  if (arm === 'sockaddr_in' || arm === 'sockaddr_un') return address
  if (arm === 'sockaddr_in6') return { ...address, sin6_family: AF_INET6[system.name] }
  return undefined
}
