/** Errors of DragonFly. Source: DragonFly sys/sys/errno.h, lib/libc/gen/errlst.c, 2020-07: 94 to 98 are not used, and the list of texts ends at 93. */
import { BSD_ERRORS } from '../bsd/errno.js'
import { errnoTable } from '../errno-table.js'

const own = `
16 EBUSY Device busy
30 EROFS Read-only file system
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
93 ENOMEDIUM No medium found
99 EASYNC
`

export const dragonflyErrors = errnoTable({
  errors: [BSD_ERRORS, own],
  aliases: 'EWOULDBLOCK=35 ENOTSUP=45',
  kernel: 'ERESTART=-1 EJUSTRETURN=-2 ENOIOCTL=-3 EMOUNTEXIT=-4',
})
