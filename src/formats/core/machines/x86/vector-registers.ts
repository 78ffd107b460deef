/** Vector registers of x86 that are parts of one another: xmm0 is the low part of ymm0, which is the low part of zmm0. */
import type { Registers } from '../../process-info.js'

const mask = (bits: number): bigint => (1n << BigInt(bits)) - 1n

/** Registers with some of them changed, and with those that they are a part of, or that are a part of them. */
export function updateVectorRegisters(all: Registers, changed: Registers): Registers {
  const registers: Record<string, bigint> = { ...all, ...changed }
  for (const name of Object.keys(changed)) {
    const [, kind = '', index = ''] = /^([xyz])mm(\d+)$/.exec(name) ?? []
    const bits = { x: 128, y: 256, z: 512 }[kind]
    if (bits === undefined) continue
    for (const [other, width] of [
      ['x', 128],
      ['y', 256],
      ['z', 512],
    ] as const) {
      const part = `${other}mm${index}`
      if (other === kind || registers[part] === undefined) continue
      const value = changed[name] as bigint
      registers[part] = width < bits ? value & mask(width) : (((registers[part] as bigint) >> BigInt(bits)) << BigInt(bits)) | value
    }
  }
  return registers
}
