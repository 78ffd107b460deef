/** Credentials of a process, and process information that some systems' cores cannot store. */
import type { Diagnostic } from '../../../errors.js'
import type { Credentials, ProcessInfo } from '../../../formats/core/process-info.js'
import { reportLoss } from './note-builder.js'

/** All six IDs; missing ones are the user or group ID. */
export function idsOf({ uid = 0, gid = 0, credentials = {} }: ProcessInfo): Required<Credentials> {
  const { ruid = uid, euid = ruid, svuid = euid, rgid = gid, egid = rgid, svgid = egid } = credentials
  return { ruid, euid, svuid, rgid, egid, svgid }
}

/** Process information that some systems' cores cannot store. */
export type UnsupportedInfo = 'credentials' | 'groups' | 'umask' | 'limits' | 'cwd' | 'root' | 'executable' | 'psStrings'

const words: Readonly<Record<UnsupportedInfo, string>> = {
  credentials: 'effective and saved IDs',
  groups: 'supplementary groups',
  umask: 'the umask',
  limits: 'resource limits',
  cwd: 'the working directory',
  root: 'the root directory',
  executable: 'the path of the program',
  psStrings: 'the address of ps_strings',
}

/** Reports the process information that a system's cores cannot store. */
export function reportLostInfo(process: ProcessInfo, untold: readonly UnsupportedInfo[], title: string, lost: Diagnostic[]): void {
  const gone = untold.filter((name) => {
    if (name === 'credentials') return new Set(userIds(process)).size > 1 || new Set(groupIds(process)).size > 1
    const value = process[name]
    return value !== undefined && !(Array.isArray(value) && value.length === 0)
  })
  if (gone.length > 0) reportLoss(lost, 'process', `${title} cores cannot store ${gone.map((name) => words[name]).join(', ')}`)
}

function userIds(process: ProcessInfo): number[] {
  const { ruid, euid, svuid } = idsOf(process)
  return [ruid, euid, svuid]
}

function groupIds(process: ProcessInfo): number[] {
  const { rgid, egid, svgid } = idsOf(process)
  return [rgid, egid, svgid]
}
