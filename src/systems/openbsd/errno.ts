/** Errors of OpenBSD. Source: OpenBSD sys/sys/errno.h 1.12 for 1 to 83, a later revision for 84 to 95; the last was 83 until about 2005. */
import { BSD_ERRORS } from '../bsd/errno.js'
import { errnoTable } from '../errno-table.js'

const own = `
16 EBUSY Device busy
34 ERANGE Result too large
42 ENOPROTOOPT Protocol not available
45 EOPNOTSUPP Operation not supported
69 EDQUOT Disk quota exceeded
82 EIPSEC IPsec processing failure
83 ENOATTR Attribute not found
84 EILSEQ Illegal byte sequence
85 ENOMEDIUM No medium found
86 EMEDIUMTYPE Wrong medium type
87 EOVERFLOW Value too large to be stored in data type
88 ECANCELED Operation canceled
89 EIDRM Identifier removed
90 ENOMSG No message of desired type
91 ENOTSUP Not supported
92 EBADMSG Bad message
93 ENOTRECOVERABLE State not recoverable
94 EOWNERDEAD Previous owner died
95 EPROTO Protocol error
`

export const openbsdErrors = errnoTable({ errors: [BSD_ERRORS, own], aliases: 'EWOULDBLOCK=35', kernel: 'ERESTART=-1 EJUSTRETURN=-2' })
