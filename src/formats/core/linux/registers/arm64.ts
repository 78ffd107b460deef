/** Register sets of AArch64. Source: the kernel's uapi asm/ptrace.h of arm64 (6.1 and, where noted, later). */
import { type CType, c, type Struct, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { bySize } from '../../note-registry.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const long = c.uint64.hex

export const gregset = struct('elf_gregset_t', { ...numbered('x', 0, 30, long), sp: long, pc: long, pstate: long })

export const general: RegisterSet = {
  struct: gregset,
  names: { ...numberedNames('x', 0, 30, (i) => `x${i}`), sp: 'sp', pc: 'pc', cpsr: 'pstate' },
}

export const fpsimd = struct('elf_fpregset_t', {
  ...numbered('v', 0, 31, c.bytes(16, 16)),
  fpsr: c.uint32.hex,
  fpcr: c.uint32.hex,
  reserved: c.array(c.uint32, 2),
})

export const floating: RegisterSet = {
  struct: fpsimd,
  names: { ...numberedNames('v', 0, 31, (i) => `v${i}`), ...identityNames('fpsr fpcr') },
}

export const tlsOne = struct('tls', { tpidr_el0: long })
export const tlsTwo = struct('tls', { tpidr_el0: long, tpidr2_el0: long })
/** 8 bytes up to Linux 6.0 and on machines without SME. */
export const tls = bySize<{ readonly tpidr_el0: bigint; readonly tpidr2_el0?: bigint }>({ 8: tlsOne, 16: tlsTwo })
export const tlsStructures = { tlsOne, tlsTwo }

const debugRegister = struct('user_hwdebug_state.dbg_regs', { addr: long, ctrl: c.uint32.hex, pad: c.uint32 })

export const debugState = struct(
  'user_hwdebug_state',
  {
    dbg_info: c.uint32.hex.doc('low byte: number of slots; next byte: debug architecture'),
    pad: c.uint32,
    dbg_regs: c.array(debugRegister, 'rest'),
  },
  { doc: 'Hardware breakpoints or watchpoints; 16 slots are written.' },
)

export const systemCall = struct('syscallno', { syscallno: c.int32.doc('-1 when not in a system call') })

const vectorFlags = c.flags(c.uint16, { SVE: 1, VL_INHERIT: 2, VL_ONEXEC: 4 })

/** Z, P and FFR registers of a vector length in bytes, then the two status words at a multiple of 16. */
function svePayload(length: number): Struct<unknown> {
  return struct(`sve(${length})`, {
    z: c.array(c.bytes(length), 32),
    p: c.array(c.bytes(length / 8), 16),
    ffr: c.bytes(length / 8),
    align: c.align(16),
    fpsr: c.uint32.hex,
    fpcr: c.uint32.hex,
    end: c.align(16),
  })
}

const lengths = Array.from({ length: 16 }, (_, i) => 16 * (i + 1))
const payloads: Readonly<Record<string, CType<unknown>>> = {
  fpsimd,
  ...Object.fromEntries(lengths.map((length) => [`sve${length}`, svePayload(length)])),
}

export const sve = struct(
  'user_sve_header',
  {
    size: c.uint32.doc('bytes that mean something, this header included'),
    max_size: c.uint32,
    vl: c.uint16.doc('vector length in bytes'),
    max_vl: c.uint16,
    flags: vectorFlags,
    reserved: c.uint16,
    payload: c.variant(payloads, (lookup) => {
      if (Number(lookup('size')) <= 16) return undefined
      if ((Number(lookup('flags')) & 1) === 0) return 'fpsimd'
      return lengths.includes(Number(lookup('vl'))) ? `sve${Number(lookup('vl'))}` : undefined
    }),
  },
  { doc: 'SVE registers, or the FPSIMD ones where the thread does not use SVE. Z and P data are little-endian always.' },
)

export const za = struct(
  'user_za_header',
  {
    size: c.uint32.doc('bytes that mean something, this header included'),
    max_size: c.uint32,
    vl: c.uint16.doc('streaming vector length in bytes'),
    max_vl: c.uint16,
    flags: vectorFlags,
    reserved: c.uint16,
    rows: c.when((lookup) => Number(lookup('size')) > 16, c.array(c.sized('vl'), { count: 'vl' })),
  },
  { doc: 'The SME matrix, where it is enabled: as many rows as each has bytes.' },
)

export const zt = struct('zt', { zt0: c.bytes(64) }, { source: 'Linux 6.3' })
export const fpmr = struct('fpmr', { fpmr: long }, { source: 'Linux 6.9' })
export const poe = struct('poe', { por_el0: long }, { source: 'Linux 6.12' })
export const gcs = struct('user_gcs', { features_enabled: long, features_locked: long, gcspr_el0: long }, { source: 'Linux 6.13' })
export const pacMask = struct('user_pac_mask', { data_mask: long, insn_mask: long })
const key = c.bytes(16, 16)
export const pacAddressKeys = struct('user_pac_address_keys', { apiakey: key, apibkey: key, apdakey: key, apdbkey: key })
export const pacGenericKeys = struct('user_pac_generic_keys', { apgakey: key })
export const pacEnabledKeys = struct('pac_enabled_keys', { enabled_keys: long.doc('PR_PAC_AP* bits; all ones where there are none') })
export const taggedAddrCtrl = struct('tagged_addr_ctrl', { tagged_addr_ctrl: long.doc('as prctl(PR_GET_TAGGED_ADDR_CTRL) gives it') })
