/** Flags of open(2). Source: sys/sys/fcntl.h 1.9 (2003-06); O_CLOEXEC and O_DIRECTORY since 5.0. */
import { BSD_OPEN_FLAGS } from '../bsd/open-flags.js'

export const OPENBSD_OPEN_FLAGS = `${BSD_OPEN_FLAGS} O_NOCTTY=0x8000 O_CLOEXEC=0x10000 O_DIRECTORY=0x20000`
