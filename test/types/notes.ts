/** Notes of every system, typed by a structure or by what the note is. */
import { openFile } from 'exhume'
import * as dragonfly from 'exhume/formats/dragonfly'
import * as freebsd from 'exhume/formats/freebsd'
import * as illumos from 'exhume/formats/illumos'
import * as linux from 'exhume/formats/linux'
import * as netbsd from 'exhume/formats/netbsd'
import * as openbsd from 'exhume/formats/openbsd'
import { type Core, openCore } from 'exhume/readers'
import { abi, codec, type Infer } from 'exhume/schema'

const core: Core = openCore((await openFile('core')).source)
const note = core.notes.find(({ name }) => name === 'NT_PRSTATUS')
if (!note) throw new Error('no note')

const pid: number = note.as(linux.prstatus).pr_pid
const name: string = note.as(linux.prpsinfo).pr_fname
const uid: number = note.as(linux.elf_prpsinfo).pr_uid
const code: number = note.as(linux.siginfo).si_code
const address: bigint | undefined = note.as(linux.siginfo)._sifields._sigfault?.si_addr
const entry: bigint | undefined = note.as(linux.auxv).entries[0]?.a_val
const file: string | undefined = note.as(linux.fileTable).names[0]
const rip: bigint = note.as(linux.gregsetAmd64).rip
const noted: number = note.as(linux.NT_PRSTATUS).pr_pid

const signal: number = note.as(netbsd.procinfo).cpi_signo
const siglwp: number = note.as(netbsd.procinfo).cpi_siglwp
const either: number | undefined = note.as(netbsd.NT_NETBSDCORE_PROCINFO).cpi_siglwp
const lwp: string = note.as(netbsd.lwpstatus).pl_name

const comm: string | undefined = note.as(freebsd.procstatProc).records[0]?.ki_comm
const path: string | undefined = note.as(freebsd.NT_PROCSTAT_VMMAP).records[0]?.kve_path
const mask: number = note.as(freebsd.procstatUmask).umask
const limit: bigint | undefined = note.as(freebsd.procstatRlimit).limits[0]?.rlim_cur
const args: string = note.as(freebsd.prpsinfo).pr_psargs
const thread: string = note.as(freebsd.thrmisc).pr_tname
const event: number = note.as(freebsd.ptlwpinfo).lwpinfo.pl_lwpid

const decoded = codec(linux.prstatus.for(abi.amd64)).safeDecode(new Uint8Array(3))
if (decoded.success) {
  const tid: number = decoded.data.pr_pid
  console.log(tid)
}
type Psinfo = Infer<typeof linux.prpsinfo>
const zombie: Psinfo['pr_zomb'] = 0

// @ts-expect-error a field that the structure does not have
note.as(linux.prstatus).pr_nothing
// @ts-expect-error a number is no text
const wrong: string = note.as(linux.prstatus).pr_pid

const signals = [linux, netbsd, freebsd, openbsd, dragonfly, illumos].map(({ signals }) => signals.name(11))
console.log(
  pid,
  name,
  uid,
  code,
  address,
  entry,
  file,
  rip,
  noted,
  signal,
  siglwp,
  either,
  lwp,
  comm,
  path,
  mask,
  limit,
  args,
  thread,
  event,
)
console.log(zombie, wrong, signals, netbsd.errno)
