/** Types of illumos' headers that several structures of a core use. Source: illumos usr/src/uts/common/sys, 2024-09. */
import { type CType, c, struct } from '../../../schema/base.js'

export const sigset = struct('sigset_t', { __sigbits: c.array(c.uint32.hex, 4) })

export const fltset = struct('fltset_t', { word: c.array(c.uint32.hex, 4) })

export const sysset = struct('sysset_t', { word: c.array(c.uint32.hex, 16) })

export const timestruc = struct('timestruc_t', { tv_sec: c.long, tv_nsec: c.long })

export const stack = struct('stack_t', { ss_sp: c.pointer, ss_size: c.size_t, ss_flags: c.int32.hex })

const handler = { sa_flags: c.int32.hex, _funcptr: struct('_funcptr', { _handler: c.pointer }), sa_mask: sigset } as const

const action64 = struct('sigaction', handler)

const action32 = struct('sigaction', { ...handler, sa_resv: c.array(c.int32, 2) })

export const sigaction = c.perAbi<unknown>('struct sigaction', (abi): CType<unknown> => (abi.bits === 64 ? action64 : action32))
