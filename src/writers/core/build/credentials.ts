/** Users and groups of a process, and what the cores of some systems do not tell of it. */
import type { Diagnostic } from '../../../errors.js'
import type { Credentials, ProcessInfo } from '../../../formats/core/process-info.js'
import { reportLoss } from './note-builder.js'

/** All six ids; those that are not given are the user and the group. */
export function idsOf({ uid = 0, gid = 0, credentials = {} }: ProcessInfo): Required<Credentials> {
  const { ruid = uid, euid = ruid, svuid = euid, rgid = gid, egid = rgid, svgid = egid } = credentials
  return { ruid, euid, svuid, rgid, egid, svgid }
}

/** What processes are known by that some systems' cores have no place for. */
export type UnsupportedInfo = 'credentials' | 'groups' | 'umask' | 'limits' | 'cwd' | 'root' | 'executable' | 'psStrings'

const words: Readonly<Record<UnsupportedInfo, string>> = {
  credentials: 'effective and saved ids',
  groups: 'supplementary groups',
  umask: 'the umask',
  limits: 'resource limits',
  cwd: 'the working directory',
  root: 'the root directory',
  executable: 'the path of the program',
  psStrings: 'the address of ps_strings',
}

/** Names the facts of a process that a system's cores do not tell. */
export function reportLostInfo(process: ProcessInfo, untold: readonly UnsupportedInfo[], title: string, lost: Diagnostic[]): void {
  const gone = untold.filter((name) => {
    if (name === 'credentials') return new Set(userIds(process)).size > 1 || new Set(groupIds(process)).size > 1
    const value = process[name]
    return value !== undefined && !(Array.isArray(value) && value.length === 0)
  })
  if (gone.length > 0) reportLoss(lost, 'process', `${title} cores do not tell ${gone.map((name) => words[name]).join(', ')}`)
}

function userIds(process: ProcessInfo): number[] {
  const { ruid, euid, svuid } = idsOf(process)
  return [ruid, euid, svuid]
}

function groupIds(process: ProcessInfo): number[] {
  const { rgid, egid, svgid } = idsOf(process)
  return [rgid, egid, svgid]
}
