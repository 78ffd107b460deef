/**
 * The system calls of OpenBSD, as text: parsed on first use. Numbers changed twice.
 *
 * A line is number, kind, type returned, name as kdump prints it, and the arguments (`type|name`, separated by `;`),
 * separated by tabs. An argument behind `... ` is not always there.
 */
/**
 * Since about 7.1. Source: openbsd/src sys/kern/syscalls.master: prototypes from the list golang/sys generated
 * (2018) plus the differences in a published table of the 7.5+ master; cross-checked with the scargs table of
 * kdump.c 1.156 (2023-02).
 */
export const SYSCALLS = `\
0	INDIR	-	syscall
1	STD	void	exit	int|rval
2	STD	int	fork
3	STD	ssize_t	read	int|fd;void *|buf;size_t|nbyte
4	STD	ssize_t	write	int|fd;const void *|buf;size_t|nbyte
5	STD	int	open	const char *|path;int|flags;... mode_t|mode
6	STD	int	close	int|fd
7	STD	int	getentropy	void *|buf;size_t|nbyte
8	STD	int	__tfork	const struct __tfork *|param;size_t|psize
9	STD	int	link	const char *|path;const char *|link
10	STD	int	unlink	const char *|path
11	STD	pid_t	wait4	pid_t|pid;int *|status;int|options;struct rusage *|rusage
12	STD	int	chdir	const char *|path
13	STD	int	fchdir	int|fd
14	STD	int	mknod	const char *|path;mode_t|mode;dev_t|dev
15	STD	int	chmod	const char *|path;mode_t|mode
16	STD	int	chown	const char *|path;uid_t|uid;gid_t|gid
17	STD	int	break	char *|nsize
18	STD	int	getdtablecount
19	STD	int	getrusage	int|who;struct rusage *|rusage
20	STD	pid_t	getpid
21	STD	int	mount	const char *|type;const char *|path;int|flags;void *|data
22	STD	int	unmount	const char *|path;int|flags
23	STD	int	setuid	uid_t|uid
24	STD	uid_t	getuid
25	STD	uid_t	geteuid
26	STD	int	ptrace	int|req;pid_t|pid;caddr_t|addr;int|data
27	STD	ssize_t	recvmsg	int|s;struct msghdr *|msg;int|flags
28	STD	ssize_t	sendmsg	int|s;const struct msghdr *|msg;int|flags
29	STD	ssize_t	recvfrom	int|s;void *|buf;size_t|len;int|flags;struct sockaddr *|from;socklen_t *|fromlenaddr
30	STD	int	accept	int|s;struct sockaddr *|name;socklen_t *|anamelen
31	STD	int	getpeername	int|fdes;struct sockaddr *|asa;socklen_t *|alen
32	STD	int	getsockname	int|fdes;struct sockaddr *|asa;socklen_t *|alen
33	STD	int	access	const char *|path;int|amode
34	STD	int	chflags	const char *|path;u_int|flags
35	STD	int	fchflags	int|fd;u_int|flags
36	STD	void	sync
37	OBSOL	int	msyscall	void *|addr;size_t|len
38	STD	int	stat	const char *|path;struct stat *|ub
39	STD	pid_t	getppid
40	STD	int	lstat	const char *|path;struct stat *|ub
41	STD	int	dup	int|fd
42	STD	int	fstatat	int|fd;const char *|path;struct stat *|buf;int|flag
43	STD	gid_t	getegid
44	STD	int	profil	caddr_t|samples;size_t|size;u_long|offset;u_int|scale
45	STD	int	ktrace	const char *|fname;int|ops;int|facs;pid_t|pid
46	STD	int	sigaction	int|signum;const struct sigaction *|nsa;struct sigaction *|osa
47	STD	gid_t	getgid
48	STD	int	sigprocmask	int|how;sigset_t|mask
49	STD	void *	mmap	void *|addr;size_t|len;int|prot;int|flags;int|fd;off_t|pos
50	STD	int	setlogin	const char *|namebuf
51	STD	int	acct	const char *|path
52	STD	int	sigpending
53	STD	int	fstat	int|fd;struct stat *|sb
54	STD	int	ioctl	int|fd;u_long|com;... void *|data
55	STD	int	reboot	int|opt
56	STD	int	revoke	const char *|path
57	STD	int	symlink	const char *|path;const char *|link
58	STD	ssize_t	readlink	const char *|path;char *|buf;size_t|count
59	STD	int	execve	const char *|path;char * const *|argp;char * const *|envp
60	STD	mode_t	umask	mode_t|newmask
61	STD	int	chroot	const char *|path
62	STD	int	getfsstat	struct statfs *|buf;size_t|bufsize;int|flags
63	STD	int	statfs	const char *|path;struct statfs *|buf
64	STD	int	fstatfs	int|fd;struct statfs *|buf
65	STD	int	fhstatfs	const fhandle_t *|fhp;struct statfs *|buf
66	STD	int	vfork
67	STD	int	gettimeofday	struct timeval *|tp;struct timezone *|tzp
68	STD	int	settimeofday	const struct timeval *|tv;const struct timezone *|tzp
69	STD	int	setitimer	int|which;const struct itimerval *|itv;struct itimerval *|oitv
70	STD	int	getitimer	int|which;struct itimerval *|itv
71	STD	int	select	int|nd;fd_set *|in;fd_set *|ou;fd_set *|ex;struct timeval *|tv
72	STD	int	kevent	int|fd;const struct kevent *|changelist;int|nchanges;struct kevent *|eventlist;int|nevents;const struct timespec *|timeout
73	STD	int	munmap	void *|addr;size_t|len
74	STD	int	mprotect	void *|addr;size_t|len;int|prot
75	STD	int	madvise	void *|addr;size_t|len;int|behav
76	STD	int	utimes	const char *|path;const struct timeval *|tptr
77	STD	int	futimes	int|fd;const struct timeval *|tptr
78	STD	void *	mquery	void *|addr;size_t|len;int|prot;int|flags;int|fd;off_t|pos
79	STD	int	getgroups	int|gidsetsize;gid_t *|gidset
80	STD	int	setgroups	int|gidsetsize;const gid_t *|gidset
81	STD	int	getpgrp
82	STD	int	setpgid	pid_t|pid;pid_t|pgid
83	STD	int	futex	uint32_t *|f;int|op;int|val;const struct timespec *|timeout;uint32_t *|g
84	STD	int	utimensat	int|fd;const char *|path;const struct timespec *|times;int|flag
85	STD	int	futimens	int|fd;const struct timespec *|times
86	STD	int	kbind	const struct __kbind *|param;size_t|psize;int64_t|proc_cookie
87	STD	int	clock_gettime	clockid_t|clock_id;struct timespec *|tp
88	STD	int	clock_settime	clockid_t|clock_id;const struct timespec *|tp
89	STD	int	clock_getres	clockid_t|clock_id;struct timespec *|tp
90	STD	int	dup2	int|from;int|to
91	STD	int	nanosleep	const struct timespec *|rqtp;struct timespec *|rmtp
92	STD	int	fcntl	int|fd;int|cmd;... void *|arg
93	STD	int	accept4	int|s;struct sockaddr *|name;socklen_t *|anamelen;int|flags
94	STD	int	__thrsleep	const volatile void *|ident;clockid_t|clock_id;const struct timespec *|tp;void *|lock;const int *|abort
95	STD	int	fsync	int|fd
96	STD	int	setpriority	int|which;id_t|who;int|prio
97	STD	int	socket	int|domain;int|type;int|protocol
98	STD	int	connect	int|s;const struct sockaddr *|name;socklen_t|namelen
99	STD	int	getdents	int|fd;void *|buf;size_t|buflen
100	STD	int	getpriority	int|which;id_t|who
101	STD	int	pipe2	int *|fdp;int|flags
102	STD	int	dup3	int|from;int|to;int|flags
103	STD	int	sigreturn	struct sigcontext *|sigcntxp
104	STD	int	bind	int|s;const struct sockaddr *|name;socklen_t|namelen
105	STD	int	setsockopt	int|s;int|level;int|name;const void *|val;socklen_t|valsize
106	STD	int	listen	int|s;int|backlog
107	STD	int	chflagsat	int|fd;const char *|path;u_int|flags;int|atflags
108	STD	int	pledge	const char *|promises;const char *|execpromises
109	STD	int	ppoll	struct pollfd *|fds;u_int|nfds;const struct timespec *|ts;const sigset_t *|mask
110	STD	int	pselect	int|nd;fd_set *|in;fd_set *|ou;fd_set *|ex;const struct timespec *|ts;const sigset_t *|mask
111	STD	int	sigsuspend	int|mask
112	STD	int	sendsyslog	const char *|buf;size_t|nbyte;int|flags
113	OBSOL	-	fktrace
114	STD	int	unveil	const char *|path;const char *|permissions
115	STD	int	__realpath	const char *|pathname;char *|resolved
116	STD	int	recvmmsg	int|s;struct mmsghdr *|mmsg;unsigned int|vlen;int|flags;struct timespec *|timeout
117	STD	int	sendmmsg	int|s;struct mmsghdr *|mmsg;unsigned int|vlen;int|flags
118	STD	int	getsockopt	int|s;int|level;int|name;void *|val;socklen_t *|avalsize
119	STD	int	thrkill	pid_t|tid;int|signum;void *|tcb
120	STD	ssize_t	readv	int|fd;const struct iovec *|iovp;int|iovcnt
121	STD	ssize_t	writev	int|fd;const struct iovec *|iovp;int|iovcnt
122	STD	int	kill	int|pid;int|signum
123	STD	int	fchown	int|fd;uid_t|uid;gid_t|gid
124	STD	int	fchmod	int|fd;mode_t|mode
125	STD	-	__pledge_open
126	STD	int	setreuid	uid_t|ruid;uid_t|euid
127	STD	int	setregid	gid_t|rgid;gid_t|egid
128	STD	int	rename	const char *|from;const char *|to
129	OBSOL	-	otruncate
130	OBSOL	-	oftruncate
131	STD	int	flock	int|fd;int|how
132	STD	int	mkfifo	const char *|path;mode_t|mode
133	STD	ssize_t	sendto	int|s;const void *|buf;size_t|len;int|flags;const struct sockaddr *|to;socklen_t|tolen
134	STD	int	shutdown	int|s;int|how
135	STD	int	socketpair	int|domain;int|type;int|protocol;int *|rsv
136	STD	int	mkdir	const char *|path;mode_t|mode
137	STD	int	rmdir	const char *|path
138	OBSOL	-	t32_utimes
139	OBSOL	-	4.2 sigreturn
140	STD	int	adjtime	const struct timeval *|delta;struct timeval *|olddelta
141	STD	int	getlogin_r	char *|namebuf;size_t|namelen
142	STD	int	getthrname	pid_t|tid;char *|name;size_t|len
143	STD	int	setthrname	pid_t|tid;const char *|name
144	OBSOL	-	ogetrlimit
145	OBSOL	-	osetrlimit
146	OBSOL	int	pinsyscall	int|syscall;void *|addr;size_t|len
147	STD	int	setsid
148	STD	int	quotactl	const char *|path;int|cmd;int|uid;char *|arg
149	OBSOL	-	oquota
150	STD	int	ypconnect	int|type
155	STD	int	nfssvc	int|flag;void *|argp
156	OBSOL	-	ogetdirentries
157	OBSOL	-	statfs25
158	STD	int	pinsyscalls	void *|base;size_t|len;u_int *|pins;int|npins
159	STD	int	mimmutable	void *|addr;size_t|len
160	STD	int	waitid	int|idtype;id_t|id;siginfo_t *|info;int|options
161	STD	int	getfh	const char *|fname;fhandle_t *|fhp
162	OBSOL	-	ogetdomainname
163	OBSOL	-	osetdomainname
164	STD	int	__tmpfd	int|flags
165	STD	int	sysarch	int|op;void *|parms
166	STD	off_t	lseek	int|fd;off_t|offset;int|whence
167	STD	int	truncate	const char *|path;off_t|length
168	STD	int	ftruncate	int|fd;off_t|length
169	STD	ssize_t	pread	int|fd;void *|buf;size_t|nbyte;off_t|offset
170	STD	ssize_t	pwrite	int|fd;const void *|buf;size_t|nbyte;off_t|offset
171	STD	ssize_t	preadv	int|fd;const struct iovec *|iovp;int|iovcnt;off_t|offset
172	STD	ssize_t	pwritev	int|fd;const struct iovec *|iovp;int|iovcnt;off_t|offset
173	OBSOL	-	pad_pread
174	OBSOL	-	pad_pwrite
175	STD	-	profil
176	UNIMPL	-	ntp_adjtime
181	STD	int	setgid	gid_t|gid
182	STD	int	setegid	gid_t|egid
183	STD	int	seteuid	uid_t|euid
184	OBSOL	-	lfs_bmapv
185	OBSOL	-	lfs_markv
186	OBSOL	-	lfs_segclean
187	OBSOL	-	lfs_segwait
188	OBSOL	-	stat35
189	OBSOL	-	fstat35
190	STD	long	pathconfat	int|fd;const char *|path;int|name;int|flag
191	STD	long	pathconf	const char *|path;int|name
192	STD	long	fpathconf	int|fd;int|name
193	STD	int	swapctl	int|cmd;const void *|arg;int|misc
194	STD	int	getrlimit	int|which;struct rlimit *|rlp
195	STD	int	setrlimit	int|which;const struct rlimit *|rlp
196	OBSOL	-	ogetdirentries48
197	OBSOL	-	pad_mmap
198	INDIR	-	__syscall
199	OBSOL	-	pad_lseek
200	OBSOL	-	pad_truncate
201	OBSOL	-	pad_ftruncate
202	STD	int	sysctl	const int *|name;u_int|namelen;void *|old;size_t *|oldlenp;void *|new;size_t|newlen
203	STD	int	mlock	const void *|addr;size_t|len
204	STD	int	munlock	const void *|addr;size_t|len
205	UNIMPL	-	sys_undelete
206	OBSOL	-	t32_futimes
207	STD	pid_t	getpgid	pid_t|pid
208	OBSOL	-	nnpfspioctl
209	STD	int	utrace	const char *|label;const void *|addr;size_t|len
221	STD	int	semget	key_t|key;int|nsems;int|semflg
222	OBSOL	-	semop35
223	OBSOL	-	semconfig35
225	STD	int	msgget	key_t|key;int|msgflg
226	STD	int	msgsnd	int|msqid;const void *|msgp;size_t|msgsz;int|msgflg
227	STD	int	msgrcv	int|msqid;void *|msgp;size_t|msgsz;long|msgtyp;int|msgflg
228	STD	void *	shmat	int|shmid;const void *|shmaddr;int|shmflg
230	STD	int	shmdt	const void *|shmaddr
231	OBSOL	-	shmget35
232	OBSOL	-	t32_clock_gettime
233	OBSOL	-	t32_clock_settime
234	OBSOL	-	t32_clock_getres
235	UNIMPL	-	timer_create
236	UNIMPL	-	timer_delete
237	UNIMPL	-	timer_settime
238	UNIMPL	-	timer_gettime
239	UNIMPL	-	timer_getoverrun
240	OBSOL	-	t32_nanosleep
250	STD	int	minherit	void *|addr;size_t|len;int|inherit
251	OBSOL	-	rfork
252	STD	int	poll	struct pollfd *|fds;u_int|nfds;int|timeout
253	STD	int	issetugid
254	STD	int	lchown	const char *|path;uid_t|uid;gid_t|gid
255	STD	pid_t	getsid	pid_t|pid
256	STD	int	msync	void *|addr;size_t|len;int|flags
257	OBSOL	-	semctl35
258	OBSOL	-	shmctl35
259	OBSOL	-	msgctl35
263	STD	int	pipe	int *|fdp
264	STD	int	fhopen	const fhandle_t *|fhp;int|flags
267	OBSOL	-	pad_preadv
268	OBSOL	-	pad_pwritev
269	STD	int	kqueue
270	STD	int	kqueue1	int|flags
271	STD	int	mlockall	int|flags
272	STD	int	munlockall
281	STD	int	getresuid	uid_t *|ruid;uid_t *|euid;uid_t *|suid
282	STD	int	setresuid	uid_t|ruid;uid_t|euid;uid_t|suid
283	STD	int	getresgid	gid_t *|rgid;gid_t *|egid;gid_t *|sgid
284	STD	int	setresgid	gid_t|rgid;gid_t|egid;gid_t|sgid
285	OBSOL	-	sys_omquery
286	OBSOL	-	pad_mquery
287	STD	int	closefrom	int|fd
288	STD	int	sigaltstack	const struct sigaltstack *|nss;struct sigaltstack *|oss
289	STD	int	shmget	key_t|key;size_t|size;int|shmflg
290	STD	int	semop	int|semid;struct sembuf *|sops;size_t|nsops
291	OBSOL	-	t32_stat
292	OBSOL	-	t32_fstat
293	OBSOL	-	t32_lstat
294	STD	int	fhstat	const fhandle_t *|fhp;struct stat *|sb
295	STD	int	__semctl	int|semid;int|semnum;int|cmd;union semun *|arg
296	STD	int	shmctl	int|shmid;int|cmd;struct shmid_ds *|buf
297	STD	int	msgctl	int|msqid;int|cmd;struct msqid_ds *|buf
298	STD	int	sched_yield
299	STD	pid_t	getthrid
300	OBSOL	-	t32___thrsleep
301	STD	int	__thrwakeup	const volatile void *|ident;int|n
302	STD	void	__threxit	pid_t *|notdead
303	STD	int	__thrsigdivert	sigset_t|sigmask;siginfo_t *|info;const struct timespec *|timeout
304	STD	int	__getcwd	char *|buf;size_t|len
305	STD	int	adjfreq	const int64_t *|freq;int64_t *|oldfreq
306	OBSOL	-	getfsstat53
307	OBSOL	-	statfs53
308	OBSOL	-	fstatfs53
309	OBSOL	-	fhstatfs53
310	STD	int	setrtable	int|rtableid
311	STD	int	getrtable
312	OBSOL	-	t32_getdirentries
313	STD	int	faccessat	int|fd;const char *|path;int|amode;int|flag
314	STD	int	fchmodat	int|fd;const char *|path;mode_t|mode;int|flag
315	STD	int	fchownat	int|fd;const char *|path;uid_t|uid;gid_t|gid;int|flag
316	OBSOL	-	t32_fstatat
317	STD	int	linkat	int|fd1;const char *|path1;int|fd2;const char *|path2;int|flag
318	STD	int	mkdirat	int|fd;const char *|path;mode_t|mode
319	STD	int	mkfifoat	int|fd;const char *|path;mode_t|mode
320	STD	int	mknodat	int|fd;const char *|path;mode_t|mode;dev_t|dev
321	STD	int	openat	int|fd;const char *|path;int|flags;... mode_t|mode
322	STD	ssize_t	readlinkat	int|fd;const char *|path;char *|buf;size_t|count
323	STD	int	renameat	int|fromfd;const char *|from;int|tofd;const char *|to
324	STD	int	symlinkat	const char *|path;int|fd;const char *|link
325	STD	int	unlinkat	int|fd;const char *|path;int|flag
326	OBSOL	-	t32_utimensat
327	OBSOL	-	t32_futimens
328	OBSOL	-	__tfork51
329	STD	void	__set_tcb	void *|tcb
330	STD	void *	__get_tcb`

/**
 * From 5.5 to about 7.1. Source: openbsd/src sys/kern/syscalls.master 1.176 (2017) and the lists golang/sys
 * generated in 2014, 2018 and 2020 from the master.
 */
export const SYSCALLS_5_5 = `\
0	INDIR	-	syscall
1	STD	void	exit	int|rval
2	STD	int	fork
3	STD	ssize_t	read	int|fd;void *|buf;size_t|nbyte
4	STD	ssize_t	write	int|fd;const void *|buf;size_t|nbyte
5	STD	int	open	const char *|path;int|flags;... mode_t|mode
6	STD	int	close	int|fd
7	STD	int	getentropy	void *|buf;size_t|nbyte
8	STD	int	__tfork	const struct __tfork *|param;size_t|psize
9	STD	int	link	const char *|path;const char *|link
10	STD	int	unlink	const char *|path
11	STD	pid_t	wait4	pid_t|pid;int *|status;int|options;struct rusage *|rusage
12	STD	int	chdir	const char *|path
13	STD	int	fchdir	int|fd
14	STD	int	mknod	const char *|path;mode_t|mode;dev_t|dev
15	STD	int	chmod	const char *|path;mode_t|mode
16	STD	int	chown	const char *|path;uid_t|uid;gid_t|gid
17	STD	int	break	char *|nsize
18	STD	int	getdtablecount
19	STD	int	getrusage	int|who;struct rusage *|rusage
20	STD	pid_t	getpid
21	STD	int	mount	const char *|type;const char *|path;int|flags;void *|data
22	STD	int	unmount	const char *|path;int|flags
23	STD	int	setuid	uid_t|uid
24	STD	uid_t	getuid
25	STD	uid_t	geteuid
26	STD	int	ptrace	int|req;pid_t|pid;caddr_t|addr;int|data
27	STD	ssize_t	recvmsg	int|s;struct msghdr *|msg;int|flags
28	STD	ssize_t	sendmsg	int|s;const struct msghdr *|msg;int|flags
29	STD	ssize_t	recvfrom	int|s;void *|buf;size_t|len;int|flags;struct sockaddr *|from;socklen_t *|fromlenaddr
30	STD	int	accept	int|s;struct sockaddr *|name;socklen_t *|anamelen
31	STD	int	getpeername	int|fdes;struct sockaddr *|asa;socklen_t *|alen
32	STD	int	getsockname	int|fdes;struct sockaddr *|asa;socklen_t *|alen
33	STD	int	access	const char *|path;int|amode
34	STD	int	chflags	const char *|path;u_int|flags
35	STD	int	fchflags	int|fd;u_int|flags
36	STD	void	sync
37	STD	int	msyscall	void *|addr;size_t|len
38	STD	int	stat	const char *|path;struct stat *|ub
39	STD	pid_t	getppid
40	STD	int	lstat	const char *|path;struct stat *|ub
41	STD	int	dup	int|fd
42	STD	int	fstatat	int|fd;const char *|path;struct stat *|buf;int|flag
43	STD	gid_t	getegid
44	STD	int	profil	caddr_t|samples;size_t|size;u_long|offset;u_int|scale
45	STD	int	ktrace	const char *|fname;int|ops;int|facs;pid_t|pid
46	STD	int	sigaction	int|signum;const struct sigaction *|nsa;struct sigaction *|osa
47	STD	gid_t	getgid
48	STD	int	sigprocmask	int|how;sigset_t|mask
49	STD	int	getlogin	char *|namebuf;u_int|namelen
50	STD	int	setlogin	const char *|namebuf
51	STD	int	acct	const char *|path
52	STD	int	sigpending
53	STD	int	fstat	int|fd;struct stat *|sb
54	STD	int	ioctl	int|fd;u_long|com;... void *|data
55	STD	int	reboot	int|opt
56	STD	int	revoke	const char *|path
57	STD	int	symlink	const char *|path;const char *|link
58	STD	ssize_t	readlink	const char *|path;char *|buf;size_t|count
59	STD	int	execve	const char *|path;char * const *|argp;char * const *|envp
60	STD	mode_t	umask	mode_t|newmask
61	STD	int	chroot	const char *|path
62	STD	int	getfsstat	struct statfs *|buf;size_t|bufsize;int|flags
63	STD	int	statfs	const char *|path;struct statfs *|buf
64	STD	int	fstatfs	int|fd;struct statfs *|buf
65	STD	int	fhstatfs	const fhandle_t *|fhp;struct statfs *|buf
66	STD	int	vfork
67	STD	int	gettimeofday	struct timeval *|tp;struct timezone *|tzp
68	STD	int	settimeofday	const struct timeval *|tv;const struct timezone *|tzp
69	STD	int	setitimer	int|which;const struct itimerval *|itv;struct itimerval *|oitv
70	STD	int	getitimer	int|which;struct itimerval *|itv
71	STD	int	select	int|nd;fd_set *|in;fd_set *|ou;fd_set *|ex;struct timeval *|tv
72	STD	int	kevent	int|fd;const struct kevent *|changelist;int|nchanges;struct kevent *|eventlist;int|nevents;const struct timespec *|timeout
73	STD	int	munmap	void *|addr;size_t|len
74	STD	int	mprotect	void *|addr;size_t|len;int|prot
75	STD	int	madvise	void *|addr;size_t|len;int|behav
76	STD	int	utimes	const char *|path;const struct timeval *|tptr
77	STD	int	futimes	int|fd;const struct timeval *|tptr
78	STD	int	mincore	void *|addr;size_t|len;char *|vec
79	STD	int	getgroups	int|gidsetsize;gid_t *|gidset
80	STD	int	setgroups	int|gidsetsize;const gid_t *|gidset
81	STD	int	getpgrp
82	STD	int	setpgid	pid_t|pid;pid_t|pgid
83	STD	int	futex	uint32_t *|f;int|op;int|val;const struct timespec *|timeout;uint32_t *|g
84	STD	int	utimensat	int|fd;const char *|path;const struct timespec *|times;int|flag
85	STD	int	futimens	int|fd;const struct timespec *|times
86	STD	int	kbind	const struct __kbind *|param;size_t|psize;int64_t|proc_cookie
87	STD	int	clock_gettime	clockid_t|clock_id;struct timespec *|tp
88	STD	int	clock_settime	clockid_t|clock_id;const struct timespec *|tp
89	STD	int	clock_getres	clockid_t|clock_id;struct timespec *|tp
90	STD	int	dup2	int|from;int|to
91	STD	int	nanosleep	const struct timespec *|rqtp;struct timespec *|rmtp
92	STD	int	fcntl	int|fd;int|cmd;... void *|arg
93	STD	int	accept4	int|s;struct sockaddr *|name;socklen_t *|anamelen;int|flags
94	STD	int	__thrsleep	const volatile void *|ident;clockid_t|clock_id;const struct timespec *|tp;void *|lock;const int *|abort
95	STD	int	fsync	int|fd
96	STD	int	setpriority	int|which;id_t|who;int|prio
97	STD	int	socket	int|domain;int|type;int|protocol
98	STD	int	connect	int|s;const struct sockaddr *|name;socklen_t|namelen
99	STD	int	getdents	int|fd;void *|buf;size_t|buflen
100	STD	int	getpriority	int|which;id_t|who
101	STD	int	pipe2	int *|fdp;int|flags
102	STD	int	dup3	int|from;int|to;int|flags
103	STD	int	sigreturn	struct sigcontext *|sigcntxp
104	STD	int	bind	int|s;const struct sockaddr *|name;socklen_t|namelen
105	STD	int	setsockopt	int|s;int|level;int|name;const void *|val;socklen_t|valsize
106	STD	int	listen	int|s;int|backlog
107	STD	int	chflagsat	int|fd;const char *|path;u_int|flags;int|atflags
108	STD	int	pledge	const char *|promises;const char *|execpromises
109	STD	int	ppoll	struct pollfd *|fds;u_int|nfds;const struct timespec *|ts;const sigset_t *|mask
110	STD	int	pselect	int|nd;fd_set *|in;fd_set *|ou;fd_set *|ex;const struct timespec *|ts;const sigset_t *|mask
111	STD	int	sigsuspend	int|mask
112	STD	int	sendsyslog	const char *|buf;size_t|nbyte;int|flags
113	OBSOL	-	fktrace
114	STD	int	unveil	const char *|path;const char *|permissions
115	STD	int	__realpath	const char *|pathname;char *|resolved
118	STD	int	getsockopt	int|s;int|level;int|name;void *|val;socklen_t *|avalsize
119	STD	int	thrkill	pid_t|tid;int|signum;void *|tcb
120	STD	ssize_t	readv	int|fd;const struct iovec *|iovp;int|iovcnt
121	STD	ssize_t	writev	int|fd;const struct iovec *|iovp;int|iovcnt
122	STD	int	kill	int|pid;int|signum
123	STD	int	fchown	int|fd;uid_t|uid;gid_t|gid
124	STD	int	fchmod	int|fd;mode_t|mode
126	STD	int	setreuid	uid_t|ruid;uid_t|euid
127	STD	int	setregid	gid_t|rgid;gid_t|egid
128	STD	int	rename	const char *|from;const char *|to
129	OBSOL	-	otruncate
130	OBSOL	-	oftruncate
131	STD	int	flock	int|fd;int|how
132	STD	int	mkfifo	const char *|path;mode_t|mode
133	STD	ssize_t	sendto	int|s;const void *|buf;size_t|len;int|flags;const struct sockaddr *|to;socklen_t|tolen
134	STD	int	shutdown	int|s;int|how
135	STD	int	socketpair	int|domain;int|type;int|protocol;int *|rsv
136	STD	int	mkdir	const char *|path;mode_t|mode
137	STD	int	rmdir	const char *|path
138	OBSOL	-	t32_utimes
139	OBSOL	-	4.2 sigreturn
140	STD	int	adjtime	const struct timeval *|delta;struct timeval *|olddelta
141	STD	int	getlogin_r	char *|namebuf;u_int|namelen
144	OBSOL	-	ogetrlimit
145	OBSOL	-	osetrlimit
147	STD	int	setsid
148	STD	int	quotactl	const char *|path;int|cmd;int|uid;char *|arg
149	OBSOL	-	oquota
155	STD	int	nfssvc	int|flag;void *|argp
156	OBSOL	-	ogetdirentries
157	OBSOL	-	statfs25
161	STD	int	getfh	const char *|fname;fhandle_t *|fhp
162	OBSOL	-	ogetdomainname
163	OBSOL	-	osetdomainname
164	STD	int	__tmpfd	int|flags
165	STD	int	sysarch	int|op;void *|parms
173	STD	ssize_t	pread	int|fd;void *|buf;size_t|nbyte;int|pad;off_t|offset
174	STD	ssize_t	pwrite	int|fd;const void *|buf;size_t|nbyte;int|pad;off_t|offset
181	STD	int	setgid	gid_t|gid
182	STD	int	setegid	gid_t|egid
183	STD	int	seteuid	uid_t|euid
184	OBSOL	-	lfs_bmapv
185	OBSOL	-	lfs_markv
186	OBSOL	-	lfs_segclean
187	OBSOL	-	lfs_segwait
188	OBSOL	-	stat35
189	OBSOL	-	fstat35
191	STD	long	pathconf	const char *|path;int|name
192	STD	long	fpathconf	int|fd;int|name
193	STD	int	swapctl	int|cmd;const void *|arg;int|misc
194	STD	int	getrlimit	int|which;struct rlimit *|rlp
195	STD	int	setrlimit	int|which;const struct rlimit *|rlp
196	OBSOL	-	ogetdirentries48
197	STD	void *	mmap	void *|addr;size_t|len;int|prot;int|flags;int|fd;long|pad;off_t|pos
198	INDIR	-	__syscall
199	STD	off_t	lseek	int|fd;int|pad;off_t|offset;int|whence
200	STD	int	truncate	const char *|path;int|pad;off_t|length
201	STD	int	ftruncate	int|fd;int|pad;off_t|length
202	STD	int	sysctl	const int *|name;u_int|namelen;void *|old;size_t *|oldlenp;void *|new;size_t|newlen
203	STD	int	mlock	const void *|addr;size_t|len
204	STD	int	munlock	const void *|addr;size_t|len
206	OBSOL	-	t32_futimes
207	STD	pid_t	getpgid	pid_t|pid
208	OBSOL	-	nnpfspioctl
209	STD	int	utrace	const char *|label;const void *|addr;size_t|len
221	STD	int	semget	key_t|key;int|nsems;int|semflg
222	OBSOL	-	semop35
223	OBSOL	-	semconfig35
225	STD	int	msgget	key_t|key;int|msgflg
226	STD	int	msgsnd	int|msqid;const void *|msgp;size_t|msgsz;int|msgflg
227	STD	int	msgrcv	int|msqid;void *|msgp;size_t|msgsz;long|msgtyp;int|msgflg
228	STD	void *	shmat	int|shmid;const void *|shmaddr;int|shmflg
230	STD	int	shmdt	const void *|shmaddr
231	OBSOL	-	shmget35
232	OBSOL	-	t32_clock_gettime
233	OBSOL	-	t32_clock_settime
234	OBSOL	-	t32_clock_getres
240	OBSOL	-	t32_nanosleep
250	STD	int	minherit	void *|addr;size_t|len;int|inherit
251	OBSOL	-	rfork
252	STD	int	poll	struct pollfd *|fds;u_int|nfds;int|timeout
253	STD	int	issetugid
254	STD	int	lchown	const char *|path;uid_t|uid;gid_t|gid
255	STD	pid_t	getsid	pid_t|pid
256	STD	int	msync	void *|addr;size_t|len;int|flags
257	OBSOL	-	semctl35
258	OBSOL	-	shmctl35
259	OBSOL	-	msgctl35
263	STD	int	pipe	int *|fdp
264	STD	int	fhopen	const fhandle_t *|fhp;int|flags
267	STD	ssize_t	preadv	int|fd;const struct iovec *|iovp;int|iovcnt;int|pad;off_t|offset
268	STD	ssize_t	pwritev	int|fd;const struct iovec *|iovp;int|iovcnt;int|pad;off_t|offset
269	STD	int	kqueue
271	STD	int	mlockall	int|flags
272	STD	int	munlockall
281	STD	int	getresuid	uid_t *|ruid;uid_t *|euid;uid_t *|suid
282	STD	int	setresuid	uid_t|ruid;uid_t|euid;uid_t|suid
283	STD	int	getresgid	gid_t *|rgid;gid_t *|egid;gid_t *|sgid
284	STD	int	setresgid	gid_t|rgid;gid_t|egid;gid_t|sgid
285	OBSOL	-	sys_omquery
286	STD	void *	mquery	void *|addr;size_t|len;int|prot;int|flags;int|fd;long|pad;off_t|pos
287	STD	int	closefrom	int|fd
288	STD	int	sigaltstack	const struct sigaltstack *|nss;struct sigaltstack *|oss
289	STD	int	shmget	key_t|key;size_t|size;int|shmflg
290	STD	int	semop	int|semid;struct sembuf *|sops;size_t|nsops
291	OBSOL	-	t32_stat
292	OBSOL	-	t32_fstat
293	OBSOL	-	t32_lstat
294	STD	int	fhstat	const fhandle_t *|fhp;struct stat *|sb
295	STD	int	__semctl	int|semid;int|semnum;int|cmd;union semun *|arg
296	STD	int	shmctl	int|shmid;int|cmd;struct shmid_ds *|buf
297	STD	int	msgctl	int|msqid;int|cmd;struct msqid_ds *|buf
298	STD	int	sched_yield
299	STD	pid_t	getthrid
300	OBSOL	-	t32___thrsleep
301	STD	int	__thrwakeup	const volatile void *|ident;int|n
302	STD	void	__threxit	pid_t *|notdead
303	STD	int	__thrsigdivert	sigset_t|sigmask;siginfo_t *|info;const struct timespec *|timeout
304	STD	int	__getcwd	char *|buf;size_t|len
305	STD	int	adjfreq	const int64_t *|freq;int64_t *|oldfreq
306	OBSOL	-	getfsstat53
307	OBSOL	-	statfs53
308	OBSOL	-	fstatfs53
309	OBSOL	-	fhstatfs53
310	STD	int	setrtable	int|rtableid
311	STD	int	getrtable
312	OBSOL	-	t32_getdirentries
313	STD	int	faccessat	int|fd;const char *|path;int|amode;int|flag
314	STD	int	fchmodat	int|fd;const char *|path;mode_t|mode;int|flag
315	STD	int	fchownat	int|fd;const char *|path;uid_t|uid;gid_t|gid;int|flag
316	OBSOL	-	t32_fstatat
317	STD	int	linkat	int|fd1;const char *|path1;int|fd2;const char *|path2;int|flag
318	STD	int	mkdirat	int|fd;const char *|path;mode_t|mode
319	STD	int	mkfifoat	int|fd;const char *|path;mode_t|mode
320	STD	int	mknodat	int|fd;const char *|path;mode_t|mode;dev_t|dev
321	STD	int	openat	int|fd;const char *|path;int|flags;... mode_t|mode
322	STD	ssize_t	readlinkat	int|fd;const char *|path;char *|buf;size_t|count
323	STD	int	renameat	int|fromfd;const char *|from;int|tofd;const char *|to
324	STD	int	symlinkat	const char *|path;int|fd;const char *|link
325	STD	int	unlinkat	int|fd;const char *|path;int|flag
326	OBSOL	-	t32_utimensat
327	OBSOL	-	t32_futimens
328	OBSOL	-	__tfork51
329	STD	void	__set_tcb	void *|tcb
330	STD	void *	__get_tcb`

/**
 * Of 5.0 (2011-07); close to those of 3.x to 5.4. Source: openbsd/src sys/kern/syscalls.master 1.117 (2011-07-09)
 * @ f8c769f8.
 */
export const SYSCALLS_5_0 = `\
0	INDIR	-	syscall
1	STD	void	exit	int|rval
2	STD	int	fork
3	STD	ssize_t	read	int|fd;void *|buf;size_t|nbyte
4	STD	ssize_t	write	int|fd;const void *|buf;size_t|nbyte
5	STD	int	open	const char *|path;int|flags;... mode_t|mode
6	STD	int	close	int|fd
7	STD	pid_t	wait4	pid_t|pid;int *|status;int|options;struct rusage *|rusage
8	OBSOL	-	ocreat
9	STD	int	link	const char *|path;const char *|link
10	STD	int	unlink	const char *|path
11	OBSOL	-	execv
12	STD	int	chdir	const char *|path
13	STD	int	fchdir	int|fd
14	STD	int	mknod	const char *|path;mode_t|mode;dev_t|dev
15	STD	int	chmod	const char *|path;mode_t|mode
16	STD	int	chown	const char *|path;uid_t|uid;gid_t|gid
17	STD	int	break	char *|nsize
18	OBSOL	-	getfsstat25
19	OBSOL	-	olseek
20	STD	pid_t	getpid
21	STD	int	mount	const char *|type;const char *|path;int|flags;void *|data
22	STD	int	unmount	const char *|path;int|flags
23	STD	int	setuid	uid_t|uid
24	STD	uid_t	getuid
25	STD	uid_t	geteuid
26	STD	int	ptrace	int|req;pid_t|pid;caddr_t|addr;int|data
27	STD	ssize_t	recvmsg	int|s;struct msghdr *|msg;int|flags
28	STD	ssize_t	sendmsg	int|s;const struct msghdr *|msg;int|flags
29	STD	ssize_t	recvfrom	int|s;void *|buf;size_t|len;int|flags;struct sockaddr *|from;socklen_t *|fromlenaddr
30	STD	int	accept	int|s;struct sockaddr *|name;socklen_t *|anamelen
31	STD	int	getpeername	int|fdes;struct sockaddr *|asa;socklen_t *|alen
32	STD	int	getsockname	int|fdes;struct sockaddr *|asa;socklen_t *|alen
33	STD	int	access	const char *|path;int|flags
34	STD	int	chflags	const char *|path;u_int|flags
35	STD	int	fchflags	int|fd;u_int|flags
36	STD	void	sync
37	STD	int	kill	int|pid;int|signum
38	OBSOL	-	stat43
39	STD	pid_t	getppid
40	OBSOL	-	lstat43
41	STD	int	dup	int|fd
42	OBSOL	-	opipe
43	STD	gid_t	getegid
44	STD	int	profil	caddr_t|samples;size_t|size;u_long|offset;u_int|scale
45	STD	int	ktrace	const char *|fname;int|ops;int|facs;pid_t|pid
46	STD	int	sigaction	int|signum;const struct sigaction *|nsa;struct sigaction *|osa
47	STD	gid_t	getgid
48	STD	int	sigprocmask	int|how;sigset_t|mask
49	STD	int	getlogin	char *|namebuf;u_int|namelen
50	STD	int	setlogin	const char *|namebuf
51	STD	int	acct	const char *|path
52	STD	int	sigpending
53	OBSOL	-	osigaltstack
54	STD	int	ioctl	int|fd;u_long|com;... void *|data
55	STD	int	reboot	int|opt
56	STD	int	revoke	const char *|path
57	STD	int	symlink	const char *|path;const char *|link
58	STD	int	readlink	const char *|path;char *|buf;size_t|count
59	STD	int	execve	const char *|path;char * const *|argp;char * const *|envp
60	STD	mode_t	umask	mode_t|newmask
61	STD	int	chroot	const char *|path
62	OBSOL	-	fstat43
63	OBSOL	-	ogetkerninfo
64	OBSOL	-	ogetpagesize
65	OBSOL	-	omsync25
66	STD	int	vfork
67	OBSOL	-	vread
68	OBSOL	-	vwrite
69	OBSOL	-	sbrk
70	OBSOL	-	sstk
71	OBSOL	-	ommap
72	OBSOL	-	vadvise
73	STD	int	munmap	void *|addr;size_t|len
74	STD	int	mprotect	void *|addr;size_t|len;int|prot
75	STD	int	madvise	void *|addr;size_t|len;int|behav
76	OBSOL	-	vhangup
77	OBSOL	-	vlimit
78	STD	int	mincore	void *|addr;size_t|len;char *|vec
79	STD	int	getgroups	int|gidsetsize;gid_t *|gidset
80	STD	int	setgroups	int|gidsetsize;const gid_t *|gidset
81	STD	int	getpgrp
82	STD	int	setpgid	pid_t|pid;int|pgid
83	STD	int	setitimer	int|which;const struct itimerval *|itv;struct itimerval *|oitv
84	OBSOL	-	owait
85	OBSOL	-	swapon25
86	STD	int	getitimer	int|which;struct itimerval *|itv
87	OBSOL	-	ogethostname
88	OBSOL	-	osethostname
89	OBSOL	-	ogetdtablesize
90	STD	int	dup2	int|from;int|to
92	STD	int	fcntl	int|fd;int|cmd;... void *|arg
93	STD	int	select	int|nd;fd_set *|in;fd_set *|ou;fd_set *|ex;struct timeval *|tv
95	STD	int	fsync	int|fd
96	STD	int	setpriority	int|which;id_t|who;int|prio
97	STD	int	socket	int|domain;int|type;int|protocol
98	STD	int	connect	int|s;const struct sockaddr *|name;socklen_t|namelen
99	OBSOL	-	oaccept
100	STD	int	getpriority	int|which;id_t|who
101	OBSOL	-	osend
102	OBSOL	-	orecv
103	STD	int	sigreturn	struct sigcontext *|sigcntxp
104	STD	int	bind	int|s;const struct sockaddr *|name;socklen_t|namelen
105	STD	int	setsockopt	int|s;int|level;int|name;const void *|val;socklen_t|valsize
106	STD	int	listen	int|s;int|backlog
107	OBSOL	-	vtimes
108	OBSOL	-	osigvec
109	OBSOL	-	osigblock
110	OBSOL	-	osigsetmask
111	STD	int	sigsuspend	int|mask
112	OBSOL	-	osigstack
113	OBSOL	-	orecvmsg
114	OBSOL	-	osendmsg
115	OBSOL	-	vtrace
116	STD	int	gettimeofday	struct timeval *|tp;struct timezone *|tzp
117	STD	int	getrusage	int|who;struct rusage *|rusage
118	STD	int	getsockopt	int|s;int|level;int|name;void *|val;socklen_t *|avalsize
119	OBSOL	-	resuba
120	STD	ssize_t	readv	int|fd;const struct iovec *|iovp;int|iovcnt
121	STD	ssize_t	writev	int|fd;const struct iovec *|iovp;int|iovcnt
122	STD	int	settimeofday	const struct timeval *|tv;const struct timezone *|tzp
123	STD	int	fchown	int|fd;uid_t|uid;gid_t|gid
124	STD	int	fchmod	int|fd;mode_t|mode
125	OBSOL	-	orecvfrom
126	STD	int	setreuid	uid_t|ruid;uid_t|euid
127	STD	int	setregid	gid_t|rgid;gid_t|egid
128	STD	int	rename	const char *|from;const char *|to
129	OBSOL	-	otruncate
130	OBSOL	-	oftruncate
131	STD	int	flock	int|fd;int|how
132	STD	int	mkfifo	const char *|path;mode_t|mode
133	STD	ssize_t	sendto	int|s;const void *|buf;size_t|len;int|flags;const struct sockaddr *|to;socklen_t|tolen
134	STD	int	shutdown	int|s;int|how
135	STD	int	socketpair	int|domain;int|type;int|protocol;int *|rsv
136	STD	int	mkdir	const char *|path;mode_t|mode
137	STD	int	rmdir	const char *|path
138	STD	int	utimes	const char *|path;const struct timeval *|tptr
139	OBSOL	-	4.2 sigreturn
140	STD	int	adjtime	const struct timeval *|delta;struct timeval *|olddelta
141	OBSOL	-	ogetpeername
142	OBSOL	-	ogethostid
143	OBSOL	-	osethostid
144	OBSOL	-	ogetrlimit
145	OBSOL	-	osetrlimit
146	OBSOL	-	okillpg
147	STD	int	setsid
148	STD	int	quotactl	const char *|path;int|cmd;int|uid;char *|arg
149	OBSOL	-	oquota
150	OBSOL	-	ogetsockname
155	STD	int	nfssvc	int|flag;void *|argp
156	OBSOL	-	ogetdirentries
157	OBSOL	-	statfs25
158	OBSOL	-	fstatfs25
161	STD	int	getfh	const char *|fname;fhandle_t *|fhp
162	OBSOL	-	ogetdomainname
163	OBSOL	-	osetdomainname
165	STD	int	sysarch	int|op;void *|parms
169	OBSOL	-	semsys10
170	OBSOL	-	msgsys10
171	OBSOL	-	shmsys10
173	STD	ssize_t	pread	int|fd;void *|buf;size_t|nbyte;int|pad;off_t|offset
174	STD	ssize_t	pwrite	int|fd;const void *|buf;size_t|nbyte;int|pad;off_t|offset
181	STD	int	setgid	gid_t|gid
182	STD	int	setegid	gid_t|egid
183	STD	int	seteuid	uid_t|euid
188	OBSOL	-	stat35
189	OBSOL	-	fstat35
190	OBSOL	-	lstat35
191	STD	long	pathconf	const char *|path;int|name
192	STD	long	fpathconf	int|fd;int|name
193	STD	int	swapctl	int|cmd;const void *|arg;int|misc
194	STD	int	getrlimit	int|which;struct rlimit *|rlp
195	STD	int	setrlimit	int|which;const struct rlimit *|rlp
196	COMPAT_O48	int	getdirentries	int|fd;char *|buf;int|count;long *|basep
197	STD	void *	mmap	void *|addr;size_t|len;int|prot;int|flags;int|fd;long|pad;off_t|pos
198	INDIR	-	__syscall
199	STD	off_t	lseek	int|fd;int|pad;off_t|offset;int|whence
200	STD	int	truncate	const char *|path;int|pad;off_t|length
201	STD	int	ftruncate	int|fd;int|pad;off_t|length
202	STD	int	__sysctl	int *|name;u_int|namelen;void *|old;size_t *|oldlenp;void *|new;size_t|newlen
203	STD	int	mlock	const void *|addr;size_t|len
204	STD	int	munlock	const void *|addr;size_t|len
206	STD	int	futimes	int|fd;const struct timeval *|tptr
207	STD	pid_t	getpgid	pid_t|pid
208	STD	int	nnpfspioctl	int|operation;char *|a_pathP;int|a_opcode;struct ViceIoctl *|a_paramsP;int|a_followSymlinks
221	STD	int	semget	key_t|key;int|nsems;int|semflg
222	OBSOL	-	semop35
223	OBSOL	-	semconfig35
225	STD	int	msgget	key_t|key;int|msgflg
226	STD	int	msgsnd	int|msqid;const void *|msgp;size_t|msgsz;int|msgflg
227	STD	int	msgrcv	int|msqid;void *|msgp;size_t|msgsz;long|msgtyp;int|msgflg
228	STD	void *	shmat	int|shmid;const void *|shmaddr;int|shmflg
230	STD	int	shmdt	const void *|shmaddr
231	OBSOL	-	shmget35
232	STD	int	clock_gettime	clockid_t|clock_id;struct timespec *|tp
233	STD	int	clock_settime	clockid_t|clock_id;const struct timespec *|tp
234	STD	int	clock_getres	clockid_t|clock_id;struct timespec *|tp
240	STD	int	nanosleep	const struct timespec *|rqtp;struct timespec *|rmtp
250	STD	int	minherit	void *|addr;size_t|len;int|inherit
251	STD	int	rfork	int|flags
252	STD	int	poll	struct pollfd *|fds;u_int|nfds;int|timeout
253	STD	int	issetugid
254	STD	int	lchown	const char *|path;uid_t|uid;gid_t|gid
255	STD	pid_t	getsid	pid_t|pid
256	STD	int	msync	void *|addr;size_t|len;int|flags
257	OBSOL	-	semctl35
258	OBSOL	-	shmctl35
259	OBSOL	-	msgctl35
263	STD	int	pipe	int *|fdp
264	STD	int	fhopen	const fhandle_t *|fhp;int|flags
267	STD	ssize_t	preadv	int|fd;const struct iovec *|iovp;int|iovcnt;int|pad;off_t|offset
268	STD	ssize_t	pwritev	int|fd;const struct iovec *|iovp;int|iovcnt;int|pad;off_t|offset
269	STD	int	kqueue
270	STD	int	kevent	int|fd;const struct kevent *|changelist;int|nchanges;struct kevent *|eventlist;int|nevents;const struct timespec *|timeout
271	STD	int	mlockall	int|flags
272	STD	int	munlockall
281	STD	int	getresuid	uid_t *|ruid;uid_t *|euid;uid_t *|suid
282	STD	int	setresuid	uid_t|ruid;uid_t|euid;uid_t|suid
283	STD	int	getresgid	gid_t *|rgid;gid_t *|egid;gid_t *|sgid
284	STD	int	setresgid	gid_t|rgid;gid_t|egid;gid_t|sgid
285	OBSOL	-	sys_omquery
286	STD	void *	mquery	void *|addr;size_t|len;int|prot;int|flags;int|fd;long|pad;off_t|pos
287	STD	int	closefrom	int|fd
288	STD	int	sigaltstack	const struct sigaltstack *|nss;struct sigaltstack *|oss
289	STD	int	shmget	key_t|key;size_t|size;int|shmflg
290	STD	int	semop	int|semid;struct sembuf *|sops;size_t|nsops
291	STD	int	stat	const char *|path;struct stat *|ub
292	STD	int	fstat	int|fd;struct stat *|sb
293	STD	int	lstat	const char *|path;struct stat *|ub
294	STD	int	fhstat	const fhandle_t *|fhp;struct stat *|sb
295	STD	int	__semctl	int|semid;int|semnum;int|cmd;union semun *|arg
296	STD	int	shmctl	int|shmid;int|cmd;struct shmid_ds *|buf
297	STD	int	msgctl	int|msqid;int|cmd;struct msqid_ds *|buf
298	STD	int	sched_yield
299	STD	pid_t	getthrid
300	STD	int	thrsleep	void *|ident;clockid_t|clock_id;const struct timespec *|tp;void *|lock
301	STD	int	thrwakeup	void *|ident;int|n
302	STD	void	threxit	pid_t *|notdead
303	STD	int	thrsigdivert	sigset_t|sigmask;siginfo_t *|info;const struct timespec *|timeout
304	STD	int	__getcwd	char *|buf;size_t|len
305	STD	int	adjfreq	const int64_t *|freq;int64_t *|oldfreq
306	STD	int	getfsstat	struct statfs *|buf;size_t|bufsize;int|flags
307	STD	int	statfs	const char *|path;struct statfs *|buf
308	STD	int	fstatfs	int|fd;struct statfs *|buf
309	STD	int	fhstatfs	const fhandle_t *|fhp;struct statfs *|buf
310	STD	int	setrtable	int|rtableid
311	STD	int	getrtable
312	STD	int	getdirentries	int|fd;char *|buf;int|count;off_t *|basep
313	STD	int	faccessat	int|fd;const char *|path;int|amode;int|flag
314	STD	int	fchmodat	int|fd;const char *|path;mode_t|mode;int|flag
315	STD	int	fchownat	int|fd;const char *|path;uid_t|uid;gid_t|gid;int|flag
316	STD	int	fstatat	int|fd;const char *|path;struct stat *|buf;int|flag
317	STD	int	linkat	int|fd1;const char *|path1;int|fd2;const char *|path2;int|flag
318	STD	int	mkdirat	int|fd;const char *|path;mode_t|mode
319	STD	int	mkfifoat	int|fd;const char *|path;mode_t|mode
320	STD	int	mknodat	int|fd;const char *|path;mode_t|mode;dev_t|dev
321	STD	int	openat	int|fd;const char *|path;int|flags;... mode_t|mode
322	STD	ssize_t	readlinkat	int|fd;const char *|path;char *|buf;size_t|count
323	STD	int	renameat	int|fromfd;const char *|from;int|tofd;const char *|to
324	STD	int	symlinkat	const char *|path;int|fd;const char *|link
325	STD	int	unlinkat	int|fd;const char *|path;int|flag
326	STD	int	utimensat	int|fd;const char *|path;const struct timespec *|times;int|flag`
