/** Errors of NetBSD. Source: NetBSD sys/sys/errno.h (10.99.12, 2025-01), whose texts are those of the C library. */
import { BSD_ERRORS } from '../bsd/errno.js'
import { errnoTable } from '../errno-table.js'

const own = `
16 EBUSY Device busy
34 ERANGE Result too large or too small
42 ENOPROTOOPT Protocol option not available
45 EOPNOTSUPP Operation not supported
69 EDQUOT Disc quota exceeded
82 EIDRM Identifier removed
83 ENOMSG No message of desired type
84 EOVERFLOW Value too large to be stored in data type
85 EILSEQ Illegal byte sequence
86 ENOTSUP Not supported
87 ECANCELED Operation canceled
88 EBADMSG Bad or Corrupt message
89 ENODATA No message available
90 ENOSR No STREAM resources
91 ENOSTR Not a STREAM
92 ETIME STREAM ioctl timeout
93 ENOATTR Attribute not found
94 EMULTIHOP Multihop attempted
95 ENOLINK Link has been severed
96 EPROTO Protocol error
97 EOWNERDEAD Previous owner died
98 ENOTRECOVERABLE State not recoverable
`

export const netbsdErrors = errnoTable({
  errors: [BSD_ERRORS, own],
  aliases: 'EWOULDBLOCK=35',
  kernel: 'EJUSTRETURN=-2 ERESTART=-3 EPASSTHROUGH=-4 EDUPFD=-5 EMOVEFD=-6',
})
