/**
 * Names of the numbers of events: filters, flags, and what a filter's own flags say.
 *
 * Source: sys/sys/event.h 1.16 (2012); RECEIPT, DISPATCH, TRUNCATE, OOB, DEVICE and EXCEPT of later releases.
 */
type Numbers = readonly (readonly [name: string, number: number])[]

export const FILTERS: Numbers = [
  ['EVFILT_READ', -1],
  ['EVFILT_WRITE', -2],
  ['EVFILT_AIO', -3],
  ['EVFILT_VNODE', -4],
  ['EVFILT_PROC', -5],
  ['EVFILT_SIGNAL', -6],
  ['EVFILT_TIMER', -7],
  ['EVFILT_DEVICE', -8],
  ['EVFILT_EXCEPT', -9],
]

export const FLAGS: Numbers = [
  ['EV_ADD', 0x1],
  ['EV_DELETE', 0x2],
  ['EV_ENABLE', 0x4],
  ['EV_DISABLE', 0x8],
  ['EV_ONESHOT', 0x10],
  ['EV_CLEAR', 0x20],
  ['EV_RECEIPT', 0x40],
  ['EV_DISPATCH', 0x80],
  ['EV_FLAG1', 0x2000],
  ['EV_ERROR', 0x4000],
  ['EV_EOF', 0x8000],
]

const io: Numbers = [
  ['NOTE_LOWAT', 0x1],
  ['NOTE_EOF', 0x2],
  ['NOTE_OOB', 0x4],
]

/** Flags of their own by filter; those of the others have no names. */
export const FILTER_FLAGS: Readonly<Record<string, Numbers>> = {
  EVFILT_READ: io,
  EVFILT_WRITE: io,
  EVFILT_EXCEPT: io,
  EVFILT_VNODE: [
    ['NOTE_DELETE', 0x1],
    ['NOTE_WRITE', 0x2],
    ['NOTE_EXTEND', 0x4],
    ['NOTE_ATTRIB', 0x8],
    ['NOTE_LINK', 0x10],
    ['NOTE_RENAME', 0x20],
    ['NOTE_REVOKE', 0x40],
    ['NOTE_TRUNCATE', 0x80],
  ],
  EVFILT_PROC: [
    ['NOTE_EXIT', 0x80000000],
    ['NOTE_FORK', 0x40000000],
    ['NOTE_EXEC', 0x20000000],
    ['NOTE_TRACK', 0x1],
    ['NOTE_TRACKERR', 0x2],
    ['NOTE_CHILD', 0x4],
  ],
  EVFILT_DEVICE: [['NOTE_CHANGE', 0x1]],
}
