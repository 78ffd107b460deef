/**
 * The system calls of FreeBSD, as text: parsed on first use.
 *
 * Source: sys/kern/syscalls.master @ FreeBSD main (Jul 2022, numbers 0-582) plus 583-602 from a 2025-2026 tree.
 *
 * A line is number, kind, type returned, name as kdump prints it, and the arguments (`type|name`, separated by `;`),
 * separated by tabs. An argument behind `... ` is not always there.
 */
export const SYSCALLS = `\
0	SYSMUX	int	syscall	int|number;... ...|
1	STD	void	exit	int|rval
2	STD	int	fork
3	STD	ssize_t	read	int|fd;void*|buf;size_t|nbyte
4	STD	ssize_t	write	int|fd;const void*|buf;size_t|nbyte
5	STD	int	open	const char*|path;int|flags;mode_t|mode
6	STD	int	close	int|fd
7	STD	int	wait4	int|pid;int*|status;int|options;struct rusage*|rusage
8	COMPAT	int	compat.creat	const char*|path;int|mode
9	STD	int	link	const char*|path;const char*|link
10	STD	int	unlink	const char*|path
11	OBSOL	-	obs_execv
12	STD	int	chdir	const char*|path
13	STD	int	fchdir	int|fd
14	COMPAT11	int	compat11.mknod	const char*|path;int|mode;uint32_t|dev
15	STD	int	chmod	const char*|path;mode_t|mode
16	STD	int	chown	const char*|path;int|uid;int|gid
17	STD	void *	break	char*|nsize
18	COMPAT4	int	compat4.getfsstat	struct ostatfs*|buf;long|bufsize;int|mode
19	COMPAT	long	compat.lseek	int|fd;long|offset;int|whence
20	STD	pid_t	getpid
21	STD	int	mount	const char*|type;const char*|path;int|flags;void*|data
22	STD	int	unmount	const char*|path;int|flags
23	STD	int	setuid	uid_t|uid
24	STD	uid_t	getuid
25	STD	uid_t	geteuid
26	STD	int	ptrace	int|req;pid_t|pid;caddr_t|addr;int|data
27	STD	ssize_t	recvmsg	int|s;struct msghdr*|msg;int|flags
28	STD	ssize_t	sendmsg	int|s;const struct msghdr*|msg;int|flags
29	STD	ssize_t	recvfrom	int|s;void*|buf;size_t|len;int|flags;struct sockaddr*|from;__socklen_t*|fromlenaddr
30	STD	int	accept	int|s;struct sockaddr*|name;__socklen_t*|anamelen
31	STD	int	getpeername	int|fdes;struct sockaddr*|asa;__socklen_t*|alen
32	STD	int	getsockname	int|fdes;struct sockaddr*|asa;__socklen_t*|alen
33	STD	int	access	const char*|path;int|amode
34	STD	int	chflags	const char*|path;u_long|flags
35	STD	int	fchflags	int|fd;u_long|flags
36	STD	int	sync
37	STD	int	kill	int|pid;int|signum
38	COMPAT	int	compat.stat	const char*|path;struct ostat*|ub
39	STD	pid_t	getppid
40	COMPAT	int	compat.lstat	const char*|path;struct ostat*|ub
41	STD	int	dup	u_int|fd
42	COMPAT10	int	compat10.pipe
43	STD	gid_t	getegid
44	STD	int	profil	char*|samples;size_t|size;size_t|offset;u_int|scale
45	STD	int	ktrace	const char*|fname;int|ops;int|facs;int|pid
46	COMPAT	int	compat.sigaction	int|signum;struct osigaction*|nsa;struct osigaction*|osa
47	STD	gid_t	getgid
48	COMPAT	int	compat.sigprocmask	int|how;osigset_t|mask
49	STD	int	getlogin	char*|namebuf;u_int|namelen
50	STD	int	setlogin	const char*|namebuf
51	STD	int	acct	const char*|path
52	COMPAT	int	compat.sigpending
53	STD	int	sigaltstack	const struct sigaltstack*|ss;struct sigaltstack*|oss
54	STD	int	ioctl	int|fd;u_long|com;char*|data
55	STD	int	reboot	int|opt
56	STD	int	revoke	const char*|path
57	STD	int	symlink	const char*|path;const char*|link
58	STD	ssize_t	readlink	const char*|path;char*|buf;size_t|count
59	STD	int	execve	const char*|fname;char**|argv;char**|envv
60	STD	mode_t	umask	mode_t|newmask
61	STD	int	chroot	const char*|path
62	COMPAT	int	compat.fstat	int|fd;struct ostat*|sb
63	COMPAT	int	compat.getkerninfo	int|op;char*|where;size_t*|size;int|arg
64	COMPAT	int	compat.getpagesize
65	STD	int	msync	void*|addr;size_t|len;int|flags
66	STD	int	vfork
67	OBSOL	-	obs_vread
68	OBSOL	-	obs_vwrite
69	STD	int	sbrk	int|incr
70	STD	int	sstk	int|incr
71	COMPAT	void *	compat.mmap	void*|addr;int|len;int|prot;int|flags;int|fd;long|pos
72	COMPAT11	int	compat11.vadvise	int|anom
73	STD	int	munmap	void*|addr;size_t|len
74	STD	int	mprotect	void*|addr;size_t|len;int|prot
75	STD	int	madvise	void*|addr;size_t|len;int|behav
76	OBSOL	-	obs_vhangup
77	OBSOL	-	obs_vlimit
78	STD	int	mincore	const void*|addr;size_t|len;char*|vec
79	STD	int	getgroups	int|gidsetsize;gid_t*|gidset
80	STD	int	setgroups	int|gidsetsize;const gid_t*|gidset
81	STD	int	getpgrp
82	STD	int	setpgid	int|pid;int|pgid
83	STD	int	setitimer	int|which;const struct itimerval*|itv;struct itimerval*|oitv
84	COMPAT	int	compat.wait
85	STD	int	swapon	const char*|name
86	STD	int	getitimer	int|which;struct itimerval*|itv
87	COMPAT	int	compat.gethostname	char*|hostname;u_int|len
88	COMPAT	int	compat.sethostname	char*|hostname;u_int|len
89	STD	int	getdtablesize
90	STD	int	dup2	u_int|from;u_int|to
91	RESERVED	-	#91
92	STD	int	fcntl	int|fd;int|cmd;long|arg
93	STD	int	select	int|nd;fd_set*|in;fd_set*|ou;fd_set*|ex;struct timeval*|tv
94	RESERVED	-	#94
95	STD	int	fsync	int|fd
96	STD	int	setpriority	int|which;int|who;int|prio
97	STD	int	socket	int|domain;int|type;int|protocol
98	STD	int	connect	int|s;const struct sockaddr*|name;__socklen_t|namelen
99	COMPAT	int	compat.accept	int|s;struct sockaddr*|name;__socklen_t*|anamelen
100	STD	int	getpriority	int|which;int|who
101	COMPAT	int	compat.send	int|s;const void*|buf;int|len;int|flags
102	COMPAT	int	compat.recv	int|s;void*|buf;int|len;int|flags
103	COMPAT	int	compat.sigreturn	struct osigcontext*|sigcntxp
104	STD	int	bind	int|s;const struct sockaddr*|name;__socklen_t|namelen
105	STD	int	setsockopt	int|s;int|level;int|name;const void*|val;__socklen_t|valsize
106	STD	int	listen	int|s;int|backlog
107	OBSOL	-	obs_vtimes
108	COMPAT	int	compat.sigvec	int|signum;struct sigvec*|nsv;struct sigvec*|osv
109	COMPAT	int	compat.sigblock	int|mask
110	COMPAT	int	compat.sigsetmask	int|mask
111	COMPAT	int	compat.sigsuspend	osigset_t|mask
112	COMPAT	int	compat.sigstack	struct sigstack*|nss;struct sigstack*|oss
113	COMPAT	int	compat.recvmsg	int|s;struct omsghdr*|msg;int|flags
114	COMPAT	int	compat.sendmsg	int|s;const struct omsghdr*|msg;int|flags
115	OBSOL	-	obs_vtrace
116	STD	int	gettimeofday	struct timeval*|tp;struct timezone*|tzp
117	STD	int	getrusage	int|who;struct rusage*|rusage
118	STD	int	getsockopt	int|s;int|level;int|name;void*|val;__socklen_t*|avalsize
119	RESERVED	-	#119
120	STD	int	readv	int|fd;struct iovec*|iovp;u_int|iovcnt
121	STD	int	writev	int|fd;struct iovec*|iovp;u_int|iovcnt
122	STD	int	settimeofday	const struct timeval*|tv;const struct timezone*|tzp
123	STD	int	fchown	int|fd;int|uid;int|gid
124	STD	int	fchmod	int|fd;mode_t|mode
125	COMPAT	int	compat.recvfrom	int|s;void*|buf;size_t|len;int|flags;struct sockaddr*|from;__socklen_t*|fromlenaddr
126	STD	int	setreuid	int|ruid;int|euid
127	STD	int	setregid	int|rgid;int|egid
128	STD	int	rename	const char*|from;const char*|to
129	COMPAT	int	compat.truncate	const char*|path;long|length
130	COMPAT	int	compat.ftruncate	int|fd;long|length
131	STD	int	flock	int|fd;int|how
132	STD	int	mkfifo	const char*|path;mode_t|mode
133	STD	ssize_t	sendto	int|s;const void*|buf;size_t|len;int|flags;const struct sockaddr*|to;__socklen_t|tolen
134	STD	int	shutdown	int|s;int|how
135	STD	int	socketpair	int|domain;int|type;int|protocol;int*|rsv
136	STD	int	mkdir	const char*|path;mode_t|mode
137	STD	int	rmdir	const char*|path
138	STD	int	utimes	const char*|path;const struct timeval*|tptr
139	OBSOL	-	obs_4.2
140	STD	int	adjtime	const struct timeval*|delta;struct timeval*|olddelta
141	COMPAT	int	compat.getpeername	int|fdes;struct sockaddr*|asa;__socklen_t*|alen
142	COMPAT	long	compat.gethostid
143	COMPAT	int	compat.sethostid	long|hostid
144	COMPAT	int	compat.getrlimit	u_int|which;struct orlimit*|rlp
145	COMPAT	int	compat.setrlimit	u_int|which;struct orlimit*|rlp
146	COMPAT	int	compat.killpg	int|pgid;int|signum
147	STD	int	setsid
148	STD	int	quotactl	const char*|path;int|cmd;int|uid;void*|arg
149	COMPAT	int	compat.quota
150	COMPAT	int	compat.getsockname	int|fdes;struct sockaddr*|asa;__socklen_t*|alen
151	RESERVED	-	#151
152	RESERVED	-	#152
153	RESERVED	-	#153
154	NOSTD	int	nlm_syscall	int|debug_level;int|grace_period;int|addr_count;char**|addrs
155	NOSTD	int	nfssvc	int|flag;void*|argp
156	COMPAT	int	compat.getdirentries	int|fd;char*|buf;u_int|count;long*|basep
157	COMPAT4	int	compat4.statfs	const char*|path;struct ostatfs*|buf
158	COMPAT4	int	compat4.fstatfs	int|fd;struct ostatfs*|buf
159	RESERVED	-	#159
160	STD	int	lgetfh	const char*|fname;struct fhandle*|fhp
161	STD	int	getfh	const char*|fname;struct fhandle*|fhp
162	COMPAT4	int	compat4.getdomainname	char*|domainname;int|len
163	COMPAT4	int	compat4.setdomainname	char*|domainname;int|len
164	COMPAT4	int	compat4.uname	struct utsname*|name
165	STD	int	sysarch	int|op;char*|parms
166	STD	int	rtprio	int|function;pid_t|pid;struct rtprio*|rtp
167	RESERVED	-	#167
168	RESERVED	-	#168
169	NOSTD	int	semsys	int|which;int|a2;int|a3;int|a4;int|a5
170	NOSTD	int	msgsys	int|which;int|a2;int|a3;int|a4;int|a5;int|a6
171	NOSTD	int	shmsys	int|which;int|a2;int|a3;int|a4
172	RESERVED	-	#172
173	COMPAT6	ssize_t	compat6.pread	int|fd;void*|buf;size_t|nbyte;int|pad;off_t|offset
174	COMPAT6	ssize_t	compat6.pwrite	int|fd;const void*|buf;size_t|nbyte;int|pad;off_t|offset
175	STD	int	setfib	int|fibnum
176	STD	int	ntp_adjtime	struct timex*|tp
177	RESERVED	-	#177
178	RESERVED	-	#178
179	RESERVED	-	#179
180	RESERVED	-	#180
181	STD	int	setgid	gid_t|gid
182	STD	int	setegid	gid_t|egid
183	STD	int	seteuid	uid_t|euid
184	OBSOL	-	obs_lfs_bmapv
185	OBSOL	-	obs_lfs_markv
186	OBSOL	-	obs_lfs_segclean
187	OBSOL	-	obs_lfs_segwait
188	COMPAT11	int	compat11.stat	const char*|path;struct freebsd11_stat*|ub
189	COMPAT11	int	compat11.fstat	int|fd;struct freebsd11_stat*|sb
190	COMPAT11	int	compat11.lstat	const char*|path;struct freebsd11_stat*|ub
191	STD	int	pathconf	const char*|path;int|name
192	STD	int	fpathconf	int|fd;int|name
193	RESERVED	-	#193
194	STD	int	getrlimit	u_int|which;struct rlimit*|rlp
195	STD	int	setrlimit	u_int|which;struct rlimit*|rlp
196	COMPAT11	int	compat11.getdirentries	int|fd;char*|buf;u_int|count;long*|basep
197	COMPAT6	void *	compat6.mmap	void*|addr;size_t|len;int|prot;int|flags;int|fd;int|pad;off_t|pos
198	SYSMUX	int	__syscall	int64_t|number;... ...|
199	COMPAT6	off_t	compat6.lseek	int|fd;int|pad;off_t|offset;int|whence
200	COMPAT6	int	compat6.truncate	const char*|path;int|pad;off_t|length
201	COMPAT6	int	compat6.ftruncate	int|fd;int|pad;off_t|length
202	STD	int	__sysctl	int*|name;u_int|namelen;void*|old;size_t*|oldlenp;const void*|new;size_t|newlen
203	STD	int	mlock	const void*|addr;size_t|len
204	STD	int	munlock	const void*|addr;size_t|len
205	STD	int	undelete	const char*|path
206	STD	int	futimes	int|fd;const struct timeval*|tptr
207	STD	int	getpgid	pid_t|pid
208	RESERVED	-	#208
209	STD	int	poll	struct pollfd*|fds;u_int|nfds;int|timeout
210	NODEF	-	lkmnosys
211	NODEF	-	lkmnosys
212	NODEF	-	lkmnosys
213	NODEF	-	lkmnosys
214	NODEF	-	lkmnosys
215	NODEF	-	lkmnosys
216	NODEF	-	lkmnosys
217	NODEF	-	lkmnosys
218	NODEF	-	lkmnosys
219	NODEF	-	lkmnosys
220	COMPAT7	int	compat7.__semctl	int|semid;int|semnum;int|cmd;union semun_old*|arg
221	NOSTD	int	semget	key_t|key;int|nsems;int|semflg
222	NOSTD	int	semop	int|semid;struct sembuf*|sops;size_t|nsops
223	OBSOL	-	obs_semconfig
224	COMPAT7	int	compat7.msgctl	int|msqid;int|cmd;struct msqid_ds_old*|buf
225	NOSTD	int	msgget	key_t|key;int|msgflg
226	NOSTD	int	msgsnd	int|msqid;const void*|msgp;size_t|msgsz;int|msgflg
227	NOSTD	ssize_t	msgrcv	int|msqid;void*|msgp;size_t|msgsz;long|msgtyp;int|msgflg
228	NOSTD	void *	shmat	int|shmid;const void*|shmaddr;int|shmflg
229	COMPAT7	int	compat7.shmctl	int|shmid;int|cmd;struct shmid_ds_old*|buf
230	NOSTD	int	shmdt	const void*|shmaddr
231	NOSTD	int	shmget	key_t|key;size_t|size;int|shmflg
232	STD	int	clock_gettime	clockid_t|clock_id;struct timespec*|tp
233	STD	int	clock_settime	clockid_t|clock_id;const struct timespec*|tp
234	STD	int	clock_getres	clockid_t|clock_id;struct timespec*|tp
235	STD	int	ktimer_create	clockid_t|clock_id;struct sigevent*|evp;int*|timerid
236	STD	int	ktimer_delete	int|timerid
237	STD	int	ktimer_settime	int|timerid;int|flags;const struct itimerspec*|value;struct itimerspec*|ovalue
238	STD	int	ktimer_gettime	int|timerid;struct itimerspec*|value
239	STD	int	ktimer_getoverrun	int|timerid
240	STD	int	nanosleep	const struct timespec*|rqtp;struct timespec*|rmtp
241	STD	int	ffclock_getcounter	ffcounter*|ffcount
242	STD	int	ffclock_setestimate	struct ffclock_estimate*|cest
243	STD	int	ffclock_getestimate	struct ffclock_estimate*|cest
244	STD	int	clock_nanosleep	clockid_t|clock_id;int|flags;const struct timespec*|rqtp;struct timespec*|rmtp
245	RESERVED	-	#245
246	RESERVED	-	#246
247	STD	int	clock_getcpuclockid2	id_t|id;int|which;clockid_t*|clock_id
248	STD	int	ntp_gettime	struct ntptimeval*|ntvp
249	RESERVED	-	#249
250	STD	int	minherit	void*|addr;size_t|len;int|inherit
251	STD	int	rfork	int|flags
252	OBSOL	-	obs_openbsd_poll
253	STD	int	issetugid
254	STD	int	lchown	const char*|path;int|uid;int|gid
255	STD	int	aio_read	struct aiocb*|aiocbp
256	STD	int	aio_write	struct aiocb*|aiocbp
257	STD	int	lio_listio	int|mode;struct aiocb* const*|acb_list;int|nent;struct sigevent*|sig
258	RESERVED	-	#258
259	RESERVED	-	#259
260	RESERVED	-	#260
261	RESERVED	-	#261
262	RESERVED	-	#262
263	RESERVED	-	#263
264	RESERVED	-	#264
265	RESERVED	-	#265
266	RESERVED	-	#266
267	RESERVED	-	#267
268	RESERVED	-	#268
269	RESERVED	-	#269
270	RESERVED	-	#270
271	RESERVED	-	#271
272	COMPAT11	int	compat11.getdents	int|fd;char*|buf;size_t|count
273	RESERVED	-	#273
274	STD	int	lchmod	const char*|path;mode_t|mode
275	OBSOL	-	obs_netbsd_lchown
276	STD	int	lutimes	const char*|path;const struct timeval*|tptr
277	OBSOL	-	obs_netbsd_msync
278	COMPAT11	int	compat11.nstat	const char*|path;struct nstat*|ub
279	COMPAT11	int	compat11.nfstat	int|fd;struct nstat*|sb
280	COMPAT11	int	compat11.nlstat	const char*|path;struct nstat*|ub
281	RESERVED	-	#281
282	RESERVED	-	#282
283	RESERVED	-	#283
284	RESERVED	-	#284
285	RESERVED	-	#285
286	RESERVED	-	#286
287	RESERVED	-	#287
288	RESERVED	-	#288
289	STD	ssize_t	preadv	int|fd;struct iovec*|iovp;u_int|iovcnt;off_t|offset
290	STD	ssize_t	pwritev	int|fd;struct iovec*|iovp;u_int|iovcnt;off_t|offset
291	RESERVED	-	#291
292	RESERVED	-	#292
293	RESERVED	-	#293
294	RESERVED	-	#294
295	RESERVED	-	#295
296	RESERVED	-	#296
297	COMPAT4	int	compat4.fhstatfs	const struct fhandle*|u_fhp;struct ostatfs*|buf
298	STD	int	fhopen	const struct fhandle*|u_fhp;int|flags
299	COMPAT11	int	compat11.fhstat	const struct fhandle*|u_fhp;struct freebsd11_stat*|sb
300	STD	int	modnext	int|modid
301	STD	int	modstat	int|modid;struct module_stat*|stat
302	STD	int	modfnext	int|modid
303	STD	int	modfind	const char*|name
304	STD	int	kldload	const char*|file
305	STD	int	kldunload	int|fileid
306	STD	int	kldfind	const char*|file
307	STD	int	kldnext	int|fileid
308	STD	int	kldstat	int|fileid;struct kld_file_stat*|stat
309	STD	int	kldfirstmod	int|fileid
310	STD	int	getsid	pid_t|pid
311	STD	int	setresuid	uid_t|ruid;uid_t|euid;uid_t|suid
312	STD	int	setresgid	gid_t|rgid;gid_t|egid;gid_t|sgid
313	OBSOL	-	obs_signanosleep
314	STD	ssize_t	aio_return	struct aiocb*|aiocbp
315	STD	int	aio_suspend	struct aiocb* const*|aiocbp;int|nent;const struct timespec*|timeout
316	STD	int	aio_cancel	int|fd;struct aiocb*|aiocbp
317	STD	int	aio_error	struct aiocb*|aiocbp
318	COMPAT6	int	compat6.aio_read	struct oaiocb*|aiocbp
319	COMPAT6	int	compat6.aio_write	struct oaiocb*|aiocbp
320	COMPAT6	int	compat6.lio_listio	int|mode;struct oaiocb* const*|acb_list;int|nent;struct osigevent*|sig
321	STD	int	yield
322	OBSOL	-	obs_thr_sleep
323	OBSOL	-	obs_thr_wakeup
324	STD	int	mlockall	int|how
325	STD	int	munlockall
326	STD	int	__getcwd	char*|buf;size_t|buflen
327	STD	int	sched_setparam	pid_t|pid;const struct sched_param*|param
328	STD	int	sched_getparam	pid_t|pid;struct sched_param*|param
329	STD	int	sched_setscheduler	pid_t|pid;int|policy;const struct sched_param*|param
330	STD	int	sched_getscheduler	pid_t|pid
331	STD	int	sched_yield
332	STD	int	sched_get_priority_max	int|policy
333	STD	int	sched_get_priority_min	int|policy
334	STD	int	sched_rr_get_interval	pid_t|pid;struct timespec*|interval
335	STD	int	utrace	const void*|addr;size_t|len
336	COMPAT4	int	compat4.sendfile	int|fd;int|s;off_t|offset;size_t|nbytes;struct sf_hdtr*|hdtr;off_t*|sbytes;int|flags
337	STD	int	kldsym	int|fileid;int|cmd;void*|data
338	STD	int	jail	struct jail*|jail
339	NOSTD	int	nnpfs_syscall	int|operation;char*|a_pathP;int|a_opcode;void*|a_paramsP;int|a_followSymlinks
340	STD	int	sigprocmask	int|how;const sigset_t*|set;sigset_t*|oset
341	STD	int	sigsuspend	const sigset_t*|sigmask
342	COMPAT4	int	compat4.sigaction	int|sig;const struct sigaction*|act;struct sigaction*|oact
343	STD	int	sigpending	sigset_t*|set
344	COMPAT4	int	compat4.sigreturn	const struct freebsd4_ucontext*|sigcntxp
345	STD	int	sigtimedwait	const sigset_t*|set;struct siginfo*|info;const struct timespec*|timeout
346	STD	int	sigwaitinfo	const sigset_t*|set;struct siginfo*|info
347	STD	int	__acl_get_file	const char*|path;acl_type_t|type;struct acl*|aclp
348	STD	int	__acl_set_file	const char*|path;acl_type_t|type;struct acl*|aclp
349	STD	int	__acl_get_fd	int|filedes;acl_type_t|type;struct acl*|aclp
350	STD	int	__acl_set_fd	int|filedes;acl_type_t|type;struct acl*|aclp
351	STD	int	__acl_delete_file	const char*|path;acl_type_t|type
352	STD	int	__acl_delete_fd	int|filedes;acl_type_t|type
353	STD	int	__acl_aclcheck_file	const char*|path;acl_type_t|type;struct acl*|aclp
354	STD	int	__acl_aclcheck_fd	int|filedes;acl_type_t|type;struct acl*|aclp
355	STD	int	extattrctl	const char*|path;int|cmd;const char*|filename;int|attrnamespace;const char*|attrname
356	STD	ssize_t	extattr_set_file	const char*|path;int|attrnamespace;const char*|attrname;void*|data;size_t|nbytes
357	STD	ssize_t	extattr_get_file	const char*|path;int|attrnamespace;const char*|attrname;void*|data;size_t|nbytes
358	STD	int	extattr_delete_file	const char*|path;int|attrnamespace;const char*|attrname
359	STD	ssize_t	aio_waitcomplete	struct aiocb**|aiocbp;struct timespec*|timeout
360	STD	int	getresuid	uid_t*|ruid;uid_t*|euid;uid_t*|suid
361	STD	int	getresgid	gid_t*|rgid;gid_t*|egid;gid_t*|sgid
362	STD	int	kqueue
363	COMPAT11	int	compat11.kevent	int|fd;const struct freebsd11_kevent*|changelist;int|nchanges;struct freebsd11_kevent*|eventlist;int|nevents;const struct timespec*|timeout
364	OBSOL	-	obs___cap_get_proc
365	OBSOL	-	obs___cap_set_proc
366	OBSOL	-	obs___cap_get_fd
367	OBSOL	-	obs___cap_get_file
368	OBSOL	-	obs___cap_set_fd
369	OBSOL	-	obs___cap_set_file
370	RESERVED	-	#370
371	STD	ssize_t	extattr_set_fd	int|fd;int|attrnamespace;const char*|attrname;void*|data;size_t|nbytes
372	STD	ssize_t	extattr_get_fd	int|fd;int|attrnamespace;const char*|attrname;void*|data;size_t|nbytes
373	STD	int	extattr_delete_fd	int|fd;int|attrnamespace;const char*|attrname
374	STD	int	__setugid	int|flag
375	OBSOL	-	obs_nfsclnt
376	STD	int	eaccess	const char*|path;int|amode
377	NOSTD	int	afs3_syscall	long|syscall;long|parm1;long|parm2;long|parm3;long|parm4;long|parm5;long|parm6
378	STD	int	nmount	struct iovec*|iovp;unsigned int|iovcnt;int|flags
379	OBSOL	-	obs_kse_exit
380	OBSOL	-	obs_kse_wakeup
381	OBSOL	-	obs_kse_create
382	OBSOL	-	obs_kse_thr_interrupt
383	OBSOL	-	obs_kse_release
384	STD	int	__mac_get_proc	struct mac*|mac_p
385	STD	int	__mac_set_proc	struct mac*|mac_p
386	STD	int	__mac_get_fd	int|fd;struct mac*|mac_p
387	STD	int	__mac_get_file	const char*|path_p;struct mac*|mac_p
388	STD	int	__mac_set_fd	int|fd;struct mac*|mac_p
389	STD	int	__mac_set_file	const char*|path_p;struct mac*|mac_p
390	STD	int	kenv	int|what;const char*|name;char*|value;int|len
391	STD	int	lchflags	const char*|path;u_long|flags
392	STD	int	uuidgen	struct uuid*|store;int|count
393	STD	int	sendfile	int|fd;int|s;off_t|offset;size_t|nbytes;struct sf_hdtr*|hdtr;off_t*|sbytes;int|flags
394	STD	int	mac_syscall	const char*|policy;int|call;void*|arg
395	COMPAT11	int	compat11.getfsstat	struct freebsd11_statfs*|buf;long|bufsize;int|mode
396	COMPAT11	int	compat11.statfs	const char*|path;struct freebsd11_statfs*|buf
397	COMPAT11	int	compat11.fstatfs	int|fd;struct freebsd11_statfs*|buf
398	COMPAT11	int	compat11.fhstatfs	const struct fhandle*|u_fhp;struct freebsd11_statfs*|buf
399	RESERVED	-	#399
400	NOSTD	int	ksem_close	semid_t|id
401	NOSTD	int	ksem_post	semid_t|id
402	NOSTD	int	ksem_wait	semid_t|id
403	NOSTD	int	ksem_trywait	semid_t|id
404	NOSTD	int	ksem_init	semid_t*|idp;unsigned int|value
405	NOSTD	int	ksem_open	semid_t*|idp;const char*|name;int|oflag;mode_t|mode;unsigned int|value
406	NOSTD	int	ksem_unlink	const char*|name
407	NOSTD	int	ksem_getvalue	semid_t|id;int*|val
408	NOSTD	int	ksem_destroy	semid_t|id
409	STD	int	__mac_get_pid	pid_t|pid;struct mac*|mac_p
410	STD	int	__mac_get_link	const char*|path_p;struct mac*|mac_p
411	STD	int	__mac_set_link	const char*|path_p;struct mac*|mac_p
412	STD	ssize_t	extattr_set_link	const char*|path;int|attrnamespace;const char*|attrname;void*|data;size_t|nbytes
413	STD	ssize_t	extattr_get_link	const char*|path;int|attrnamespace;const char*|attrname;void*|data;size_t|nbytes
414	STD	int	extattr_delete_link	const char*|path;int|attrnamespace;const char*|attrname
415	STD	int	__mac_execve	const char*|fname;char**|argv;char**|envv;struct mac*|mac_p
416	STD	int	sigaction	int|sig;const struct sigaction*|act;struct sigaction*|oact
417	STD	int	sigreturn	const struct __ucontext*|sigcntxp
418	RESERVED	-	#418
419	RESERVED	-	#419
420	RESERVED	-	#420
421	STD	int	getcontext	struct __ucontext*|ucp
422	STD	int	setcontext	const struct __ucontext*|ucp
423	STD	int	swapcontext	struct __ucontext*|oucp;const struct __ucontext*|ucp
424	COMPAT13	int	compat13.swapoff	const char*|name
425	STD	int	__acl_get_link	const char*|path;acl_type_t|type;struct acl*|aclp
426	STD	int	__acl_set_link	const char*|path;acl_type_t|type;struct acl*|aclp
427	STD	int	__acl_delete_link	const char*|path;acl_type_t|type
428	STD	int	__acl_aclcheck_link	const char*|path;acl_type_t|type;struct acl*|aclp
429	STD	int	sigwait	const sigset_t*|set;int*|sig
430	STD	int	thr_create	ucontext_t*|ctx;long*|id;int|flags
431	STD	void	thr_exit	long*|state
432	STD	int	thr_self	long*|id
433	STD	int	thr_kill	long|id;int|sig
434	COMPAT10	int	compat10._umtx_lock	struct umtx*|umtx
435	COMPAT10	int	compat10._umtx_unlock	struct umtx*|umtx
436	STD	int	jail_attach	int|jid
437	STD	ssize_t	extattr_list_fd	int|fd;int|attrnamespace;void*|data;size_t|nbytes
438	STD	ssize_t	extattr_list_file	const char*|path;int|attrnamespace;void*|data;size_t|nbytes
439	STD	ssize_t	extattr_list_link	const char*|path;int|attrnamespace;void*|data;size_t|nbytes
440	OBSOL	-	obs_kse_switchin
441	NOSTD	int	ksem_timedwait	semid_t|id;const struct timespec*|abstime
442	STD	int	thr_suspend	const struct timespec*|timeout
443	STD	int	thr_wake	long|id
444	STD	int	kldunloadf	int|fileid;int|flags
445	STD	int	audit	const void*|record;u_int|length
446	STD	int	auditon	int|cmd;void*|data;u_int|length
447	STD	int	getauid	uid_t*|auid
448	STD	int	setauid	uid_t*|auid
449	STD	int	getaudit	struct auditinfo*|auditinfo
450	STD	int	setaudit	struct auditinfo*|auditinfo
451	STD	int	getaudit_addr	struct auditinfo_addr*|auditinfo_addr;u_int|length
452	STD	int	setaudit_addr	struct auditinfo_addr*|auditinfo_addr;u_int|length
453	STD	int	auditctl	const char*|path
454	STD	int	_umtx_op	void*|obj;int|op;u_long|val;void*|uaddr1;void*|uaddr2
455	STD	int	thr_new	struct thr_param*|param;int|param_size
456	STD	int	sigqueue	pid_t|pid;int|signum;void*|value
457	NOSTD	int	kmq_open	const char*|path;int|flags;mode_t|mode;const struct mq_attr*|attr
458	NOSTD	int	kmq_setattr	int|mqd;const struct mq_attr*|attr;struct mq_attr*|oattr
459	NOSTD	int	kmq_timedreceive	int|mqd;char*|msg_ptr;size_t|msg_len;unsigned*|msg_prio;const struct timespec*|abs_timeout
460	NOSTD	int	kmq_timedsend	int|mqd;const char*|msg_ptr;size_t|msg_len;unsigned|msg_prio;const struct timespec*|abs_timeout
461	NOSTD	int	kmq_notify	int|mqd;const struct sigevent*|sigev
462	NOSTD	int	kmq_unlink	const char*|path
463	STD	void	abort2	const char*|why;int|nargs;void**|args
464	STD	int	thr_set_name	long|id;const char*|name
465	STD	int	aio_fsync	int|op;struct aiocb*|aiocbp
466	STD	int	rtprio_thread	int|function;lwpid_t|lwpid;struct rtprio*|rtp
467	RESERVED	-	#467
468	RESERVED	-	#468
469	RESERVED	-	#469
470	RESERVED	-	#470
471	NOSTD	int	sctp_peeloff	int|sd;uint32_t|name
472	NOSTD	int	sctp_generic_sendmsg	int|sd;void*|msg;int|mlen;const struct sockaddr*|to;__socklen_t|tolen;struct sctp_sndrcvinfo*|sinfo;int|flags
473	NOSTD	int	sctp_generic_sendmsg_iov	int|sd;struct iovec*|iov;int|iovlen;const struct sockaddr*|to;__socklen_t|tolen;struct sctp_sndrcvinfo*|sinfo;int|flags
474	NOSTD	int	sctp_generic_recvmsg	int|sd;struct iovec*|iov;int|iovlen;struct sockaddr*|from;__socklen_t*|fromlenaddr;struct sctp_sndrcvinfo*|sinfo;int*|msg_flags
475	STD	ssize_t	pread	int|fd;void*|buf;size_t|nbyte;off_t|offset
476	STD	ssize_t	pwrite	int|fd;const void*|buf;size_t|nbyte;off_t|offset
477	STD	void *	mmap	void*|addr;size_t|len;int|prot;int|flags;int|fd;off_t|pos
478	STD	off_t	lseek	int|fd;off_t|offset;int|whence
479	STD	int	truncate	const char*|path;off_t|length
480	STD	int	ftruncate	int|fd;off_t|length
481	STD	int	thr_kill2	pid_t|pid;long|id;int|sig
482	COMPAT12	int	compat12.shm_open	const char*|path;int|flags;mode_t|mode
483	STD	int	shm_unlink	const char*|path
484	STD	int	cpuset	cpusetid_t*|setid
485	STD	int	cpuset_setid	cpuwhich_t|which;id_t|id;cpusetid_t|setid
486	STD	int	cpuset_getid	cpulevel_t|level;cpuwhich_t|which;id_t|id;cpusetid_t*|setid
487	STD	int	cpuset_getaffinity	cpulevel_t|level;cpuwhich_t|which;id_t|id;size_t|cpusetsize;cpuset_t*|mask
488	STD	int	cpuset_setaffinity	cpulevel_t|level;cpuwhich_t|which;id_t|id;size_t|cpusetsize;const cpuset_t*|mask
489	STD	int	faccessat	int|fd;const char*|path;int|amode;int|flag
490	STD	int	fchmodat	int|fd;const char*|path;mode_t|mode;int|flag
491	STD	int	fchownat	int|fd;const char*|path;uid_t|uid;gid_t|gid;int|flag
492	STD	int	fexecve	int|fd;char**|argv;char**|envv
493	COMPAT11	int	compat11.fstatat	int|fd;const char*|path;struct freebsd11_stat*|buf;int|flag
494	STD	int	futimesat	int|fd;const char*|path;const struct timeval*|times
495	STD	int	linkat	int|fd1;const char*|path1;int|fd2;const char*|path2;int|flag
496	STD	int	mkdirat	int|fd;const char*|path;mode_t|mode
497	STD	int	mkfifoat	int|fd;const char*|path;mode_t|mode
498	COMPAT11	int	compat11.mknodat	int|fd;const char*|path;mode_t|mode;uint32_t|dev
499	STD	int	openat	int|fd;const char*|path;int|flag;mode_t|mode
500	STD	ssize_t	readlinkat	int|fd;const char*|path;char*|buf;size_t|bufsize
501	STD	int	renameat	int|oldfd;const char*|old;int|newfd;const char*|new
502	STD	int	symlinkat	const char*|path1;int|fd;const char*|path2
503	STD	int	unlinkat	int|fd;const char*|path;int|flag
504	STD	int	posix_openpt	int|flags
505	NOSTD	int	gssd_syscall	const char*|path
506	STD	int	jail_get	struct iovec*|iovp;unsigned int|iovcnt;int|flags
507	STD	int	jail_set	struct iovec*|iovp;unsigned int|iovcnt;int|flags
508	STD	int	jail_remove	int|jid
509	COMPAT12	int	compat12.closefrom	int|lowfd
510	NOSTD	int	__semctl	int|semid;int|semnum;int|cmd;union semun*|arg
511	NOSTD	int	msgctl	int|msqid;int|cmd;struct msqid_ds*|buf
512	NOSTD	int	shmctl	int|shmid;int|cmd;struct shmid_ds*|buf
513	STD	int	lpathconf	const char*|path;int|name
514	OBSOL	-	obs_cap_new
515	STD	int	__cap_rights_get	int|version;int|fd;cap_rights_t*|rightsp
516	STD	int	cap_enter
517	STD	int	cap_getmode	u_int*|modep
518	STD	int	pdfork	int*|fdp;int|flags
519	STD	int	pdkill	int|fd;int|signum
520	STD	int	pdgetpid	int|fd;pid_t*|pidp
521	RESERVED	-	#521
522	STD	int	pselect	int|nd;fd_set*|in;fd_set*|ou;fd_set*|ex;const struct timespec*|ts;const sigset_t*|sm
523	STD	int	getloginclass	char*|namebuf;size_t|namelen
524	STD	int	setloginclass	const char*|namebuf
525	STD	int	rctl_get_racct	const void*|inbufp;size_t|inbuflen;void*|outbufp;size_t|outbuflen
526	STD	int	rctl_get_rules	const void*|inbufp;size_t|inbuflen;void*|outbufp;size_t|outbuflen
527	STD	int	rctl_get_limits	const void*|inbufp;size_t|inbuflen;void*|outbufp;size_t|outbuflen
528	STD	int	rctl_add_rule	const void*|inbufp;size_t|inbuflen;void*|outbufp;size_t|outbuflen
529	STD	int	rctl_remove_rule	const void*|inbufp;size_t|inbuflen;void*|outbufp;size_t|outbuflen
530	STD	int	posix_fallocate	int|fd;off_t|offset;off_t|len
531	STD	int	posix_fadvise	int|fd;off_t|offset;off_t|len;int|advice
532	STD	int	wait6	idtype_t|idtype;id_t|id;int*|status;int|options;struct __wrusage*|wrusage;struct siginfo*|info
533	STD	int	cap_rights_limit	int|fd;cap_rights_t*|rightsp
534	STD	int	cap_ioctls_limit	int|fd;const u_long*|cmds;size_t|ncmds
535	STD	ssize_t	cap_ioctls_get	int|fd;u_long*|cmds;size_t|maxcmds
536	STD	int	cap_fcntls_limit	int|fd;uint32_t|fcntlrights
537	STD	int	cap_fcntls_get	int|fd;uint32_t*|fcntlrightsp
538	STD	int	bindat	int|fd;int|s;const struct sockaddr*|name;__socklen_t|namelen
539	STD	int	connectat	int|fd;int|s;const struct sockaddr*|name;__socklen_t|namelen
540	STD	int	chflagsat	int|fd;const char*|path;u_long|flags;int|atflag
541	STD	int	accept4	int|s;struct sockaddr*|name;__socklen_t*|anamelen;int|flags
542	STD	int	pipe2	int*|fildes;int|flags
543	STD	int	aio_mlock	struct aiocb*|aiocbp
544	STD	int	procctl	idtype_t|idtype;id_t|id;int|com;void*|data
545	STD	int	ppoll	struct pollfd*|fds;u_int|nfds;const struct timespec*|ts;const sigset_t*|set
546	STD	int	futimens	int|fd;const struct timespec*|times
547	STD	int	utimensat	int|fd;const char*|path;const struct timespec*|times;int|flag
548	OBSOL	-	obs_numa_getaffinity
549	OBSOL	-	obs_numa_setaffinity
550	STD	int	fdatasync	int|fd
551	STD	int	fstat	int|fd;struct stat*|sb
552	STD	int	fstatat	int|fd;const char*|path;struct stat*|buf;int|flag
553	STD	int	fhstat	const struct fhandle*|u_fhp;struct stat*|sb
554	STD	ssize_t	getdirentries	int|fd;char*|buf;size_t|count;off_t*|basep
555	STD	int	statfs	const char*|path;struct statfs*|buf
556	STD	int	fstatfs	int|fd;struct statfs*|buf
557	STD	int	getfsstat	struct statfs*|buf;long|bufsize;int|mode
558	STD	int	fhstatfs	const struct fhandle*|u_fhp;struct statfs*|buf
559	STD	int	mknodat	int|fd;const char*|path;mode_t|mode;dev_t|dev
560	STD	int	kevent	int|fd;const struct kevent*|changelist;int|nchanges;struct kevent*|eventlist;int|nevents;const struct timespec*|timeout
561	STD	int	cpuset_getdomain	cpulevel_t|level;cpuwhich_t|which;id_t|id;size_t|domainsetsize;domainset_t*|mask;int*|policy
562	STD	int	cpuset_setdomain	cpulevel_t|level;cpuwhich_t|which;id_t|id;size_t|domainsetsize;domainset_t*|mask;int|policy
563	STD	int	getrandom	void*|buf;size_t|buflen;unsigned int|flags
564	STD	int	getfhat	int|fd;char*|path;struct fhandle*|fhp;int|flags
565	STD	int	fhlink	struct fhandle*|fhp;const char*|to
566	STD	int	fhlinkat	struct fhandle*|fhp;int|tofd;const char*|to
567	STD	int	fhreadlink	struct fhandle*|fhp;char*|buf;size_t|bufsize
568	STD	int	funlinkat	int|dfd;const char*|path;int|fd;int|flag
569	STD	ssize_t	copy_file_range	int|infd;off_t*|inoffp;int|outfd;off_t*|outoffp;size_t|len;unsigned int|flags
570	STD	int	__sysctlbyname	const char*|name;size_t|namelen;void*|old;size_t*|oldlenp;void*|new;size_t|newlen
571	STD	int	shm_open2	const char*|path;int|flags;mode_t|mode;int|shmflags;const char*|name
572	STD	int	shm_rename	const char*|path_from;const char*|path_to;int|flags
573	STD	int	sigfastblock	int|cmd;uint32_t*|ptr
574	STD	int	__realpathat	int|fd;const char*|path;char*|buf;size_t|size;int|flags
575	STD	int	close_range	u_int|lowfd;u_int|highfd;int|flags
576	NOSTD	int	rpctls_syscall	int|op;const char*|path
577	STD	int	__specialfd	int|type;const void*|req;size_t|len
578	STD	int	aio_writev	struct aiocb*|aiocbp
579	STD	int	aio_readv	struct aiocb*|aiocbp
580	STD	int	fspacectl	int|fd;int|cmd;const struct spacectl_range*|rqsr;int|flags;struct spacectl_range*|rmsr
581	STD	int	sched_getcpu
582	STD	int	swapoff	const char*|name;u_int|flags
583	STD	int	kqueuex	u_int|flags
584	STD	int	membarrier	int|cmd;unsigned|flags;int|cpu_id
585	STD	int	timerfd_create	int|clockid;int|flags
586	STD	int	timerfd_gettime	int|fd;struct itimerspec*|curr_value
587	STD	int	timerfd_settime	int|fd;int|flags;const struct itimerspec*|new_value;struct itimerspec*|old_value
588	STD	int	kcmp	pid_t|pid1;pid_t|pid2;int|type;uintptr_t|idx1;uintptr_t|idx2
589	STD	int	getrlimitusage	u_int|which;int|flags;rlim_t*|res
590	STD	int	fchroot	int|fd
591	STD	int	setcred	u_int|flags;const struct setcred*|wcred;size_t|size
592	STD	int	exterrctl	u_int|op;u_int|flags;void*|ptr
593	STD	int	inotify_add_watch_at	int|fd;int|dfd;const char*|path;uint32_t|mask
594	STD	int	inotify_rm_watch	int|fd;int|wd
595	STD	int	getgroups	int|gidsetsize;gid_t*|gidset
596	STD	int	setgroups	int|gidsetsize;const gid_t*|gidset
597	STD	int	jail_attach_jd	int|fd
598	STD	int	jail_remove_jd	int|fd
599	STD	int	kexec_load	uint64_t|entry;u_long|nseg;struct kexec_segment*|segments;u_long|flags
600	STD	int	pdrfork	int*|fdp;int|pdflags;int|rfflags
601	STD	int	pdwait	int|fd;int*|status;int|options;struct __wrusage*|wrusage;struct __siginfo*|info
602	STD	int	renameat2	int|oldfd;const char*|old;int|newfd;const char*|new;int|flags`
