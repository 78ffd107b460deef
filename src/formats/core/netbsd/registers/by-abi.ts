/** Registers of each port: the note numbers, which overlap between ports, and the structures by ABI and size. */
import type { Abi, AbiName, Struct } from '../../../../schema/base.js'
import { machines } from '../../declare.js'
import { type DescriptorChoice, perMachine } from '../../note-registry.js'
import type { RegisterNames } from '../../register-names.js'
import { type RegisterSet, readRegisterSet } from '../../register-set.js'
import * as arm from './arm.js'
import * as others from './others.js'
import * as risc from './risc.js'
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
  otherGeneral: [risc.regMips, risc.regMips64],
  floating: { struct: floating, names: risc.mipsFloatingNames, number: 3, others: [risc.fpregMips, risc.fpregMips64] },
})

const ports: readonly Port[] = [
  { abis: ['amd64'], registers: 1, general: x86.generalAmd64, floating: { ...x86.floatingAmd64, number: 3 } },
  { abis: ['i386'], registers: 1, general: x86.generalI386, floating: { ...x86.floatingI386, number: 3 } },
  { abis: machines('aarch64'), registers: 0, general: arm.generalAarch64, floating: { ...arm.floatingAarch64, number: 2 } },
  { abis: machines('arm'), registers: 1, general: arm.generalArm, floating: { ...arm.floatingArm, number: 5 } },
  { abis: ['alpha'], registers: 0, general: risc.generalAlpha, floating: { ...risc.floatingAlpha, number: 2 } },
  {
    abis: ['hppa'],
    registers: 1,
    general: risc.generalHppa,
    otherGeneral: [risc.regHppaOld],
    floating: { ...risc.floatingHppa, number: 3 },
  },
  { abis: ['m68k'], registers: 1, general: others.generalM68k, floating: { ...others.floatingM68k, number: 3 } },
  mips(machines('mips-o32'), risc.regMips, risc.mipsNamesO32, risc.fpregMips),
  mips([...machines('mips-n32'), ...machines('mips-n64')], risc.regMips64, risc.mipsNames64, risc.fpregMips64),
  { abis: machines('powerpc', 'powerpc64'), registers: 1, general: risc.generalPowerpc, floating: { ...risc.floatingPowerpc, number: 3 } },
  { abis: ['riscv64', 'riscv32'], registers: 0, general: risc.generalRiscv, floating: { ...risc.floatingRiscv, number: 2 } },
  { abis: machines('sh'), registers: 3, general: risc.generalSh, otherGeneral: [risc.regShOld] },
  { abis: ['sparc'], registers: 0, general: others.generalSparc, floating: { ...others.floatingSparc, number: 2 } },
  { abis: ['sparc64'], registers: 0, general: others.generalSparc64, floating: { ...others.floatingSparc64, number: 2 } },
  { abis: ['vax'], registers: 1, general: others.generalVax },
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

export { type RegisterSet, readRegisterSet }
