/** Where the notes of each system contain registers. */
import { FormatError } from '../../../errors.js'
import type { Core, CoreNote } from '../../../families/core.js'
import { floatingOf as dragonflyFloating, generalOf as dragonflyGeneral } from '../../../formats/core/dragonfly/registers.js'
import { vfpSet } from '../../../formats/core/freebsd/registers/arm.js'
import { tlsOne } from '../../../formats/core/freebsd/registers/arm64.js'
import { portOf } from '../../../formats/core/freebsd/registers/by-abi.js'
import { segbases } from '../../../formats/core/freebsd/registers/x86.js'
import { portOf as illumosPort } from '../../../formats/core/illumos/registers/by-abi.js'
import { xregParts } from '../../../formats/core/illumos/registers/xregs.js'
import * as arm from '../../../formats/core/linux/registers/arm.js'
import * as arm64 from '../../../formats/core/linux/registers/arm64.js'
import { floatingOf as linuxFloating, generalOf as linuxGeneral } from '../../../formats/core/linux/registers/by-abi.js'
import * as powerpc from '../../../formats/core/linux/registers/powerpc.js'
import { floatingXI386 } from '../../../formats/core/machines/x86/fxsave.js'
import { updateVectorRegisters } from '../../../formats/core/machines/x86/vector-registers.js'
import { putXsave, XSAVE_REGISTER, xsaveRegisters } from '../../../formats/core/machines/x86/xsave.js'
import { partsOf, type XsaveComponents } from '../../../formats/core/machines/x86/xsave-layout.js'
import { floatingOf as netbsdFloating, generalOf as netbsdGeneral } from '../../../formats/core/netbsd/registers/by-abi.js'
import { vectorsOf } from '../../../formats/core/netbsd/registers/x86.js'
import * as openbsd from '../../../formats/core/openbsd/registers.js'
import type { Registers } from '../../../formats/core/process-info.js'
import { hasRegister, type RegisterSet, readRegisterSet, writeRegisterSet } from '../../../formats/core/register-set.js'
import type { Abi } from '../../../schema/base.js'

/** Registers in the value of a note. */
export interface RegisterLocation {
  holds(register: string): boolean
  /** Changes the given registers; others stay. */
  put(value: unknown, registers: Registers, abi: Abi): void
}

type Places = (abi: Abi) => readonly (RegisterLocation | undefined)[]

/** A register set at a path of member names; an empty path means the value itself. */
function at(set: RegisterSet | undefined, ...path: readonly string[]): RegisterLocation | undefined {
  if (!set) return undefined
  return {
    holds: (register) => hasRegister(set, register),
    put(value, registers, abi) {
      const holder = path.reduce<unknown>((outer, name) => (outer as Record<string, unknown>)[name], value)
      // A field that several registers share is encoded from all of them.
      writeRegisterSet(set, holder, updateVectorRegisters(readRegisterSet(set, holder, abi), registers), abi)
    },
  }
}

const xsaveArea: RegisterLocation = {
  holds: (register) => XSAVE_REGISTER.test(register),
  put: (area, registers, abi) =>
    putXsave(area as Record<string, unknown>, updateVectorRegisters(xsaveRegisters(area as object, abi), registers)),
}

/** A note that only {@link xsavePartsOf} can change. */
const inParts: RegisterLocation = {
  holds: (register) => XSAVE_REGISTER.test(register) && register !== 'pkru',
  put() {
    throw new FormatError({ code: 'BAD_VALUE', path: 'registers', message: 'NT_PRXREG contains no XSAVE area' })
  },
}

/** Parts of a note whose register offsets do not follow from its structure; undefined for all other notes. */
export function xsavePartsOf(core: Core, note: CoreNote, bytes: Uint8Array): XsaveComponents | undefined {
  if (note.name === 'NT_PRXREG') return xregParts(note.value as object, bytes)
  if (note.name !== 'NT_X86_XSTATE') return undefined
  return partsOf(note.value as object, bytes, core.notes.find(({ name }) => name === 'NT_X86_XSAVE_LAYOUT')?.value)
}

const systems: Readonly<Record<string, Readonly<Record<string, Places>>>> = {
  linux: {
    NT_PRSTATUS: (abi) => [at(linuxGeneral(abi), 'pr_reg')],
    NT_FPREGSET: (abi) => [at(linuxFloating(abi))],
    NT_X86_XSTATE: () => [xsaveArea],
    NT_PRXFPREG: () => [at(floatingXI386)],
    NT_ARM_VFP: () => [at(arm.vector)],
    NT_ARM_TLS: () => [at({ struct: arm64.tlsStructures.tlsOne, names: { tpidr: 'tpidr_el0' } })],
    NT_PPC_VMX: () => [at(powerpc.vectors)],
  },
  freebsd: {
    NT_PRSTATUS: (abi) => [at(portOf(abi)?.general, 'pr_reg')],
    NT_FPREGSET: (abi) => [at(portOf(abi)?.floating)],
    NT_X86_XSTATE: () => [xsaveArea],
    NT_X86_SEGBASES: () => [at({ struct: segbases, names: { fs_base: 'r_fsbase', gs_base: 'r_gsbase' } })],
    NT_ARM_VFP: () => [at(vfpSet)],
    NT_ARM_TLS: () => [at({ struct: tlsOne, names: { tpidr: 'tpidr' } })],
  },
  netbsd: {
    PT_GETREGS: (abi) => [at(netbsdGeneral(abi))],
    PT_GETREGS_OLD: (abi) => [at(netbsdGeneral(abi))],
    PT_GETFPREGS: (abi) => [at(netbsdFloating(abi))],
    PT_GETXSTATE: (abi) => [at(vectorsOf(abi))],
  },
  openbsd: {
    NT_OPENBSD_REGS: (abi) => [at(openbsd.portOf(abi)?.general)],
    NT_OPENBSD_FPREGS: (abi) => [at(openbsd.portOf(abi)?.floating)],
    NT_OPENBSD_XFPREGS: () => [at(openbsd.xmmSet)],
  },
  dragonfly: {
    NT_PRSTATUS: (abi) => [at(dragonflyGeneral(abi), 'pr_reg')],
    NT_FPREGSET: (abi) => [at(dragonflyFloating(abi))],
  },
  illumos: {
    NT_PRSTATUS: (abi) => [at(illumosPort(abi)?.general, 'pr_reg')],
    NT_PRFPREG: (abi) => [at(illumosPort(abi)?.floating)],
    NT_PRXREG: () => [inParts],
    NT_LWPSTATUS: (abi) => [at(illumosPort(abi)?.general, 'pr_reg'), at(illumosPort(abi)?.floating, 'pr_fpreg')],
    // A copy of the crashed thread's status.
    NT_PSTATUS: (abi) => [at(illumosPort(abi)?.general, 'pr_lwp', 'pr_reg'), at(illumosPort(abi)?.floating, 'pr_lwp', 'pr_fpreg')],
  },
}

/** The register sets of a note. */
export function placesOf(system: string, note: string | undefined, abi: Abi): readonly RegisterLocation[] {
  const places = note === undefined ? undefined : systems[system]?.[note]
  return (places?.(abi) ?? []).filter((place): place is RegisterLocation => place !== undefined)
}
