/** Signal numbers. Source: DragonFly sys/sys/signal.h. */
const names =
  'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP CONT CHLD TTIN TTOU IO XCPU XFSZ VTALRM PROF WINCH INFO USR1 USR2 THR CKPT CKPTEXIT'.split(
    ' ',
  )

export function signalName(number: number): string | undefined {
  const name = names[number - 1]
  return name === undefined ? undefined : `SIG${name}`
}
