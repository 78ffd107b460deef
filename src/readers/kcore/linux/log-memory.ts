/** Integers of the kernel log in a Linux dump, and how its records are printed. */
import type { Kvm } from '../kvm.js'
import type { Vmcoreinfo } from './vmcoreinfo.js'

/** Reads integers of kernel memory. All methods throw `UNMAPPED` where memory is missing. */
export class LogMemory {
  constructor(
    readonly kvm: Kvm,
    private readonly info: Vmcoreinfo,
  ) {}

  #view(at: bigint, size: number): DataView {
    const bytes = this.kvm.readExactly(at, size)
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get little(): boolean {
    return this.kvm.abi.endian === 'little'
  }

  word(at: bigint): bigint {
    return this.kvm.readWord(at)
  }

  u16(at: bigint): number {
    return this.#view(at, 2).getUint16(0, this.little)
  }

  u32(at: bigint): number {
    return this.#view(at, 4).getUint32(0, this.little)
  }

  u64(at: bigint): bigint {
    return this.#view(at, 8).getBigUint64(0, this.little)
  }

  text(at: bigint, length: number): string {
    return new TextDecoder().decode(this.kvm.readExactly(at, length))
  }

  /** `OFFSET(name)`; 0 where VMCOREINFO does not have it. */
  member(name: string): bigint {
    return BigInt(this.info.offset(name) ?? 0)
  }
}

/** A record as dmesg(1) prints it: further lines of its text are indented by the width of the time. */
export function recordText(nanoseconds: bigint, text: string): string {
  const stamp = `${nanoseconds / 1_000_000_000n}.${String((nanoseconds / 1000n) % 1_000_000n).padStart(6, '0')}`
  const prefix = `[${stamp.padStart(12)}] `
  return `${prefix}${text.replace(/\n$/, '').replaceAll('\n', `\n${' '.repeat(prefix.length)}`)}\n`
}
