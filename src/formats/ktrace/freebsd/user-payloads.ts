/** What KTR_USER records hold: anything that a program gives to utrace(2). C library and run-time linker use some forms of theirs. */
import type { Struct } from '../../../schema/struct.js'
import { struct } from '../../../schema/struct.js'
import { c, type Infer } from '../../../schema/types.js'
import type { Payload, RawPayload } from '../record-types.js'

const allocation = 'An allocation of the C library: old pointer, size, result'

export const utraceMalloc = struct('utrace_malloc', { p: c.pointer, s: c.size_t, r: c.pointer }, { doc: allocation })
export const utraceMalloc32 = struct('utrace_malloc32', { p: c.uint32.hex, s: c.uint32, r: c.uint32.hex }, { doc: allocation })

const tail = { refcnt: c.int, name: c.chars(1024) }
const loading = 'An event of the run-time linker'

export const utraceRtld = struct(
  'utrace_rtld',
  { sig: c.chars(4), event: c.int, handle: c.pointer, mapbase: c.pointer, mapsize: c.size_t, ...tail },
  { doc: loading, source: 'libexec/rtld-elf/rtld_utrace.h' },
)
/** Of a 32-bit process under a 64-bit kernel. */
export const utraceRtld32 = struct(
  'utrace_rtld32',
  { sig: c.chars(4), event: c.int, handle: c.uint32.hex, mapbase: c.uint32.hex, mapsize: c.uint32, ...tail },
  { doc: loading, source: 'libexec/rtld-elf/rtld_utrace.h' },
)

export const ktrUser = struct('ktr_user', { data: c.rest }, { doc: 'Data of a program' })

/** `RTLD` */
const RTLD = [0x52, 0x54, 0x4c, 0x44]

type UserData =
  | Infer<typeof utraceRtld>
  | Infer<typeof utraceMalloc>
  | Infer<typeof utraceRtld32>
  | Infer<typeof utraceMalloc32>
  | Infer<typeof ktrUser>
  | RawPayload

/** Told by the length, and those of the linker by their mark. */
export const userPayload: Payload<UserData> = {
  candidates: [utraceRtld, utraceMalloc, utraceRtld32, utraceMalloc32, ktrUser],
  choose({ abi, bytes, at, length }) {
    if (length === 0) return null
    const linker = RTLD.every((byte, i) => bytes[at + i] === byte)
    const is = (one: Struct<unknown>): boolean => length === one.planFor(abi).size
    if (linker && is(utraceRtld)) return utraceRtld
    if (is(utraceMalloc)) return utraceMalloc
    if (linker && is(utraceRtld32)) return utraceRtld32
    return is(utraceMalloc32) ? utraceMalloc32 : ktrUser
  },
}
