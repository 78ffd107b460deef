/** The notes of cores and checkpoints: process, and general registers of each thread. Source: DragonFly sys/sys/procfs.h. */
import { c, type Infer, struct } from '../../../schema/base.js'
import { reg, regI386From2007 } from './registers.js'

const source = 'DragonFly sys/sys/procfs.h'

const status = {
  pr_version: c.int32.doc('1'),
  pr_statussz: c.size_t.doc('bytes of this structure'),
  pr_gregsetsz: c.size_t,
  pr_fpregsetsz: c.size_t,
  pr_osreldate: c.int32.doc('version of the kernel'),
  pr_cursig: c.int32.doc('33 (SIGCKPT) in a checkpoint; the same for all threads'),
  pr_pid: c.int32.doc('number of the thread since 2.6; before, that of the process, to which 2.2 and 2.4 add that of the thread'),
} as const

export const prstatus = struct('prstatus', { ...status, pr_reg: reg }, { source })

/** i386 from release 1.8 on: pr_gregsetsz, 76 or 80, determines the structure. */
export const prstatusFrom2007 = struct('prstatus', { ...status, pr_reg: regI386From2007 }, { source })

export const prpsinfo = struct(
  'prpsinfo',
  {
    pr_version: c.int32.doc('1'),
    pr_psinfosz: c.size_t.doc('bytes of this structure'),
    pr_fname: c.chars(17).doc('at most 16 bytes of the name'),
    pr_psargs: c.chars(81).doc('the name again: arguments are not stored'),
  },
  { source },
)

export type Prstatus = Infer<typeof prstatus>
export type Prpsinfo = Infer<typeof prpsinfo>
