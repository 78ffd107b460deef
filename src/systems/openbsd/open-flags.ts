/** Flags of open(2). Source: sys/sys/fcntl.h 1.9 (2003-06). */
import { BSD_OPEN_FLAGS } from '../bsd/open-flags.js'

export const OPENBSD_OPEN_FLAGS = `${BSD_OPEN_FLAGS} O_NOCTTY=0x8000`
