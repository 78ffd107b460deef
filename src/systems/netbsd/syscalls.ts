/**
 * The native system calls of NetBSD, as text: parsed on first use.
 *
 * Source: sys/kern/syscalls.master 1.316 (2024-10-09) and sys/kern/syscalls.c of 10.99.12 (2025-01).
 * A line is number, kind, type returned, name as kdump prints it, and the arguments (`type|name`, separated by `;`),
 * separated by tabs. An argument behind `= ` is alignment padding, which takes a word of a record as well; one
 * behind `... ` is of a variable argument list. On ILP32 a 64-bit argument takes two words.
 */
export const SYSCALLS = `\
0	INDIR	int	syscall	int|code;... register_t[SYS_MAXSYSARGS]|args
1	STD	void	exit	int|rval
2	STD	int	fork
3	STD	ssize_t	read	int|fd;void *|buf;size_t|nbyte
4	STD	ssize_t	write	int|fd;const void *|buf;size_t|nbyte
5	STD	int	open	const char *|path;int|flags;... mode_t|mode
6	STD	int	close	int|fd
7	COMPAT_50	int	compat_50_wait4	pid_t|pid;int *|status;int|options;struct rusage50 *|rusage
8	COMPAT_43	int	compat_43_ocreat	const char *|path;mode_t|mode
9	STD	int	link	const char *|path;const char *|link
10	STD	int	unlink	const char *|path
11	OBSOL	-	#11 (obsolete execv)
12	STD	int	chdir	const char *|path
13	STD	int	fchdir	int|fd
14	COMPAT_50	int	compat_50_mknod	const char *|path;mode_t|mode;uint32_t|dev
15	STD	int	chmod	const char *|path;mode_t|mode
16	STD	int	chown	const char *|path;uid_t|uid;gid_t|gid
17	STD	int	break	char *|nsize
18	COMPAT_20	int	compat_20_getfsstat	struct statfs12 *|buf;long|bufsize;int|flags
19	COMPAT_43	long	compat_43_olseek	int|fd;long|offset;int|whence
20	NOERR	pid_t	getpid
21	COMPAT_40	int	compat_40_mount	const char *|type;const char *|path;int|flags;void *|data
22	STD	int	unmount	const char *|path;int|flags
23	STD	int	setuid	uid_t|uid
24	NOERR	uid_t	getuid
25	NOERR	uid_t	geteuid
26	STD	int	ptrace	int|req;pid_t|pid;void *|addr;int|data
27	STD	ssize_t	recvmsg	int|s;struct msghdr *|msg;int|flags
28	STD	ssize_t	sendmsg	int|s;const struct msghdr *|msg;int|flags
29	STD	ssize_t	recvfrom	int|s;void *|buf;size_t|len;int|flags;struct sockaddr *|from;socklen_t *|fromlenaddr
30	STD	int	accept	int|s;struct sockaddr *|name;socklen_t *|anamelen
31	STD	int	getpeername	int|fdes;struct sockaddr *|asa;socklen_t *|alen
32	STD	int	getsockname	int|fdes;struct sockaddr *|asa;socklen_t *|alen
33	STD	int	access	const char *|path;int|flags
34	STD	int	chflags	const char *|path;u_long|flags
35	STD	int	fchflags	int|fd;u_long|flags
36	NOERR	void	sync
37	STD	int	kill	pid_t|pid;int|signum
38	COMPAT_43	int	compat_43_stat43	const char *|path;struct stat43 *|ub
39	NOERR	pid_t	getppid
40	COMPAT_43	int	compat_43_lstat43	const char *|path;struct stat43 *|ub
41	STD	int	dup	int|fd
42	STD	int	pipe
43	NOERR	gid_t	getegid
44	STD	int	profil	char *|samples;size_t|size;u_long|offset;u_int|scale
45	STD	int	ktrace	const char *|fname;int|ops;int|facs;pid_t|pid
46	COMPAT_13	int	compat_13_sigaction13	int|signum;const struct sigaction13 *|nsa;struct sigaction13 *|osa
47	NOERR	gid_t	getgid
48	COMPAT_13	int	compat_13_sigprocmask13	int|how;int|mask
49	STD	int	__getlogin	char *|namebuf;size_t|namelen
50	STD	int	__setlogin	const char *|namebuf
51	STD	int	acct	const char *|path
52	COMPAT_13	int	compat_13_sigpending13
53	COMPAT_13	int	compat_13_sigaltstack13	const struct sigaltstack13 *|nss;struct sigaltstack13 *|oss
54	STD	int	ioctl	int|fd;u_long|com;... void *|data
55	COMPAT_12	int	compat_12_oreboot	int|opt
56	STD	int	revoke	const char *|path
57	STD	int	symlink	const char *|path;const char *|link
58	STD	ssize_t	readlink	const char *|path;char *|buf;size_t|count
59	STD	int	execve	const char *|path;char * const*|argp;char * const*|envp
60	STD	mode_t	umask	mode_t|newmask
61	STD	int	chroot	const char *|path
62	COMPAT_43	int	compat_43_fstat43	int|fd;struct stat43 *|sb
63	COMPAT_43	int	compat_43_ogetkerninfo	int|op;char *|where;int *|size;int|arg
64	COMPAT_43	int	compat_43_ogetpagesize
65	COMPAT_12	int	compat_12_msync	void *|addr;size_t|len
66	STD	int	vfork
67	OBSOL	-	#67 (obsolete vread)
68	OBSOL	-	#68 (obsolete vwrite)
69	OBSOL	-	#69 (obsolete sbrk)
70	OBSOL	-	#70 (obsolete sstk)
71	COMPAT_43	int	compat_43_ommap	void *|addr;size_t|len;int|prot;int|flags;int|fd;long|pos
72	STD	int	vadvise	int|anom
73	STD	int	munmap	void *|addr;size_t|len
74	STD	int	mprotect	void *|addr;size_t|len;int|prot
75	STD	int	madvise	void *|addr;size_t|len;int|behav
76	OBSOL	-	#76 (obsolete vhangup)
77	OBSOL	-	#77 (obsolete vlimit)
78	STD	int	mincore	void *|addr;size_t|len;char *|vec
79	STD	int	getgroups	int|gidsetsize;gid_t *|gidset
80	STD	int	setgroups	int|gidsetsize;const gid_t *|gidset
81	STD	int	getpgrp
82	STD	int	setpgid	pid_t|pid;pid_t|pgid
83	COMPAT_50	int	compat_50_setitimer	int|which;const struct itimerval50 *|itv;struct itimerval50 *|oitv
84	COMPAT_43	int	compat_43_owait
85	COMPAT_12	int	compat_12_oswapon	const char *|name
86	COMPAT_50	int	compat_50_getitimer	int|which;struct itimerval50 *|itv
87	COMPAT_43	int	compat_43_ogethostname	char *|hostname;u_int|len
88	COMPAT_43	int	compat_43_osethostname	char *|hostname;u_int|len
89	COMPAT_43	int	compat_43_ogetdtablesize
90	STD	int	dup2	int|from;int|to
91	STD	ssize_t	getrandom	void *|buf;size_t|buflen;unsigned int|flags
92	STD	int	fcntl	int|fd;int|cmd;... void *|arg
93	COMPAT_50	int	compat_50_select	int|nd;fd_set *|in;fd_set *|ou;fd_set *|ex;struct timeval50 *|tv
94	UNIMPL	-	#94 (unimplemented setdopt)
95	STD	int	fsync	int|fd
96	STD	int	setpriority	int|which;id_t|who;int|prio
97	COMPAT_30	int	compat_30_socket	int|domain;int|type;int|protocol
98	STD	int	connect	int|s;const struct sockaddr *|name;socklen_t|namelen
99	COMPAT_43	int	compat_43_oaccept	int|s;void *|name;socklen_t *|anamelen
100	STD	int	getpriority	int|which;id_t|who
101	COMPAT_43	int	compat_43_osend	int|s;void *|buf;int|len;int|flags
102	COMPAT_43	int	compat_43_orecv	int|s;void *|buf;int|len;int|flags
103	COMPAT_13	int	compat_13_sigreturn13	struct sigcontext13 *|sigcntxp
104	STD	int	bind	int|s;const struct sockaddr *|name;socklen_t|namelen
105	STD	int	setsockopt	int|s;int|level;int|name;const void *|val;socklen_t|valsize
106	STD	int	listen	int|s;int|backlog
107	OBSOL	-	#107 (obsolete vtimes)
108	COMPAT_43	int	compat_43_osigvec	int|signum;struct sigvec *|nsv;struct sigvec *|osv
109	COMPAT_43	int	compat_43_osigblock	int|mask
110	COMPAT_43	int	compat_43_osigsetmask	int|mask
111	COMPAT_13	int	compat_13_sigsuspend13	int|mask
112	COMPAT_43	int	compat_43_osigstack	struct sigstack *|nss;struct sigstack *|oss
113	COMPAT_43	int	compat_43_orecvmsg	int|s;struct omsghdr *|msg;int|flags
114	COMPAT_43	int	compat_43_osendmsg	int|s;void *|msg;int|flags
115	OBSOL	-	#115 (obsolete vtrace)
116	COMPAT_50	int	compat_50_gettimeofday	struct timeval50 *|tp;void *|tzp
117	COMPAT_50	int	compat_50_getrusage	int|who;struct rusage50 *|rusage
118	STD	int	getsockopt	int|s;int|level;int|name;void *|val;socklen_t *|avalsize
119	OBSOL	-	#119 (obsolete resuba)
120	STD	ssize_t	readv	int|fd;const struct iovec *|iovp;int|iovcnt
121	STD	ssize_t	writev	int|fd;const struct iovec *|iovp;int|iovcnt
122	COMPAT_50	int	compat_50_settimeofday	const struct timeval50 *|tv;const void *|tzp
123	STD	int	fchown	int|fd;uid_t|uid;gid_t|gid
124	STD	int	fchmod	int|fd;mode_t|mode
125	COMPAT_43	int	compat_43_orecvfrom	int|s;void *|buf;size_t|len;int|flags;void *|from;socklen_t *|fromlenaddr
126	STD	int	setreuid	uid_t|ruid;uid_t|euid
127	STD	int	setregid	gid_t|rgid;gid_t|egid
128	STD	int	rename	const char *|from;const char *|to
129	COMPAT_43	int	compat_43_otruncate	const char *|path;long|length
130	COMPAT_43	int	compat_43_oftruncate	int|fd;long|length
131	STD	int	flock	int|fd;int|how
132	STD	int	mkfifo	const char *|path;mode_t|mode
133	STD	ssize_t	sendto	int|s;const void *|buf;size_t|len;int|flags;const struct sockaddr *|to;socklen_t|tolen
134	STD	int	shutdown	int|s;int|how
135	STD	int	socketpair	int|domain;int|type;int|protocol;int *|rsv
136	STD	int	mkdir	const char *|path;mode_t|mode
137	STD	int	rmdir	const char *|path
138	COMPAT_50	int	compat_50_utimes	const char *|path;const struct timeval50 *|tptr
139	OBSOL	-	#139 (obsolete 4.2 sigreturn)
140	COMPAT_50	int	compat_50_adjtime	const struct timeval50 *|delta;struct timeval50 *|olddelta
141	COMPAT_43	int	compat_43_ogetpeername	int|fdes;void *|asa;socklen_t *|alen
142	COMPAT_43	int32_t	compat_43_ogethostid
143	COMPAT_43	int	compat_43_osethostid	int32_t|hostid
144	COMPAT_43	int	compat_43_ogetrlimit	int|which;struct orlimit *|rlp
145	COMPAT_43	int	compat_43_osetrlimit	int|which;const struct orlimit *|rlp
146	COMPAT_43	int	compat_43_okillpg	int|pgid;int|signum
147	STD	int	setsid
148	COMPAT_50	int	compat_50_quotactl	const char *|path;int|cmd;int|uid;void *|arg
149	COMPAT_43	int	compat_43_oquota
150	COMPAT_43	int	compat_43_ogetsockname	int|fdec;void *|asa;socklen_t *|alen
151	UNIMPL	-	#151 (unimplemented)
152	UNIMPL	-	#152 (unimplemented)
153	UNIMPL	-	#153 (unimplemented)
154	UNIMPL	-	#154 (unimplemented)
155	STD	int	nfssvc	int|flag;void *|argp
156	COMPAT_43	int	compat_43_ogetdirentries	int|fd;char *|buf;u_int|count;long *|basep
157	COMPAT_20	int	compat_20_statfs	const char *|path;struct statfs12 *|buf
158	COMPAT_20	int	compat_20_fstatfs	int|fd;struct statfs12 *|buf
159	UNIMPL	-	#159 (unimplemented)
160	UNIMPL	-	#160 (unimplemented)
161	COMPAT_30	int	compat_30_getfh	const char *|fname;struct compat_30_fhandle *|fhp
162	COMPAT_09	int	compat_09_ogetdomainname	char *|domainname;int|len
163	COMPAT_09	int	compat_09_osetdomainname	char *|domainname;int|len
164	COMPAT_09	int	compat_09_ouname	struct outsname *|name
165	STD	int	sysarch	int|op;void *|parms
166	STD	int	__futex	int *|uaddr;int|op;int|val;const struct timespec *|timeout;int *|uaddr2;int|val2;int|val3
167	STD	int	__futex_set_robust_list	void *|head;size_t|len
168	STD	int	__futex_get_robust_list	lwpid_t|lwpid;void **|headp;size_t *|lenp
169	EXCL	-	#169 (excluded 1.0 semsys)
170	EXCL	-	#170 (excluded 1.0 msgsys)
171	EXCL	-	#171 (excluded 1.0 shmsys)
172	UNIMPL	-	#172 (unimplemented)
173	STD	ssize_t	pread	int|fd;void *|buf;size_t|nbyte;= int|PAD;off_t|offset
174	STD	ssize_t	pwrite	int|fd;const void *|buf;size_t|nbyte;= int|PAD;off_t|offset
175	COMPAT_30	int	compat_30_ntp_gettime	struct ntptimeval30 *|ntvp
176	STD	int	ntp_adjtime	struct timex *|tp
177	STD	int	timerfd_create	clockid_t|clock_id;int|flags
178	STD	int	timerfd_settime	int|fd;int|flags;const struct itimerspec *|new_value;struct itimerspec *|old_value
179	STD	int	timerfd_gettime	int|fd;struct itimerspec *|curr_value
180	UNIMPL	-	#180 (unimplemented)
181	STD	int	setgid	gid_t|gid
182	STD	int	setegid	gid_t|egid
183	STD	int	seteuid	uid_t|euid
184	STD	int	lfs_bmapv	fsid_t *|fsidp;struct block_info *|blkiov;int|blkcnt
185	STD	int	lfs_markv	fsid_t *|fsidp;struct block_info *|blkiov;int|blkcnt
186	STD	int	lfs_segclean	fsid_t *|fsidp;u_long|segment
187	COMPAT_50	int	compat_50_lfs_segwait	fsid_t *|fsidp;struct timeval50 *|tv
188	COMPAT_12	int	compat_12_stat12	const char *|path;struct stat12 *|ub
189	COMPAT_12	int	compat_12_fstat12	int|fd;struct stat12 *|sb
190	COMPAT_12	int	compat_12_lstat12	const char *|path;struct stat12 *|ub
191	STD	long	pathconf	const char *|path;int|name
192	STD	long	fpathconf	int|fd;int|name
193	STD	int	getsockopt2	int|s;int|level;int|name;void *|val;socklen_t *|avalsize
194	STD	int	getrlimit	int|which;struct rlimit *|rlp
195	STD	int	setrlimit	int|which;const struct rlimit *|rlp
196	COMPAT_12	int	compat_12_getdirentries	int|fd;char *|buf;u_int|count;long *|basep
197	STD	void *	mmap	void *|addr;size_t|len;int|prot;int|flags;int|fd;= long|PAD;off_t|pos
198	INDIR	quad_t	__syscall	quad_t|code;... register_t[SYS_MAXSYSARGS]|args
199	STD	off_t	lseek	int|fd;= int|PAD;off_t|offset;int|whence
200	STD	int	truncate	const char *|path;= int|PAD;off_t|length
201	STD	int	ftruncate	int|fd;= int|PAD;off_t|length
202	STD	int	__sysctl	const int *|name;u_int|namelen;void *|oldv;size_t *|oldlenp;const void *|newv;size_t|newlen
203	STD	int	mlock	const void *|addr;size_t|len
204	STD	int	munlock	const void *|addr;size_t|len
205	STD	int	undelete	const char *|path
206	COMPAT_50	int	compat_50_futimes	int|fd;const struct timeval50 *|tptr
207	STD	pid_t	getpgid	pid_t|pid
208	STD	int	reboot	int|opt;char *|bootstr
209	STD	int	poll	struct pollfd *|fds;u_int|nfds;int|timeout
210	EXTERN	int	afssys	long|id;long|a1;long|a2;long|a3;long|a4;long|a5;long|a6
211	UNIMPL	-	#211 (unimplemented)
212	UNIMPL	-	#212 (unimplemented)
213	UNIMPL	-	#213 (unimplemented)
214	UNIMPL	-	#214 (unimplemented)
215	UNIMPL	-	#215 (unimplemented)
216	UNIMPL	-	#216 (unimplemented)
217	UNIMPL	-	#217 (unimplemented)
218	UNIMPL	-	#218 (unimplemented)
219	UNIMPL	-	#219 (unimplemented)
220	COMPAT_14	int	compat_14___semctl	int|semid;int|semnum;int|cmd;union __semun *|arg
221	STD	int	semget	key_t|key;int|nsems;int|semflg
222	STD	int	semop	int|semid;struct sembuf *|sops;size_t|nsops
223	STD	int	semconfig	int|flag
224	COMPAT_14	int	compat_14_msgctl	int|msqid;int|cmd;struct msqid_ds14 *|buf
225	STD	int	msgget	key_t|key;int|msgflg
226	STD	int	msgsnd	int|msqid;const void *|msgp;size_t|msgsz;int|msgflg
227	STD	ssize_t	msgrcv	int|msqid;void *|msgp;size_t|msgsz;long|msgtyp;int|msgflg
228	STD	void *	shmat	int|shmid;const void *|shmaddr;int|shmflg
229	COMPAT_14	int	compat_14_shmctl	int|shmid;int|cmd;struct shmid_ds14 *|buf
230	STD	int	shmdt	const void *|shmaddr
231	STD	int	shmget	key_t|key;size_t|size;int|shmflg
232	COMPAT_50	int	compat_50_clock_gettime	clockid_t|clock_id;struct timespec50 *|tp
233	COMPAT_50	int	compat_50_clock_settime	clockid_t|clock_id;const struct timespec50 *|tp
234	COMPAT_50	int	compat_50_clock_getres	clockid_t|clock_id;struct timespec50 *|tp
235	STD	int	timer_create	clockid_t|clock_id;struct sigevent *|evp;timer_t *|timerid
236	STD	int	timer_delete	timer_t|timerid
237	COMPAT_50	int	compat_50_timer_settime	timer_t|timerid;int|flags;const struct itimerspec50 *|value;struct itimerspec50 *|ovalue
238	COMPAT_50	int	compat_50_timer_gettime	timer_t|timerid;struct itimerspec50 *|value
239	STD	int	timer_getoverrun	timer_t|timerid
240	COMPAT_50	int	compat_50_nanosleep	const struct timespec50 *|rqtp;struct timespec50 *|rmtp
241	STD	int	fdatasync	int|fd
242	STD	int	mlockall	int|flags
243	STD	int	munlockall
244	COMPAT_50	int	compat_50___sigtimedwait	const sigset_t *|set;siginfo_t *|info;struct timespec50 *|timeout
245	STD	int	sigqueueinfo	pid_t|pid;const siginfo_t *|info
246	STD	int	modctl	int|cmd;void *|arg
247	STD	int	_ksem_init	unsigned int|value;intptr_t *|idp
248	STD	int	_ksem_open	const char *|name;int|oflag;mode_t|mode;unsigned int|value;intptr_t *|idp
249	STD	int	_ksem_unlink	const char *|name
250	STD	int	_ksem_close	intptr_t|id
251	STD	int	_ksem_post	intptr_t|id
252	STD	int	_ksem_wait	intptr_t|id
253	STD	int	_ksem_trywait	intptr_t|id
254	STD	int	_ksem_getvalue	intptr_t|id;unsigned int *|value
255	STD	int	_ksem_destroy	intptr_t|id
256	STD	int	_ksem_timedwait	intptr_t|id;const struct timespec *|abstime
257	STD	mqd_t	mq_open	const char *|name;int|oflag;mode_t|mode;struct mq_attr *|attr
258	STD	int	mq_close	mqd_t|mqdes
259	STD	int	mq_unlink	const char *|name
260	STD	int	mq_getattr	mqd_t|mqdes;struct mq_attr *|mqstat
261	STD	int	mq_setattr	mqd_t|mqdes;const struct mq_attr *|mqstat;struct mq_attr *|omqstat
262	STD	int	mq_notify	mqd_t|mqdes;const struct sigevent *|notification
263	STD	int	mq_send	mqd_t|mqdes;const char *|msg_ptr;size_t|msg_len;unsigned|msg_prio
264	STD	ssize_t	mq_receive	mqd_t|mqdes;char *|msg_ptr;size_t|msg_len;unsigned *|msg_prio
265	COMPAT_50	int	compat_50_mq_timedsend	mqd_t|mqdes;const char *|msg_ptr;size_t|msg_len;unsigned|msg_prio;const struct timespec50 *|abs_timeout
266	COMPAT_50	ssize_t	compat_50_mq_timedreceive	mqd_t|mqdes;char *|msg_ptr;size_t|msg_len;unsigned *|msg_prio;const struct timespec50 *|abs_timeout
267	STD	int	eventfd	unsigned int|val;int|flags
268	UNIMPL	-	#268 (unimplemented)
269	UNIMPL	-	#269 (unimplemented)
270	STD	int	__posix_rename	const char *|from;const char *|to
271	STD	int	swapctl	int|cmd;void *|arg;int|misc
272	COMPAT_30	int	compat_30_getdents	int|fd;char *|buf;size_t|count
273	STD	int	minherit	void *|addr;size_t|len;int|inherit
274	STD	int	lchmod	const char *|path;mode_t|mode
275	STD	int	lchown	const char *|path;uid_t|uid;gid_t|gid
276	COMPAT_50	int	compat_50_lutimes	const char *|path;const struct timeval50 *|tptr
277	STD	int	__msync13	void *|addr;size_t|len;int|flags
278	COMPAT_30	int	compat_30___stat13	const char *|path;struct stat13 *|ub
279	COMPAT_30	int	compat_30___fstat13	int|fd;struct stat13 *|sb
280	COMPAT_30	int	compat_30___lstat13	const char *|path;struct stat13 *|ub
281	STD	int	__sigaltstack14	const stack_t *|nss;stack_t *|oss
282	STD	int	__vfork14
283	STD	int	__posix_chown	const char *|path;uid_t|uid;gid_t|gid
284	STD	int	__posix_fchown	int|fd;uid_t|uid;gid_t|gid
285	STD	int	__posix_lchown	const char *|path;uid_t|uid;gid_t|gid
286	STD	pid_t	getsid	pid_t|pid
287	STD	pid_t	__clone	int|flags;void *|stack
288	STD	int	fktrace	int|fd;int|ops;int|facs;pid_t|pid
289	STD	ssize_t	preadv	int|fd;const struct iovec *|iovp;int|iovcnt;= int|PAD;off_t|offset
290	STD	ssize_t	pwritev	int|fd;const struct iovec *|iovp;int|iovcnt;= int|PAD;off_t|offset
291	COMPAT_16	int	compat_16___sigaction14	int|signum;const struct sigaction *|nsa;struct sigaction *|osa
292	STD	int	__sigpending14	sigset_t *|set
293	STD	int	__sigprocmask14	int|how;const sigset_t *|set;sigset_t *|oset
294	STD	int	__sigsuspend14	const sigset_t *|set
295	COMPAT_16	int	compat_16___sigreturn14	struct sigcontext *|sigcntxp
296	STD	int	__getcwd	char *|bufp;size_t|length
297	STD	int	fchroot	int|fd
298	COMPAT_30	int	compat_30_fhopen	const struct compat_30_fhandle *|fhp;int|flags
299	COMPAT_30	int	compat_30_fhstat	const struct compat_30_fhandle *|fhp;struct stat13 *|sb
300	COMPAT_20	int	compat_20_fhstatfs	const struct compat_30_fhandle *|fhp;struct statfs12 *|buf
301	COMPAT_50	int	compat_50_____semctl13	int|semid;int|semnum;int|cmd;... union __semun *|arg
302	COMPAT_50	int	compat_50___msgctl13	int|msqid;int|cmd;struct msqid_ds *|buf
303	COMPAT_50	int	compat_50___shmctl13	int|shmid;int|cmd;struct shmid_ds13 *|buf
304	STD	int	lchflags	const char *|path;u_long|flags
305	NOERR	int	issetugid
306	STD	int	utrace	const char *|label;void *|addr;size_t|len
307	STD	int	getcontext	struct __ucontext *|ucp
308	STD	int	setcontext	const struct __ucontext *|ucp
309	STD	int	_lwp_create	const struct __ucontext *|ucp;u_long|flags;lwpid_t *|new_lwp
310	STD	int	_lwp_exit
311	STD	lwpid_t	_lwp_self
312	STD	int	_lwp_wait	lwpid_t|wait_for;lwpid_t *|departed
313	STD	int	_lwp_suspend	lwpid_t|target
314	STD	int	_lwp_continue	lwpid_t|target
315	STD	int	_lwp_wakeup	lwpid_t|target
316	STD	void *	_lwp_getprivate
317	STD	void	_lwp_setprivate	void *|ptr
318	STD	int	_lwp_kill	lwpid_t|target;int|signo
319	STD	int	_lwp_detach	lwpid_t|target
320	COMPAT_50	int	compat_50__lwp_park	const struct timespec50 *|ts;lwpid_t|unpark;const void *|hint;const void *|unparkhint
321	STD	int	_lwp_unpark	lwpid_t|target;const void *|hint
322	STD	ssize_t	_lwp_unpark_all	const lwpid_t *|targets;size_t|ntargets;const void *|hint
323	STD	int	_lwp_setname	lwpid_t|target;const char *|name
324	STD	int	_lwp_getname	lwpid_t|target;char *|name;size_t|len
325	STD	int	_lwp_ctl	int|features;struct lwpctl **|address
326	UNIMPL	-	#326 (unimplemented)
327	UNIMPL	-	#327 (unimplemented)
328	UNIMPL	-	#328 (unimplemented)
329	UNIMPL	-	#329 (unimplemented)
330	COMPAT_60	int	compat_60_sa_register	void *|newv;void **|oldv;int|flags;ssize_t|stackinfo_offset
331	COMPAT_60	int	compat_60_sa_stacks	int|num;stack_t *|stacks
332	COMPAT_60	int	compat_60_sa_enable
333	COMPAT_60	int	compat_60_sa_setconcurrency	int|concurrency
334	COMPAT_60	int	compat_60_sa_yield
335	COMPAT_60	int	compat_60_sa_preempt	int|sa_id
336	OBSOL	-	#336 (obsolete sys_sa_unblockyield)
337	UNIMPL	-	#337 (unimplemented)
338	UNIMPL	-	#338 (unimplemented)
339	UNIMPL	-	#339 (unimplemented)
340	STD	int	__sigaction_sigtramp	int|signum;const struct sigaction *|nsa;struct sigaction *|osa;const void *|tramp;int|vers
341	OBSOL	-	#341 (obsolete sys_pmc_get_info)
342	OBSOL	-	#342 (obsolete sys_pmc_control)
343	STD	int	rasctl	void *|addr;size_t|len;int|op
344	STD	int	kqueue
345	COMPAT_50	int	compat_50_kevent	int|fd;const struct kevent100 *|changelist;size_t|nchanges;struct kevent100 *|eventlist;size_t|nevents;const struct timespec50 *|timeout
346	STD	int	_sched_setparam	pid_t|pid;lwpid_t|lid;int|policy;const struct sched_param *|params
347	STD	int	_sched_getparam	pid_t|pid;lwpid_t|lid;int *|policy;struct sched_param *|params
348	STD	int	_sched_setaffinity	pid_t|pid;lwpid_t|lid;size_t|size;const cpuset_t *|cpuset
349	STD	int	_sched_getaffinity	pid_t|pid;lwpid_t|lid;size_t|size;cpuset_t *|cpuset
350	STD	int	sched_yield
351	STD	int	_sched_protect	int|priority
352	UNIMPL	-	#352 (unimplemented)
353	UNIMPL	-	#353 (unimplemented)
354	STD	int	fsync_range	int|fd;int|flags;off_t|start;off_t|length
355	STD	int	uuidgen	struct uuid *|store;int|count
356	COMPAT_90	int	compat_90_getvfsstat	struct statvfs90 *|buf;size_t|bufsize;int|flags
357	COMPAT_90	int	compat_90_statvfs1	const char *|path;struct statvfs90 *|buf;int|flags
358	COMPAT_90	int	compat_90_fstatvfs1	int|fd;struct statvfs90 *|buf;int|flags
359	COMPAT_30	int	compat_30_fhstatvfs1	const struct compat_30_fhandle *|fhp;struct statvfs90 *|buf;int|flags
360	STD	int	extattrctl	const char *|path;int|cmd;const char *|filename;int|attrnamespace;const char *|attrname
361	STD	int	extattr_set_file	const char *|path;int|attrnamespace;const char *|attrname;const void *|data;size_t|nbytes
362	STD	ssize_t	extattr_get_file	const char *|path;int|attrnamespace;const char *|attrname;void *|data;size_t|nbytes
363	STD	int	extattr_delete_file	const char *|path;int|attrnamespace;const char *|attrname
364	STD	int	extattr_set_fd	int|fd;int|attrnamespace;const char *|attrname;const void *|data;size_t|nbytes
365	STD	ssize_t	extattr_get_fd	int|fd;int|attrnamespace;const char *|attrname;void *|data;size_t|nbytes
366	STD	int	extattr_delete_fd	int|fd;int|attrnamespace;const char *|attrname
367	STD	int	extattr_set_link	const char *|path;int|attrnamespace;const char *|attrname;const void *|data;size_t|nbytes
368	STD	ssize_t	extattr_get_link	const char *|path;int|attrnamespace;const char *|attrname;void *|data;size_t|nbytes
369	STD	int	extattr_delete_link	const char *|path;int|attrnamespace;const char *|attrname
370	STD	ssize_t	extattr_list_fd	int|fd;int|attrnamespace;void *|data;size_t|nbytes
371	STD	ssize_t	extattr_list_file	const char *|path;int|attrnamespace;void *|data;size_t|nbytes
372	STD	ssize_t	extattr_list_link	const char *|path;int|attrnamespace;void *|data;size_t|nbytes
373	COMPAT_50	int	compat_50_pselect	int|nd;fd_set *|in;fd_set *|ou;fd_set *|ex;const struct timespec50 *|ts;const sigset_t *|mask
374	COMPAT_50	int	compat_50_pollts	struct pollfd *|fds;u_int|nfds;const struct timespec50 *|ts;const sigset_t *|mask
375	STD	int	setxattr	const char *|path;const char *|name;const void *|value;size_t|size;int|flags
376	STD	int	lsetxattr	const char *|path;const char *|name;const void *|value;size_t|size;int|flags
377	STD	int	fsetxattr	int|fd;const char *|name;const void *|value;size_t|size;int|flags
378	STD	int	getxattr	const char *|path;const char *|name;void *|value;size_t|size
379	STD	int	lgetxattr	const char *|path;const char *|name;void *|value;size_t|size
380	STD	int	fgetxattr	int|fd;const char *|name;void *|value;size_t|size
381	STD	int	listxattr	const char *|path;char *|list;size_t|size
382	STD	int	llistxattr	const char *|path;char *|list;size_t|size
383	STD	int	flistxattr	int|fd;char *|list;size_t|size
384	STD	int	removexattr	const char *|path;const char *|name
385	STD	int	lremovexattr	const char *|path;const char *|name
386	STD	int	fremovexattr	int|fd;const char *|name
387	COMPAT_50	int	compat_50___stat30	const char *|path;struct stat30 *|ub
388	COMPAT_50	int	compat_50___fstat30	int|fd;struct stat30 *|sb
389	COMPAT_50	int	compat_50___lstat30	const char *|path;struct stat30 *|ub
390	STD	int	__getdents30	int|fd;char *|buf;size_t|count
391	IGNORED	-	#391 (ignored old posix_fadvise)
392	COMPAT_30	int	compat_30___fhstat30	const struct compat_30_fhandle *|fhp;struct stat30 *|sb
393	COMPAT_50	int	compat_50___ntp_gettime30	struct ntptimeval50 *|ntvp
394	STD	int	__socket30	int|domain;int|type;int|protocol
395	STD	int	__getfh30	const char *|fname;void *|fhp;size_t *|fh_size
396	STD	int	__fhopen40	const void *|fhp;size_t|fh_size;int|flags
397	COMPAT_90	int	compat_90_fhstatvfs1	const void *|fhp;size_t|fh_size;struct statvfs90 *|buf;int|flags
398	COMPAT_50	int	compat_50___fhstat40	const void *|fhp;size_t|fh_size;struct stat30 *|sb
399	STD	int	aio_cancel	int|fildes;struct aiocb *|aiocbp
400	STD	int	aio_error	const struct aiocb *|aiocbp
401	STD	int	aio_fsync	int|op;struct aiocb *|aiocbp
402	STD	int	aio_read	struct aiocb *|aiocbp
403	STD	int	aio_return	struct aiocb *|aiocbp
404	COMPAT_50	int	compat_50_aio_suspend	const struct aiocb *const*|list;int|nent;const struct timespec50 *|timeout
405	STD	int	aio_write	struct aiocb *|aiocbp
406	STD	int	lio_listio	int|mode;struct aiocb *const*|list;int|nent;struct sigevent *|sig
407	UNIMPL	-	#407 (unimplemented)
408	UNIMPL	-	#408 (unimplemented)
409	UNIMPL	-	#409 (unimplemented)
410	STD	int	__mount50	const char *|type;const char *|path;int|flags;void *|data;size_t|data_len
411	STD	void *	mremap	void *|old_address;size_t|old_size;void *|new_address;size_t|new_size;int|flags
412	STD	int	pset_create	psetid_t *|psid
413	STD	int	pset_destroy	psetid_t|psid
414	STD	int	pset_assign	psetid_t|psid;cpuid_t|cpuid;psetid_t *|opsid
415	STD	int	_pset_bind	idtype_t|idtype;id_t|first_id;id_t|second_id;psetid_t|psid;psetid_t *|opsid
416	NOERR	int	__posix_fadvise50	int|fd;= int|PAD;off_t|offset;off_t|len;int|advice
417	STD	int	__select50	int|nd;fd_set *|in;fd_set *|ou;fd_set *|ex;struct timeval *|tv
418	STD	int	__gettimeofday50	struct timeval *|tp;void *|tzp
419	STD	int	__settimeofday50	const struct timeval *|tv;const void *|tzp
420	STD	int	__utimes50	const char *|path;const struct timeval *|tptr
421	STD	int	__adjtime50	const struct timeval *|delta;struct timeval *|olddelta
422	STD	int	__lfs_segwait50	fsid_t *|fsidp;struct timeval *|tv
423	STD	int	__futimes50	int|fd;const struct timeval *|tptr
424	STD	int	__lutimes50	const char *|path;const struct timeval *|tptr
425	STD	int	__setitimer50	int|which;const struct itimerval *|itv;struct itimerval *|oitv
426	STD	int	__getitimer50	int|which;struct itimerval *|itv
427	STD	int	__clock_gettime50	clockid_t|clock_id;struct timespec *|tp
428	STD	int	__clock_settime50	clockid_t|clock_id;const struct timespec *|tp
429	STD	int	__clock_getres50	clockid_t|clock_id;struct timespec *|tp
430	STD	int	__nanosleep50	const struct timespec *|rqtp;struct timespec *|rmtp
431	STD	int	____sigtimedwait50	const sigset_t *|set;siginfo_t *|info;struct timespec *|timeout
432	STD	int	__mq_timedsend50	mqd_t|mqdes;const char *|msg_ptr;size_t|msg_len;unsigned|msg_prio;const struct timespec *|abs_timeout
433	STD	ssize_t	__mq_timedreceive50	mqd_t|mqdes;char *|msg_ptr;size_t|msg_len;unsigned *|msg_prio;const struct timespec *|abs_timeout
434	COMPAT_60	int	compat_60__lwp_park	const struct timespec *|ts;lwpid_t|unpark;const void *|hint;const void *|unparkhint
435	COMPAT_100	int	compat_100___kevent50	int|fd;const struct kevent100 *|changelist;size_t|nchanges;struct kevent100 *|eventlist;size_t|nevents;const struct timespec *|timeout
436	STD	int	__pselect50	int|nd;fd_set *|in;fd_set *|ou;fd_set *|ex;const struct timespec *|ts;const sigset_t *|mask
437	STD	int	__pollts50	struct pollfd *|fds;u_int|nfds;const struct timespec *|ts;const sigset_t *|mask
438	STD	int	__aio_suspend50	const struct aiocb *const*|list;int|nent;const struct timespec *|timeout
439	STD	int	__stat50	const char *|path;struct stat *|ub
440	STD	int	__fstat50	int|fd;struct stat *|sb
441	STD	int	__lstat50	const char *|path;struct stat *|ub
442	STD	int	____semctl50	int|semid;int|semnum;int|cmd;... union __semun *|arg
443	STD	int	__shmctl50	int|shmid;int|cmd;struct shmid_ds *|buf
444	STD	int	__msgctl50	int|msqid;int|cmd;struct msqid_ds *|buf
445	STD	int	__getrusage50	int|who;struct rusage *|rusage
446	STD	int	__timer_settime50	timer_t|timerid;int|flags;const struct itimerspec *|value;struct itimerspec *|ovalue
447	STD	int	__timer_gettime50	timer_t|timerid;struct itimerspec *|value
448	STD	int	__ntp_gettime50	struct ntptimeval *|ntvp
449	STD	int	__wait450	pid_t|pid;int *|status;int|options;struct rusage *|rusage
450	STD	int	__mknod50	const char *|path;mode_t|mode;dev_t|dev
451	STD	int	__fhstat50	const void *|fhp;size_t|fh_size;struct stat *|sb
452	OBSOL	-	#452 (obsolete 5.99 quotactl)
453	STD	int	pipe2	int *|fildes;int|flags
454	COMPAT_100	int	compat_100_dup3	int|from;int|to;int|flags
455	STD	int	kqueue1	int|flags
456	STD	int	paccept	int|s;struct sockaddr *|name;socklen_t *|anamelen;const sigset_t *|mask;int|flags
457	STD	int	linkat	int|fd1;const char *|name1;int|fd2;const char *|name2;int|flags
458	STD	int	renameat	int|fromfd;const char *|from;int|tofd;const char *|to
459	STD	int	mkfifoat	int|fd;const char *|path;mode_t|mode
460	STD	int	mknodat	int|fd;const char *|path;mode_t|mode;= int|PAD;dev_t|dev
461	STD	int	mkdirat	int|fd;const char *|path;mode_t|mode
462	STD	int	faccessat	int|fd;const char *|path;int|amode;int|flag
463	STD	int	fchmodat	int|fd;const char *|path;mode_t|mode;int|flag
464	STD	int	fchownat	int|fd;const char *|path;uid_t|owner;gid_t|group;int|flag
465	STD	int	fexecve	int|fd;char * const*|argp;char * const*|envp
466	STD	int	fstatat	int|fd;const char *|path;struct stat *|buf;int|flag
467	STD	int	utimensat	int|fd;const char *|path;const struct timespec *|tptr;int|flag
468	STD	int	openat	int|fd;const char *|path;int|oflags;... mode_t|mode
469	STD	ssize_t	readlinkat	int|fd;const char *|path;char *|buf;size_t|bufsize
470	STD	int	symlinkat	const char *|path1;int|fd;const char *|path2
471	STD	int	unlinkat	int|fd;const char *|path;int|flag
472	STD	int	futimens	int|fd;const struct timespec *|tptr
473	STD	int	__quotactl	const char *|path;struct quotactl_args *|args
474	NOERR	int	posix_spawn	pid_t *|pid;const char *|path;const struct posix_spawn_file_actions *|file_actions;const struct posix_spawnattr *|attrp;char *const*|argv;char *const*|envp
475	STD	int	recvmmsg	int|s;struct mmsghdr *|mmsg;unsigned int|vlen;unsigned int|flags;struct timespec *|timeout
476	STD	int	sendmmsg	int|s;struct mmsghdr *|mmsg;unsigned int|vlen;unsigned int|flags
477	NOERR	int	clock_nanosleep	clockid_t|clock_id;int|flags;const struct timespec *|rqtp;struct timespec *|rmtp
478	STD	int	___lwp_park60	clockid_t|clock_id;int|flags;struct timespec *|ts;lwpid_t|unpark;const void *|hint;const void *|unparkhint
479	NOERR	int	posix_fallocate	int|fd;= int|PAD;off_t|pos;off_t|len
480	STD	int	fdiscard	int|fd;= int|PAD;off_t|pos;off_t|len
481	STD	int	wait6	idtype_t|idtype;id_t|id;int *|status;int|options;struct wrusage *|wru;siginfo_t *|info
482	STD	int	clock_getcpuclockid2	idtype_t|idtype;id_t|id;clockid_t *|clock_id
483	STD	int	__getvfsstat90	struct statvfs *|buf;size_t|bufsize;int|flags
484	STD	int	__statvfs190	const char *|path;struct statvfs *|buf;int|flags
485	STD	int	__fstatvfs190	int|fd;struct statvfs *|buf;int|flags
486	STD	int	__fhstatvfs190	const void *|fhp;size_t|fh_size;struct statvfs *|buf;int|flags
487	STD	int	__acl_get_link	const char *|path;acl_type_t|type;struct acl *|aclp
488	STD	int	__acl_set_link	const char *|path;acl_type_t|type;struct acl *|aclp
489	STD	int	__acl_delete_link	const char *|path;acl_type_t|type
490	STD	int	__acl_aclcheck_link	const char *|path;acl_type_t|type;struct acl *|aclp
491	STD	int	__acl_get_file	const char *|path;acl_type_t|type;struct acl *|aclp
492	STD	int	__acl_set_file	const char *|path;acl_type_t|type;struct acl *|aclp
493	STD	int	__acl_get_fd	int|filedes;acl_type_t|type;struct acl *|aclp
494	STD	int	__acl_set_fd	int|filedes;acl_type_t|type;struct acl *|aclp
495	STD	int	__acl_delete_file	const char *|path;acl_type_t|type
496	STD	int	__acl_delete_fd	int|filedes;acl_type_t|type
497	STD	int	__acl_aclcheck_file	const char *|path;acl_type_t|type;struct acl *|aclp
498	STD	int	__acl_aclcheck_fd	int|filedes;acl_type_t|type;struct acl *|aclp
499	STD	long	lpathconf	const char *|path;int|name
500	STD	int	memfd_create	const char *|name;unsigned int|flags
501	STD	int	__kevent100	int|fd;const struct kevent *|changelist;size_t|nchanges;struct kevent *|eventlist;size_t|nevents;const struct timespec *|timeout
502	STD	int	epoll_create1	int|flags
503	STD	int	epoll_ctl	int|epfd;int|op;int|fd;struct epoll_event *|event
504	STD	int	epoll_pwait2	int|epfd;struct epoll_event *|events;int|maxevents;const struct timespec *|timeout;const sigset_t *|sigmask
505	STD	int	__dup3100	int|from;int|to;int|flags
506	STD	int	semtimedop	int|semid;struct sembuf *|sops;size_t|nsops;struct timespec *|timeout`

/** What differs where longs are 32 bits wide. */
export const SYSCALLS_ILP32 = `\
169	COMPAT_10	int	compat_10_osemsys	int|which;int|a2;int|a3;int|a4;int|a5
170	COMPAT_10	int	compat_10_omsgsys	int|which;int|a2;int|a3;int|a4;int|a5;int|a6
171	COMPAT_10	int	compat_10_oshmsys	int|which;int|a2;int|a3;int|a4`

/** Numbers below this are in kdump's table. */
export const SYSCALL_TABLE_SIZE = 512
