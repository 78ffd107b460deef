/**
 * What KTR_USER records hold: a label and data. Kernel and C library use some labels for structures of theirs, utrace(2)
 * lets a program use any.
 *
 * Source: sys/kern/uipc_syscalls.c, lib/libc/stdlib/jemalloc, usr.bin/kdump/kdump.c 1.140.2.2 (2024-03), sys/sys/socket.h of 10.99.12.
 */
import type { Abi } from '../../../schema/abi.js'
import { type Struct, struct } from '../../../schema/struct.js'
import { type CType, c, type Infer } from '../../../schema/types.js'
import { decodeText, findNul } from '../../../schema/utf8.js'
import type { Payload, RawPayload } from '../record-types.js'

/** KTR_USER_MAXIDLEN. */
const USER_ID = 20

export const msghdr = struct('msghdr', {
  msg_name: c.pointer,
  msg_namelen: c.uint,
  msg_iov: c.pointer,
  msg_iovlen: c.int,
  msg_control: c.pointer,
  msg_controllen: c.uint,
  msg_flags: c.int.hex,
})

export const sockaddr = struct('sockaddr', { sa_len: c.uint8, sa_family: c.uint8, sa_data: c.rest })

export const cmsghdr = struct('cmsghdr', { cmsg_len: c.uint, cmsg_level: c.int, cmsg_type: c.int, data: c.rest })

/** An allocation of the C library: the old pointer, the size, the result. */
export const malloc = struct('ktr_user_malloc', { p: c.pointer, s: c.ulong, r: c.pointer })

/** A name of an extended attribute in a list of them, with its length in front. */
export const listedName = struct('xattr name', { length: c.uint8, name: c.sizedText('length') })

/** What may stand behind a label, and whether so many bytes can be it. */
const ARMS = {
  msghdr: { type: msghdr, fits: (length: number, abi: Abi) => length === msghdr.planFor(abi).size },
  sockaddr: { type: sockaddr, fits: (length: number) => length >= 2 },
  cmsghdr: { type: cmsghdr, fits: (length: number) => length >= 12 },
  malloc: { type: malloc, fits: (length: number, abi: Abi) => length === malloc.planFor(abi).size },
  text: { type: c.text, fits: () => true },
  names: { type: c.array(listedName, 'rest'), fits: () => true },
} as const satisfies Record<string, { type: CType<unknown>; fits(length: number, abi: Abi): boolean }>

type Arm = keyof typeof ARMS

/** What stands behind the labels of kernel and C library. */
const LABELS: ReadonlyMap<string, Arm> = new Map([
  ['msghdr', 'msghdr'],
  ['mbsoname', 'sockaddr'],
  ['mbcontrol', 'cmsghdr'],
  ['msgcontrol', 'cmsghdr'],
  ['malloc', 'malloc'],
  ['xattr-name', 'text'],
  ['symlink-target', 'text'],
  ['xattr-list', 'names'],
])

const source = 'sys/sys/ktrace.h 1.70 (2024-05), same in 1.45 and 1.61'

/** Label and data of which nothing is known. */
export const ktrUser = struct(
  'ktr_user',
  { ktr_id: c.chars(USER_ID), data: c.variant({}, () => undefined) },
  { doc: 'A label and data of a program or of the kernel', source },
)

/** A label, and data of a kind that is known, or bytes. */
export interface UserData {
  readonly ktr_id: string
  readonly data: { readonly [K in Arm]?: Infer<(typeof ARMS)[K]['type']> } & { readonly raw?: Uint8Array }
}

/** The same for each kind of data that is known. */
export const ktrUsers: ReadonlyMap<Arm, Struct<UserData>> = new Map(
  (Object.keys(ARMS) as Arm[]).map((arm) => [
    arm,
    struct(
      `ktr_user ${arm}`,
      { ktr_id: c.chars(USER_ID), data: c.variant<Readonly<Record<string, CType<unknown>>>>({ [arm]: ARMS[arm].type }, () => arm) },
      { doc: `A label and ${arm}`, source },
    ) as unknown as Struct<UserData>,
  ]),
)

/** Told by the label, and by whether the data fit it: any program may use any label. */
export const userPayload: Payload<UserData | RawPayload> = {
  candidates: [...ktrUsers.values(), ktrUser],
  names: [...LABELS.keys()],
  choose({ abi, bytes, at, length }) {
    // A program's data that could not be read leave a record without any.
    if (length === 0) return null
    if (length < USER_ID) return undefined
    const arm = LABELS.get(decodeText(bytes, at, findNul(bytes, at, at + USER_ID)))
    const left = length - USER_ID
    if (arm === undefined || !ARMS[arm].fits(left, abi)) return ktrUser
    if (arm === 'names' && !wholeNames(bytes, at + USER_ID, at + length)) return ktrUser
    return ktrUsers.get(arm)
  },
}

function wholeNames(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end) at += 1 + (bytes[at] as number)
  return at === end
}
