/** Contents of a process that died, drawn at random: what every system's cores and minidumps are built of. */
import type { NoteRegistry } from '../../formats/core/note-registry.js'
import type { AuxEntry, MappedFile, SignalInfo } from '../../formats/core/process-info.js'
import { pathsOf, type Step } from '../../formats/core/register-names.js'
import type { RegisterSet } from '../../formats/core/register-set.js'
import type { Abi, Node, StructPlan } from '../../schema/base.js'
import type { BuildMemory, BuildThread, CoreContents } from '../../writers/core/build/build-core.js'
import type { Draw } from '../draw.js'

const PAGE = 4096n

/** Threads: mostly one, sometimes a few, rarely many. */
const threadCount = (draw: Draw): number => draw.pick([1, 1, 2, 3, 5, 1 + draw.nat(16)])

export function drawProcess(draw: Draw): CoreContents['process'] {
  const name = draw.text(15)
  return {
    pid: 1 + draw.nat(99_998),
    ppid: draw.nat(99_999),
    pgrp: draw.nat(99_999),
    sid: draw.nat(99_999),
    name,
    arguments: draw.oneIn(4) ? name : `${name} ${draw.text(60)}`,
    uid: draw.nat(65_535),
    gid: draw.nat(65_535),
    signal: drawSignal(draw),
  }
}

/** Numbers that every Unix has. */
const SIGNALS = [11, 6, 4, 5, 8, 3, 10] as const

function drawSignal(draw: Draw): SignalInfo {
  const number = draw.pick(SIGNALS)
  if (draw.oneIn(4)) return { number }
  return { number, code: 1 + draw.nat(1), address: draw.word(31) }
}

/** Mapped memory, without overlaps and in address order. */
export function drawMemory(draw: Draw, abi: Abi): BuildMemory[] {
  const memory: BuildMemory[] = []
  let address = BigInt(1 + draw.nat(15)) * 0x10000n
  const count = draw.pick([0, 1, 2, 3, 4 + draw.nat(8)])
  for (let i = 0; i < count; i++) {
    const pages = BigInt(1 + draw.nat(3))
    const size = pages * PAGE
    const length = draw.pick([Number(size), 0, 1 + draw.nat(4095), 4096])
    const content = draw.oneIn(3) ? undefined : draw.bytes(Math.min(length, Number(size)))
    const permissions = draw.pick(['rw-', 'r-x', 'r--', 'rwx', '---'])
    memory.push({ address, size, permissions, ...(content && content.length > 0 && { content }) })
    address += size + BigInt(draw.nat(16)) * PAGE
    if (i === 2 && abi.bits === 64 && draw.oneIn(2)) address = 0x7fff_0000_0000n
  }
  return memory
}

export function drawFiles(draw: Draw): MappedFile[] {
  const files: MappedFile[] = []
  let start = 0x10000n
  for (let left = draw.nat(4); left > 0; left--) {
    const end = start + BigInt(1 + draw.nat(3)) * PAGE
    files.push({ start, end, offset: BigInt(draw.nat(8)) * PAGE, path: `/${draw.text(40)}` })
    start = end
  }
  return files
}

export function drawAuxv(draw: Draw): AuxEntry[] {
  const entries = Array.from({ length: draw.nat(8) }, () => ({ type: BigInt(2 + draw.nat(45)), value: draw.word(32) }))
  return [...entries, { type: 6n, value: PAGE }, { type: 0n, value: 0n }]
}

export function drawThreads(draw: Draw, registers: (draw: Draw) => Pick<BuildThread, 'registers'>): BuildThread[] {
  const first = 1 + draw.nat(99_000)
  return Array.from({ length: threadCount(draw) }, (_, i) => ({ tid: first + i, ...registers(draw) }))
}

/** General registers of a machine as a system's notes have them. */
export function registerDrawer(notes: NoteRegistry, abi: Abi): (draw: Draw) => Pick<BuildThread, 'registers'> {
  const sizes: (readonly [name: string, bits: number])[] = []
  for (const { registers, general } of Object.values(notes.declarations)) {
    const set = general && registers?.(abi)
    if (set) sizes.push(...sizesOf(set, abi))
  }
  return (draw) => drawRegisters(draw, sizes)
}

/** Values of registers, some of them missing. */
export function drawRegisters(draw: Draw, sizes: readonly (readonly [name: string, bits: number])[]): Pick<BuildThread, 'registers'> {
  const registers: Record<string, bigint> = {}
  for (const [name, bits] of sizes) if (!draw.oneIn(8)) registers[name] = draw.word(bits)
  return { registers }
}

/** Registers of a set that are one integer field each, with their bits. */
export function sizesOf(set: RegisterSet, abi: Abi): (readonly [name: string, bits: number])[] {
  const plan = set.struct.planFor(abi)
  return [...pathsOf(set.names)].flatMap(([name, steps]) => {
    const node = nodeAt(plan, steps)
    return node?.kind === 'integer' ? [[name, node.size * 8 - (node.signed ? 1 : 0)] as const] : []
  })
}

function nodeAt(plan: StructPlan, steps: readonly Step[]): Node | undefined {
  let node: Node | undefined
  for (const step of steps) {
    const of: StructPlan | undefined = node === undefined ? plan : node.kind === 'struct' ? node.plan : undefined
    node = typeof step === 'number' && node?.kind === 'array' ? node.element : of?.fields.find(({ name }) => name === step)?.node
  }
  return node
}
