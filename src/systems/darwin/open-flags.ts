/** Flags of open(2). Source: bsd/sys/fcntl.h of Mac OS X 10.4. */
import { BSD_OPEN_FLAGS } from '../bsd/open-flags.js'

export const DARWIN_OPEN_FLAGS = `${BSD_OPEN_FLAGS} O_EVTONLY=0x8000 O_ALERT=0x20000000 O_POPUP=0x80000000`
