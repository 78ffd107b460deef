/**
 * Names of native system calls that earlier releases' kdump printed otherwise, as text: number, tab, name.
 *
 * Source: sys/kern/syscalls.c of the release trees 1.4T, 4.0.1, 5.2, 6.99.16 and 7.99.10, on LP64. Numbers that are not
 * listed print as in `syscalls.ts`, those from `size` up have no name.
 */
export const HISTORY = {
  /** 91 names. */
  '1.4T': {
    size: 304,
    differs: `\
7	wait4
14	mknod
18	getfsstat
21	mount
50	setlogin
69	sbrk
70	sstk
83	setitimer
86	getitimer
91	#91 (unimplemented getdopt)
93	select
97	socket
116	gettimeofday
117	getrusage
122	settimeofday
138	utimes
140	adjtime
148	quotactl
157	statfs
158	fstatfs
161	getfh
166	#166 (unimplemented)
167	#167 (unimplemented)
168	#168 (unimplemented)
169	compat_10_osemsys
170	compat_10_omsgsys
171	compat_10_oshmsys
175	ntp_gettime
177	#177 (unimplemented)
178	#178 (unimplemented)
179	#179 (unimplemented)
187	lfs_segwait
193	#193 (unimplemented)
206	futimes
210	lkmnosys
211	lkmnosys
212	lkmnosys
213	lkmnosys
214	lkmnosys
215	lkmnosys
216	lkmnosys
217	lkmnosys
218	lkmnosys
219	lkmnosys
232	clock_gettime
233	clock_settime
234	clock_getres
235	#235 (unimplemented timer_create)
236	#236 (unimplemented timer_delete)
237	#237 (unimplemented timer_settime)
238	#238 (unimplemented timer_gettime)
239	#239 (unimplemented timer_getoverrun)
240	nanosleep
244	#244 (unimplemented)
245	#245 (unimplemented)
246	#246 (unimplemented)
247	#247 (unimplemented)
248	#248 (unimplemented)
249	#249 (unimplemented)
250	#250 (unimplemented)
251	#251 (unimplemented)
252	#252 (unimplemented)
253	#253 (unimplemented)
254	#254 (unimplemented)
255	#255 (unimplemented)
256	#256 (unimplemented)
257	#257 (unimplemented)
258	#258 (unimplemented)
259	#259 (unimplemented)
260	#260 (unimplemented)
261	#261 (unimplemented)
262	#262 (unimplemented)
263	#263 (unimplemented)
264	#264 (unimplemented)
265	#265 (unimplemented)
266	#266 (unimplemented)
267	#267 (unimplemented)
272	getdents
276	lutimes
278	__stat13
279	__fstat13
280	__lstat13
287	#287 (unimplemented)
291	__sigaction14
295	__sigreturn14
298	fhopen
299	fhstat
300	fhstatfs
301	____semctl13
302	__msgctl13
303	__shmctl13`,
  },
  /** 105 names. */
  '4.0.1': {
    size: 399,
    differs: `\
7	wait4
14	mknod
21	mount
69	sbrk
70	sstk
83	setitimer
86	getitimer
91	#91 (unimplemented getdopt)
93	select
116	gettimeofday
117	getrusage
122	settimeofday
138	utimes
140	adjtime
148	quotactl
166	#166 (unimplemented)
167	#167 (unimplemented)
168	#168 (unimplemented)
177	#177 (unimplemented)
178	#178 (unimplemented)
179	#179 (unimplemented)
187	lfs_segwait
193	#193 (unimplemented)
206	futimes
210	lkmnosys
211	lkmnosys
212	lkmnosys
213	lkmnosys
214	lkmnosys
215	lkmnosys
216	lkmnosys
217	lkmnosys
218	lkmnosys
219	lkmnosys
232	clock_gettime
233	clock_settime
234	clock_getres
237	timer_settime
238	timer_gettime
240	nanosleep
244	__sigtimedwait
245	#245 (unimplemented sys_sigqueue)
246	#246 (unimplemented)
247	#247 (excluded sys__ksem_init)
248	#248 (excluded sys__ksem_open)
249	#249 (excluded sys__ksem_unlink)
250	#250 (excluded sys__ksem_close)
251	#251 (excluded sys__ksem_post)
252	#252 (excluded sys__ksem_wait)
253	#253 (excluded sys__ksem_trywait)
254	#254 (excluded sys__ksem_getvalue)
255	#255 (excluded sys__ksem_destroy)
256	#256 (unimplemented sys__ksem_timedwait)
257	#257 (unimplemented sys_mq_open)
258	#258 (unimplemented sys_mq_close)
259	#259 (unimplemented sys_mq_unlink)
260	#260 (unimplemented sys_mq_getattr)
261	#261 (unimplemented sys_mq_setattr)
262	#262 (unimplemented sys_mq_notify)
263	#263 (unimplemented sys_mq_send)
264	#264 (unimplemented sys_mq_receive)
265	#265 (unimplemented sys_mq_timedsend)
266	#266 (unimplemented sys_mq_timedreceive)
267	#267 (unimplemented)
276	lutimes
301	____semctl13
302	__msgctl13
303	__shmctl13
318	#318 (unimplemented)
319	#319 (unimplemented)
320	#320 (unimplemented)
321	#321 (unimplemented)
322	#322 (unimplemented)
323	#323 (unimplemented)
324	#324 (unimplemented)
325	#325 (unimplemented)
330	sa_register
331	sa_stacks
332	sa_enable
333	sa_setconcurrency
334	sa_yield
335	sa_preempt
341	pmc_get_info
342	pmc_control
345	kevent
346	#346 (unimplemented sys_sched_setparam)
347	#347 (unimplemented sys_sched_getparam)
348	#348 (unimplemented sys_sched_setscheduler)
349	#349 (unimplemented sys_sched_getscheduler)
350	#350 (unimplemented sys_sched_yield)
351	#351 (unimplemented sys_sched_get_priority_max)
352	#352 (unimplemented sys_sched_get_priority_min)
353	#353 (unimplemented sys_sched_rr_get_interval)
356	getvfsstat
357	statvfs1
358	fstatvfs1
373	pselect
374	pollts
387	__stat30
388	__fstat30
389	__lstat30
391	posix_fadvise
393	__ntp_gettime30
397	__fhstatvfs140
398	__fhstat40`,
  },
  /** 135 names. */
  '5.2': {
    size: 472,
    differs: `\
7	wait4
14	mknod
69	sbrk
70	sstk
83	setitimer
86	getitimer
91	#91 (unimplemented getdopt)
93	select
116	gettimeofday
117	getrusage
122	settimeofday
138	utimes
140	adjtime
148	quotactl
166	#166 (unimplemented)
167	#167 (unimplemented)
168	#168 (unimplemented)
177	#177 (unimplemented)
178	#178 (unimplemented)
179	#179 (unimplemented)
187	lfs_segwait
193	#193 (unimplemented)
206	futimes
210	lkmnosys
211	lkmnosys
212	lkmnosys
213	lkmnosys
214	lkmnosys
215	lkmnosys
216	lkmnosys
217	lkmnosys
218	lkmnosys
219	lkmnosys
232	clock_gettime
233	clock_settime
234	clock_getres
237	timer_settime
238	timer_gettime
240	nanosleep
244	__sigtimedwait
245	#245 (unimplemented sys_sigqueue)
247	#247 (excluded sys__ksem_init)
248	#248 (excluded sys__ksem_open)
249	#249 (excluded sys__ksem_unlink)
250	#250 (excluded sys__ksem_close)
251	#251 (excluded sys__ksem_post)
252	#252 (excluded sys__ksem_wait)
253	#253 (excluded sys__ksem_trywait)
254	#254 (excluded sys__ksem_getvalue)
255	#255 (excluded sys__ksem_destroy)
256	#256 (unimplemented sys__ksem_timedwait)
265	mq_timedsend
266	mq_timedreceive
267	#267 (unimplemented)
276	lutimes
301	____semctl13
302	__msgctl13
303	__shmctl13
320	_lwp_park
330	sa_register
331	sa_stacks
332	sa_enable
333	sa_setconcurrency
334	sa_yield
335	sa_preempt
341	pmc_get_info
342	pmc_control
345	kevent
351	#351 (unimplemented)
356	getvfsstat
357	statvfs1
358	fstatvfs1
373	pselect
374	pollts
387	__stat30
388	__fstat30
389	__lstat30
393	__ntp_gettime30
397	__fhstatvfs140
398	__fhstat40
404	aio_suspend
417	#417 (unimplemented)
418	#418 (unimplemented)
419	#419 (unimplemented)
420	#420 (unimplemented)
421	#421 (unimplemented)
422	#422 (unimplemented)
423	#423 (unimplemented)
424	#424 (unimplemented)
425	#425 (unimplemented)
426	#426 (unimplemented)
427	#427 (unimplemented)
428	#428 (unimplemented)
429	#429 (unimplemented)
430	#430 (unimplemented)
431	#431 (unimplemented)
432	#432 (unimplemented)
433	#433 (unimplemented)
434	#434 (unimplemented)
435	#435 (unimplemented)
436	#436 (unimplemented)
437	#437 (unimplemented)
438	#438 (unimplemented)
439	#439 (unimplemented)
440	#440 (unimplemented)
441	#441 (unimplemented)
442	#442 (unimplemented)
443	#443 (unimplemented)
444	#444 (unimplemented)
445	#445 (unimplemented)
446	#446 (unimplemented)
447	#447 (unimplemented)
448	#448 (unimplemented)
449	#449 (unimplemented)
450	#450 (unimplemented)
451	#451 (unimplemented)
452	#452 (unimplemented)
453	#453 (unimplemented)
454	#454 (unimplemented)
455	#455 (unimplemented)
456	#456 (unimplemented)
458	#458 (unimplemented renameat)
459	#459 (unimplemented mkfifoat)
460	#460 (unimplemented mknodat)
461	#461 (unimplemented mkdirat)
462	#462 (unimplemented faccessat)
463	#463 (unimplemented fchmodat)
464	#464 (unimplemented fchownat)
465	#465 (unimplemented fexecve)
466	#466 (unimplemented fstatat)
467	#467 (unimplemented utimensat)
468	#468 (unimplemented openat)
469	#469 (unimplemented readlinkat)
470	#470 (unimplemented symlinkat)
471	#471 (unimplemented unlinkat)`,
  },
  /** 50 names. */
  '6.99.16': {
    size: 512,
    differs: `\
69	sbrk
70	sstk
91	#91 (unimplemented getdopt)
166	#166 (unimplemented)
167	#167 (unimplemented)
168	#168 (unimplemented)
177	#177 (unimplemented)
178	#178 (unimplemented)
179	#179 (unimplemented)
193	#193 (unimplemented)
267	#267 (unimplemented)
341	pmc_get_info
342	pmc_control
351	#351 (unimplemented)
356	getvfsstat
357	statvfs1
358	fstatvfs1
397	__fhstatvfs140
434	___lwp_park50
435	__kevent50
454	dup3
478	# filler
479	# filler
480	# filler
481	# filler
482	# filler
483	# filler
484	# filler
485	# filler
486	# filler
487	# filler
488	# filler
489	# filler
490	# filler
491	# filler
492	# filler
493	# filler
494	# filler
495	# filler
496	# filler
497	# filler
498	# filler
499	# filler
500	# filler
501	# filler
502	# filler
503	# filler
504	# filler
505	# filler
506	# filler`,
  },
  /** 46 names. */
  '7.99.10': {
    size: 512,
    differs: `\
69	sbrk
70	sstk
91	#91 (unimplemented getdopt)
166	#166 (unimplemented)
167	#167 (unimplemented)
168	#168 (unimplemented)
177	#177 (unimplemented)
178	#178 (unimplemented)
179	#179 (unimplemented)
193	#193 (unimplemented)
267	#267 (unimplemented)
341	pmc_get_info
342	pmc_control
351	#351 (unimplemented)
356	getvfsstat
357	statvfs1
358	fstatvfs1
397	__fhstatvfs140
435	__kevent50
454	dup3
481	# filler
482	# filler
483	# filler
484	# filler
485	# filler
486	# filler
487	# filler
488	# filler
489	# filler
490	# filler
491	# filler
492	# filler
493	# filler
494	# filler
495	# filler
496	# filler
497	# filler
498	# filler
499	# filler
500	# filler
501	# filler
502	# filler
503	# filler
504	# filler
505	# filler
506	# filler`,
  },
} as const
