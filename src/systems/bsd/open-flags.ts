/** Flags of open(2) that all BSDs have, in the order in which they are printed. Source: sys/sys/fcntl.h of each, from 4.4BSD on. */
export const BSD_OPEN_FLAGS =
  'O_NONBLOCK=4 O_APPEND=8 O_SHLOCK=0x10 O_EXLOCK=0x20 O_ASYNC=0x40 O_SYNC=0x80 O_NOFOLLOW=0x100 O_CREAT=0x200 O_TRUNC=0x400 O_EXCL=0x800'
