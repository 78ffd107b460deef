/**
 * Structures that records name: those of KTR_STRUCT and, in arrays, of KTR_STRUCT_ARRAY.
 *
 * Source: sys/kern/kern_ktrace.c, sys/sys/stat.h, sys/sys/event.h, sys/sys/thr.h and others of FreeBSD 9 to 2026.
 */
import { type Struct, struct } from '../../../schema/struct.js'
import { type CType, c, type Infer, type Padding } from '../../../schema/types.js'
import { decodeText, findNul } from '../../../schema/utf8.js'
import { arm, namedPayload, structArm } from '../named-payload.js'
import type { Payload } from '../record-types.js'
import { sockaddrArms } from '../sockaddr.js'
import { timespec, timeval } from './headers.js'
import { capRights } from './payloads.js'

const beforeTimes = {
  st_dev: c.uint64,
  st_ino: c.uint64,
  st_nlink: c.uint64,
  st_mode: c.uint16,
  st_padding0: c.int16,
  st_uid: c.uint32,
  st_gid: c.uint32,
  st_padding1: c.int32,
  st_rdev: c.uint64,
}
const behindTimes = {
  st_size: c.int64,
  st_blocks: c.int64,
  st_blksize: c.int32,
  st_flags: c.uint32.hex,
  st_gen: c.uint64,
  st_spare: c.array(c.uint64, 10),
}

export const stat = struct(
  'stat',
  { ...beforeTimes, st_atim: timespec, st_mtim: timespec, st_ctim: timespec, st_birthtim: timespec, ...behindTimes },
  { doc: 'What is known of a file; since 12.0', source: 'sys/sys/stat.h' },
)

/** On i386 a word stands before each time, for when it will not do with 32 bits. */
export const statI386 = struct(
  'stat',
  {
    ...beforeTimes,
    st_atim_ext: c.int32,
    st_atim: timespec,
    st_mtim_ext: c.int32,
    st_mtim: timespec,
    st_ctim_ext: c.int32,
    st_ctim: timespec,
    st_btim_ext: c.int32,
    st_birthtim: timespec,
    ...behindTimes,
  },
  { doc: 'What is known of a file; since 12.0, on i386', source: 'sys/sys/stat.h' },
)

export const stat11 = struct(
  'freebsd11_stat',
  {
    st_dev: c.uint32,
    st_ino: c.uint32,
    st_mode: c.uint16,
    st_nlink: c.uint16,
    st_uid: c.uint32,
    st_gid: c.uint32,
    st_rdev: c.uint32,
    st_atim: timespec,
    st_mtim: timespec,
    st_ctim: timespec,
    st_size: c.int64,
    st_blocks: c.int64,
    st_blksize: c.int32,
    st_flags: c.uint32.hex,
    st_gen: c.uint32,
    st_lspare: c.int32,
    st_birthtim: timespec,
    // Bit fields without a name fill up to 16 bytes.
    st_unused: c.perAbi('char[]', (abi) => c.pad(abi.name === 'i386' ? 8 : 0)) as unknown as Padding,
  },
  { doc: 'What is known of a file; 5.0 to 11.x', source: 'sys/sys/stat.h' },
)

export const itimerval = struct('itimerval', { it_interval: timeval, it_value: timeval })

export const splice = struct('splice', { sp_fd: c.int, sp_max: c.int64, sp_idle: timeval })

export const thrParam = struct('thr_param', {
  start_func: c.pointer,
  arg: c.pointer,
  stack_base: c.pointer,
  stack_size: c.size_t,
  tls_base: c.pointer,
  tls_size: c.size_t,
  child_tid: c.pointer,
  parent_tid: c.pointer,
  flags: c.int.hex,
  rtp: c.pointer,
  spare: c.array(c.pointer, 3),
})

export const inotifyEvent = struct('inotify_event', { wd: c.int, mask: c.uint32.hex, cookie: c.uint32, len: c.uint32, name: c.text })

const keventHead = { ident: c.pointer, filter: c.short, flags: c.ushort.hex, fflags: c.uint.hex }

export const kevent = struct('kevent', { ...keventHead, data: c.int64, udata: c.pointer, ext: c.array(c.uint64, 4) })
export const kevent11 = struct('freebsd11_kevent', { ...keventHead, data: c.long, udata: c.pointer })

const kevent32Head = { ident: c.uint32, filter: c.short, flags: c.ushort.hex, fflags: c.uint.hex }

/** Of a 32-bit process under a 64-bit kernel. */
export const kevent32 = struct('kevent32', { ...kevent32Head, data: c.array(c.uint32, 2), udata: c.uint32.hex, ext: c.array(c.uint32, 8) })
/** On machines that align 64-bit integers, a word before and one behind those of the others. */
export const kevent32Aligned = struct('kevent32', {
  ...kevent32Head,
  pad1: c.uint32,
  data: c.array(c.uint32, 2),
  udata: c.uint32.hex,
  pad2: c.uint32,
  ext: c.array(c.uint32, 8),
})
export const kevent32Of11 = struct('freebsd11_kevent32', { ...kevent32Head, data: c.int32, udata: c.uint32.hex })

export const pollfd = struct('pollfd', { fd: c.int, events: c.short.hex as CType<number>, revents: c.short.hex as CType<number> })

const named = namedPayload('ktr_struct', 'A structure that a system call was given or gave', {
  stat: [
    arm({ arm: 'stat', type: stat, fits: ({ abi, length }) => abi.name !== 'i386' && length === stat.planFor(abi).size }),
    arm({ arm: 'stat_i386', type: statI386, fits: ({ abi, length }) => abi.name === 'i386' && length === statI386.planFor(abi).size }),
    structArm('freebsd11_stat', stat11),
  ],
  sockaddr: sockaddrArms(28),
  caprights: [structArm('cap_rights_t', capRights)],
  itimerval: [structArm('itimerval', itimerval)],
  cpuset_t: [
    arm({ arm: 'cpuset_t', type: c.array(c.ulong.hex, 'rest'), fits: ({ abi, length }) => length > 0 && length % abi.long === 0 }),
  ],
  splice: [structArm('splice', splice)],
  thrparam: [structArm('thr_param', thrParam)],
  inotify: [arm({ arm: 'inotify_event', type: inotifyEvent, fits: ({ length }) => length >= 16 })],
  l_sigset_t: [arm({ arm: 'l_sigset_t', type: c.unaligned(c.uint64.hex), fits: ({ length }) => length === 8 })],
})

export const structPayload = named.payload
export const namedStructs = named.structs

/** Elements by the names in records; a release or two had other names for those of 11. */
const ELEMENTS = {
  kevent: [kevent],
  freebsd11_kevent: [kevent11],
  kevent_freebsd11: [kevent11],
  kevent32: [kevent32, kevent32Aligned],
  freebsd11_kevent32: [kevent32Of11],
  kevent32_freebsd11: [kevent32Of11],
  pollfd: [pollfd],
} as const

const source = 'sys/sys/ktrace.h'
const doc = 'Structures that a system call was given or gave'

export const arrayStructs = [kevent, kevent11, kevent32, kevent32Aligned, kevent32Of11, pollfd].map((element) => {
  const arm = element === kevent32Aligned ? 'kevent32_aligned' : element.name
  const data = c.variant({ [arm]: c.array<unknown>(c.unaligned(element as CType<unknown>), 'rest') }, () => arm)
  return {
    element,
    arm,
    whole: struct(
      `ktr_struct_array ${arm}`,
      { struct_size: c.size_t, name: c.cstring, data },
      { doc, source },
    ) as unknown as Struct<StructArray>,
  }
})

export const ktrStructArray = struct(
  'ktr_struct_array',
  { struct_size: c.size_t, name: c.cstring, data: c.variant({}, () => undefined) },
  { doc, source },
)

/** Elements under the name of their structure; `raw` where they are of none that is known. */
export interface StructArray {
  readonly struct_size: bigint
  readonly name: string
  readonly data: {
    readonly kevent?: readonly Infer<typeof kevent>[]
    readonly freebsd11_kevent?: readonly Infer<typeof kevent11>[]
    readonly kevent32?: readonly Infer<typeof kevent32>[]
    readonly kevent32_aligned?: readonly Infer<typeof kevent32Aligned>[]
    readonly freebsd11_kevent32?: readonly Infer<typeof kevent32Of11>[]
    readonly pollfd?: readonly Infer<typeof pollfd>[]
    readonly raw?: Uint8Array
  }
}

export const structArrayPayload: Payload<StructArray> = {
  candidates: [...arrayStructs.map((one) => one.whole), ktrStructArray],
  choose({ abi, bytes, at, length }) {
    const start = at + abi.pointer
    const end = at + length
    const nul = start < end ? findNul(bytes, start, end) : end
    if (nul === end) return undefined
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, abi.pointer)
    const little = abi.endian === 'little'
    const size = abi.pointer === 8 ? Number(view.getBigUint64(0, little)) : view.getUint32(0, little)
    const name = decodeText(bytes, start, nul)
    const elements: readonly (typeof arrayStructs)[number]['element'][] =
      (Object.hasOwn(ELEMENTS, name) && ELEMENTS[name as keyof typeof ELEMENTS]) || []
    const element = elements.find((one) => one.planFor(abi).size === size)
    return arrayStructs.find((one) => one.element === element)?.whole ?? ktrStructArray
  },
}
