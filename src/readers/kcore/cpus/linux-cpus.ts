/** Processors of Linux dumps by their notes. Source: Linux kernel/crash_core.c; QEMU target/i386/arch_dump.c. */
import { elfPrstatus } from '../../../formats/core/linux/prstatus.js'
import { generalOf, readRegisterSet } from '../../../formats/core/linux/registers/by-abi.js'
import type { Registers } from '../../../formats/core/process-info.js'
import { noteOwner } from '../../../formats/elf/note-owners.js'
import { type Abi, abi } from '../../../schema/base.js'
import type { DumpNote } from '../dump-notes.js'
import type { Kvm } from '../kvm.js'
import type { CpuState } from './cpu-state.js'

const NT_PRSTATUS = 1

/** The processors that have a note. Those that did not answer have none, so the number of a note is no processor's number. */
export function linuxCpus(kvm: Kvm, notes: readonly DumpNote[]): CpuState[] {
  const qemu = notes.filter(({ owner, type }) => owner === noteOwner.QEMU && type === 0)
  const list = notes
    .filter(({ owner, type }) => owner === noteOwner.CORE && type === NT_PRSTATUS)
    .map((note, index) => stateOf(note, kvm.abi, qemu[index], qemu.length > 0))
    .filter((each) => each !== undefined)
  const panicCpu = panickedCpu(kvm)
  return list.map((cpu, index) => {
    const id = cpu.id ?? numberByBase(kvm, cpu, list.length) ?? (list.length === 1 ? 0 : undefined)
    const panicked = panicCpu === undefined ? list.length === 1 && qemu.length === 0 : id === panicCpu
    return {
      ...(id !== undefined && { id }),
      ...cpu,
      ...(panicked && qemu.length === 0 && { panicked }),
      ...(qemu.length > 0 && { id: index }),
    }
  })
}

/** The ABIs of a note: a 64-bit machine whose first processor was in 32-bit mode has notes of that. */
const narrower: Readonly<Record<string, Abi>> = { amd64: abi.i386, aarch64: abi.arm }

function stateOf({ descriptor }: DumpNote, of: Abi, qemu: DumpNote | undefined, ofQemu: boolean): CpuState | undefined {
  const chosen = [of, narrower[of.name]].find((each) => each && elfPrstatus.for(each).size === descriptor.byteLength)
  const set = chosen && generalOf(chosen)
  if (!chosen || !set) return undefined
  const value = elfPrstatus.for(chosen).decode(descriptor)
  const registers: Registers = { ...readRegisterSet(set, value.pr_reg, chosen), ...(qemu && controlRegisters(qemu.descriptor)) }
  // All zero: never saved.
  if (Object.values(registers).every((each) => each === 0n)) return undefined
  const mode = modeOf(registers, chosen)
  return {
    source: ofQemu ? 'NT_PRSTATUS of QEMU' : 'NT_PRSTATUS',
    // QEMU writes the number of the processor instead of a process.
    ...(!ofQemu && { pid: value.pr_pid }),
    ...(mode && { mode }),
    registers,
  }
}

/** What QEMU's own note has beside the registers of NT_PRSTATUS. */
function controlRegisters(bytes: Uint8Array): Registers {
  const places = {
    tr_base: 336,
    gdt_base: 360,
    idt_base: 384,
    cr0: 392,
    cr2: 408,
    cr3: 416,
    cr4: 424,
    k_gs_base: 432,
    fs_base: 240,
    gs_base: 264,
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Object.fromEntries(
    Object.entries(places)
      .filter(([, at]) => at + 8 <= bytes.byteLength)
      .map(([name, at]) => [name, view.getBigUint64(at, true)]),
  )
}

function modeOf(registers: Registers, { name }: Abi): CpuState['mode'] {
  if (name === 'amd64' || name === 'i386') return registers.cs === undefined ? undefined : (registers.cs & 3n) === 3n ? 'user' : 'kernel'
  if (name === 'aarch64') return registers.cpsr === undefined ? undefined : (registers.cpsr & 0xfn) === 0n ? 'user' : 'kernel'
  return undefined
}

/** Processors whose bases are compared. */
const MOST_CPUS = 1024

/** On x86-64 in kernel mode, gs_base is the processor's entry of __per_cpu_offset. */
function numberByBase(kvm: Kvm, { mode, registers }: CpuState, count: number): number | undefined {
  const table = kvm.symbol('__per_cpu_offset')?.value
  const { gs_base: base } = registers
  if (table === undefined || mode !== 'kernel' || !base || kvm.abi.name !== 'amd64' || !kvm.translates) return undefined
  for (let id = 0; id < Math.min(MOST_CPUS, count * 64); id++) {
    const at = table + BigInt(id * 8)
    if (kvm.read(at, 8).byteLength < 8) return undefined
    if (kvm.readWord(at) === base) return id
  }
  return undefined
}

/** The processor that panicked; -1 or no symbol: not known. */
function panickedCpu(kvm: Kvm): number | undefined {
  for (const name of ['panic_cpu', 'crashing_cpu']) {
    const at = kvm.symbol(name)?.value
    const bytes = at === undefined || !kvm.translates ? undefined : kvm.read(at, 4)
    if (!bytes || bytes.byteLength < 4) continue
    const id = new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, kvm.abi.endian === 'little')
    if (id >= 0) return id
  }
  return undefined
}
