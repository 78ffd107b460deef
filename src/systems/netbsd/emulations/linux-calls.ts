/** System calls of NetBSD's Linux emulation by machine, as kdump prints them. Source: sys/compat/linux and linux32 of 7.99.10 (2015-04). */
// Format: see `call-list.ts`.

export const LINUX_AMD64 = `
read write open close stat64 fstat64 lstat64 poll lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn ioctl pread
pwrite readv writev access pipe select sched_yield mremap __msync13 mincore madvise shmget shmat shmctl dup dup2 pause nanosleep getitimer
alarm setitimer getpid -sendfile socket connect oaccept sendto recvfrom sendmsg recvmsg shutdown bind listen getsockname getpeername
socketpair setsockopt getsockopt clone fork __vfork14 execve exit wait4 kill uname semget semop semctl shmdt msgget msgsnd msgrcv msgctl
fcntl flock fsync fdatasync truncate64 ftruncate64 getdents __getcwd chdir fchdir __posix_rename mkdir rmdir creat link unlink symlink
readlink chmod fchmod __posix_chown __posix_fchown __posix_lchown umask gettimeofday getrlimit getrusage sysinfo times ptrace getuid
-syslog getgid setuid setgid geteuid getegid setpgid getppid getpgrp setsid setreuid setregid getgroups setgroups setresuid getresuid
setresgid getresgid getpgid setfsuid setfsgid getsid -capget -capset rt_sigpending rt_sigtimedwait rt_queueinfo rt_sigsuspend sigaltstack
utime mknod uselib personality -ustat statfs fstatfs -sysfs getpriority setpriority sched_setparam sched_getparam sched_setscheduler
sched_getscheduler sched_get_priority_max sched_get_priority_min -sys_sched_rr_get_interval mlock munlock mlockall munlockall -vhangup
modify_ldt -pivot_root __sysctl -prctl arch_prctl -adjtimex setrlimit chroot sync acct settimeofday -mount -umount2 swapon swapoff reboot
sethostname setdomainname iopl ioperm -create_module -init_module -delete_module -get_kernel_syms -query_module -quotactl -nfsservctl
-getpmsg -putpmsg -afs_syscall -tuxcall -security gettid -readahead setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr
llistxattr flistxattr removexattr lremovexattr fremovexattr tkill time futex sched_setaffinity sched_getaffinity -set_thread_area
-io_setup -io_destroy -io_getevents -io_submit -io_cancel -get_thread_area -lookup_dcookie -epoll_create -epoll_ctl_old -epoll_wait_old
-remap_file_pages getdents64 set_tid_address -restart_syscall -semtimedop fadvise64 -timer_create -timer_settime -timer_gettime
-timer_getoverrun -timer_delete clock_settime clock_gettime clock_getres clock_nanosleep exit_group -epoll_wait -epoll_ctl tgkill utimes
-vserver -mbind -set_mempolicy -get_mempolicy -mq_open -mq_unlink -mq_timedsend -mq_timedreceive -mq_notify -mq_getsetattr -kexec_load
-waitid -add_key -request_key -keyctl -ioprio_set -ioprio_get -inotify_init -inotify_add_watch -inotify_rm_watch -migrate_pages openat
mkdirat mknodat fchownat -futimesat fstatat64 unlinkat renameat linkat symlinkat readlinkat fchmodat faccessat -pselect6 ppoll -unshare
set_robust_list get_robust_list -splice -tee -sync_file_range -vmsplice -move_pages utimensat -epoll_pwait -signalfd -timerfd_create
-eventfd -fallocate -timerfd_settime -timerfd_gettime -accept4 -signalfd4 -eventfd2 -epoll_create1 dup3 pipe2 -inotify_init1 -preadv
-pwritev -rt_tgsigqueueinfo -perf_counter_open -recvmmsg -fanotify_init -fanotify_mark -prlimit64 -name_to_handle_at -open_by_handle_at
-clock_adjtime -syncfs -sendmmsg -setns -getcpu -process_vm_readv -process_vm_writev -kcmp -finit_module nosys
`

export const LINUX_I386 = `
syscall exit fork read write open close waitpid creat link unlink execve chdir time mknod chmod lchown16 break !ostat lseek getpid -mount
-umount linux_setuid16 linux_getuid16 stime ptrace alarm !ofstat pause utime !stty !gtty access nice !ftime sync kill __posix_rename mkdir
rmdir dup pipe times !prof brk linux_setgid16 linux_getgid16 signal linux_geteuid16 linux_getegid16 acct !phys !lock ioctl fcntl !mpx
setpgid !ulimit oldolduname umask chroot -ustat dup2 getppid getpgrp setsid sigaction siggetmask sigsetmask setreuid16 setregid16
sigsuspend sigpending sethostname setrlimit getrlimit getrusage gettimeofday settimeofday getgroups16 setgroups16 oldselect symlink
oolstat readlink uselib swapon reboot readdir old_mmap munmap truncate ftruncate fchmod fchown16 getpriority setpriority profil statfs
fstatfs ioperm socketcall -syslog setitimer getitimer stat lstat fstat olduname iopl -vhangup -idle -vm86old wait4 swapoff sysinfo ipc
fsync sigreturn clone setdomainname uname modify_ldt -adjtimex mprotect sigprocmask -create_module -init_module -delete_module
-get_kernel_syms -quotactl getpgid fchdir -bdflush -sysfs personality -afs_syscall linux_setfsuid16 linux_setfsgid16 llseek getdents
select flock __msync13 readv writev getsid fdatasync __sysctl mlock munlock mlockall munlockall sched_setparam sched_getparam
sched_setscheduler sched_getscheduler sched_yield sched_get_priority_max sched_get_priority_min -sys_sched_rr_get_interval nanosleep
mremap setresuid16 getresuid16 -vm86 -query_module poll -nfsservctl setresgid16 getresgid16 -prctl rt_sigreturn rt_sigaction
rt_sigprocmask rt_sigpending rt_sigtimedwait rt_queueinfo rt_sigsuspend pread pwrite chown16 __getcwd -capget -capset sigaltstack
-sendfile -getpmsg -putpmsg __vfork14 ugetrlimit mmap2 truncate64 ftruncate64 stat64 lstat64 fstat64 __posix_lchown getuid getgid geteuid
getegid setreuid setregid getgroups setgroups __posix_fchown setresuid getresuid setresgid getresgid __posix_chown setuid setgid setfsuid
setfsgid -pivot_root mincore madvise getdents64 fcntl64 -/+*+unused+*+/ -/+*+unused+*+/ gettid -readahead setxattr lsetxattr fsetxattr
getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr removexattr lremovexattr fremovexattr tkill -sendfile64 futex
sched_setaffinity sched_getaffinity set_thread_area get_thread_area -io_setup -io_destroy -io_getevents -io_submit -io_cancel fadvise64
-/+*+unused+*+/ exit_group -lookup_dcookie -epoll_create -epoll_ctl -epoll_wait -remap_file_pages set_tid_address -timer_create
-timer_settime -timer_gettime -timer_getoverrun -timer_delete clock_settime clock_gettime clock_getres clock_nanosleep statfs64 fstatfs64
tgkill utimes fadvise64_64 -vserver -mbind -get_mempolicy -set_mempolicy -mq_open -mq_unlink -mq_timedsend -mq_timedreceive -mq_notify
-mq_getsetattr -sys_kexec_load -waitid -/+*+unused+*+/ -add_key -request_key -keyctl -ioprio_set -ioprio_get -inotify_init
-inotify_add_watch -inotify_rm_watch -migrate_pages openat mkdirat mknodat fchownat -futimesat fstatat64 unlinkat renameat linkat
symlinkat readlinkat fchmodat faccessat -pselect6 ppoll -unshare set_robust_list get_robust_list -splice -sync_file_range -tee -vmsplice
-move_pages -getcpu -epoll_wait utimensat -signalfd -timerfd_create -eventfd -fallocate -timerfd_settime -timerfd_gettime -signalfd4
-eventfd2 -epoll_create1 dup3 pipe2 -inotify_init1 -preadv -pwritev -rt_tgsigqueueinfo -perf_counter_open -recvmmsg -fanotify_init
-fanotify_mark -prlimit64 -name_to_handle_at -open_by_handle_at -clock_adjtime -syncfs -sendmmsg -setns -process_vm_readv
-process_vm_writev -kcmp -finit_module
`

export const LINUX_ARM = `
nosys exit fork read write open close waitpid creat link unlink execve chdir time mknod chmod lchown16 !break !ostat lseek getpid -mount
!umount setuid getuid stime ptrace alarm !ofstat pause utime !stty !gtty access nice !ftime sync kill __posix_rename mkdir rmdir dup pipe
times !prof brk setgid getgid signal geteuid getegid acct -umount !lock ioctl fcntl !mpx setpgid !ulimit oldolduname umask chroot -ustat
dup2 getppid getpgrp setsid sigaction siggetmask sigsetmask setreuid16 setregid16 sigsuspend sigpending sethostname setrlimit getrlimit
getrusage gettimeofday settimeofday getgroups16 setgroups16 oldselect symlink oolstat readlink uselib swapon reboot readdir old_mmap
munmap truncate ftruncate fchmod fchown16 getpriority setpriority profil statfs fstatfs - socketcall -syslog setitimer getitimer stat
lstat fstat olduname - -vhangup -idle -syscall wait4 swapoff sysinfo ipc fsync sigreturn clone setdomainname uname -modify_ldt -adjtimex
mprotect sigprocmask -create_module -init_module -delete_module -get_kernel_syms -quotactl getpgid fchdir -bdflush -sysfs personality
-afs_syscall setfsuid setfsgid llseek getdents select flock __msync13 readv writev getsid fdatasync __sysctl mlock munlock mlockall
munlockall sched_setparam sched_getparam sched_setscheduler sched_getscheduler sched_yield sched_get_priority_max sched_get_priority_min
-sched_rr_get_interval nanosleep mremap setresuid16 getresuid16 - -query_module poll -nfsservctl setresgid16 getresgid16 -prctl
-rt_sigreturn rt_sigaction rt_sigprocmask rt_sigpending rt_sigtimedwait rt_queueinfo rt_sigsuspend pread pwrite chown16 __getcwd -capget
-capset sigaltstack -sendfile -getpmsg -putpmsg vfork ugetrlimit mmap2 truncate64 ftruncate64 stat64 lstat64 fstat64 __posix_lchown
getuid32 getgid32 geteuid32 getegid32 setreuid32 setregid32 getgroups32 setgroups32 fchown32 setresuid32 getresuid32 setresgid32
getresgid32 chown32 setuid32 setgid32 setfsuid32 setfsgid32 getdents64 -pivot_root mincore madvise fcntl64 -/+*+for+tux+*+/
-/+*+unused+*+/ gettid -readahead setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr removexattr
lremovexattr fremovexattr tkill -sendfile64 futex sched_setaffinity sched_getaffinity -io_setup -io_destroy -io_getevents -io_submit
-io_cancel exit_group -lookup_dcookie -epoll_create -epoll_ctl -epoll_wait -remap_file_pages -set_thread_area -get_thread_area
set_tid_address -timer_create -timer_settime -timer_gettime -timer_getoverrun -timer_delete clock_settime clock_gettime clock_getres
clock_nanosleep statfs64 fstatfs64 tgkill utimes fadvise64_64 -pciconfig_iobase -pciconfig_read -pciconfig_write -mq_open -mq_unlink
-mq_timedsend -mq_timedreceive -mq_notify -mq_getsetattr -waitid -socket -bind -connect -listen -accept -getsockname -getpeername
-socketpair -send -sendto -recv -recvfrom -shutdown -setsockopt -getsockopt -sendmsg -recvmsg -semop -semget -semctl -msgsnd -msgrcv
-msgget -msgctl -shmat -shmdt -shmget -shmctl -add_key -request_key -keyctl -semtimedop -vserver -ioptio_set -ioptio_get -inotify_init
-inotify_add_watch -inotify_rm_watch -mbind -get_mempolicy -set_mempolicy openat mkdirat mknodat fchownat -futimesat fstatat64 unlinkat
renameat linkat symlinkat readlinkat fchmodat faccessat -pselect6 ppoll -unshare set_robust_list get_robust_list -splice -sync_file_range2
-tee -vmsplice -move_pages -getcpu -epoll_wait -kexec_load utimensat -signalfd -timerfd_create -eventfd -fallocate -timerfd_settime
-timerfd_gettime -signalfd4 -eventfd2 -epoll_create1 dup3 pipe2 -inotify_init1 -preadv -pwritev -rt_tgsigqueueinfo -perf_counter_open
-recvmmsg -*18 -/+*+base+*+/ breakpoint cacheflush -usr26 -usr32 set_tls
`

export const LINUX_POWERPC = `
syscall exit fork read write open close waitpid creat link unlink execve chdir time mknod chmod __posix_lchown !break !ostat lseek getpid
-mount !umount setuid getuid stime ptrace alarm !ofstat pause utime !stty !gtty access nice !ftime sync kill __posix_rename mkdir rmdir
dup pipe times !prof brk setgid getgid signal geteuid getegid acct -umount !lock ioctl fcntl !mpx setpgid !ulimit olduname umask chroot
-ustat dup2 getppid getpgrp setsid sigaction siggetmask sigsetmask setreuid setregid sigsuspend sigpending sethostname setrlimit getrlimit
getrusage gettimeofday settimeofday getgroups setgroups select symlink oolstat readlink uselib swapon reboot readdir mmap munmap truncate
ftruncate fchmod __posix_fchown getpriority setpriority profil statfs fstatfs -ioperm socketcall -syslog setitimer getitimer stat lstat
fstat uname -iopl -vhangup -idle -vm86old wait4 swapoff sysinfo ipc fsync sigreturn clone setdomainname new_uname -modify_ldt -adjtimex
mprotect sigprocmask -create_module -init_module -delete_module -get_kernel_syms -quotactl getpgid fchdir -bdflush -sysfs personality
-afs_syscall setfsuid setfsgid llseek getdents new_select flock __msync13 readv writev getsid fdatasync __sysctl mlock munlock mlockall
munlockall sched_setparam sched_getparam sched_setscheduler sched_getscheduler sched_yield sched_get_priority_max sched_get_priority_min
-sched_rr_get_interval nanosleep mremap setresuid getresuid -query_module poll -nfsservctl setresgid getresgid -prctl rt_sigreturn
rt_sigaction rt_sigprocmask rt_sigpending rt_sigtimedwait rt_queueinfo rt_sigsuspend pread pwrite __posix_chown __getcwd -capget -capset
sigaltstack -sendfile -getpmsg -putpmsg __vfork14 ugetrlimit -/+*+unused+*+/ mmap2 truncate64 ftruncate64 stat64 lstat64 fstat64
-sys_pciconfig_read -sys_pciconfig_write -sys_pciconfig_iobase -/+*+Unused+(+MacOnLinux+project+)+*+/ getdents64 -pivot_root fcntl64
mincore madvise gettid tkill setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr removexattr
lremovexattr fremovexattr futex sched_setaffinity sched_getaffinity -/+*+unused+*+/ -tuxcall -sendfile64 -io_setup -io_destroy
-io_getevents -io_submit -io_cancel set_tid_address fadvise64 exit_group -lookup_dcookie -epoll_create -epoll_ctl -epoll_wait
-remap_file_pages -timer_create -timer_settime -timer_gettime -timer_getoverrun -timer_delete clock_settime clock_gettime clock_getres
clock_nanosleep -swapcontext tgkill utimes statfs64 fstatfs64 fadvise64_64 -rtas -/+*+reserved+for+sys_debug_setcontext+*+/
-/+*+reserved+for+vserver+*+/ -/+*+reserved+for+new+sys_remap_file_pages+*+/ -/+*+reserved+for+new+sys_mbind+*+/
-/+*+reserved+for+new+sys_get_mempolicy+*+/ -/+*+reserved+for+new+sys_set_mempolicy+*+/ -mq_open -mq_unlink -mq_timedsend -mq_timedreceive
-mq_notify -mq_getsetattr -kexec_load -add_key -request_key -keyctl -waitid -ioprio_set -ioprio_get -inotify_init -inotify_add_watch
-inotify_rm_watch -spu_run -spu_create -pselect6 ppoll -unshare -splice -tee -vmsplice openat mkdirat mknodat fchownat -futimesat
fstatat64 unlinkat renameat linkat symlinkat readlinkat fchmodat faccessat set_robust_list get_robust_list -move_pages -getcpu -epoll_wait
utimensat -signalfd -timerfd_create -eventfd -sync_file_range2 -fallocate -subpage_prot -timerfd_settime -timerfd_gettime -signalfd4
-eventfd2 -epoll_create1 dup3 pipe2 -inotify_init1 -perf_event_open -preadv -pwritev -rt_tgsigqueueinfo
`

export const LINUX_M68K = `
syscall exit fork read write open close waitpid creat link unlink execve chdir time mknod chmod chown16 !break !ostat lseek getpid -mount
!umount linux_setuid16 linux_getuid16 stime ptrace alarm !ofstat pause utime !stty !gtty access nice !ftime sync kill __posix_rename mkdir
rmdir dup pipe times !prof brk linux_setgid16 linux_getgid16 signal linux_geteuid16 linux_getegid16 acct -umount !lock ioctl fcntl !mpx
setpgid !ulimit -oldolduname umask chroot -ustat dup2 getppid getpgrp setsid sigaction siggetmask sigsetmask setreuid16 setregid16
sigsuspend sigpending sethostname setrlimit getrlimit getrusage gettimeofday settimeofday getgroups16 setgroups16 oldselect symlink
oolstat readlink uselib swapon reboot readdir old_mmap munmap truncate ftruncate fchmod fchown16 getpriority setpriority profil statfs
fstatfs -ioperm socketcall -syslog setitimer getitimer stat lstat fstat -olduname -iopl -vhangup -idle -vm86old wait4 swapoff sysinfo ipc
fsync sigreturn clone setdomainname uname cacheflush -adjtimex mprotect sigprocmask -create_module -init_module -delete_module
-get_kernel_syms -quotactl getpgid fchdir -bdflush -sysfs personality -afs_syscall linux_setfsuid16 linux_setfsgid16 llseek getdents
select flock __msync13 readv writev getsid fdatasync __sysctl mlock munlock mlockall munlockall sched_setparam sched_getparam
sched_setscheduler sched_getscheduler sched_yield sched_get_priority_max sched_get_priority_min -sched_rr_get_interval nanosleep mremap
setresuid16 getresuid16 -vm86 -query_module poll -nfsservctl setresgid16 getresgid16 -prctl rt_sigreturn rt_sigaction rt_sigprocmask
rt_sigpending rt_sigtimedwait rt_queueinfo rt_sigsuspend pread pwrite lchown16 __getcwd -capget -capset sigaltstack -sendfile -getpmsg
-putpmsg __vfork14 ugetrlimit mmap2 truncate64 ftruncate64 stat64 lstat64 fstat64 __posix_chown getuid getgid geteuid getegid setreuid
setregid getgroups setgroups __posix_fchown setresuid getresuid setresgid getresgid __posix_lchown setuid setgid setfsuid setfsgid
-/+*+unused+*+/ -/+*+unused+*+/ -/+*+unused+*+/ getdents64 gettid tkill setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr
listxattr llistxattr flistxattr removexattr lremovexattr fremovexattr futex -sendfile64 mincore madvise fcntl64 -readahead -io_setup
-io_destroy -io_getevents -io_submit -io_cancel fadvise64 -exit_group -lookup_dcookie -epoll_create -epoll_ctl -epoll_wait
-remap_file_pages set_tid_address -timer_create -timer_settime -timer_gettime -timer_getoverrun -timer_+delete clock_settime clock_gettime
clock_getres clock_nanosleep statfs64 fstatfs64 tgkill utimes fadvise64_64 -mbind -get_mempolicy -set_mempolicy -mq_open -mq_unlink
-mq_timedsend -mq_timedreceive -mq_notify -mq_getsetattr -waitid -vserver -add_key -request_key -keyctl -ioprio_set -ioprio_get
-inotify_init -inotify_add_watch -inotify_rm_watch -migrate_pages openat mkdirat mknodat fchownat -futimesat fstatat64 unlinkat renameat
linkat symlinkat readlinkat fchmodat faccessat -pselect6 ppoll -unshare set_robust_list get_robust_list -splice -sync_file_range -tee
-vmsplice -move_pages sched_setaffinity sched_getaffinity -kexec_load -getcpu -epoll_wait utimensat -signalfd -timerfd_create -eventfd
-fallocate -timerfd_settime -timerfd_gettime -signalfd4 -eventfd2 -epoll_create1 dup3 pipe2 -inotify_init1 -preadv -pwritev
-rt_tgsigqueueinfo -perf_counter_open -set_thread_area -get_thread_area -atomic_cmpxchg_32 -atomic_barrier
`

export const LINUX_MIPS = `
syscall exit fork read write open close waitpid creat link unlink execve chdir time mknod chmod __posix_lchown - !ostat lseek getpid
-mount !umount setuid getuid stime ptrace alarm !ofstat pause utime -*2 access nice - sync kill __posix_rename mkdir rmdir dup pipe times
- brk setgid getgid signal geteuid getegid acct -umount - ioctl fcntl !mpx setpgid - olduname umask chroot -ustat dup2 getppid getpgrp
setsid sigaction siggetmask sigsetmask setreuid setregid sigsuspend sigpending sethostname setrlimit getrlimit getrusage gettimeofday
settimeofday getgroups setgroups -old_select symlink oolstat readlink -uselib swapon reboot readdir mmap munmap truncate ftruncate fchmod
__posix_fchown getpriority setpriority - statfs fstatfs ioperm socketcall -syslog setitimer getitimer stat lstat fstat uname -iopl
-vhangup -idle -vm86old wait4 swapoff sysinfo ipc fsync sigreturn clone setdomainname new_uname -modify_ldt -adjtimex mprotect sigprocmask
-create_module -init_module -delete_module -get_kernel_syms -quotactl getpgid fchdir -bdflush -sysfs personality -afs_syscall setfsuid
setfsgid llseek getdents select flock __msync13 readv writev cacheflush -cachectl sysmips - getsid fdatasync __sysctl mlock munlock
mlockall munlockall sched_setparam sched_getparam sched_setscheduler sched_getscheduler sched_yield sched_get_priority_max
sched_get_priority_min -sched_rr_get_interval nanosleep mremap accept bind connect getpeername getsockname getsockopt listen recv recvfrom
recvmsg send sendmsg sendto setsockopt -shutdown socket socketpair setresuid getresuid -query_module poll -nfsservctl setresgid getresgid
-prctl rt_sigreturn rt_sigaction rt_sigprocmask rt_sigpending rt_sigtimedwait rt_queueinfo rt_sigsuspend pread pwrite __posix_chown
__getcwd -capget -capset sigaltstack -sendfile -*2 mmap2 truncate64 ftruncate64 stat64 lstat64 fstat64 -pivot_root mincore madvise
getdents64 fcntl64 -/+*+reserved+*+/ gettid -readahead setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr llistxattr
flistxattr removexattr lremovexattr fremovexattr tkill -sendfile64 futex sched_setaffinity sched_getaffinity -io_setup -io_destroy
-io_getevents -io_submit -io_cancel exit_group -lookup_dcookie -epoll_create -epoll_ctl -epoll_wait -remap_file_pages set_tid_address
-restart_syscall fadvise64 statfs64 fstatfs64 -timer_create -timer_settime -timer_gettime -timer_getoverrun -timer_delete clock_settime
clock_gettime clock_getres clock_nanosleep tgkill utimes -mbind -get_mempolicy -set_mempolicy -mq_open -mq_unlink -mq_timedsend
-mq_timedreceive -mq_notify -mq_getsetattr -vserve -waitid -setaltroot -add_key -request_key -keyctl set_thread_area -inotify_init
-inotify_add_watch -inotify_rm_watch -migrate_pages openat mkdirat mknodat fchownat -futimesat fstatat64 unlinkat renameat linkat
symlinkat readlinkat fchmodat faccessat -pselect6 ppoll -unshare -splice -sync_file_range -tee -vmsplice -move_pages set_robust_list
get_robust_list -kexec_load -getcpu -epoll_pwait -ioprio_set -ioprio_get utimensat -signalfd -timerfd -eventfd -fallocate -timerfd_create
-timerfd_gettime -timerfd_settime -signalfd4 -eventfd2 -epoll_create1 dup3 pipe2 -inotify_init1 -preadv -pwritev -rt_tgsigqueueinfo
-perf_event_open -accept4 -recvmmsg
`

export const LINUX_ALPHA = `
syscall exit fork read write - close wait4 creat link unlink - chdir fchdir mknod chmod __posix_chown brk - lseek getpid_with_ppid mount
-umount setuid getuid_with_euid - ptrace -*6 access -*2 sync kill - setpgid - dup pipe set_program_attributes - open - getgid_with_egid
sigprocmask -*2 acct sigpending - ioctl -*2 symlink readlink execve umask chroot - getpgrp getpagesize - __vfork14 stat lstat -*2 mmap -
munmap mprotect madvise -vhangup -*2 getgroups setgroups - -setpgrp setitimer -*2 -osf1_sys_getitimer gethostname sethostname
-getdtablesize dup2 fstat fcntl select poll fsync setpriority socket connect accept getpriority send recv sigreturn bind setsockopt listen
-*4 sigsuspend sigstack recvmsg sendmsg - gettimeofday getrusage getsockopt - readv writev settimeofday __posix_fchown fchmod recvfrom
setreuid setregid __posix_rename truncate ftruncate flock setgid sendto shutdown socketpair mkdir rmdir utimes -*2 getpeername -*2
getrlimit setrlimit - setsid -quotactl - getsockname -*5 sigaction -*2 getdirentries statfs fstatfs -*3 getdomainname setdomainname -*24
ugetrlimit -mmap2 -*6 -osf1_sys_swapon msgctl msgget msgrcv msgsnd semctl semget semop olduname __posix_lchown shmat shmctl shmdt shmget
-*4 __msync13 -*15 getpgid getsid -sigaltstack -*5 sysinfo -*2 -osf1_sys_proplist_syscall -*6 usleep_thread -*3 -sysfs getsysinfo
setsysinfo -*3 fdatasync -*38 -bdflush -sethae -mount -old_adjtimex swapoff getdents -alpha_create_module -init_module -delete_module
-get_kernel_syms -syslog reboot clone uselib mlock munlock mlockall munlockall sysinfo __sysctl -idle -oldumount swapon times personality
setfsuid setfsgid -ustat statfs fstatfs sched_setparam sched_getparam sched_setscheduler sched_getscheduler sched_yield
sched_get_priority_max sched_get_priority_min -sched_rr_get_interval -afs_syscall uname nanosleep mremap -nfsservctl setresuid getresuid
-pciconfig_read -pciconfig_write -query_module -prctl pread pwrite rt_sigreturn rt_sigaction rt_sigprocmask rt_sigpending rt_sigtimedwait
rt_queueinfo rt_sigsuspend select gettimeofday settimeofday getitimer setitimer utimes getrusage wait4 -adjtimex __getcwd -capget -capset
-sendfile -setresgid -getresgid -sys_dipc -pivot_root mincore -pciconfig_iobase getdents64 gettid -readahead -/+*+unused+*+/ tkill
setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr removexattr lremovexattr fremovexattr futex
sched_setaffinity sched_getaffinity -tuxcall -io_setup -io_destroy -io_getevents -io_submit -io_cancel -/+*+unused+*+/ -/+*+unused+*+/
exit_group -lookup_dcookie -sys_epoll_create -sys_epoll_ctl -sys_epoll_wait -remap_file_pages set_tid_address -restart_syscall fadvise64
-timer_create -timer_settime -timer_gettime -timer_getoverrun -timer_delete clock_settime clock_gettime clock_getres clock_nanosleep
-semtimedop tgkill stat64 lstat64 fstat64 -vserver -mbind -get_mempolicy -set_mempolicy -mq_open -mq_unlink -mq_timedsend -mq_timedreceive
-mq_notify -mq_getsetattr -waitid -add_key -request_key -keyctl -ioprio_set -ioprio_get -inotify_init -inotify_add_watch -inotify_rm_watch
-fdatasync -kexec_load -migrate_pages openat mkdirat mknodat fchownat -futimesat fstatat64 unlinkat renameat linkat symlinkat readlinkat
fchmodat faccessat -pselect6 ppoll -unshare set_robust_list get_robust_list -splice -sync_file_range -tee -vmsplice -move_pages -getcpu
-epoll_wait utimensat -signalfd -timerfd -eventfd -recvmmsg -fallocate -timerfd_create -timerfd_settime -timerfd_gettime -signalfd4
-eventfd2 -epoll_create1 dup3 pipe2 -inotify_init1 -preadv -pwritev -rt_tgsigqueueinfo -perf_counter_open
`

export const LINUX32 = `
syscall exit fork netbsd32_read netbsd32_write open netbsd32_close waitpid creat netbsd32_link unlink netbsd32_execve netbsd32_chdir time
mknod netbsd32_chmod lchown16 break !ostat compat_43_netbsd32_olseek getpid -mount -umount linux_setuid16 linux_getuid16 stime ptrace
alarm !ofstat pause utime !stty !gtty netbsd32_access nice !ftime sync kill netbsd32___posix_rename netbsd32_mkdir netbsd32_rmdir
netbsd32_dup pipe times !prof brk linux_setgid16 linux_getgid16 signal linux_geteuid16 linux_getegid16 netbsd32_acct !phys !lock ioctl
fcntl !mpx netbsd32_setpgid !ulimit oldolduname netbsd32_umask netbsd32_chroot -ustat netbsd32_dup2 getppid getpgrp setsid -sigaction
siggetmask sigsetmask setreuid16 setregid16 -sigsuspend -sigpending compat_43_netbsd32_osethostname setrlimit getrlimit
compat_50_netbsd32_getrusage gettimeofday settimeofday getgroups16 setgroups16 oldselect netbsd32_symlink compat_43_netbsd32_lstat43
netbsd32_readlink -uselib swapon reboot readdir old_mmap netbsd32_munmap compat_43_netbsd32_otruncate compat_43_netbsd32_oftruncate
netbsd32_fchmod fchown16 getpriority netbsd32_setpriority netbsd32_profil statfs fstatfs ioperm socketcall -syslog
compat_50_netbsd32_setitimer compat_50_netbsd32_getitimer stat lstat fstat olduname iopl -vhangup -idle -vm86old wait4 swapoff sysinfo ipc
netbsd32_fsync sigreturn clone setdomainname uname modify_ldt -adjtimex mprotect -sigprocmask -create_module -init_module -delete_module
-get_kernel_syms -quotactl netbsd32_getpgid netbsd32_fchdir -bdflush -sysfs personality -afs_syscall setfsuid16 setfsgid16 llseek getdents
select netbsd32_flock netbsd32___msync13 netbsd32_readv netbsd32_writev netbsd32_getsid fdatasync __sysctl netbsd32_mlock netbsd32_munlock
netbsd32_mlockall munlockall sched_setparam sched_getparam sched_setscheduler sched_getscheduler sched_yield sched_get_priority_max
sched_get_priority_min -sched_rr_get_interval nanosleep mremap setresuid16 getresuid16 -vm86 -query_module netbsd32_poll -nfsservctl
setresgid16 getresgid16 -prctl rt_sigreturn rt_sigaction rt_sigprocmask rt_sigpending rt_sigtimedwait rt_queueinfo rt_sigsuspend pread
pwrite chown16 netbsd32___getcwd -capget -capset -sigaltstack -sendfile -getpmsg -putpmsg __vfork14 ugetrlimit mmap2 truncate64
ftruncate64 stat64 lstat64 fstat64 netbsd32___posix_lchown getuid getgid geteuid getegid netbsd32_setreuid netbsd32_setregid
netbsd32_getgroups netbsd32_setgroups netbsd32___posix_fchown setresuid getresuid setresgid getresgid netbsd32___posix_chown
netbsd32_setuid netbsd32_setgid setfsuid setfsgid -pivot_root netbsd32_mincore netbsd32_madvise getdents64 fcntl64 -/+*+unused+*+/
-/+*+unused+*+/ gettid -readahead netbsd32_setxattr netbsd32_lsetxattr netbsd32_fsetxattr netbsd32_getxattr netbsd32_lgetxattr
netbsd32_fgetxattr netbsd32_listxattr netbsd32_llistxattr netbsd32_flistxattr netbsd32_removexattr netbsd32_lremovexattr
netbsd32_fremovexattr tkill -sendfile64 futex sched_setaffinity sched_getaffinity set_thread_area get_thread_area -io_setup -io_destroy
-io_getevents -io_submit -io_cancel fadvise64 -/+*+unused+*+/ exit_group -lookup_dcookie -epoll_create -epoll_ctl -epoll_wait
-remap_file_pages set_tid_address -timer_create -timer_settime -timer_gettime -timer_getoverrun -timer_delete clock_settime clock_gettime
clock_getres clock_nanosleep statfs64 fstatfs64 tgkill compat_50_netbsd32_utimes fadvise64_64 -vserver -mbind -get_mempolicy
-set_mempolicy -mq_open -mq_unlink -mq_timedsend -mq_timedreceive -mq_notify -mq_getsetattr -kexec_load -waitid -/+*+unused+*+/ -add_key
-request_key -keyctl -ioprio_set -ioprio_get -inotify_init -inotify_add_watch -inotify_rm_watch -migrate_pages openat netbsd32_mkdirat
mknodat fchownat -futimesat fstatat64 unlinkat netbsd32_renameat linkat netbsd32_symlinkat netbsd32_readlinkat fchmodat faccessat
-pselect6 ppoll -unshare set_robust_list get_robust_list -splice -sync_file_range -tee -vmsplice -move_pages -getcpu -epoll_wait utimensat
-signalfd -timerfd_create -eventfd -fallocate -timerfd_settime -timerfd_gettime -signalfd4 -eventfd2 -epoll_create1 dup3 pipe2
-inotify_init1 -preadv -pwritev -rt_tgsigqueueinfo -perf_counter_open -recvmmsg -fanotify_init -fanotify_mark -prlimit64
-name_to_handle_at -open_by_handle_at -clock_adjtime -syncfs -sendmmsg -setns -process_vm_readv -process_vm_writev -kcmp -finit_module
`
