/**
 * What DragonFly's kdump prints for system calls that are no longer there, by number: `obs_` and a word of the remark. A number of which
 * nothing is known prints as `#N`.
 *
 * Source: sys/kern/syscalls.c of 2020-07-24, the list that kdump is built with.
 */
const PRINTED =
  '8=obs_4.3 11=obs_execv 19=obs_old 38=obs_old 40=obs_old 46=obs_freebsd3_sigaction 48=obs_freebsd3_sigprocmask 52=obs_freebsd3_sigpending 62=obs_old 63=obs_getkerninfo 64=obs_getpagesize 67=obs_vread 68=obs_vwrite 71=obs_old 72=obs_vadvise 76=obs_vhangup 77=obs_vlimit 84=obs_wait 87=obs_gethostname 88=obs_sethostname 91=#91 94=#94 99=obs_old 101=obs_send 102=obs_recv 103=obs_freebsd3_sigreturn 107=obs_vtimes 108=obs_4.3 109=obs_4.3 110=obs_4.3 111=obs_freebsd3_sigsuspend 112=obs_sigstack 113=obs_old 114=obs_old 115=obs_vtrace 119=#119 125=obs_old 129=obs_old 130=obs_old 139=obs_4.2 141=obs_old 142=obs_4.3 143=obs_4.3 144=obs_old 145=obs_old 146=obs_4.3 149=obs_quota 150=obs_old 151=#151 152=#152 153=#153 156=obs_old 162=obs_getdomainname 163=obs_setdomainname 164=obs_uname 169=obs_semsys 170=obs_msgsys 171=obs_shmsys 177=#177 178=#178 179=#179 184=#184 185=#185 186=#186 187=#187 188=#188 189=#189 190=#190 196=#196 208=#208 223=#223 235=#235 236=#236 237=#237 238=#238 239=#239 272=#272 278=obs_nstat 279=obs_nfstat 280=obs_nlstat 299=#299 313=obs_signanosleep 322=#322 323=#323 336=obs_freebsd4_sendfile 339=#339 364=#364 453=obs_upc_register 454=obs_upc_control 455=obs_caps_sys_service 456=obs_caps_sys_client 457=obs_caps_sys_close 458=obs_caps_sys_put 459=obs_caps_sys_reply 460=obs_caps_sys_get 461=obs_caps_sys_wait 462=obs_caps_sys_abort 463=obs_caps_sys_getgen 464=obs_caps_sys_setgen 484=obs_syslink'

/** The highest number of 5.8; above it and below 0 kdump prints `[N]`. */
const HIGHEST = 551

/** The texts for all numbers. @param names of the calls by number */
export function printedCallNames(names: readonly (string | undefined)[]): readonly string[] {
  const others = new Map(PRINTED.split(' ').map((text) => text.split('=') as [string, string]))
  return Array.from({ length: HIGHEST + 1 }, (_, number) => others.get(String(number)) ?? names[number] ?? `#${number}`)
}
