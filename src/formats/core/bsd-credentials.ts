/** What NetBSD's and OpenBSD's procinfo notes have in common. */
import type { ProcessInfo } from './process-info.js'

interface Ids {
  readonly cpi_ruid?: number
  readonly cpi_euid?: number
  readonly cpi_svuid?: number
  readonly cpi_rgid?: number
  readonly cpi_egid?: number
  readonly cpi_svgid?: number
}

/** Users and groups; those that a cut note does not have are left out. */
export function credentialsOf({ cpi_ruid, cpi_euid, cpi_svuid, cpi_rgid, cpi_egid, cpi_svgid }: Ids): Pick<ProcessInfo, 'credentials'> {
  if (cpi_ruid === undefined) return {}
  return {
    credentials: {
      ruid: cpi_ruid,
      ...(cpi_euid !== undefined && { euid: cpi_euid }),
      ...(cpi_svuid !== undefined && { svuid: cpi_svuid }),
      ...(cpi_rgid !== undefined && { rgid: cpi_rgid }),
      ...(cpi_egid !== undefined && { egid: cpi_egid }),
      ...(cpi_svgid !== undefined && { svgid: cpi_svgid }),
    },
  }
}
