/** The notes of a checkpoint: process, and general registers of each thread. Source: DragonFly sys/sys/procfs.h. */
import { c, type Infer, struct } from '../../../schema/base.js'
import { reg } from './registers.js'

const source = 'DragonFly sys/sys/procfs.h'

export const prstatus = struct(
  'prstatus',
  {
    pr_version: c.int32.doc('1'),
    pr_statussz: c.size_t.doc('bytes of this structure'),
    pr_gregsetsz: c.size_t,
    pr_fpregsetsz: c.size_t,
    pr_osreldate: c.int32.doc('version of the kernel'),
    pr_cursig: c.int32.doc('33, SIGCKPT, in a checkpoint; the same for all threads'),
    pr_pid: c.int32.doc('number of the thread; in 2003 to 2006 of the process'),
    pr_reg: reg,
  },
  { source },
)

export const prpsinfo = struct(
  'prpsinfo',
  {
    pr_version: c.int32.doc('1'),
    pr_psinfosz: c.size_t.doc('bytes of this structure'),
    pr_fname: c.chars(17).doc('16 bytes of the name at most'),
    pr_psargs: c.chars(81).doc('the name again'),
  },
  { source },
)

export type Prstatus = Infer<typeof prstatus>
export type Prpsinfo = Infer<typeof prpsinfo>
