/**
 * Errors of Darwin.
 *
 * Source: xnu bsd/sys/errno.h, xnu-11417.101.15. Highest number by release: 10.0 88, 10.2 89, 10.3 93, 10.4 102, 10.5 103.
 * EOPNOTSUPP equals ENOTSUP (45), except in programs built for UNIX 03 from 10.4 on, where it is 102.
 */
import { BSD_ERRORS } from '../bsd/errno.js'
import { errnoTable } from '../errno-table.js'

const own = `
16 EBUSY Resource busy
34 ERANGE Result too large
42 ENOPROTOOPT Protocol not available
45 ENOTSUP Operation not supported
69 EDQUOT Disc quota exceeded
82 EPWROFF Device power is off
83 EDEVERR Device error
84 EOVERFLOW Value too large to be stored in data type
85 EBADEXEC Bad executable (or shared library)
86 EBADARCH Bad CPU type in executable
87 ESHLIBVERS Shared library version mismatch
88 EBADMACHO Malformed Mach-o file
89 ECANCELED Operation canceled
90 EIDRM Identifier removed
91 ENOMSG No message of desired type
92 EILSEQ Illegal byte sequence
93 ENOATTR Attribute not found
94 EBADMSG Bad message
95 EMULTIHOP Reserved
96 ENODATA No message available on STREAM
97 ENOLINK Reserved
98 ENOSR No STREAM resources
99 ENOSTR Not a STREAM
100 EPROTO Protocol error
101 ETIME STREAM ioctl timeout
102 EOPNOTSUPP Operation not supported on socket
103 ENOPOLICY No such policy registered
104 ENOTRECOVERABLE State not recoverable
105 EOWNERDEAD Previous owner died
106 EQFULL Interface output queue is full
`

export const darwinErrors = errnoTable({
  errors: [BSD_ERRORS, own],
  aliases: 'EWOULDBLOCK=35',
  kernel: 'ERESTART=-1 EJUSTRETURN=-2 ERECYCLE=-5 EREDRIVEOPEN=-6 EKEEPLOOKING=-7 EDATALESS=-8',
})
