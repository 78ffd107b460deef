/** The process information note of NetBSD and OpenBSD, whose structures share most members. */

import type { ProcessInfo } from '../../../formats/core/process-info.js'
import { truncateUtf8 } from '../../../schema/zero-value.js'
import { idsOf } from './credentials.js'

/** The code for a signal of which only the number is known; 0 is SI_USER, kill(2). */
const SI_NOINFO = 32767

/** The members of `struct netbsd_elfcore_procinfo` and `struct elfcore_procinfo` that have the same name and meaning. */
export interface BsdProcinfo {
  cpi_version: number
  cpi_cpisize: number
  cpi_signo: number
  cpi_sigcode: number
  cpi_pid: number
  cpi_ppid: number
  cpi_pgrp: number
  cpi_sid: number
  cpi_ruid: number
  cpi_euid: number
  cpi_svuid: number
  cpi_rgid: number
  cpi_egid: number
  cpi_svgid: number
  cpi_name: string
}

/** Fills the shared members. @param size size of the structure in bytes */
export function fillProcinfo(value: BsdProcinfo, process: ProcessInfo, size: number): void {
  const { signal } = process
  const ids = idsOf(process)
  value.cpi_version = 1
  value.cpi_cpisize = size
  value.cpi_signo = signal?.number ?? 0
  // The member is unsigned, but the codes of signals sent by a process are negative.
  value.cpi_sigcode = signal ? (signal.code ?? SI_NOINFO) >>> 0 : 0
  value.cpi_pid = process.pid ?? 0
  value.cpi_ppid = process.ppid ?? 0
  value.cpi_pgrp = process.pgrp ?? 0
  value.cpi_sid = process.sid ?? 0
  value.cpi_ruid = ids.ruid
  value.cpi_euid = ids.euid
  value.cpi_svuid = ids.svuid
  value.cpi_rgid = ids.rgid
  value.cpi_egid = ids.egid
  value.cpi_svgid = ids.svgid
  value.cpi_name = truncateUtf8(process.name ?? '', 31)
}
