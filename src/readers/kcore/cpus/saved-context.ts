/**
 * Contexts that BSD kernels save when they write a dump: dumppcb of the processor that writes it, stoppcbs of those that were stopped.
 * Sources: NetBSD sys/arch/{amd64,i386}/locore.S; FreeBSD sys/amd64/amd64/cpu_switch.S, kern_shutdown.c; DragonFly swtch.s, kern_shutdown.c.
 */
import type { Registers } from '../../../formats/core/process-info.js'
import type { Kvm } from '../kvm.js'
import type { CpuState } from './cpu-state.js'

/** Registers of a structure by their offsets. */
type Offsets = Readonly<Record<string, number>>

/** NetBSD: what is on the stack at the saved stack pointer, from there on; the last is the return address. */
interface SwitchFrame {
  readonly pcb: { readonly sp: number; readonly fp: number }
  readonly names: { readonly sp: string; readonly fp: string; readonly pc: string }
  readonly pushed: readonly string[]
}

const switchFrames: Readonly<Record<string, SwitchFrame>> = {
  amd64: { pcb: { sp: 32, fp: 40 }, names: { sp: 'rsp', fp: 'rbp', pc: 'rip' }, pushed: ['r15', 'r14', 'r13', 'r12', 'rbx'] },
  i386: { pcb: { sp: 4, fp: 8 }, names: { sp: 'esp', fp: 'ebp', pc: 'eip' }, pushed: ['edi', 'esi', 'ebx'] },
}

const freebsdAmd64: Offsets = {
  r15: 0,
  r14: 8,
  r13: 16,
  r12: 24,
  rbp: 32,
  rsp: 40,
  rbx: 48,
  rip: 56,
  fs_base: 64,
  gs_base: 72,
  k_gs_base: 80,
  cr0: 88,
  cr2: 96,
  cr3: 104,
  cr4: 112,
}
const dragonflyAmd64: Offsets = { r15: 72, r14: 80, r13: 88, r12: 96, rbp: 104, rsp: 112, rbx: 120, rip: 128, cr3: 64 }

/** An int variable; undefined where there is no such symbol or its page is missing. */
function intOf(kvm: Kvm, name: string): number | undefined {
  const at = kvm.symbol(name)?.value
  const bytes = at === undefined ? undefined : kvm.read(at, 4)
  if (!bytes || bytes.byteLength < 4) return undefined
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, kvm.abi.endian === 'little')
}

function wordOf(kvm: Kvm, at: bigint): bigint | undefined {
  return kvm.read(at, kvm.abi.pointer).byteLength < kvm.abi.pointer ? undefined : kvm.readWord(at)
}

/** The registers of a saved structure; undefined where all of them are zero, which means that nothing was saved, or memory is missing. */
function registersAt(kvm: Kvm, at: bigint, offsets: Offsets): Registers | undefined {
  const registers: Record<string, bigint> = {}
  for (const [name, offset] of Object.entries(offsets)) {
    const value = wordOf(kvm, at + BigInt(offset))
    if (value === undefined) return undefined
    registers[name] = value
  }
  return Object.values(registers).some((value) => value !== 0n) ? registers : undefined
}

/** NetBSD's dumppcb: two registers, and what dumpsys() pushed before. */
export function netbsdCpus(kvm: Kvm): CpuState[] {
  const frame = switchFrames[kvm.abi.name]
  const pcb = kvm.symbol('dumppcb')?.value
  if (!frame || pcb === undefined || !kvm.translates) return []
  const sp = wordOf(kvm, pcb + BigInt(frame.pcb.sp))
  const fp = wordOf(kvm, pcb + BigInt(frame.pcb.fp))
  if (!sp || fp === undefined) return []
  const registers: Record<string, bigint> = { [frame.names.fp]: fp }
  const size = BigInt(kvm.abi.pointer)
  for (const [index, name] of [...frame.pushed, frame.names.pc].entries()) {
    const value = wordOf(kvm, sp + BigInt(index) * size)
    if (value !== undefined) registers[name] = value
  }
  registers[frame.names.sp] = sp + BigInt(frame.pushed.length + 1) * size
  return [{ ...(intOf(kvm, 'ncpu') === 1 && { id: 0 }), source: 'dumppcb', mode: 'kernel', panicked: true, registers }]
}

/** FreeBSD's dumppcb with the thread that wrote the dump, and the processors that were stopped. */
export function freebsdCpus(kvm: Kvm): CpuState[] {
  return kvm.abi.name === 'amd64' ? savedCpus(kvm, freebsdAmd64, intOf(kvm, 'pcb_size')) : []
}

/** DragonFly's; the size of its structure is not known without types, so other processors are not read. */
export function dragonflyCpus(kvm: Kvm): CpuState[] {
  if (kvm.abi.name !== 'amd64') return []
  const at = kvm.symbol('dumpthread')?.value
  const thread = at === undefined || !kvm.translates ? undefined : wordOf(kvm, at)
  return savedCpus(kvm, dragonflyAmd64, undefined).map((cpu) => ({ ...cpu, ...(thread && { thread }) }))
}

/** More processors than any machine has: a wrong size would read forever. */
const MOST_CPUS = 4096

function savedCpus(kvm: Kvm, offsets: Offsets, size: number | undefined): CpuState[] {
  if (!kvm.translates) return []
  const list: CpuState[] = []
  const pcb = kvm.symbol('dumppcb')?.value
  const registers = pcb === undefined ? undefined : registersAt(kvm, pcb, offsets)
  const tid = intOf(kvm, 'dumptid')
  if (registers) list.push({ source: 'dumppcb', mode: 'kernel', panicked: true, ...(tid !== undefined && { tid }), registers })
  const stopped = kvm.symbol('stoppcbs')
  if (!stopped || !size || size < 0) return list
  // An array; in newer kernels a pointer to one.
  const isPointer = stopped.size === kvm.abi.pointer
  const base = isPointer ? wordOf(kvm, stopped.value) : stopped.value
  const count = Math.min(MOST_CPUS, isPointer || !stopped.size ? (intOf(kvm, 'mp_ncpus') ?? 0) : Math.floor(stopped.size / size))
  for (let id = 0; base && id < count; id++) {
    const saved = registersAt(kvm, base + BigInt(id * size), offsets)
    if (saved) list.push({ id, source: 'stoppcbs', mode: 'kernel', registers: saved })
  }
  return list
}
