/** Notes with information that only illumos cores store. Source: illumos usr/src/uts/common/exec/elf/elf_notes.c, sys/priv.h, 2024-09, by behaviour. */
import { illumosNotes } from '../../../formats/core/illumos/notes.js'
import { privInfo, prpriv, prsecflags, text, upanic, utsname } from '../../../formats/core/illumos/process-notes.js'
import { asrs, gwindows } from '../../../formats/core/illumos/registers/sparc.js'
import { ldt, xregSparc } from '../../../formats/core/illumos/registers/xregs.js'
import { noteOwner } from '../../../formats/elf/note-owners.js'
import type { Abi } from '../../../schema/base.js'
import { truncateUtf8, zeroValue } from '../../../schema/zero-value.js'
import type { BuiltNote } from './core-contents.js'
import type { IllumosInfo, PrivilegeNames, PrivilegeSets, SecurityFlags, SparcRegisters, SystemName } from './illumos-facts.js'
import { noteMaker } from './note-builder.js'

const OWNER = noteOwner.CORE
const WINDOWS = 31
const PRUPANIC_FLAG_MSG_VALID = 1
const PRUPANIC_FLAG_MSG_TRUNC = 4
/** Bytes of the message in NT_UPANIC. */
const PANIC_MESSAGE = 1024
/** Types of the items of the privilege notes. */
const itemType = { setNames: 1, privilegeNames: 2, basicSet: 3, flags: 4 } as const

/** The notes of a process, by name; those without information are absent. */
export function illumosInfoNotes(info: IllumosInfo, abi: Abi): ReadonlyMap<string, BuiltNote> {
  const make = noteMaker(illumosNotes, abi)
  const { zone, uname, platform, securityFlags, privileges, privilegeNames, panic, ldt: descriptors } = info
  const found: BuiltNote[] = []
  if (platform !== undefined) found.push(make(OWNER, 'NT_PLATFORM', text, textValue(platform)))
  if (uname) found.push(make(OWNER, 'NT_UTSNAME', utsname, unameValue(uname)))
  if (securityFlags) found.push(make(OWNER, 'NT_SECFLAGS', prsecflags, securityValue(securityFlags, abi)))
  if (privileges) found.push(make(OWNER, 'NT_PRPRIV', prpriv, privilegeValue(privileges)))
  if (privilegeNames) found.push(make(OWNER, 'NT_PRPRIVINFO', privInfo, privilegeInfo(privilegeNames, abi)))
  if (zone !== undefined) found.push(make(OWNER, 'NT_ZONENAME', text, textValue(zone)))
  if (descriptors && abi.name === 'i386') found.push(make(OWNER, 'NT_LDT', ldt, { descriptors }))
  if (panic) found.push(make(OWNER, 'NT_UPANIC', upanic, panicValue(panic)))
  return new Map(found.map((note) => [note.name, note]))
}

/** The notes of a SPARC thread, in order. */
export function sparcNotes({ asrs: states, windows, extended }: SparcRegisters, abi: Abi): BuiltNote[] {
  const make = noteMaker(illumosNotes, abi)
  const found: BuiltNote[] = []
  if (windows && windows.length > 0) {
    const spbuf = Array.from({ length: WINDOWS }, (_, i) => windows[i]?.stackPointer ?? 0n)
    const wbuf = windows.slice(0, WINDOWS).map((window) => ({ rw_local: padded(window.local, 8, 0n), rw_in: padded(window.in, 8, 0n) }))
    found.push(make(OWNER, 'NT_GWINDOWS', gwindows, { wbcnt: wbuf.length, spbuf, wbuf }))
  }
  if (states && abi.bits === 64) found.push(make(OWNER, 'NT_ASRS', asrs, { asrs: padded(states, 16, 0n) }))
  if (extended && abi.bits === 32) {
    const value = zeroValue(xregSparc, abi)
    const { type, align = 0, floats = [], fsr = 0, fprs = 0, globals = [], outs = [], tstate = 0n } = extended
    Object.assign(value, { pr_type: type, pr_align: align })
    Object.assign(value.pr_un.pr_v8p, {
      pr_xfr: { pr_regs: padded(floats, 32, 0) },
      pr_xfsr: fsr,
      pr_fprs: fprs,
      pr_xg: padded(globals, 8, 0),
      pr_xo: padded(outs, 8, 0),
      pr_tstate: tstate,
    })
    found.push(make(OWNER, 'NT_PRXREG_SPARC', xregSparc, value))
  }
  return found
}

const padded = <T>(values: readonly T[], length: number, zero: T): T[] => Array.from({ length }, (_, i) => values[i] ?? zero)

/** Notes have a multiple of 4 bytes. */
function textValue(value: string) {
  const size = new TextEncoder().encode(value).length + 1
  return { text: value, rest: new Uint8Array(-size & 3) }
}

function unameValue({ sysname = '', nodename = '', release = '', version = '', machine = '' }: SystemName) {
  const cut = (value: string): string => truncateUtf8(value, 256)
  return {
    sysname: cut(sysname),
    nodename: cut(nodename),
    release: cut(release),
    version: cut(version),
    machine: cut(machine),
    rest: new Uint8Array(3),
  }
}

const securityValue = ({ effective, inherit, lower, upper }: SecurityFlags, abi: Abi) => ({
  ...zeroValue(prsecflags, abi, { pr_version: 1 }),
  pr_effective: effective,
  pr_inherit: inherit,
  pr_lower: lower,
  pr_upper: upper,
})

/** Type, size including these two words, and data. */
const item = (type: number, data: readonly number[]): number[] => [type, 4 * (data.length + 2), ...data]

function privilegeValue({ effective, inheritable, permitted, limit, flags = 0 }: PrivilegeSets) {
  const sets = [effective, inheritable, permitted, limit]
  const words = Math.max(...sets.map((set) => set.length))
  const items = item(itemType.flags, [flags])
  return {
    pr_nsets: sets.length,
    pr_setsize: words,
    pr_infosize: 4 * items.length,
    pr_sets: [...sets.flatMap((set) => padded(set, words, 0)), ...items].map((word) => word >>> 0),
  }
}

function privilegeInfo({ sets, privileges, basic }: PrivilegeNames, abi: Abi) {
  const items = [
    nameItem(itemType.setNames, sets, abi),
    nameItem(itemType.privilegeNames, privileges, abi),
    wordBytes(item(itemType.basicSet, basic), abi),
  ]
  const length = items.reduce((sum, each) => sum + each.length, 0)
  const bytes = new Uint8Array(length)
  let at = 0
  for (const each of items) {
    bytes.set(each, at)
    at += each.length
  }
  return {
    priv_headersize: privInfo.for(abi).size,
    priv_flags: 0,
    priv_nsets: sets.length,
    priv_setsize: basic.length,
    priv_max: privileges.length,
    // One flags item per process.
    priv_infosize: 12,
    priv_globalinfosize: length,
    items: bytes,
  }
}

/** Number of names, and the names with their NULs, padded to words. */
function nameItem(type: number, names: readonly string[], abi: Abi): Uint8Array {
  const texts = new TextEncoder().encode(names.map((name) => `${name}\0`).join(''))
  const size = 12 + texts.length + (-texts.length & 3)
  const bytes = new Uint8Array(size)
  bytes.set(wordBytes([type, size, names.length], abi))
  bytes.set(texts, 12)
  return bytes
}

function wordBytes(words: readonly number[], { endian }: Abi): Uint8Array {
  const bytes = new Uint8Array(4 * words.length)
  const view = new DataView(bytes.buffer)
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word >>> 0, endian === 'little')
  return bytes
}

function panicValue({ message }: { readonly message?: string }) {
  const pru_data = truncateUtf8(message ?? '', PANIC_MESSAGE)
  const flags = message === undefined ? 0 : PRUPANIC_FLAG_MSG_VALID | (pru_data === message ? 0 : PRUPANIC_FLAG_MSG_TRUNC)
  return { pru_version: 1, pru_flags: flags, pru_data }
}
