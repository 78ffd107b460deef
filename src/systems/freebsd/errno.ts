/** Errors of FreeBSD. Source: FreeBSD sys/sys/errno.h and the C library's list, July 2022. */
import { BSD_ERRORS } from '../bsd/errno.js'
import { errnoTable } from '../errno-table.js'

const own = `
16 EBUSY Device busy
34 ERANGE Result too large
42 ENOPROTOOPT Protocol not available
45 EOPNOTSUPP Operation not supported
69 EDQUOT Disc quota exceeded
82 EIDRM Identifier removed
83 ENOMSG No message of desired type
84 EOVERFLOW Value too large to be stored in data type
85 ECANCELED Operation canceled
86 EILSEQ Illegal byte sequence
87 ENOATTR Attribute not found
88 EDOOFUS Programming error
89 EBADMSG Bad message
90 EMULTIHOP Multihop attempted
91 ENOLINK Link has been severed
92 EPROTO Protocol error
93 ENOTCAPABLE Capabilities insufficient
94 ECAPMODE Not permitted in capability mode
95 ENOTRECOVERABLE State not recoverable
96 EOWNERDEAD Previous owner died
97 EINTEGRITY Integrity check failed
`

export const freebsdErrors = errnoTable({
  errors: [BSD_ERRORS, own],
  aliases: 'EWOULDBLOCK=35 ENOTSUP=45',
  kernel: 'ERESTART=-1 EJUSTRETURN=-2 ENOIOCTL=-3 EDIRIOCTL=-4 ERELOOKUP=-5',
})
