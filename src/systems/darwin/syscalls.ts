/**
 * The system calls of Mac OS X, as text: parsed on first use. Where only the number of argument
 * words is known, it is `=n`.
 *
 * A line is number, kind, type returned, name as kdump prints it, and the arguments (`type|name`, separated by `;`),
 * separated by tabs. An argument behind `... ` is not always there.
 */
/**
 * Mac OS X 10.4 (xnu-792), the last with ktrace(2). Source: apple-oss-distributions/xnu bsd/kern/syscalls.master @
 * xnu-792.
 */
export const SYSCALLS_10_4 = `\
0	OBSOL	int	syscall
1	STD	void	exit	int|rval
2	STD	int	fork
3	STD	user_ssize_t	read	int|fd;user_addr_t|cbuf;user_size_t|nbyte
4	STD	user_ssize_t	write	int|fd;user_addr_t|cbuf;user_size_t|nbyte
5	STD	int	open	user_addr_t|path;int|flags;int|mode
6	STD	int	close	int|fd
7	STD	int	wait4	int|pid;user_addr_t|status;int|options;user_addr_t|rusage
8	OBSOL	int	#8
9	STD	int	link	user_addr_t|path;user_addr_t|link
10	STD	int	unlink	user_addr_t|path
11	OBSOL	int	#11
12	STD	int	chdir	user_addr_t|path
13	STD	int	fchdir	int|fd
14	STD	int	mknod	user_addr_t|path;int|mode;int|dev
15	STD	int	chmod	user_addr_t|path;int|mode
16	STD	int	chown	user_addr_t|path;int|uid;int|gid
17	STD	int	obreak	char *|nsize
18	STD	int	getfsstat	user_addr_t|buf;int|bufsize;int|flags
19	OBSOL	int	#19
20	STD	int	getpid
21	OBSOL	int	#21
22	OBSOL	int	#22
23	STD	int	setuid	uid_t|uid
24	STD	int	getuid
25	STD	int	geteuid
26	STD	int	ptrace	int|req;pid_t|pid;caddr_t|addr;int|data
27	STD	int	recvmsg	int|s;struct msghdr *|msg;int|flags
28	STD	int	sendmsg	int|s;caddr_t|msg;int|flags
29	STD	int	recvfrom	int|s;void *|buf;size_t|len;int|flags;struct sockaddr *|from;int *|fromlenaddr
30	STD	int	accept	int|s;caddr_t|name;socklen_t *|anamelen
31	STD	int	getpeername	int|fdes;caddr_t|asa;socklen_t *|alen
32	STD	int	getsockname	int|fdes;caddr_t|asa;socklen_t *|alen
33	STD	int	access	user_addr_t|path;int|flags
34	STD	int	chflags	char *|path;int|flags
35	STD	int	fchflags	int|fd;int|flags
36	STD	int	sync
37	STD	int	kill	int|pid;int|signum
38	OBSOL	int	#38
39	STD	int	getppid
40	OBSOL	int	#40
41	STD	int	dup	u_int|fd
42	STD	int	pipe
43	STD	int	getegid
44	STD	int	profil	short *|bufbase;size_t|bufsize;u_long|pcoffset;u_int|pcscale
45	STD	int	ktrace	const char *|fname;int|ops;int|facs;int|pid
46	STD	int	sigaction	int|signum;struct __sigaction *|nsa;struct sigaction *|osa
47	STD	int	getgid
48	STD	int	sigprocmask	int|how;user_addr_t|mask;user_addr_t|omask
49	STD	int	getlogin	char *|namebuf;u_int|namelen
50	STD	int	setlogin	char *|namebuf
51	STD	int	acct	char *|path
52	STD	int	sigpending	struct sigvec *|osv
53	STD	int	sigaltstack	struct sigaltstack *|nss;struct sigaltstack *|oss
54	STD	int	ioctl	int|fd;u_long|com;caddr_t|data
55	STD	int	reboot	int|opt;char *|command
56	STD	int	revoke	char *|path
57	STD	int	symlink	char *|path;char *|link
58	STD	int	readlink	char *|path;char *|buf;int|count
59	STD	int	execve	char *|fname;char **|argp;char **|envp
60	STD	int	umask	int|newmask
61	STD	int	chroot	user_addr_t|path
62	OBSOL	int	#62
63	OBSOL	int	#63
64	OBSOL	int	#64
65	STD	int	msync	caddr_t|addr;size_t|len;int|flags
66	STD	int	vfork
67	OBSOL	int	#67
68	OBSOL	int	#68
69	STD	int	sbrk	int|incr
70	STD	int	sstk	int|incr
71	OBSOL	int	#71
72	STD	int	ovadvise
73	STD	int	munmap	caddr_t|addr;size_t|len
74	STD	int	mprotect	caddr_t|addr;size_t|len;int|prot
75	STD	int	madvise	caddr_t|addr;size_t|len;int|behav
76	OBSOL	int	#76
77	OBSOL	int	#77
78	STD	int	mincore	user_addr_t|addr;user_size_t|len;user_addr_t|vec
79	STD	int	getgroups	u_int|gidsetsize;gid_t *|gidset
80	STD	int	setgroups	u_int|gidsetsize;gid_t *|gidset
81	STD	int	getpgrp
82	STD	int	setpgid	int|pid;int|pgid
83	STD	int	setitimer	u_int|which;struct itimerval *|itv;struct itimerval *|oitv
84	OBSOL	int	#84
85	STD	int	swapon
86	STD	int	getitimer	u_int|which;struct itimerval *|itv
87	OBSOL	int	#87
88	OBSOL	int	#88
89	STD	int	getdtablesize
90	STD	int	dup2	u_int|from;u_int|to
91	OBSOL	int	#91
92	STD	int	fcntl	int|fd;int|cmd;long|arg
93	STD	int	select	int|nd;u_int32_t *|in;u_int32_t *|ou;u_int32_t *|ex;struct timeval *|tv
94	OBSOL	int	#94
95	STD	int	fsync	int|fd
96	STD	int	setpriority	int|which;int|who;int|prio
97	STD	int	socket	int|domain;int|type;int|protocol
98	STD	int	connect	int|s;caddr_t|name;socklen_t|namelen
99	OBSOL	int	#99
100	STD	int	getpriority	int|which;int|who
101	OBSOL	int	#101
102	OBSOL	int	#102
103	OBSOL	int	sigreturn
104	STD	int	bind	int|s;caddr_t|name;socklen_t|namelen
105	STD	int	setsockopt	int|s;int|level;int|name;caddr_t|val;socklen_t|valsize
106	STD	int	listen	int|s;int|backlog
107	OBSOL	int	#107
108	OBSOL	int	#108
109	OBSOL	int	#109
110	OBSOL	int	#110
111	STD	int	sigsuspend	sigset_t|mask
112	OBSOL	int	#112
113	OBSOL	int	#113
114	OBSOL	int	#114
115	OBSOL	int	#115
116	STD	int	gettimeofday	struct timeval *|tp;struct timezone *|tzp
117	STD	int	getrusage	int|who;struct rusage *|rusage
118	STD	int	getsockopt	int|s;int|level;int|name;caddr_t|val;socklen_t *|avalsize
119	OBSOL	int	#119
120	STD	user_ssize_t	readv	int|fd;struct iovec *|iovp;u_int|iovcnt
121	STD	user_ssize_t	writev	int|fd;struct iovec *|iovp;u_int|iovcnt
122	STD	int	settimeofday	struct timeval *|tv;struct timezone *|tzp
123	STD	int	fchown	int|fd;int|uid;int|gid
124	STD	int	fchmod	int|fd;int|mode
125	OBSOL	int	#125
126	OBSOL	int	#126
127	OBSOL	int	#127
128	STD	int	rename	char *|from;char *|to
129	OBSOL	int	#129
130	OBSOL	int	#130
131	STD	int	flock	int|fd;int|how
132	STD	int	mkfifo	user_addr_t|path;int|mode
133	STD	int	sendto	int|s;caddr_t|buf;size_t|len;int|flags;caddr_t|to;socklen_t|tolen
134	STD	int	shutdown	int|s;int|how
135	STD	int	socketpair	int|domain;int|type;int|protocol;int *|rsv
136	STD	int	mkdir	user_addr_t|path;int|mode
137	STD	int	rmdir	char *|path
138	STD	int	utimes	char *|path;struct timeval *|tptr
139	STD	int	futimes	int|fd;struct timeval *|tptr
140	STD	int	adjtime	struct timeval *|delta;struct timeval *|olddelta
141	OBSOL	int	#141
142	OBSOL	int	#142
143	OBSOL	int	#143
144	OBSOL	int	#144
145	OBSOL	int	#145
146	OBSOL	int	#146
147	STD	int	setsid
148	OBSOL	int	#148
149	OBSOL	int	#149
150	OBSOL	int	#150
151	STD	int	getpgid	pid_t|pid
152	STD	int	setprivexec	int|flag
153	STD	user_ssize_t	pread	int|fd;user_addr_t|buf;user_size_t|nbyte;off_t|offset
154	STD	user_ssize_t	pwrite	int|fd;user_addr_t|buf;user_size_t|nbyte;off_t|offset
155	STD	int	#155	int|flag;caddr_t|argp
156	OBSOL	int	#156
157	STD	int	statfs	char *|path;struct statfs *|buf
158	STD	int	fstatfs	int|fd;struct statfs *|buf
159	STD	int	unmount	user_addr_t|path;int|flags
160	OBSOL	int	#160
161	STD	int	#161	char *|fname;fhandle_t *|fhp
162	OBSOL	int	#162
163	OBSOL	int	#163
164	OBSOL	int	#164
165	STD	int	quotactl	char *|path;int|cmd;int|uid;caddr_t|arg
166	OBSOL	int	#166
167	STD	int	mount	char *|type;char *|path;int|flags;caddr_t|data
168	OBSOL	int	#168
169	OBSOL	int	#169
170	STD	int	table
171	OBSOL	int	#171
172	OBSOL	int	#172
173	STD	int	waitid	idtype_t|idtype;id_t|id;siginfo_t *|infop;int|options
174	OBSOL	int	#174
175	OBSOL	int	#175
176	STD	int	add_profil	short *|bufbase;size_t|bufsize;u_long|pcoffset;u_int|pcscale
177	OBSOL	int	#177
178	OBSOL	int	#178
179	OBSOL	int	#179
180	STD	int	kdebug_trace	int|code;int|arg1;int|arg2;int|arg3;int|arg4;int|arg5
181	STD	int	setgid	gid_t|gid
182	STD	int	setegid	gid_t|egid
183	STD	int	seteuid	uid_t|euid
184	STD	int	#184	struct ucontext *|uctx;int|infostyle
185	OBSOL	int	#185
186	OBSOL	int	#186
187	OBSOL	int	#187
188	STD	int	stat	user_addr_t|path;user_addr_t|ub
189	STD	int	fstat	int|fd;user_addr_t|ub
190	STD	int	lstat	user_addr_t|path;user_addr_t|ub
191	STD	int	pathconf	char *|path;int|name
192	STD	int	fpathconf	int|fd;int|name
193	STD	int	#193	user_addr_t|buf;user_long_t|bufsize;int|flags
194	STD	int	getrlimit	u_int|which;struct rlimit *|rlp
195	STD	int	setrlimit	u_int|which;struct rlimit *|rlp
196	STD	int	getdirentries	int|fd;char *|buf;u_int|count;long *|basep
197	STD	user_addr_t	mmap	caddr_t|addr;size_t|len;int|prot;int|flags;int|fd;off_t|pos
198	OBSOL	int	#198
199	STD	off_t	lseek	int|fd;off_t|offset;int|whence
200	STD	int	truncate	char *|path;off_t|length
201	STD	int	ftruncate	int|fd;off_t|length
202	STD	int	__sysctl	int *|name;u_int|namelen;void *|old;size_t *|oldlenp;void *|new;size_t|newlen
203	STD	int	mlock	caddr_t|addr;size_t|len
204	STD	int	munlock	caddr_t|addr;size_t|len
205	STD	int	undelete	user_addr_t|path
206	STD	int	ATsocket	int|proto
207	STD	int	ATgetmsg	int|fd;void *|ctlptr;void *|datptr;int *|flags
208	STD	int	ATputmsg	int|fd;void *|ctlptr;void *|datptr;int|flags
209	STD	int	ATPsndreq	int|fd;unsigned char *|buf;int|len;int|nowait
210	STD	int	ATPsndrsp	int|fd;unsigned char *|respbuff;int|resplen;int|datalen
211	STD	int	ATPgetreq	int|fd;unsigned char *|buf;int|buflen
212	STD	int	ATPgetrsp	int|fd;unsigned char *|bdsp
213	OBSOL	int	#213
214	STD	int	kqueue_from_portset_np	int|portset
215	STD	int	kqueue_portset_np	int|fd
216	STD	int	mkcomplex	const char *|path;mode_t|mode;u_long|type
217	STD	int	statv	const char *|path;struct vstat *|vsb
218	STD	int	lstatv	const char *|path;struct vstat *|vsb
219	STD	int	fstatv	int|fd;struct vstat *|vsb
220	STD	int	getattrlist	const char *|path;struct attrlist *|alist;void *|attributeBuffer;size_t|bufferSize;u_long|options
221	STD	int	setattrlist	const char *|path;struct attrlist *|alist;void *|attributeBuffer;size_t|bufferSize;u_long|options
222	STD	int	getdirentriesattr	int|fd;struct attrlist *|alist;void *|buffer;size_t|buffersize;u_long *|count;u_long *|basep;u_long *|newstate;u_long|options
223	STD	int	exchangedata	const char *|path1;const char *|path2;u_long|options
224	STD	int	#224	const char *|path;uid_t|userid;gid_t *|groups;int|ngroups;int|accessrequired;u_long|options
225	STD	int	searchfs	const char *|path;struct fssearchblock *|searchblock;u_long *|nummatches;u_long|scriptcode;u_long|options;struct searchstate *|state
226	STD	int	delete	user_addr_t|path
227	STD	int	copyfile	char *|from;char *|to;int|mode;int|flags
228	OBSOL	int	#228
229	OBSOL	int	#229
230	STD	int	poll	struct pollfd *|fds;u_int|nfds;int|timeout
231	STD	int	watchevent	struct eventreq *|u_req;int|u_eventmask
232	STD	int	waitevent	struct eventreq *|u_req;struct timeval *|tv
233	STD	int	modwatch	struct eventreq *|u_req;int|u_eventmask
234	STD	user_ssize_t	getxattr	user_addr_t|path;user_addr_t|attrname;user_addr_t|value;size_t|size;uint32_t|position;int|options
235	STD	user_ssize_t	fgetxattr	int|fd;user_addr_t|attrname;user_addr_t|value;size_t|size;uint32_t|position;int|options
236	STD	int	setxattr	user_addr_t|path;user_addr_t|attrname;user_addr_t|value;size_t|size;uint32_t|position;int|options
237	STD	int	fsetxattr	int|fd;user_addr_t|attrname;user_addr_t|value;size_t|size;uint32_t|position;int|options
238	STD	int	removexattr	user_addr_t|path;user_addr_t|attrname;int|options
239	STD	int	fremovexattr	int|fd;user_addr_t|attrname;int|options
240	STD	user_ssize_t	listxattr	user_addr_t|path;user_addr_t|namebuf;size_t|bufsize;int|options
241	STD	user_ssize_t	flistxattr	int|fd;user_addr_t|namebuf;size_t|bufsize;int|options
242	STD	int	fsctl	const char *|path;u_long|cmd;caddr_t|data;u_long|options
243	STD	int	#243	u_int|gidsetsize;gid_t *|gidset;int|gmuid
244	OBSOL	int	#244
245	OBSOL	int	#245
246	OBSOL	int	#246
247	STD	int	#247	int|flag;caddr_t|argp
248	STD	int	#248	const struct fhandle *|u_fhp;int|flags
249	OBSOL	int	#249
250	STD	int	minherit	void *|addr;size_t|len;int|inherit
251	STD	int	semsys	u_int|which;int|a2;int|a3;int|a4;int|a5
252	STD	int	msgsys	u_int|which;int|a2;int|a3;int|a4;int|a5
253	STD	int	shmsys	u_int|which;int|a2;int|a3;int|a4
254	STD	int	semctl	int|semid;int|semnum;int|cmd;semun_t|arg
255	STD	int	semget	key_t|key;int|nsems;int|semflg
256	STD	int	semop	int|semid;struct sembuf *|sops;int|nsops
257	STD	int	#257	semconfig_ctl_t|flag
258	STD	int	msgctl	int|msqid;int|cmd;struct msqid_ds *|buf
259	STD	int	msgget	key_t|key;int|msgflg
260	STD	int	msgsnd	int|msqid;void *|msgp;size_t|msgsz;int|msgflg
261	STD	user_ssize_t	msgrcv	int|msqid;void *|msgp;size_t|msgsz;long|msgtyp;int|msgflg
262	STD	int	shmat	int|shmid;void *|shmaddr;int|shmflg
263	STD	int	shmctl	int|shmid;int|cmd;struct shmid_ds *|buf
264	STD	int	shmdt	void *|shmaddr
265	STD	int	shmget	key_t|key;size_t|size;int|shmflg
266	STD	int	shm_open	const char *|name;int|oflag;int|mode
267	STD	int	shm_unlink	const char *|name
268	STD	user_addr_t	sem_open	const char *|name;int|oflag;int|mode;int|value
269	STD	int	sem_close	sem_t *|sem
270	STD	int	sem_unlink	const char *|name
271	STD	int	sem_wait	sem_t *|sem
272	STD	int	sem_trywait	sem_t *|sem
273	STD	int	sem_post	sem_t *|sem
274	STD	int	sem_getvalue	sem_t *|sem;int *|sval
275	STD	int	sem_init	sem_t *|sem;int|phsared;u_int|value
276	STD	int	sem_destroy	sem_t *|sem
277	STD	int	open_extended	user_addr_t|path;int|flags;uid_t|uid;gid_t|gid;int|mode;user_addr_t|xsecurity
278	STD	int	umask_extended	int|newmask;user_addr_t|xsecurity
279	STD	int	stat_extended	user_addr_t|path;user_addr_t|ub;user_addr_t|xsecurity;user_addr_t|xsecurity_size
280	STD	int	lstat_extended	user_addr_t|path;user_addr_t|ub;user_addr_t|xsecurity;user_addr_t|xsecurity_size
281	STD	int	fstat_extended	int|fd;user_addr_t|ub;user_addr_t|xsecurity;user_addr_t|xsecurity_size
282	STD	int	chmod_extended	user_addr_t|path;uid_t|uid;gid_t|gid;int|mode;user_addr_t|xsecurity
283	STD	int	fchmod_extended	int|fd;uid_t|uid;gid_t|gid;int|mode;user_addr_t|xsecurity
284	STD	int	access_extended	user_addr_t|entries;size_t|size;user_addr_t|results;uid_t|uid
285	STD	int	settid	uid_t|uid;gid_t|gid
286	STD	int	gettid	uid_t *|uidp;gid_t *|gidp
287	STD	int	setsgroups	int|setlen;user_addr_t|guidset
288	STD	int	getsgroups	user_addr_t|setlen;user_addr_t|guidset
289	STD	int	setwgroups	int|setlen;user_addr_t|guidset
290	STD	int	getwgroups	user_addr_t|setlen;user_addr_t|guidset
291	STD	int	mkfifo_extended	user_addr_t|path;uid_t|uid;gid_t|gid;int|mode;user_addr_t|xsecurity
292	STD	int	mkdir_extended	user_addr_t|path;uid_t|uid;gid_t|gid;int|mode;user_addr_t|xsecurity
293	STD	int	identitysvc	int|opcode;user_addr_t|message
294	OBSOL	int	#294
295	OBSOL	int	#295
296	STD	int	load_shared_file	char *|filename;caddr_t|mfa;u_long|mfs;caddr_t *|ba;int|map_cnt;sf_mapping_t *|mappings;int *|flags
297	STD	int	reset_shared_file	caddr_t *|ba;int|map_cnt;sf_mapping_t *|mappings
298	STD	int	new_system_shared_regions
299	STD	int	shared_region_map_file_np	int|fd;uint32_t|mappingCount;user_addr_t|mappings;user_addr_t|slide_p
300	STD	int	shared_region_make_private_np	uint32_t|rangeCount;user_addr_t|ranges
301	OBSOL	int	#301
302	OBSOL	int	#302
303	OBSOL	int	#303
304	OBSOL	int	#304
305	OBSOL	int	#305
306	OBSOL	int	#306
307	OBSOL	int	#307
308	OBSOL	int	#308
309	OBSOL	int	#309
310	STD	int	getsid	pid_t|pid
311	STD	int	#311	pid_t|pid;int|assume
312	OBSOL	int	#312
313	STD	int	aio_fsync	int|op;user_addr_t|aiocbp
314	STD	user_ssize_t	aio_return	user_addr_t|aiocbp
315	STD	int	aio_suspend	user_addr_t|aiocblist;int|nent;user_addr_t|timeoutp
316	STD	int	aio_cancel	int|fd;user_addr_t|aiocbp
317	STD	int	aio_error	user_addr_t|aiocbp
318	STD	int	aio_read	user_addr_t|aiocbp
319	STD	int	aio_write	user_addr_t|aiocbp
320	STD	int	lio_listio	int|mode;user_addr_t|aiocblist;int|nent;user_addr_t|sigp
321	OBSOL	int	#321
322	OBSOL	int	#322
323	OBSOL	int	#323
324	STD	int	mlockall	int|how
325	STD	int	munlockall	int|how
326	OBSOL	int	#326
327	STD	int	issetugid
328	STD	int	__pthread_kill	int|thread_port;int|sig
329	STD	int	pthread_sigmask	int|how;user_addr_t|set;user_addr_t|oset
330	STD	int	sigwait	user_addr_t|set;user_addr_t|sig
331	STD	int	__disable_threadsignal	int|value
332	STD	int	__pthread_markcancel	int|thread_port
333	STD	int	__pthread_canceled	int|action
334	STD	int	__semwait_signal	int|cond_sem;int|mutex_sem;int|timeout;int|relative;time_t|tv_sec;int32_t|tv_nsec
335	STD	int	utrace	const void *|addr;size_t|len
336	OBSOL	int	#336
337	OBSOL	int	#337
338	OBSOL	int	#338
339	OBSOL	int	#339
340	OBSOL	int	#340
341	OBSOL	int	#341
342	OBSOL	int	#342
343	OBSOL	int	#343
344	OBSOL	int	#344
345	OBSOL	int	#345
346	OBSOL	int	#346
347	OBSOL	int	#347
348	OBSOL	int	#348
349	OBSOL	int	#349
350	STD	int	audit	void *|record;int|length
351	STD	int	auditon	int|cmd;void *|data;int|length
352	OBSOL	int	#352
353	STD	int	getauid	au_id_t *|auid
354	STD	int	setauid	au_id_t *|auid
355	STD	int	getaudit	struct auditinfo *|auditinfo
356	STD	int	setaudit	struct auditinfo *|auditinfo
357	STD	int	getaudit_addr	struct auditinfo_addr *|auditinfo_addr;int|length
358	STD	int	setaudit_addr	struct auditinfo_addr *|auditinfo_addr;int|length
359	STD	int	auditctl	char *|path
360	OBSOL	int	#360
361	OBSOL	int	#361
362	STD	int	kqueue
363	STD	int	kevent	int|fd;const struct kevent *|changelist;int|nchanges;struct kevent *|eventlist;int|nevents;const struct timespec *|timeout
364	STD	int	lchown	user_addr_t|path;uid_t|owner;gid_t|group
365	OBSOL	int	#365
366	OBSOL	int	#366
367	OBSOL	int	#367
368	OBSOL	int	#368
369	OBSOL	int	#369`

/** Mac OS X 10.3 (xnu-517). Source: apple-oss-distributions/xnu bsd/kern/init_sysent.c @ xnu-517. */
export const SYSCALLS_10_3 = `\
0	STD	-	syscall	=0
1	STD	-	exit	=1
2	STD	-	fork	=0
3	STD	-	read	=3
4	STD	-	write	=3
5	STD	-	open	=3
6	STD	-	close	=1
7	STD	-	wait4	=4
8	COMPAT	-	creat	=2
9	STD	-	link	=2
10	STD	-	unlink	=1
11	UNIMPL	-	nosys	=0
12	STD	-	chdir	=1
13	STD	-	fchdir	=1
14	STD	-	mknod	=3
15	STD	-	chmod	=2
16	STD	-	chown	=3
17	STD	-	obreak	=1
18	STD	-	ogetfsstat	=3
19	COMPAT	-	lseek	=3
20	STD	-	getpid	=0
21	UNIMPL	-	nosys	=0
22	UNIMPL	-	nosys	=0
23	STD	-	setuid	=1
24	STD	-	getuid	=0
25	STD	-	geteuid	=0
26	STD	-	ptrace	=4
27	STD	-	recvmsg	=3
28	STD	-	sendmsg	=3
29	STD	-	recvfrom	=6
30	STD	-	accept	=3
31	STD	-	getpeername	=3
32	STD	-	getsockname	=3
33	STD	-	access	=2
34	STD	-	chflags	=2
35	STD	-	fchflags	=2
36	STD	-	sync	=0
37	STD	-	kill	=2
38	COMPAT	-	stat	=2
39	STD	-	getppid	=0
40	COMPAT	-	lstat	=2
41	STD	-	dup	=1
42	STD	-	pipe	=0
43	STD	-	getegid	=0
44	STD	-	profil	=4
45	STD	-	ktrace	=4
46	STD	-	sigaction	=3
47	STD	-	getgid	=0
48	STD	-	sigprocmask	=3
49	STD	-	getlogin	=2
50	STD	-	setlogin	=1
51	STD	-	acct	=1
52	STD	-	sigpending	=1
53	STD	-	sigaltstack	=2
54	STD	-	ioctl	=3
55	STD	-	reboot	=2
56	STD	-	revoke	=1
57	STD	-	symlink	=2
58	STD	-	readlink	=3
59	STD	-	execve	=3
60	STD	-	umask	=1
61	STD	-	chroot	=1
62	COMPAT	-	fstat	=2
63	UNIMPL	-	nosys	=0
64	COMPAT	-	getpagesize	=0
65	STD	-	msync	=3
66	STD	-	vfork	=0
67	UNIMPL	-	nosys	=0
68	UNIMPL	-	nosys	=0
69	STD	-	sbrk	=1
70	STD	-	sstk	=1
71	COMPAT	-	smmap	=6
72	STD	-	ovadvise	=1
73	STD	-	munmap	=2
74	STD	-	mprotect	=3
75	STD	-	madvise	=3
76	UNIMPL	-	nosys	=0
77	UNIMPL	-	nosys	=0
78	STD	-	mincore	=3
79	STD	-	getgroups	=2
80	STD	-	setgroups	=2
81	STD	-	getpgrp	=0
82	STD	-	setpgid	=2
83	STD	-	setitimer	=3
84	COMPAT	-	wait	=1
85	STD	-	swapon	=1
86	STD	-	getitimer	=2
87	COMPAT	-	gethostname	=2
88	COMPAT	-	sethostname	=2
89	STD	-	getdtablesize	=0
90	STD	-	dup2	=2
91	UNIMPL	-	nosys	=0
92	STD	-	fcntl	=3
93	STD	-	select	=5
94	UNIMPL	-	nosys	=0
95	STD	-	fsync	=1
96	STD	-	setpriority	=3
97	STD	-	socket	=3
98	STD	-	connect	=3
99	STD	-	accept	=3
100	STD	-	getpriority	=2
101	STD	-	send	=4
102	STD	-	recv	=4
103	STD	-	osigreturn	=1
104	STD	-	bind	=3
105	STD	-	setsockopt	=5
106	STD	-	listen	=2
107	UNIMPL	-	nosys	=0
108	COMPAT	-	sigvec	=3
109	COMPAT	-	sigblock	=1
110	COMPAT	-	sigsetmask	=1
111	STD	-	sigsuspend	=1
112	COMPAT	-	sigstack	=2
113	STD	-	recvmsg	=3
114	STD	-	sendmsg	=3
115	UNIMPL	-	nosys	=0
116	STD	-	ppc_gettimeofday	=2
117	STD	-	getrusage	=2
118	STD	-	getsockopt	=5
119	UNIMPL	-	nosys	=0
120	STD	-	readv	=3
121	STD	-	writev	=3
122	STD	-	settimeofday	=2
123	STD	-	fchown	=3
124	STD	-	fchmod	=2
125	STD	-	recvfrom	=6
126	COMPAT	-	setreuid	=2
127	COMPAT	-	setregid	=2
128	STD	-	rename	=2
129	COMPAT	-	truncate	=2
130	COMPAT	-	ftruncate	=2
131	STD	-	flock	=2
132	STD	-	mkfifo	=2
133	STD	-	sendto	=6
134	STD	-	shutdown	=2
135	STD	-	socketpair	=4
136	STD	-	mkdir	=2
137	STD	-	rmdir	=1
138	STD	-	utimes	=2
139	STD	-	futimes	=2
140	STD	-	adjtime	=2
141	STD	-	getpeername	=3
142	COMPAT	-	gethostid	=0
143	UNIMPL	-	nosys	=0
144	COMPAT	-	getrlimit	=2
145	COMPAT	-	setrlimit	=2
146	COMPAT	-	killpg	=2
147	STD	-	setsid	=0
148	UNIMPL	-	nosys	=0
149	UNIMPL	-	nosys	=0
150	STD	-	getsockname	=3
151	STD	-	getpgid	=1
152	STD	-	setprivexec	=1
153	STD	-	pread	=6
154	STD	-	pwrite	=6
155	STD	-	nfssvc	=2
156	COMPAT	-	getdirentries	=4
157	STD	-	statfs	=2
158	STD	-	fstatfs	=2
159	STD	-	unmount	=2
160	UNIMPL	-	nosys	=0
161	STD	-	getfh	=2
162	COMPAT	-	getdomainname	=2
163	COMPAT	-	setdomainname	=2
164	UNIMPL	-	nosys	=0
165	STD	-	quotactl	=4
166	UNIMPL	-	nosys	=0
167	STD	-	mount	=4
168	UNIMPL	-	nosys	=0
169	UNIMPL	-	nosys	=0
170	UNIMPL	-	nosys	=0
171	COMPAT	-	wait3	=3
172	UNIMPL	-	nosys	=0
173	UNIMPL	-	nosys	=0
174	UNIMPL	-	nosys	=0
175	UNIMPL	-	nosys	=0
176	STD	-	add_profil	=4
177	UNIMPL	-	nosys	=0
178	UNIMPL	-	nosys	=0
179	UNIMPL	-	nosys	=0
180	STD	-	kdebug_trace	=6
181	STD	-	setgid	=1
182	STD	-	setegid	=1
183	STD	-	seteuid	=1
184	STD	-	sigreturn	=2
185	UNIMPL	-	nosys	=0
186	UNIMPL	-	nosys	=0
187	UNIMPL	-	nosys	=0
188	STD	-	stat	=2
189	STD	-	fstat	=2
190	STD	-	lstat	=2
191	STD	-	pathconf	=2
192	STD	-	fpathconf	=2
193	STD	-	getfsstat	=3
194	STD	-	getrlimit	=2
195	STD	-	setrlimit	=2
196	STD	-	getdirentries	=4
197	STD	-	mmap	=8
198	UNIMPL	-	nosys	=0
199	STD	-	lseek	=5
200	STD	-	truncate	=4
201	STD	-	ftruncate	=4
202	STD	-	__sysctl	=6
203	STD	-	mlock	=2
204	STD	-	munlock	=2
205	STD	-	undelete	=1
206	STD	-	ATsocket	=1
207	STD	-	ATgetmsg	=4
208	STD	-	ATputmsg	=4
209	STD	-	ATPsndreq	=4
210	STD	-	ATPsndrsp	=4
211	STD	-	ATPgetreq	=3
212	STD	-	ATPgetrsp	=2
213	UNIMPL	-	nosys	=0
214	STD	-	kqueue_from_portset_np	=1
215	STD	-	kqueue_portset_np	=1
216	UNIMPL	-	nosys	=3
217	UNIMPL	-	nosys	=2
218	UNIMPL	-	nosys	=2
219	UNIMPL	-	nosys	=2
220	STD	-	getattrlist	=5
221	STD	-	setattrlist	=5
222	STD	-	getdirentriesattr	=8
223	STD	-	exchangedata	=3
224	STD	-	checkuseraccess	=6
225	STD	-	searchfs	=6
226	STD	-	delete	=1
227	STD	-	copyfile	=6
228	UNIMPL	-	nosys	=0
229	UNIMPL	-	nosys	=0
230	UNIMPL	-	nosys	=0
231	STD	-	watchevent	=2
232	STD	-	waitevent	=2
233	STD	-	modwatch	=2
234	UNIMPL	-	nosys	=0
235	UNIMPL	-	nosys	=0
236	UNIMPL	-	nosys	=0
237	UNIMPL	-	nosys	=0
238	UNIMPL	-	nosys	=0
239	UNIMPL	-	nosys	=0
240	UNIMPL	-	nosys	=0
241	UNIMPL	-	nosys	=0
242	STD	-	fsctl	=4
243	UNIMPL	-	nosys	=0
244	UNIMPL	-	nosys	=0
245	UNIMPL	-	nosys	=0
246	UNIMPL	-	nosys	=0
247	STD	-	nfsclnt	=2
248	STD	-	fhopen	=2
249	UNIMPL	-	nosys	=0
250	STD	-	minherit	=3
251	STD	-	semsys	=5
252	STD	-	msgsys	=6
253	STD	-	shmsys	=4
254	STD	-	semctl	=4
255	STD	-	semget	=3
256	STD	-	semop	=3
257	STD	-	semconfig	=1
258	STD	-	msgctl	=3
259	STD	-	msgget	=2
260	STD	-	msgsnd	=4
261	STD	-	msgrcv	=5
262	STD	-	shmat	=3
263	STD	-	shmctl	=3
264	STD	-	shmdt	=1
265	STD	-	shmget	=3
266	STD	-	shm_open	=3
267	STD	-	shm_unlink	=1
268	STD	-	sem_open	=4
269	STD	-	sem_close	=1
270	STD	-	sem_unlink	=1
271	STD	-	sem_wait	=1
272	STD	-	sem_trywait	=1
273	STD	-	sem_post	=1
274	STD	-	sem_getvalue	=2
275	STD	-	sem_init	=3
276	STD	-	sem_destroy	=1
277	UNIMPL	-	nosys	=0
278	UNIMPL	-	nosys	=0
279	UNIMPL	-	nosys	=0
280	UNIMPL	-	nosys	=0
281	UNIMPL	-	nosys	=0
282	UNIMPL	-	nosys	=0
283	UNIMPL	-	nosys	=0
284	UNIMPL	-	nosys	=0
285	UNIMPL	-	nosys	=0
286	UNIMPL	-	nosys	=0
287	UNIMPL	-	nosys	=0
288	UNIMPL	-	nosys	=0
289	STD	-	fmod_watch_enable	=1
290	STD	-	fmod_watch	=4
291	UNIMPL	-	nosys	=0
292	UNIMPL	-	nosys	=0
293	UNIMPL	-	nosys	=0
294	UNIMPL	-	nosys	=0
295	UNIMPL	-	nosys	=0
296	STD	-	load_shared_file	=7
297	STD	-	reset_shared_file	=3
298	STD	-	new_system_shared_regions	=0
299	UNIMPL	-	nosys	=0
300	UNIMPL	-	nosys	=0
301	UNIMPL	-	nosys	=0
302	UNIMPL	-	nosys	=0
303	UNIMPL	-	nosys	=0
304	UNIMPL	-	nosys	=0
305	UNIMPL	-	nosys	=0
306	UNIMPL	-	nosys	=0
307	UNIMPL	-	nosys	=0
308	UNIMPL	-	nosys	=0
309	UNIMPL	-	nosys	=0
310	STD	-	getsid	=1
311	UNIMPL	-	nosys	=0
312	UNIMPL	-	nosys	=0
313	STD	-	aio_fsync	=1
314	STD	-	aio_return	=1
315	STD	-	aio_suspend	=3
316	STD	-	aio_cancel	=2
317	STD	-	aio_error	=1
318	STD	-	aio_read	=1
319	STD	-	aio_write	=1
320	STD	-	lio_listio	=4
321	UNIMPL	-	nosys	=0
322	UNIMPL	-	nosys	=0
323	UNIMPL	-	nosys	=0
324	STD	-	mlockall	=1
325	STD	-	munlockall	=1
326	UNIMPL	-	nosys	=0
327	STD	-	issetugid	=0
328	STD	-	__pthread_kill	=2
329	STD	-	pthread_sigmask	=3
330	STD	-	sigwait	=2
331	STD	-	__disable_threadsignal	=1
332	UNIMPL	-	nosys	=0
333	UNIMPL	-	nosys	=0
334	UNIMPL	-	nosys	=0
335	STD	-	utrace	=2
336	UNIMPL	-	nosys	=0
337	UNIMPL	-	nosys	=0
338	UNIMPL	-	nosys	=0
339	UNIMPL	-	nosys	=0
340	UNIMPL	-	nosys	=0
341	UNIMPL	-	nosys	=0
342	UNIMPL	-	nosys	=0
343	UNIMPL	-	nosys	=0
344	UNIMPL	-	nosys	=0
345	UNIMPL	-	nosys	=0
346	UNIMPL	-	nosys	=0
347	UNIMPL	-	nosys	=0
348	UNIMPL	-	nosys	=0
349	UNIMPL	-	nosys	=0
350	STD	-	audit	=2
351	STD	-	auditon	=3
352	STD	-	auditsvc	=2
353	STD	-	getauid	=1
354	STD	-	setauid	=1
355	STD	-	getaudit	=1
356	STD	-	setaudit	=1
357	STD	-	getaudit_addr	=2
358	STD	-	setaudit_addr	=2
359	STD	-	auditctl	=1
360	UNIMPL	-	nosys	=0
361	UNIMPL	-	nosys	=0
362	STD	-	kqueue	=0
363	STD	-	kevent	=6
364	UNIMPL	-	nosys	=0
365	UNIMPL	-	nosys	=0
366	UNIMPL	-	nosys	=0
367	UNIMPL	-	nosys	=0
368	UNIMPL	-	nosys	=0
369	UNIMPL	-	nosys	=0`

/** Mac OS X 10.2 (xnu-344). Source: apple-oss-distributions/xnu bsd/kern/init_sysent.c @ xnu-344. */
export const SYSCALLS_10_2 = `\
0	STD	-	syscall	=0
1	STD	-	exit	=1
2	STD	-	fork	=0
3	STD	-	read	=3
4	STD	-	write	=3
5	STD	-	open	=3
6	STD	-	close	=1
7	STD	-	wait4	=4
8	COMPAT	-	creat	=2
9	STD	-	link	=2
10	STD	-	unlink	=1
11	UNIMPL	-	nosys	=0
12	STD	-	chdir	=1
13	STD	-	fchdir	=1
14	STD	-	mknod	=3
15	STD	-	chmod	=2
16	STD	-	chown	=3
17	STD	-	obreak	=1
18	STD	-	ogetfsstat	=3
19	COMPAT	-	lseek	=3
20	STD	-	getpid	=0
21	UNIMPL	-	nosys	=0
22	UNIMPL	-	nosys	=0
23	STD	-	setuid	=1
24	STD	-	getuid	=0
25	STD	-	geteuid	=0
26	STD	-	ptrace	=4
27	STD	-	recvmsg	=3
28	STD	-	sendmsg	=3
29	STD	-	recvfrom	=6
30	STD	-	accept	=3
31	STD	-	getpeername	=3
32	STD	-	getsockname	=3
33	STD	-	access	=2
34	STD	-	chflags	=2
35	STD	-	fchflags	=2
36	STD	-	sync	=0
37	STD	-	kill	=2
38	COMPAT	-	stat	=2
39	STD	-	getppid	=0
40	COMPAT	-	lstat	=2
41	STD	-	dup	=1
42	STD	-	pipe	=0
43	STD	-	getegid	=0
44	STD	-	profil	=4
45	STD	-	ktrace	=4
46	STD	-	sigaction	=3
47	STD	-	getgid	=0
48	STD	-	sigprocmask	=3
49	STD	-	getlogin	=2
50	STD	-	setlogin	=1
51	STD	-	acct	=1
52	STD	-	sigpending	=1
53	STD	-	sigaltstack	=2
54	STD	-	ioctl	=3
55	STD	-	reboot	=2
56	STD	-	revoke	=1
57	STD	-	symlink	=2
58	STD	-	readlink	=3
59	STD	-	execve	=3
60	STD	-	umask	=1
61	STD	-	chroot	=1
62	COMPAT	-	fstat	=2
63	UNIMPL	-	nosys	=0
64	COMPAT	-	getpagesize	=0
65	STD	-	msync	=3
66	STD	-	vfork	=0
67	UNIMPL	-	nosys	=0
68	UNIMPL	-	nosys	=0
69	STD	-	sbrk	=1
70	STD	-	sstk	=1
71	COMPAT	-	smmap	=6
72	STD	-	ovadvise	=1
73	STD	-	munmap	=2
74	STD	-	mprotect	=3
75	STD	-	madvise	=3
76	UNIMPL	-	nosys	=0
77	UNIMPL	-	nosys	=0
78	STD	-	mincore	=3
79	STD	-	getgroups	=2
80	STD	-	setgroups	=2
81	STD	-	getpgrp	=0
82	STD	-	setpgid	=2
83	STD	-	setitimer	=3
84	COMPAT	-	wait	=0
85	STD	-	swapon	=1
86	STD	-	getitimer	=2
87	COMPAT	-	gethostname	=2
88	COMPAT	-	sethostname	=2
89	STD	-	getdtablesize	=0
90	STD	-	dup2	=2
91	UNIMPL	-	nosys	=0
92	STD	-	fcntl	=3
93	STD	-	select	=5
94	UNIMPL	-	nosys	=0
95	STD	-	fsync	=1
96	STD	-	setpriority	=3
97	STD	-	socket	=3
98	STD	-	connect	=3
99	STD	-	accept	=3
100	STD	-	getpriority	=2
101	STD	-	send	=4
102	STD	-	recv	=4
103	STD	-	sigreturn	=1
104	STD	-	bind	=3
105	STD	-	setsockopt	=5
106	STD	-	listen	=2
107	UNIMPL	-	nosys	=0
108	COMPAT	-	sigvec	=3
109	COMPAT	-	sigblock	=1
110	COMPAT	-	sigsetmask	=1
111	STD	-	sigsuspend	=1
112	COMPAT	-	sigstack	=2
113	STD	-	recvmsg	=3
114	STD	-	sendmsg	=3
115	UNIMPL	-	nosys	=0
116	STD	-	ppc_gettimeofday	=2
117	STD	-	getrusage	=2
118	STD	-	getsockopt	=5
119	UNIMPL	-	nosys	=0
120	STD	-	readv	=3
121	STD	-	writev	=3
122	STD	-	settimeofday	=2
123	STD	-	fchown	=3
124	STD	-	fchmod	=2
125	STD	-	recvfrom	=6
126	COMPAT	-	setreuid	=2
127	COMPAT	-	setregid	=2
128	STD	-	rename	=2
129	COMPAT	-	truncate	=2
130	COMPAT	-	ftruncate	=2
131	STD	-	flock	=2
132	STD	-	mkfifo	=2
133	STD	-	sendto	=6
134	STD	-	shutdown	=2
135	STD	-	socketpair	=4
136	STD	-	mkdir	=2
137	STD	-	rmdir	=1
138	STD	-	utimes	=2
139	STD	-	futimes	=2
140	STD	-	adjtime	=2
141	STD	-	getpeername	=3
142	COMPAT	-	gethostid	=0
143	UNIMPL	-	nosys	=0
144	COMPAT	-	getrlimit	=2
145	COMPAT	-	setrlimit	=2
146	COMPAT	-	killpg	=2
147	STD	-	setsid	=0
148	UNIMPL	-	nosys	=0
149	UNIMPL	-	nosys	=0
150	STD	-	getsockname	=3
151	STD	-	getpgid	=1
152	STD	-	setprivexec	=1
153	STD	-	pread	=5
154	STD	-	pwrite	=5
155	STD	-	nfssvc	=2
156	COMPAT	-	getdirentries	=4
157	STD	-	statfs	=2
158	STD	-	fstatfs	=2
159	STD	-	unmount	=2
160	UNIMPL	-	nosys	=0
161	STD	-	getfh	=2
162	COMPAT	-	getdomainname	=2
163	COMPAT	-	setdomainname	=2
164	UNIMPL	-	nosys	=0
165	STD	-	quotactl	=4
166	UNIMPL	-	nosys	=0
167	STD	-	mount	=4
168	UNIMPL	-	nosys	=0
169	UNIMPL	-	nosys	=0
170	UNIMPL	-	nosys	=0
171	COMPAT	-	wait3	=3
172	UNIMPL	-	nosys	=0
173	UNIMPL	-	nosys	=0
174	UNIMPL	-	nosys	=0
175	UNIMPL	-	nosys	=0
176	STD	-	add_profil	=4
177	UNIMPL	-	nosys	=0
178	UNIMPL	-	nosys	=0
179	UNIMPL	-	nosys	=0
180	STD	-	kdebug_trace	=6
181	STD	-	setgid	=1
182	STD	-	setegid	=1
183	STD	-	seteuid	=1
184	UNIMPL	-	nosys	=0
185	UNIMPL	-	nosys	=0
186	UNIMPL	-	nosys	=0
187	UNIMPL	-	nosys	=0
188	STD	-	stat	=2
189	STD	-	fstat	=2
190	STD	-	lstat	=2
191	STD	-	pathconf	=2
192	STD	-	fpathconf	=2
193	STD	-	getfsstat	=3
194	STD	-	getrlimit	=2
195	STD	-	setrlimit	=2
196	STD	-	getdirentries	=4
197	STD	-	mmap	=8
198	UNIMPL	-	nosys	=0
199	STD	-	lseek	=5
200	STD	-	truncate	=4
201	STD	-	ftruncate	=4
202	STD	-	__sysctl	=6
203	STD	-	mlock	=2
204	STD	-	munlock	=2
205	STD	-	undelete	=1
206	STD	-	ATsocket	=1
207	STD	-	ATgetmsg	=4
208	STD	-	ATputmsg	=4
209	STD	-	ATPsndreq	=4
210	STD	-	ATPsndrsp	=4
211	STD	-	ATPgetreq	=3
212	STD	-	ATPgetrsp	=2
213	UNIMPL	-	nosys	=0
214	UNIMPL	-	nosys	=0
215	UNIMPL	-	nosys	=0
216	UNIMPL	-	nosys	=3
217	UNIMPL	-	nosys	=2
218	UNIMPL	-	nosys	=2
219	UNIMPL	-	nosys	=2
220	STD	-	getattrlist	=5
221	STD	-	setattrlist	=5
222	STD	-	getdirentriesattr	=8
223	STD	-	exchangedata	=3
224	STD	-	checkuseraccess	=6
225	STD	-	searchfs	=6
226	STD	-	delete	=1
227	STD	-	copyfile	=4
228	UNIMPL	-	nosys	=0
229	UNIMPL	-	nosys	=0
230	UNIMPL	-	nosys	=0
231	STD	-	watchevent	=2
232	STD	-	waitevent	=2
233	STD	-	modwatch	=2
234	UNIMPL	-	nosys	=0
235	UNIMPL	-	nosys	=0
236	UNIMPL	-	nosys	=0
237	UNIMPL	-	nosys	=0
238	UNIMPL	-	nosys	=0
239	UNIMPL	-	nosys	=0
240	UNIMPL	-	nosys	=0
241	UNIMPL	-	nosys	=0
242	STD	-	fsctl	=4
243	UNIMPL	-	nosys	=0
244	UNIMPL	-	nosys	=0
245	UNIMPL	-	nosys	=0
246	UNIMPL	-	nosys	=0
247	UNIMPL	-	nosys	=0
248	UNIMPL	-	nosys	=0
249	UNIMPL	-	nosys	=0
250	STD	-	minherit	=3
251	STD	-	semsys	=5
252	STD	-	msgsys	=6
253	STD	-	shmsys	=4
254	STD	-	semctl	=4
255	STD	-	semget	=3
256	STD	-	semop	=3
257	STD	-	semconfig	=1
258	STD	-	msgctl	=3
259	STD	-	msgget	=2
260	STD	-	msgsnd	=4
261	STD	-	msgrcv	=5
262	STD	-	shmat	=3
263	STD	-	shmctl	=3
264	STD	-	shmdt	=1
265	STD	-	shmget	=3
266	STD	-	shm_open	=3
267	STD	-	shm_unlink	=1
268	STD	-	sem_open	=4
269	STD	-	sem_close	=1
270	STD	-	sem_unlink	=1
271	STD	-	sem_wait	=1
272	STD	-	sem_trywait	=1
273	STD	-	sem_post	=1
274	STD	-	sem_getvalue	=2
275	STD	-	sem_init	=3
276	STD	-	sem_destroy	=1
277	UNIMPL	-	nosys	=0
278	UNIMPL	-	nosys	=0
279	UNIMPL	-	nosys	=0
280	UNIMPL	-	nosys	=0
281	UNIMPL	-	nosys	=0
282	UNIMPL	-	nosys	=0
283	UNIMPL	-	nosys	=0
284	UNIMPL	-	nosys	=0
285	UNIMPL	-	nosys	=0
286	UNIMPL	-	nosys	=0
287	UNIMPL	-	nosys	=0
288	UNIMPL	-	nosys	=0
289	UNIMPL	-	nosys	=0
290	UNIMPL	-	nosys	=0
291	UNIMPL	-	nosys	=0
292	UNIMPL	-	nosys	=0
293	UNIMPL	-	nosys	=0
294	UNIMPL	-	nosys	=0
295	UNIMPL	-	nosys	=0
296	STD	-	load_shared_file	=7
297	STD	-	reset_shared_file	=3
298	STD	-	new_system_shared_regions	=0
299	UNIMPL	-	nosys	=0
300	UNIMPL	-	nosys	=0
301	UNIMPL	-	nosys	=0
302	UNIMPL	-	nosys	=0
303	UNIMPL	-	nosys	=0
304	UNIMPL	-	nosys	=0
305	UNIMPL	-	nosys	=0
306	UNIMPL	-	nosys	=0
307	UNIMPL	-	nosys	=0
308	UNIMPL	-	nosys	=0
309	UNIMPL	-	nosys	=0
310	STD	-	getsid	=1
311	UNIMPL	-	nosys	=0
312	UNIMPL	-	nosys	=0
313	UNIMPL	-	nosys	=0
314	UNIMPL	-	nosys	=0
315	UNIMPL	-	nosys	=0
316	UNIMPL	-	nosys	=0
317	UNIMPL	-	nosys	=0
318	UNIMPL	-	nosys	=0
319	UNIMPL	-	nosys	=0
320	UNIMPL	-	nosys	=0
321	UNIMPL	-	nosys	=0
322	UNIMPL	-	nosys	=0
323	UNIMPL	-	nosys	=0
324	STD	-	mlockall	=1
325	STD	-	munlockall	=1
326	UNIMPL	-	nosys	=0
327	STD	-	issetugid	=0
328	STD	-	__pthread_kill	=2
329	STD	-	pthread_sigmask	=3
330	STD	-	sigwait	=2
331	STD	-	__disable_threadsignal	=1
332	UNIMPL	-	nosys	=0
333	UNIMPL	-	nosys	=0
334	UNIMPL	-	nosys	=0
335	STD	-	utrace	=2
336	UNIMPL	-	nosys	=0
337	UNIMPL	-	nosys	=0
338	UNIMPL	-	nosys	=0
339	UNIMPL	-	nosys	=0
340	UNIMPL	-	nosys	=0
341	UNIMPL	-	nosys	=0
342	UNIMPL	-	nosys	=0
343	UNIMPL	-	nosys	=0
344	UNIMPL	-	nosys	=0
345	UNIMPL	-	nosys	=0
346	UNIMPL	-	nosys	=0
347	UNIMPL	-	nosys	=0
348	UNIMPL	-	nosys	=0
349	UNIMPL	-	nosys	=0`

/** Mac OS X 10.0 (xnu-123.5). Source: apple-oss-distributions/xnu bsd/kern/init_sysent.c @ xnu-123.5. */
export const SYSCALLS_10_0 = `\
0	STD	-	syscall	=0
1	STD	-	exit	=1
2	STD	-	fork	=0
3	STD	-	read	=3
4	STD	-	write	=3
5	STD	-	open	=3
6	STD	-	close	=1
7	STD	-	wait4	=4
8	COMPAT	-	creat	=2
9	STD	-	link	=2
10	STD	-	unlink	=1
11	UNIMPL	-	nosys	=0
12	STD	-	chdir	=1
13	STD	-	fchdir	=1
14	STD	-	mknod	=3
15	STD	-	chmod	=2
16	STD	-	chown	=3
17	STD	-	obreak	=1
18	STD	-	ogetfsstat	=3
19	COMPAT	-	lseek	=3
20	STD	-	getpid	=0
21	UNIMPL	-	nosys	=0
22	UNIMPL	-	nosys	=0
23	STD	-	setuid	=1
24	STD	-	getuid	=0
25	STD	-	geteuid	=0
26	STD	-	ptrace	=4
27	STD	-	recvmsg	=3
28	STD	-	sendmsg	=3
29	STD	-	recvfrom	=6
30	STD	-	accept	=3
31	STD	-	getpeername	=3
32	STD	-	getsockname	=3
33	STD	-	access	=2
34	STD	-	chflags	=2
35	STD	-	fchflags	=2
36	STD	-	sync	=0
37	STD	-	kill	=2
38	COMPAT	-	stat	=2
39	STD	-	getppid	=0
40	COMPAT	-	lstat	=2
41	STD	-	dup	=2
42	STD	-	pipe	=0
43	STD	-	getegid	=0
44	STD	-	profil	=4
45	STD	-	ktrace	=4
46	STD	-	sigaction	=3
47	STD	-	getgid	=0
48	STD	-	sigprocmask	=2
49	STD	-	getlogin	=2
50	STD	-	setlogin	=1
51	STD	-	acct	=1
52	STD	-	sigpending	=0
53	STD	-	sigaltstack	=2
54	STD	-	ioctl	=3
55	STD	-	reboot	=2
56	STD	-	revoke	=1
57	STD	-	symlink	=2
58	STD	-	readlink	=3
59	STD	-	execve	=3
60	STD	-	umask	=1
61	STD	-	chroot	=1
62	COMPAT	-	fstat	=2
63	UNIMPL	-	nosys	=0
64	COMPAT	-	getpagesize	=0
65	STD	-	msync	=3
66	STD	-	vfork	=0
67	UNIMPL	-	nosys	=0
68	UNIMPL	-	nosys	=0
69	STD	-	sbrk	=1
70	STD	-	sstk	=1
71	COMPAT	-	smmap	=6
72	STD	-	ovadvise	=1
73	STD	-	munmap	=2
74	STD	-	mprotect	=3
75	STD	-	madvise	=3
76	UNIMPL	-	nosys	=0
77	UNIMPL	-	nosys	=0
78	STD	-	mincore	=3
79	STD	-	getgroups	=2
80	STD	-	setgroups	=2
81	STD	-	getpgrp	=0
82	STD	-	setpgid	=2
83	STD	-	setitimer	=3
84	COMPAT	-	wait	=0
85	STD	-	swapon	=1
86	STD	-	getitimer	=2
87	COMPAT	-	gethostname	=2
88	COMPAT	-	sethostname	=2
89	STD	-	getdtablesize	=0
90	STD	-	dup2	=2
91	UNIMPL	-	nosys	=0
92	STD	-	fcntl	=3
93	STD	-	select	=5
94	UNIMPL	-	nosys	=0
95	STD	-	fsync	=1
96	STD	-	setpriority	=3
97	STD	-	socket	=3
98	STD	-	connect	=3
99	STD	-	accept	=3
100	STD	-	getpriority	=2
101	STD	-	send	=4
102	STD	-	recv	=4
103	STD	-	sigreturn	=1
104	STD	-	bind	=3
105	STD	-	setsockopt	=5
106	STD	-	listen	=2
107	UNIMPL	-	nosys	=0
108	COMPAT	-	sigvec	=3
109	COMPAT	-	sigblock	=1
110	COMPAT	-	sigsetmask	=1
111	STD	-	sigsuspend	=1
112	COMPAT	-	sigstack	=2
113	STD	-	recvmsg	=3
114	STD	-	sendmsg	=3
115	UNIMPL	-	nosys	=0
116	STD	-	gettimeofday	=2
117	STD	-	getrusage	=2
118	STD	-	getsockopt	=5
119	UNIMPL	-	nosys	=0
120	STD	-	readv	=3
121	STD	-	writev	=3
122	STD	-	settimeofday	=2
123	STD	-	fchown	=3
124	STD	-	fchmod	=2
125	STD	-	recvfrom	=6
126	COMPAT	-	setreuid	=2
127	COMPAT	-	setregid	=2
128	STD	-	rename	=2
129	COMPAT	-	truncate	=2
130	COMPAT	-	ftruncate	=2
131	STD	-	flock	=2
132	STD	-	mkfifo	=2
133	STD	-	sendto	=6
134	STD	-	shutdown	=2
135	STD	-	socketpair	=5
136	STD	-	mkdir	=2
137	STD	-	rmdir	=1
138	STD	-	utimes	=2
139	UNIMPL	-	nosys	=0
140	STD	-	adjtime	=2
141	STD	-	getpeername	=3
142	COMPAT	-	gethostid	=0
143	UNIMPL	-	nosys	=0
144	COMPAT	-	getrlimit	=2
145	COMPAT	-	setrlimit	=2
146	COMPAT	-	killpg	=2
147	STD	-	setsid	=0
148	UNIMPL	-	nosys	=0
149	UNIMPL	-	nosys	=0
150	STD	-	getsockname	=3
151	UNIMPL	-	nosys	=0
152	STD	-	setprivexec	=1
153	UNIMPL	-	nosys	=0
154	UNIMPL	-	nosys	=0
155	STD	-	nfssvc	=2
156	COMPAT	-	getdirentries	=4
157	STD	-	statfs	=2
158	STD	-	fstatfs	=2
159	STD	-	unmount	=2
160	UNIMPL	-	nosys	=0
161	STD	-	getfh	=2
162	COMPAT	-	getdomainname	=2
163	COMPAT	-	setdomainname	=2
164	UNIMPL	-	nosys	=0
165	STD	-	quotactl	=4
166	UNIMPL	-	nosys	=0
167	STD	-	mount	=4
168	UNIMPL	-	nosys	=0
169	UNIMPL	-	nosys	=0
170	UNIMPL	-	nosys	=0
171	COMPAT	-	wait3	=3
172	UNIMPL	-	nosys	=0
173	UNIMPL	-	nosys	=0
174	UNIMPL	-	nosys	=0
175	UNIMPL	-	nosys	=0
176	STD	-	add_profil	=4
177	UNIMPL	-	nosys	=0
178	UNIMPL	-	nosys	=0
179	UNIMPL	-	nosys	=0
180	STD	-	kdebug_trace	=0
181	STD	-	setgid	=1
182	STD	-	setegid	=1
183	STD	-	seteuid	=1
184	STD	-	lfs_bmapv	=3
185	STD	-	lfs_markv	=3
186	STD	-	lfs_segclean	=2
187	STD	-	lfs_segwait	=2
188	STD	-	stat	=2
189	STD	-	fstat	=2
190	STD	-	lstat	=2
191	STD	-	pathconf	=2
192	STD	-	fpathconf	=2
193	STD	-	getfsstat	=0
194	STD	-	getrlimit	=2
195	STD	-	setrlimit	=2
196	STD	-	getdirentries	=4
197	STD	-	mmap	=8
198	UNIMPL	-	nosys	=0
199	STD	-	lseek	=5
200	STD	-	truncate	=4
201	STD	-	ftruncate	=4
202	STD	-	__sysctl	=6
203	STD	-	mlock	=2
204	STD	-	munlock	=2
205	STD	-	undelete	=1
206	STD	-	ATsocket	=1
207	STD	-	ATgetmsg	=4
208	STD	-	ATputmsg	=4
209	STD	-	ATPsndreq	=4
210	STD	-	ATPsndrsp	=4
211	STD	-	ATPgetreq	=3
212	STD	-	ATPgetrsp	=2
213	UNIMPL	-	nosys	=0
214	UNIMPL	-	nosys	=0
215	UNIMPL	-	nosys	=0
216	UNIMPL	-	nosys	=3
217	UNIMPL	-	nosys	=2
218	UNIMPL	-	nosys	=2
219	UNIMPL	-	nosys	=2
220	STD	-	getattrlist	=5
221	STD	-	setattrlist	=5
222	STD	-	getdirentriesattr	=8
223	STD	-	exchangedata	=3
224	STD	-	checkuseraccess	=6
225	STD	-	searchfs	=6
226	STD	-	delete	=1
227	STD	-	copyfile	=4
228	UNIMPL	-	nosys	=0
229	UNIMPL	-	nosys	=0
230	UNIMPL	-	nosys	=0
231	STD	-	watchevent	=2
232	STD	-	waitevent	=2
233	STD	-	modwatch	=2
234	UNIMPL	-	nosys	=0
235	UNIMPL	-	nosys	=0
236	UNIMPL	-	nosys	=0
237	UNIMPL	-	nosys	=0
238	UNIMPL	-	nosys	=0
239	UNIMPL	-	nosys	=0
240	UNIMPL	-	nosys	=0
241	UNIMPL	-	nosys	=0
242	STD	-	fsctl	=0
243	UNIMPL	-	nosys	=0
244	UNIMPL	-	nosys	=0
245	UNIMPL	-	nosys	=0
246	UNIMPL	-	nosys	=0
247	UNIMPL	-	nosys	=0
248	UNIMPL	-	nosys	=0
249	UNIMPL	-	nosys	=0
250	STD	-	minherit	=3
251	STD	-	semsys	=5
252	STD	-	msgsys	=6
253	STD	-	shmsys	=4
254	STD	-	semctl	=4
255	STD	-	semget	=3
256	STD	-	semop	=3
257	STD	-	semconfig	=1
258	STD	-	msgctl	=3
259	STD	-	msgget	=2
260	STD	-	msgsnd	=4
261	STD	-	msgrcv	=5
262	STD	-	shmat	=3
263	STD	-	shmctl	=3
264	STD	-	shmdt	=1
265	STD	-	shmget	=3
266	STD	-	shm_open	=3
267	STD	-	shm_unlink	=1
268	STD	-	sem_open	=4
269	STD	-	sem_close	=1
270	STD	-	sem_unlink	=1
271	STD	-	sem_wait	=1
272	STD	-	sem_trywait	=1
273	STD	-	sem_post	=1
274	STD	-	sem_getvalue	=2
275	STD	-	sem_init	=3
276	STD	-	sem_destroy	=1
277	UNIMPL	-	nosys	=0
278	UNIMPL	-	nosys	=0
279	UNIMPL	-	nosys	=0
280	UNIMPL	-	nosys	=0
281	UNIMPL	-	nosys	=0
282	UNIMPL	-	nosys	=0
283	UNIMPL	-	nosys	=0
284	UNIMPL	-	nosys	=0
285	UNIMPL	-	nosys	=0
286	UNIMPL	-	nosys	=0
287	UNIMPL	-	nosys	=0
288	UNIMPL	-	nosys	=0
289	UNIMPL	-	nosys	=0
290	UNIMPL	-	nosys	=0
291	UNIMPL	-	nosys	=0
292	UNIMPL	-	nosys	=0
293	UNIMPL	-	nosys	=0
294	UNIMPL	-	nosys	=0
295	UNIMPL	-	nosys	=0
296	STD	-	load_shared_file	=7
297	STD	-	reset_shared_file	=3
298	UNIMPL	-	nosys	=0
299	UNIMPL	-	nosys	=0
300	UNIMPL	-	nosys	=0
301	UNIMPL	-	nosys	=0
302	UNIMPL	-	nosys	=0
303	UNIMPL	-	nosys	=0
304	UNIMPL	-	nosys	=0
305	UNIMPL	-	nosys	=0
306	UNIMPL	-	nosys	=0
307	UNIMPL	-	nosys	=0
308	UNIMPL	-	nosys	=0
309	UNIMPL	-	nosys	=0
310	UNIMPL	-	nosys	=0
311	UNIMPL	-	nosys	=0
312	UNIMPL	-	nosys	=0
313	UNIMPL	-	nosys	=0
314	UNIMPL	-	nosys	=0
315	UNIMPL	-	nosys	=0
316	UNIMPL	-	nosys	=0
317	UNIMPL	-	nosys	=0
318	UNIMPL	-	nosys	=0
319	UNIMPL	-	nosys	=0
320	UNIMPL	-	nosys	=0
321	UNIMPL	-	nosys	=0
322	UNIMPL	-	nosys	=0
323	UNIMPL	-	nosys	=0
324	STD	-	mlockall	=1
325	STD	-	munlockall	=1
326	UNIMPL	-	nosys	=0
327	UNIMPL	-	nosys	=0
328	UNIMPL	-	nosys	=0
329	UNIMPL	-	nosys	=0
330	UNIMPL	-	nosys	=0
331	UNIMPL	-	nosys	=0
332	UNIMPL	-	nosys	=0
333	UNIMPL	-	nosys	=0
334	UNIMPL	-	nosys	=0
335	UNIMPL	-	nosys	=0
336	UNIMPL	-	nosys	=0
337	UNIMPL	-	nosys	=0
338	UNIMPL	-	nosys	=0
339	UNIMPL	-	nosys	=0
340	UNIMPL	-	nosys	=0
341	UNIMPL	-	nosys	=0
342	UNIMPL	-	nosys	=0
343	UNIMPL	-	nosys	=0
344	UNIMPL	-	nosys	=0
345	UNIMPL	-	nosys	=0
346	UNIMPL	-	nosys	=0
347	UNIMPL	-	nosys	=0
348	UNIMPL	-	nosys	=0
349	UNIMPL	-	nosys	=0`
