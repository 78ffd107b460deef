/** NT_NETBSDCORE_PROCINFO: the process. Source: NetBSD sys/sys/exec_elf.h, 4.0 to 10. */
import { c, type Infer, struct } from '../../../schema/base.js'
import { bySize } from '../note-registry.js'

/** Bit n-1 of the 32-bit words is signal n. */
const sigset = c.array(c.uint32.hex, 4)

const fields = {
  cpi_version: c.uint32.doc('1, with and without the last member'),
  cpi_cpisize: c.uint32.doc('bytes of the structure: tells whether the last member is there'),
  cpi_signo: c.uint32,
  cpi_sigcode: c.uint32,
  cpi_sigpend: sigset,
  cpi_sigmask: sigset.doc('zero since each LWP has its own in NT_NETBSDCORE_LWPSTATUS'),
  cpi_sigignore: sigset,
  cpi_sigcatch: sigset,
  cpi_pid: c.int32,
  cpi_ppid: c.int32,
  cpi_pgrp: c.int32,
  cpi_sid: c.int32,
  cpi_ruid: c.uint32,
  cpi_euid: c.uint32,
  cpi_svuid: c.uint32,
  cpi_rgid: c.uint32,
  cpi_egid: c.uint32,
  cpi_svgid: c.uint32,
  cpi_nlwps: c.uint32,
  cpi_name: c.chars(32).doc('16 bytes of it at most'),
} as const

export const procinfoOld = struct('netbsd_elfcore_procinfo', fields, { source: 'NetBSD sys/sys/exec_elf.h' })

export const procinfo = struct(
  'netbsd_elfcore_procinfo',
  { ...fields, cpi_siglwp: c.int32.doc('LWP that the signal was for; 0: the whole process') },
  { source: 'NetBSD sys/sys/exec_elf.h' },
)

type Procinfo = Infer<typeof procinfoOld> & { readonly cpi_siglwp?: number }

export const procinfoOf = bySize<Procinfo>({ 156: procinfoOld, 160: procinfo })
