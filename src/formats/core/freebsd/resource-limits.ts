/** Resource limits of FreeBSD. Source: FreeBSD sys/sys/resource.h, July 2022. */
import type { ResourceLimit } from '../process-info.js'

/** In the order of sys/resource.h. */
const LIMITS = 'CPU FSIZE DATA STACK CORE RSS MEMLOCK NPROC NOFILE SBSIZE AS NPTS SWAP KQUEUES UMTXP PIPEBUF VMM'.split(' ')

const RLIM_INFINITY = (1n << 63n) - 1n

export function limitsOf(limits: readonly { readonly rlim_cur: bigint; readonly rlim_max: bigint }[]): ResourceLimit[] {
  return limits.map(({ rlim_cur, rlim_max }, i) => ({
    name: LIMITS[i] === undefined ? `limit ${i}` : `RLIMIT_${LIMITS[i]}`,
    ...(rlim_cur !== RLIM_INFINITY && { soft: rlim_cur }),
    ...(rlim_max !== RLIM_INFINITY && { hard: rlim_max }),
  }))
}

/** Limits that a kernel of 14 has. */
const LIMIT_COUNT = 15

/** The whole array, infinity where no limit is given, and the names that FreeBSD has no limit of. */
export function limitRecords(limits: readonly ResourceLimit[]) {
  const indexOf = (name: string): number => LIMITS.indexOf(name.replace(/^RLIMIT_/, ''))
  const count = Math.max(LIMIT_COUNT, ...limits.map(({ name }) => indexOf(name) + 1))
  const records = Array.from({ length: count }, () => ({ rlim_cur: RLIM_INFINITY, rlim_max: RLIM_INFINITY }))
  const unknown: string[] = []
  for (const { name, soft = RLIM_INFINITY, hard = RLIM_INFINITY } of limits) {
    const index = indexOf(name)
    if (index < 0) unknown.push(name)
    else records[index] = { rlim_cur: soft, rlim_max: hard }
  }
  return { records, unknown }
}
