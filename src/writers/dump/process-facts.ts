/** The facts of a process that policy, file name and notes share: users, limit, zone, node and machine. */
import { nodeBuiltin } from '../../io/node-builtins.js'
import type { PatternStyle, PatternValues } from '../policy/pattern-styles.js'
import type { DumpProcess, ProcessIds, ZoneSettings } from './settings.js'

/** The IDs of the process: `ids`, else its credentials, else its user and group, else those of this program. */
export function idsOf({ ids = {}, process: { uid, gid, credentials = {} } }: DumpProcess): ProcessIds {
  const euid = ids.euid ?? credentials.euid ?? uid ?? process.geteuid?.() ?? 0
  const egid = ids.egid ?? credentials.egid ?? gid ?? process.getegid?.() ?? 0
  return {
    euid,
    ruid: ids.ruid ?? credentials.ruid ?? euid,
    suid: ids.suid ?? credentials.svuid ?? euid,
    egid,
    rgid: ids.rgid ?? credentials.rgid ?? egid,
    sgid: ids.sgid ?? credentials.svgid ?? egid,
  }
}

/** RLIMIT_CORE in bytes; undefined: unlimited. */
export function coreLimitOf({ limit, process: { limits = [] } }: DumpProcess): bigint | undefined {
  return limit ?? limits.find(({ name }) => name === 'RLIMIT_CORE')?.soft
}

/** Whether a process has or had privileges that its user does not have. */
export function isSetId(dumped: DumpProcess): boolean {
  const { ruid, euid, suid, rgid, egid, sgid } = idsOf(dumped)
  return dumped.noCoreDump === true || euid !== ruid || euid !== suid || egid !== rgid || egid !== sgid
}

/** Output of `uname -m` on illumos. */
const machines: Readonly<Record<string, string>> = { amd64: 'i86pc', i386: 'i86pc', sparc: 'sun4u', sparc64: 'sun4u' }

const GLOBAL_ZONE = 'global'

/** Node, machine and zone of the process. Names that are not given are those of this machine, and of the global zone. */
function placeOf({ abi, names = {}, illumos = {} }: DumpProcess) {
  return {
    nodeName: names.nodeName ?? illumos.uname?.nodename ?? nodeBuiltin('node:os').hostname(),
    machine: names.machine ?? illumos.uname?.machine ?? machines[abi] ?? '',
    zone: names.zone?.name ?? illumos.zone ?? GLOBAL_ZONE,
  }
}

/** The process as its notes describe it, with the same users, node, machine and zone that decide where it is dumped. */
export function withSharedFacts(dumped: DumpProcess): DumpProcess {
  const { ids, process, illumos, system } = dumped
  const { ruid, euid, suid, rgid, egid, sgid } = idsOf(dumped)
  const credentials = { ...process.credentials, ruid, euid, svuid: suid, rgid, egid, svgid: sgid }
  const { nodeName: nodename, machine, zone } = placeOf(dumped)
  return {
    ...dumped,
    ...(ids && { process: { ...process, uid: ruid, gid: rgid, credentials } }),
    ...(system === 'illumos' && { illumos: { ...illumos, zone, uname: { sysname: 'SunOS', ...illumos?.uname, nodename, machine } } }),
  }
}

/** The values of patterns. The time is the current time. */
export function nameFacts(dumped: DumpProcess, style: PatternStyle, { root = '/' }: ZoneSettings): PatternValues {
  const { pid = 0, name, signal, executable } = dumped.process
  const { ruid, euid, rgid, egid } = idsOf(dumped)
  const { zone, ...place } = placeOf(dumped)
  // Linux names the real user, the other systems the effective one.
  const isReal = style === 'linux'
  return {
    pid,
    uid: isReal ? ruid : euid,
    gid: isReal ? rgid : egid,
    time: Math.floor(Date.now() / 1000),
    ...place,
    ...(zone !== GLOBAL_ZONE && { zone: { name: zone, root } }),
    ...(name !== undefined && { name }),
    ...(executable?.startsWith('/') && { executable, executableDirectory: executable.slice(0, executable.lastIndexOf('/')) }),
    ...(signal && { signal: signal.number }),
    ...dumped.names,
  }
}
