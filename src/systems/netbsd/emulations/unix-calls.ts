/** System calls of NetBSD's emulations of commercial systems. Source: sys/compat of 7.99.10 (2015-04). */
// Format: see `call-list.ts`.

export const SUNOS = `
syscall exit fork read write open close wait4 creat link unlink execv chdir !old_time mknod chmod chown break !old_stat lseek
getpid_with_ppid !sunos_old_mount -System+V+umount setuid getuid_with_euid stime ptrace -old_sunos_alarm -old_sunos_fstat -old_sunos_pause
-old_sunos_utime -old_sunos_stty -old_sunos_gtty access -old_sunos_nice -old_sunos_ftime sync kill stat -sunos_setpgrp lstat dup pipe
-sunos_times profil - setgid getgid_with_egid -sunos_ssig -reserved+for+USG -reserved+for+USG acct - mctl ioctl reboot !sunos_owait3
symlink readlink execve umask chroot fstat - getpagesize omsync vfork !vread !vwrite sbrk sstk mmap vadvise munmap mprotect madvise
vhangup -vlimit mincore getgroups setgroups getpgrp setpgrp setitimer -sunos_sys_wait swapon getitimer gethostname sethostname
getdtablesize dup2 -getdopt fcntl select -setdopt fsync setpriority socket connect accept getpriority send recv -old+socketaddr bind
setsockopt listen -vtimes sigvec sigblock sigsetmask sigsuspend sigstack recvmsg sendmsg !vtrace gettimeofday getrusage getsockopt - readv
writev settimeofday fchown fchmod recvfrom setreuid setregid rename truncate ftruncate flock - sendto shutdown socketpair mkdir rmdir
utimes sigreturn adjtime getpeername gethostid -old+sethostid getrlimit setrlimit killpg -*3 getsockname -getmsg -putmsg poll - -nfssvc
getdirentries statfs fstatfs unmount async_daemon getfh getdomainname setdomainname -rtschedule quotactl exportfs mount ustat semsys
msgsys shmsys auditsys -rfssys getdents setsid fchdir fchroot -vpixsys -aioread -aiowrite -aiowait -aiocancel sigpending - setpgid
pathconf fpathconf sysconf uname
`

export const SUNOS32 = `
syscall netbsd32_exit fork netbsd32_read netbsd32_write open netbsd32_close wait4 creat netbsd32_link netbsd32_unlink execv netbsd32_chdir
!old_time mknod netbsd32_chmod netbsd32_chown netbsd32_break !old_stat compat_43_netbsd32_olseek getpid_with_ppid !sunos_old_mount
-System+V+umount netbsd32_setuid getuid_with_euid stime ptrace -old_sunos_alarm -old_sunos_fstat -old_sunos_pause -old_sunos_utime
-old_sunos_stty -old_sunos_gtty access -old_sunos_nice -old_sunos_ftime sync netbsd32_kill stat -sunos_setpgrp lstat netbsd32_dup pipe
-sunos_times netbsd32_profil - netbsd32_setgid getgid_with_egid -sunos_ssig -reserved+for+USG -reserved+for+USG netbsd32_acct - mctl ioctl
reboot !sunos_owait3 netbsd32_symlink netbsd32_readlink execve netbsd32_umask netbsd32_chroot compat_43_netbsd32_fstat43 - ogetpagesize
omsync vfork !vread !vwrite netbsd32_sbrk netbsd32_sstk mmap vadvise netbsd32_munmap netbsd32_mprotect netbsd32_madvise vhangup -vlimit
netbsd32_mincore netbsd32_getgroups netbsd32_setgroups getpgrp setpgrp compat_50_netbsd32_setitimer -sunos32_sys_wait
compat_12_netbsd32_oswapon compat_50_netbsd32_getitimer compat_43_netbsd32_ogethostname compat_43_netbsd32_osethostname ogetdtablesize
netbsd32_dup2 -getdopt fcntl compat_50_netbsd32_select -setdopt netbsd32_fsync netbsd32_setpriority socket netbsd32_connect
compat_43_netbsd32_oaccept netbsd32_getpriority compat_43_netbsd32_osend compat_43_netbsd32_orecv -old+socketaddr netbsd32_bind setsockopt
netbsd32_listen -vtimes sigvec compat_43_netbsd32_sigblock compat_43_netbsd32_sigsetmask sigsuspend compat_43_netbsd32_osigstack
compat_43_netbsd32_orecvmsg compat_43_netbsd32_osendmsg !vtrace compat_50_netbsd32_gettimeofday compat_50_netbsd32_getrusage
netbsd32_getsockopt - netbsd32_readv netbsd32_writev compat_50_netbsd32_settimeofday netbsd32_fchown netbsd32_fchmod
compat_43_netbsd32_orecvfrom netbsd32_setreuid netbsd32_setregid netbsd32_rename compat_43_netbsd32_otruncate
compat_43_netbsd32_oftruncate netbsd32_flock - netbsd32_sendto netbsd32_shutdown socketpair netbsd32_mkdir netbsd32_rmdir
compat_50_netbsd32_utimes sigreturn compat_50_netbsd32_adjtime compat_43_netbsd32_ogetpeername gethostid -old+sethostid getrlimit
setrlimit compat_43_netbsd32_killpg -*3 compat_43_netbsd32_ogetsockname -getmsg -putmsg netbsd32_poll - -nfssvc
compat_43_netbsd32_ogetdirentries statfs fstatfs unmount -async_daemon getfh compat_09_netbsd32_ogetdomainname
compat_09_netbsd32_osetdomainname -rtschedule quotactl exportfs mount ustat osemsys omsgsys oshmsys auditsys -rfssys getdents setsid
netbsd32_fchdir netbsd32_fchroot -vpixsys -aioread -aiowrite -aiowait -aiocancel sigpending - netbsd32_setpgid netbsd32_pathconf
netbsd32_fpathconf sysconf uname
`

export const ULTRIX = `
syscall exit fork read write open close owait creat link unlink execv chdir !time mknod chmod __posix_chown break !stat lseek getpid mount
!sysV_unmount setuid getuid !v7+stime !v7+ptrace !v7+alarm !v7+fstat !v7+pause !v7+utime !v7+stty !v7+gtty access !v7+nice !v7+ftime sync
kill stat43 !v7+setpgrp lstat43 dup pipe !v7+times profil - !v7+setgid getgid -ssig -reserved+for+USG -reserved+for+USG acct - -syslock
ioctl reboot -v7+mpxchan symlink readlink execve umask chroot fstat - getpagesize -mremap vfork !vread !vwrite sbrk sstk mmap vadvise
munmap mprotect madvise vhangup -old+vlimit mincore getgroups setgroups getpgrp setpgrp __setitimer50 wait3 swapon __getitimer50
gethostname sethostname getdtablesize dup2 -getdopt fcntl select -setdopt fsync setpriority socket connect accept getpriority send recv
sigreturn bind setsockopt listen -vtimes sigvec sigblock sigsetmask sigsuspend sigstack recvmsg sendmsg !vtrace __gettimeofday50
__getrusage50 getsockopt -resuba readv writev __settimeofday50 __posix_fchown fchmod recvfrom setreuid setregid rename truncate ftruncate
flock - sendto shutdown socketpair mkdir rmdir __utimes50 sigcleanup __adjtime50 getpeername gethostid -old+sethostid getrlimit setrlimit
killpg - -setquota -quota+/+*+needs+to+be+nullop+to+boot+on+Ultrix+root+partition+*+/ getsockname -sysmips+/+*+4+args+*+/ cacheflush
cachectl - -atomic_op -*2 -ultrix_sys_nfssvc getdirentries statfs fstatfs -umount -async_daemon getfh getdomainname setdomainname -
quotactl exportfs -ultrix_sys_mount -4+hdwconf -msgctl -msgget -msgrcv -msgsnd -semctl -semget -semop uname shmsys -0+plock -0+lockf ustat
getmnt -notdef -notdef sigpending setsid waitpid -*43 -1+utc_gettime -2+utc_adjtime -*17
-audctl+/+*+Make+no-op+for+installation+on+Ultrix+rootpartition?+*+/ -audgen+/+*+Make+no-op+for+installation+on+Ultrix+rootpartition?+*+/
-startcpu -stopcpu getsysinfo setsysinfo
`

export const IBCS2 = `
syscall exit fork read write open close waitsys creat link unlink execv chdir time mknod chmod __posix_chown obreak stat lseek
getpid_with_ppid mount umount setuid getuid_with_euid stime -ibcs2_ptrace alarm fstat pause utime -was+stty gtty access nice statfs sync
kill fstatfs pgrpsys -ibcs2_xenix dup pipe times -profil plock setgid getgid_with_egid sigsys msgsys sysmachine -ibcs2_acct shmsys semsys
ioctl uadmin - utssys fsync execve umask chroot fcntl ulimit -reserved+for+unix/pc -reserved+for+unix/pc -reserved+for+unix/pc
-reserved+for+unix/pc -reserved+for+unix/pc -reserved+for+unix/pc !rfs_advfs !rfs_unadvfs !rfs_rmount !rfs_rumount !rfs_rfstart
!rfs_sigret !rfs_rdebug !rfs_rfstop -rfs_rfsys rmdir mkdir getdents -libattach -libdetach sysfs getmsg putmsg poll -unknown -secure
symlink lstat readlink fchmod fchown -sigprocmask sigreturn sigaltstack -sigaction -sigpending -getcontext/setcontext/sigsetjmp -envsys
-evtrapret statvfs fstatvfs -isc -nfssys -waitsys -sigsendsys -hrtsys -acancel -async -priocntlsys -pathconf -mincore mmap mprotect munmap
-fpathconf -vfork fchdir readv writev -xstat -lxstat -fxstat -xmknod -clocal -setrlimit -getrlimit -lchown memcntl -getpmsg -putpmsg
-rename -uname -setegid -sysconfig -adjtime -systeminfo - -seteuid -*29 gettimeofday settimeofday -*18 truncate ftruncate -*8 locking
-xenix_creatsem -xenix_opensem -xenix_sigsem -xenix_waitsem -xenix_nbwaitsem rdchk -*2 chsize ftime nap -xenix_sdget -xenix_sdfree
-xenix_sdenter -xenix_sdleave -xenix_sdgetv -xenix_sdwaitv -*13 -xenix_proctl -xenix_execseg -xenix_unexecseg - select eaccess
-xenix_paccess sigaction sigprocmask sigpending sigsuspend getgroups setgroups sysconf pathconf fpathconf __posix_rename - scoinfo -*4
-getitimer -setitimer - -setreuid -setregid
`

export const OSF1 = `
syscall exit fork read write -old+open close wait4 -old+creat link unlink -execv chdir fchdir mknod chmod __posix_chown obreak getfsstat
lseek getpid_with_ppid mount unmount setuid getuid_with_euid -exec_with_loader -ptrace recvmsg_xopen sendmsg_xopen -recvfrom -accept
-getpeername -getsockname access -chflags -fchflags sync kill -old+stat setpgid -old+lstat dup pipe set_program_attributes -profil open
!sigaction getgid_with_egid sigprocmask __getlogin __setlogin acct -sigpending classcntl ioctl reboot revoke symlink readlink execve umask
chroot -old+fstat getpgrp getpagesize -mremap vfork stat lstat -sbrk -sstk mmap -ovadvise munmap mprotect madvise -old+vhangup -kmodcall
-mincore getgroups setgroups -old+getpgrp setpgrp setitimer -old+wait -table getitimer gethostname sethostname getdtablesize dup2 fstat
fcntl select poll fsync setpriority socket connect accept getpriority send recv sigreturn bind setsockopt listen -plock -old+sigvec
-old+sigblock -old+sigsetmask sigsuspend sigstack -old+recvmsg -old+sendmsg !vtrace gettimeofday getrusage getsockopt - readv writev
settimeofday __posix_fchown fchmod recvfrom setreuid setregid __posix_rename truncate ftruncate flock setgid sendto shutdown socketpair
mkdir rmdir utimes !4.2+sigreturn -adjtime getpeername gethostid sethostid getrlimit setrlimit -old+killpg setsid -quotactl quota
getsockname -pread -pwrite -pid_block -pid_unblock -signal_urti sigaction -sigwaitprim -nfssvc getdirentries statfs fstatfs -
-async_daemon -getfh getdomainname setdomainname -*2 -exportfs -*2 -alt+msgctl -alt+msgget -alt+msgrcv -alt+msgsnd -alt+semctl -alt+semget
-alt+semop -alt+uname - -alt+plock -lockf - -getmnt - -unmount -alt+sigpending -alt+setsid -*10 -swapon -msgctl -msgget -msgrcv -msgsnd
-semctl -semget -semop uname __posix_lchown shmat shmctl shmdt shmget -mvalid -getaddressconf -msleep -mwakeup -msync -signal -utc+gettime
-utc+adjtime - -security -kloadcall stat2 lstat2 fstat2 -statfs2 -fstatfs2 -getfsstat2 -*3 getpgid getsid sigaltstack -waitid -priocntlset
-sigsendset -set_speculative -msfs_syscall sysinfo -uadmin -fuser -proplist_syscall -ntp_adjtime -ntp_gettime pathconf fpathconf -
-uswitch usleep_thread -audcntl -audgen -sysfs -subsys_info getsysinfo setsysinfo -afs_syscall -swapctl -memcntl -fdatasync -oflock
-_F64_readv -_F64_writev -cdslxlate -sendfile
`

export const SVR4 = `
syscall exit fork read write open close wait creat link unlink execv chdir time mknod chmod chown break stat lseek getpid -old_mount
-System+V+umount setuid getuid_with_euid -stime -ptrace alarm fstat pause utime -was+stty -was+gtty access nice -statfs sync kill -fstatfs
pgrpsys -xenix dup pipe times -profil -plock setgid getgid_with_egid signal msgsys sysarch -acct shmsys semsys ioctl -uadmin -exch utssys
fsync execve umask chroot fcntl ulimit -reserved+for+unix/pc -reserved+for+unix/pc -reserved+for+unix/pc -reserved+for+unix/pc
-reserved+for+unix/pc -reserved+for+unix/pc !advfs !unadvfs !rmount !rumount !rfstart !sigret !rdebug !rfstop -rfsys rmdir mkdir getdents
!libattach !libdetach -sysfs getmsg putmsg poll lstat symlink readlink getgroups setgroups fchmod fchown sigprocmask sigsuspend
sigaltstack sigaction sigpending context -evsys -evtrapret statvfs fstatvfs - -nfssvc waitsys -sigsendsys hrtsys -acancel -async
-priocntlsys pathconf -mincore mmap mprotect munmap fpathconf vfork fchdir readv writev xstat lxstat fxstat xmknod -clocal setrlimit
getrlimit lchown memcntl -getpmsg -putpmsg rename uname setegid sysconfig adjtime systeminfo - seteuid -vtrace fork1 -sigtimedwait
_lwp_info -yield -lwp_sema_wait -lwp_sema_post -lwp_sema_trywait -*2 -modctl fchroot utimes vhangup gettimeofday getitimer setitimer
_lwp_create _lwp_exit _lwp_suspend _lwp_continue _lwp_kill _lwp_self _lwp_getprivate _lwp_setprivate _lwp_wait -lwp_mutex_unlock
-lwp_mutex_lock -lwp_cond_wait -lwp_cond_signal -lwp_cond_broadcast pread pwrite llseek -inst_sync - -kaio -*5 -tsolsys acl auditsys
-processor_bind -processor_info -p_online -sigqueue -clock_gettime -clock_settime -clock_getres -timer_create -timer_delete -timer_settime
-timer_gettime -timer_getoverrun nanosleep facl -door setreuid setregid -install_utrap -signotify schedctl -pset - resolvepath
-signotifywait -lwp_sigredirect -lwp_alarm getdents64 mmap64 stat64 lstat64 fstat64 statvfs64 fstatvfs64 setrlimit64 getrlimit64 pread64
pwrite64 creat64 open64 -rpcsys -*3 socket socketpair bind listen accept connect shutdown recv recvfrom recvmsg send sendmsg sendto
getpeername getsockname getsockopt setsockopt -sockconfig -sys_ntp_gettime ntp_adjtime -lwp_mutex_unlock -lwp_mutex_trylock
-lwp_mutex_init -cladm -lwp_sigtimedwait -umount2
`
