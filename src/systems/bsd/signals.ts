/** Signals 1 to 31 of 4.4BSD, which all its descendants have. Source: sys/sys/signal.h of FreeBSD, NetBSD, OpenBSD, DragonFly and xnu. */
export const BSD_SIGNALS =
  'HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP CONT CHLD TTIN TTOU IO XCPU XFSZ VTALRM PROF WINCH INFO USR1 USR2'

/** Their second names. */
export const BSD_SIGNAL_ALIASES = 'IOT=6'
