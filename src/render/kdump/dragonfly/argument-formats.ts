/**
 * How DragonFly's kdump prints the arguments of system calls: one word per argument, separated by spaces.
 *
 * `n` is a number; `bits:T` and `one:T` names of table T, as bits or as one value. `+` in front of a format leaves the comma out, as kdump
 * does. Arguments behind the last format are numbers.
 *
 * Source: usr.bin/kdump/kdump.c of 2020-07.
 */
const BY_FORMAT: readonly (readonly [format: string, calls: string])[] = [
  ['n ioctl', 'ioctl'],
  ['n bits:accessmode', 'access eaccess'],
  ['n n bits:accessmode bits:atflags', 'faccessat'],
  ['n bits:flags mode?', 'open mq_open'],
  ['n n bits:wait4opt', 'wait4'],
  ['n bits:mode', 'chmod fchmod lchmod mknod mkfifo mkdir'],
  ['n n bits:mode bits:atflags', 'fchmodat'],
  ['n n bits:atflags', 'unlinkat'],
  ['n n n bits:atflags', 'fstatat utimensat'],
  ['n n n n bits:atflags', 'fchownat linkat'],
  ['bits:mode', 'umask'],
  ['n n bits:getfsstatflags', 'getfsstat'],
  ['n n n bits:getfsstatflags', 'getvfsstat'],
  ['n n bits:mountflags', 'mount'],
  ['n bits:mountflags', 'unmount'],
  ['n n transfer', 'recvmsg sendmsg'],
  ['n n n transfer', 'recvfrom sendto'],
  ['n long:chflags', 'chflags fchflags lchflags'],
  ['n n long:chflags bits:atflags', 'chflagsat'],
  ['n signal', 'kill'],
  ['signal', 'sigaction'],
  ['bits:rebootopt', 'reboot'],
  ['n n one:msyncflags', 'msync'],
  ['n n bits:mmapprot bits:mmapflags', 'mmap'],
  ['n n bits:mmapprot', 'mprotect'],
  ['n n one:madvisebehav', 'madvise'],
  ['one:prio', 'setpriority'],
  ['n fcntl', 'fcntl'],
  ['one:sockdomain one:socktype', 'socket socketpair'],
  ['n level one:sockopt', 'setsockopt getsockopt'],
  ['n n n one:whence', 'lseek'],
  ['n bits:flock', 'flock'],
  ['n one:shutdownhow', 'shutdown'],
  ['one:rlimit', 'getrlimit setrlimit'],
  ['one:rtprio', 'rtprio'],
  ['bits:rfork', 'rfork'],
  ['one:lio_listio', 'lio_listio'],
  ['bits:mlockall', 'mlockall'],
  ['one:schedpolicy', 'sched_get_priority_max sched_get_priority_min'],
  ['one:sigprocmaskhow', 'sigprocmask'],
  ['ptrace', 'ptrace'],
  ['clock', 'clock_gettime clock_settime clock_getres'],
  ['n one:pathconf', 'pathconf lpathconf fpathconf'],
  ['one:kenvact', 'kenv'],
  ['one:ckpttype', 'sys_checkpoint'],
  ['n one:uschedcmd', 'usched_set'],
  ['n one:mountctlop', 'mountctl'],
  ['n n one:procctlcmd', 'procctl'],
  ['one:varsymlvl', 'varsym_set varsym_list'],
  ['n +one:quotactl', 'quotactl'],
  ['n +one:shmctl', 'msgctl shmctl'],
  ['n +one:schedpolicy', 'sched_setscheduler'],
  ['n +one:kldsymcmd', 'kldsym'],
  ['n +one:extattrctl', 'extattrctl'],
  [
    'n +one:acltype',
    '__acl_get_file __acl_set_file __acl_get_fd __acl_set_fd __acl_delete_file __acl_delete_fd __acl_aclcheck_file __acl_aclcheck_fd',
  ],
  ['n n +one:semctl', '__semctl'],
  ['n n +semget', 'semget'],
  ['n n +bits:shmat', 'shmat'],
  ['n n +one:minherit', 'minherit'],
  ['n n n n n n +one:sendfileflags', 'sendfile'],
]

/** Formats by system call. */
export const argumentFormats: ReadonlyMap<string, string> = new Map(
  BY_FORMAT.flatMap(([format, calls]) => calls.split(' ').map((call) => [call, format] as const)),
)
