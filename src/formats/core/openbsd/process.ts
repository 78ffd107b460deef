/** The notes of the process. Source: OpenBSD sys/sys/exec_elf.h, sys/kern/exec_elf.c 1.194. */
import { c, struct } from '../../../schema/base.js'

export const procinfo = struct(
  'elfcore_procinfo',
  {
    cpi_version: c.uint32,
    cpi_cpisize: c.uint32,
    cpi_signo: c.uint32,
    cpi_sigcode: c.uint32.doc('the si_code, a signed number'),
    cpi_sigpend: c.uint32.hex.doc('bit n-1 is signal n'),
    cpi_sigmask: c.uint32.hex,
    cpi_sigignore: c.uint32.hex,
    cpi_sigcatch: c.uint32.hex,
    cpi_pid: c.int32,
    cpi_ppid: c.int32,
    cpi_pgrp: c.int32,
    cpi_sid: c.int32.doc('0 when the leader of the session is gone'),
    cpi_ruid: c.uint32,
    cpi_euid: c.uint32,
    cpi_svuid: c.uint32,
    cpi_rgid: c.uint32,
    cpi_egid: c.uint32,
    cpi_svgid: c.uint32,
    cpi_name: c.chars(32),
  },
  { source: 'OpenBSD sys/sys/exec_elf.h' },
)

/** The type has 32 bits in both classes. */
export const auxInfo = struct('AuxInfo', { au_id: c.int32, au_v: c.ulong.hex })

export const auxv = struct('AuxInfo[]', {
  entries: c.array(auxInfo, { until: (entry: { readonly au_id: number }) => entry.au_id === 0 }),
  rest: c.rest.doc('the array is of fixed size: what the stack held behind its end'),
})

export const wcookie = struct(
  'wcookie',
  { wcookie: c.reg },
  { doc: 'Return addresses in register windows on the stack are stored XORed with it.' },
)
