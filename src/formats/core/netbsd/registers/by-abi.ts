/** Registers of each port: the note numbers, which overlap between ports, and the structures by ABI and size. */
import type { Abi, AbiName, Struct } from '../../../../schema/base.js'
import { machines } from '../../../../systems/machines/byte-orders.js'
import { type DescriptorChoice, perMachine } from '../../note-registry.js'
import type { RegisterNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'
import { floatingAlpha, generalAlpha } from './alpha.js'
import * as arm from './arm.js'
import { floatingHppa, generalHppa, regHppaOld } from './hppa.js'
import { floatingM68k, generalM68k } from './m68k.js'
import { fpregMips, fpregMips64, mipsFloatingNames, mipsNames64, mipsNamesO32, regMips, regMips64 } from './mips.js'
import { floatingPowerpc, generalPowerpc } from './powerpc.js'
import { floatingRiscv, generalRiscv } from './riscv.js'
import { generalSh, regShOld } from './sh.js'
import { floatingSparc, floatingSparc64, generalSparc, generalSparc64 } from './sparc.js'
import { generalVax } from './vax.js'
import * as x86 from './x86.js'

/** PT_FIRSTMACH: the machine's own ptrace requests begin here, and notes have their numbers. */
const FIRST = 32

interface Port {
  readonly abis: readonly AbiName[]
  /** Number of PT_GETREGS less PT_FIRSTMACH. */
  readonly registers: number
  readonly general: RegisterSet
  /** Forms of the structure that other releases or kernels have. */
  readonly otherGeneral?: readonly Struct<unknown>[]
  readonly floating?: RegisterSet & { readonly number: number; readonly others?: readonly Struct<unknown>[] }
}

const mips = (abis: readonly AbiName[], general: Struct<unknown>, names: RegisterNames, floating: Struct<unknown>): Port => ({
  abis,
  registers: 1,
  general: { struct: general, names },
  otherGeneral: [regMips, regMips64],
  floating: { struct: floating, names: mipsFloatingNames, number: 3, others: [fpregMips, fpregMips64] },
})

const ports: readonly Port[] = [
  { abis: ['amd64'], registers: 1, general: x86.generalAmd64, floating: { ...x86.floatingAmd64, number: 3 } },
  { abis: ['i386'], registers: 1, general: x86.generalI386, floating: { ...x86.floatingI386, number: 3 } },
  { abis: machines('aarch64'), registers: 0, general: arm.generalAarch64, floating: { ...arm.floatingAarch64, number: 2 } },
  { abis: machines('arm'), registers: 1, general: arm.generalArm, floating: { ...arm.floatingArm, number: 5 } },
  { abis: ['alpha'], registers: 0, general: generalAlpha, floating: { ...floatingAlpha, number: 2 } },
  {
    abis: ['hppa'],
    registers: 1,
    general: generalHppa,
    otherGeneral: [regHppaOld],
    floating: { ...floatingHppa, number: 3 },
  },
  { abis: ['m68k'], registers: 1, general: generalM68k, floating: { ...floatingM68k, number: 3 } },
  mips(machines('mips-o32'), regMips, mipsNamesO32, fpregMips),
  mips([...machines('mips-n32'), ...machines('mips-n64')], regMips64, mipsNames64, fpregMips64),
  { abis: machines('powerpc', 'powerpc64'), registers: 1, general: generalPowerpc, floating: { ...floatingPowerpc, number: 3 } },
  { abis: ['riscv64', 'riscv32'], registers: 0, general: generalRiscv, floating: { ...floatingRiscv, number: 2 } },
  { abis: machines('sh'), registers: 3, general: generalSh, otherGeneral: [regShOld] },
  { abis: ['sparc'], registers: 0, general: generalSparc, floating: { ...floatingSparc, number: 2 } },
  { abis: ['sparc64'], registers: 0, general: generalSparc64, floating: { ...floatingSparc64, number: 2 } },
  { abis: ['vax'], registers: 1, general: generalVax },
]

const byAbi = new Map<string, Port>(ports.flatMap((port) => port.abis.map((name) => [name, port] as const)))

/** ABIs that NetBSD writes cores of, of those whose registers are known. */
export const netbsdAbis = [...byAbi.keys()] as readonly AbiName[]

const numbers = (numberOf: (port: Port) => number | undefined) =>
  perMachine<number>(
    Object.fromEntries(
      ports.flatMap((port) => {
        const number = numberOf(port)
        return number === undefined ? [] : port.abis.map((name) => [name, FIRST + number])
      }),
    ),
  )

export const generalNumber = numbers((port) => port.registers)
export const floatingNumber = numbers((port) => port.floating?.number)
/** sh3 had its general registers under another number up to release 4, arm its floating-point ones up to release 5. */
export const generalNumberOld = perMachine({ sh: FIRST + 1, sheb: FIRST + 1 })
export const fpaNumber = perMachine({ arm: FIRST + 3, armeb: FIRST + 3 })
export const xstateNumber = perMachine({ amd64: FIRST + 9, i386: FIRST + 11 })

/** The form of a structure that a descriptor's size tells; the first, which is the usual one, where none has that size. */
function bySizeOf(all: readonly Struct<unknown>[], abi: Abi, size: number | undefined): Struct<unknown> | undefined {
  return all.find((struct) => struct.for(abi).size === size) ?? all[0]
}

const choice = (allOf: (port: Port) => readonly Struct<unknown>[]): DescriptorChoice<unknown> => ({
  choose(abi, size) {
    const port = byAbi.get(abi.name)
    return port && bySizeOf(allOf(port), abi, size)
  },
  all(abi) {
    const port = byAbi.get(abi.name)
    return port ? [...new Set(allOf(port))] : []
  },
})

export const generalStruct = choice((port) => [port.general.struct, ...(port.otherGeneral ?? [])])
export const floatingStruct = choice((port) => (port.floating ? [port.floating.struct, ...(port.floating.others ?? [])] : []))

/** General registers of an ABI; undefined where they are not known. */
export const generalOf = (abi: Abi): RegisterSet | undefined => byAbi.get(abi.name)?.general
export const floatingOf = (abi: Abi): RegisterSet | undefined => byAbi.get(abi.name)?.floating

export type { RegisterSet }
