/** Saved registers of processors in each of their forms, from memory made by hand. */
import { expect, test } from 'vitest'
import { elfPrstatus } from '../../../src/formats/core/linux/prstatus.js'
import { memorySource } from '../../../src/io/source.js'
import { illumosCpus } from '../../../src/readers/kcore/cpus/illumos-cpus.js'
import { linuxCpus } from '../../../src/readers/kcore/cpus/linux-cpus.js'
import { dragonflyCpus, freebsdCpus, netbsdCpus } from '../../../src/readers/kcore/cpus/saved-context.js'
import { Kvm } from '../../../src/readers/kcore/kvm.js'
import { rangeMemory } from '../../../src/readers/kcore/physical-memory.js'
import type { KernelSymbol, SymbolTable } from '../../../src/readers/kcore/symbols/table.js'
import { linearMapping } from '../../../src/readers/kcore/translation.js'
import { abi } from '../../../src/schema/base.js'

const BASE = 0xffffffff80000000n

/** A kernel with these words (8 bytes, or 4 for numbers) at these offsets, and symbols. */
function kernel(
  words: Readonly<Record<number, bigint | number>>,
  symbols: Readonly<Record<string, number | [offset: number, size: number]>>,
): Kvm {
  const bytes = new Uint8Array(0x10000)
  const view = new DataView(bytes.buffer)
  for (const [at, value] of Object.entries(words))
    typeof value === 'bigint' ? view.setBigUint64(Number(at), value, true) : view.setInt32(Number(at), value, true)
  const list: KernelSymbol[] = Object.entries(symbols).map(([name, place]) => {
    const [offset, size] = typeof place === 'number' ? [place, 0] : place
    return { name, value: BASE + BigInt(offset), type: 7, size }
  })
  const table: SymbolTable = { kind: 'elf', underscores: false, get: (name) => list.find((each) => each.name === name), all: () => list }
  return new Kvm({
    abi: abi.amd64,
    memory: rangeMemory(memorySource(bytes), [{ start: 0, size: bytes.byteLength, offset: 0 }]),
    translation: linearMapping(BASE, bytes.byteLength, 0),
    symbols: table,
  })
}

test('KD-M1: NetBSD: dumppcb and what was pushed before', () => {
  const sp = BASE + 0x2000n
  const pushed = { 8192: 15n, 8200: 14n, 8208: 13n, 8216: 12n, 8224: 3n, 8232: BASE + 0x500n }
  const found = netbsdCpus(
    kernel({ [0x1000 + 32]: sp, [0x1000 + 40]: BASE + 0x2100n, 2304: 1, ...pushed }, { dumppcb: 0x1000, ncpu: 0x900 }),
  )
  expect(found).toEqual([
    {
      id: 0,
      source: 'dumppcb',
      mode: 'kernel',
      panicked: true,
      registers: { rbp: BASE + 0x2100n, r15: 15n, r14: 14n, r13: 13n, r12: 12n, rbx: 3n, rip: BASE + 0x500n, rsp: sp + 48n },
    },
  ])
  // Nothing was saved.
  expect(netbsdCpus(kernel({}, { dumppcb: 0x1000 }))).toEqual([])
})

test('KD-M1: FreeBSD: dumppcb with its thread, and the processors that were stopped, also by a pointer', () => {
  const saved = { [0x1000 + 56]: 0x1234n, [0x1000 + 40]: 0x99n, 2304: 100101, 2308: 0x100, 2312: 3 }
  const stopped = { [0x3000 + 0x100 + 56]: 0x77n }
  const symbols = { dumppcb: 0x1000, dumptid: 0x900, pcb_size: 0x904, mp_ncpus: 0x908 } as const
  for (const kvm of [
    kernel({ ...saved, ...stopped }, { ...symbols, stoppcbs: [0x3000, 0x300] }),
    kernel({ ...saved, ...stopped, 8192: BASE + 0x3000n }, { ...symbols, stoppcbs: [0x2000, 8] }),
  ]) {
    const found = freebsdCpus(kvm)
    expect(found).toMatchObject([
      { source: 'dumppcb', panicked: true, tid: 100101, registers: { rip: 0x1234n, rsp: 0x99n } },
      { id: 1, source: 'stoppcbs', registers: { rip: 0x77n } },
    ])
    expect(found).toHaveLength(2)
  }
})

test('KD-M1: DragonFly: dumppcb and dumpthread', () => {
  const found = dragonflyCpus(kernel({ [0x1000 + 128]: 0x1234n, 2304: 0xabcn }, { dumppcb: 0x1000, dumpthread: 0x900 }))
  expect(found).toMatchObject([{ panicked: true, thread: 0xabcn, registers: { rip: 0x1234n } }])
})

test('KD-M1: illumos: names and values in panicbuf', () => {
  const record = (at: number, name: string, value: bigint): Record<number, bigint> => ({
    [at]: new DataView(Uint8Array.from({ length: 8 }, (_, index) => name.charCodeAt(index) || 0).buffer).getBigUint64(0, true),
    [at + 16]: value,
  })
  const words = {
    4096: 2,
    4100: 48 + 3 * 24,
    ...record(0x1030, 'rip', 0x55n),
    ...record(0x1048, 'cpu', 3n),
    ...record(0x1060, 'thread', 0xdeadn),
  }
  expect(illumosCpus(kernel(words, { panicbuf: 0x1000 }))).toMatchObject([
    { id: 3, thread: 0xdeadn, panicked: true, registers: { rip: 0x55n } },
  ])
  expect(illumosCpus(kernel({ 4096: 9 }, { panicbuf: 0x1000 }))).toEqual([])
})

test('KD-M1: Linux: a note per processor that answered; numbers by gs_base, the one that panicked by panic_cpu', () => {
  const layout = elfPrstatus.for(abi.amd64)
  const note = (pid: number, registers: Readonly<Record<string, bigint>>) => {
    const empty = layout.decode(new Uint8Array(layout.size))
    return {
      owner: 'CORE',
      type: 1,
      descriptor: layout.encode({ ...empty, pr_pid: pid, pr_reg: { ...(empty.pr_reg as object), ...registers } }),
    }
  }
  const notes = [note(0, { rip: 1n, cs: 0x10n, gs_base: 0x300n }), note(42, { rip: 2n, cs: 0x33n }), note(7, {})]
  const kvm = kernel({ 2048: 0x100n, 2056: 0x200n, 2064: 0x300n, 2304: 2 }, { __per_cpu_offset: 0x800, panic_cpu: 0x900 })
  const found = linuxCpus(kvm, notes)
  expect(found).toMatchObject([
    { id: 2, source: 'NT_PRSTATUS', pid: 0, mode: 'kernel', panicked: true, registers: { rip: 1n } },
    { pid: 42, mode: 'user', registers: { rip: 2n } },
  ])
  // All zero: never saved.
  expect(found).toHaveLength(2)
  expect(found[1]).not.toHaveProperty('id')
  const qemu = new Uint8Array(440)
  new DataView(qemu.buffer).setBigUint64(416, 0x2944000n, true)
  const guest = linuxCpus(kvm, [notes[1] as (typeof notes)[number], { owner: 'QEMU', type: 0, descriptor: qemu }])
  expect(guest).toMatchObject([{ id: 0, source: 'NT_PRSTATUS of QEMU', registers: { rip: 2n, cr3: 0x2944000n } }])
})
