/** Register sets of FreeBSD by machine. The order of the registers differs from Linux on every machine. */
import type { Abi, AbiName, Struct } from '../../../../schema/base.js'
import type { RegisterSet } from '../../register-set.js'
import { floatingArm, fpregArm32, generalArm } from './arm.js'
import { floatingArm64, generalArm64 } from './arm64.js'
import { floatingPowerpc, generalPowerpc } from './powerpc.js'
import { floatingRiscv, generalRiscv } from './riscv.js'
import { floatingAmd64, floatingI386, generalAmd64, generalI386 } from './x86.js'

interface Port {
  readonly general: RegisterSet
  readonly floating: RegisterSet
}

const powerpc: Port = { general: generalPowerpc, floating: floatingPowerpc }

const ports: Readonly<Partial<Record<AbiName, Port>>> = {
  amd64: { general: generalAmd64, floating: floatingAmd64 },
  i386: { general: generalI386, floating: floatingI386 },
  aarch64: { general: generalArm64, floating: floatingArm64 },
  arm: { general: generalArm, floating: floatingArm },
  riscv64: { general: generalRiscv, floating: floatingRiscv },
  powerpc,
  powerpc64: powerpc,
  powerpc64le: powerpc,
}

/** ABIs that FreeBSD writes cores of, of those whose registers are known. */
export const freebsdAbis = Object.keys(ports) as readonly AbiName[]

export const portOf = (abi: Abi): Port | undefined => (ports as Readonly<Record<string, Port>>)[abi.name]

export const floatingStruct = {
  choose: (abi: Abi, size: number | undefined): Struct<unknown> | undefined =>
    abi.name === 'arm' && size === 4 ? fpregArm32 : portOf(abi)?.floating.struct,
  all: (abi: Abi): readonly Struct<unknown>[] => {
    const port = portOf(abi)
    if (!port) return []
    return abi.name === 'arm' ? [port.floating.struct, fpregArm32] : [port.floating.struct]
  },
}
