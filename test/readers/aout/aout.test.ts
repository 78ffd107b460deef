/** a.out process cores of NetBSD, laid out as the releases wrote them; there are no real ones to be had. */
import { describe, expect, test } from 'vitest'
import { convertCore } from '../../../src/convert/core/convert-core.js'
import { FormatError } from '../../../src/errors.js'
import { openAoutCore, reader } from '../../../src/families/aout.js'
import { openCore } from '../../../src/families/core.js'
import { identify } from '../../../src/families/registry.js'
import { cpuSegmentOf } from '../../../src/formats/core/netbsd/aout/cpu-segment.js'
import { COREMAGIC, CORESEGMAGIC, coreHeader, coreSegment } from '../../../src/formats/core/netbsd/aout/headers.js'
import { writeRegisterSet } from '../../../src/formats/core/register-set.js'
import { midmagBytes } from '../../../src/formats/kcore/midmag.js'
import { stringifyChunks } from '../../../src/io/json-text.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { type AbiName, abi } from '../../../src/schema/base.js'
import { zeroValue } from '../../../src/schema/zero-value.js'
import { aoutMachines } from '../../../src/systems/machines/machine-ids.js'
import { writer } from '../../../src/writers/aout/document.js'

const roundUp = (size: number, unit: number): number => Math.ceil(size / unit) * unit

/** A core with registers, data and stack. */
function core(machine: number, name: AbiName, more: { nseg?: number; name?: string } = {}): Uint8Array {
  const of = abi[name]
  const unit = name === 'vax' ? 1 : of.bits === 64 ? 8 : 4
  const headerSize = roundUp(coreHeader.for(of).size, unit)
  const segmentSize = roundUp(coreSegment.for(of).size, unit)
  const cpu = cpuSegmentOf(name)
  let registers = new Uint8Array(16)
  if (cpu) {
    const value = zeroValue(cpu.struct, of)
    writeRegisterSet(cpu.general, value, { pc: 0x1234n, eip: 0x1234n, sp: 0x7010n, esp: 0x7010n }, of)
    registers = new Uint8Array(cpu.struct.for(of).encode(value))
  }
  const segments: [number, bigint, Uint8Array][] = [
    [1, 0n, registers],
    [2, 0x4000n, new Uint8Array(0x1000).fill(0xdd)],
    [4, 0x7000n, new Uint8Array(0x1000).fill(0x55)],
  ]
  const bytes = new Uint8Array(headerSize + segments.reduce((sum, [, , contents]) => sum + segmentSize + contents.length, 0))
  bytes.set(
    coreHeader.for(of).encode({
      c_midmag: midmagBytes({ magic: COREMAGIC, machine, flags: 0 }),
      c_hdrsize: headerSize,
      c_seghdrsize: segmentSize,
      c_nseg: more.nseg ?? 3,
      c_name: more.name ?? 'prog',
      c_signo: 11,
      c_ucode: 4n,
      c_cpusize: BigInt(registers.length),
      c_tsize: 0x1000n,
      c_dsize: 0x1000n,
      c_ssize: 0x1000n,
    }),
  )
  let at = headerSize
  for (const [flags, c_addr, contents] of segments) {
    const c_midmag = midmagBytes({ magic: CORESEGMAGIC, machine, flags })
    bytes.set(coreSegment.for(of).encode({ c_midmag, c_addr, c_size: BigInt(contents.length) }), at)
    bytes.set(contents, at + segmentSize)
    at += segmentSize + contents.length
  }
  return bytes
}

async function copyOf(bytes: Uint8Array): Promise<Uint8Array> {
  const document = reader.open(memorySource(bytes)).document?.({ inlineLimit: Number.POSITIVE_INFINITY })
  const sink = memorySink()
  const open = () => memorySource(bytes)
  await writer.write(JSON.parse([...stringifyChunks(document)].join('')), [], sink, { directory: '.', open, turn: () => undefined })
  return sink.bytes()
}

const machines = Object.entries(aoutMachines).flatMap(([id, names]) => names.map((name) => [Number(id), name] as const))

describe.each(machines)('machine %i, %s', (id, name) => {
  const bytes = core(id, name)

  test('is recognised, and its process read', async () => {
    const found = await identify(memorySource(bytes))
    expect(found.detection.format).toBe('aout-core/netbsd')
    const read = openAoutCore(memorySource(bytes))
    expect(read.diagnostics.list).toEqual([])
    expect(read.abi.name).toBe(name)
    expect(read.process).toEqual({ name: 'prog', signal: { number: 11 } })
    expect(read.mappings.map(({ start, end }) => [start, end])).toEqual([
      [0x4000n, 0x5000n],
      [0x7000n, 0x8000n],
    ])
    expect(read.memory.read(0x4ffen, 4)).toEqual(Uint8Array.of(0xdd, 0xdd))
    expect(read.memory.read(0x7000n, 1)).toEqual(Uint8Array.of(0x55))
  })

  test('its document makes the same bytes', async () => {
    expect(Buffer.compare(await copyOf(bytes), bytes)).toBe(0)
  })
})

test.each(['i386', 'm68k', 'arm', 'sparc', 'mips-o32el', 'vax'] as const)('registers of %s', (name) => {
  const id = Number(Object.entries(aoutMachines).find(([, names]) => names.includes(name))?.[0])
  const [thread] = openAoutCore(memorySource(core(id, name))).threads
  expect(thread?.registers).toMatchObject(name === 'i386' ? { eip: 0x1234n, esp: 0x7010n } : { pc: 0x1234n, sp: 0x7010n })
})

test('the number of segments is not believed', () => {
  const read = openAoutCore(memorySource(core(134, 'i386', { nseg: 2 })))
  expect(read.diagnostics.list).toEqual([])
  expect(read.mappings).toHaveLength(2)
})

test('becomes an ELF core of NetBSD', () => {
  const source = memorySource(core(134, 'i386'))
  const built = openCore(memorySource(convertCore(openAoutCore(source), source, 'netbsd').bytes()))
  expect(built.format).toBe('elf-core/netbsd')
  expect(built.threads[0]?.registers).toMatchObject({ eip: 0x1234n, esp: 0x7010n })
  expect(built.memory.read(0x4000n, 2)).toEqual(Uint8Array.of(0xdd, 0xdd))
  expect(built.process).toMatchObject({ name: 'prog', signal: { number: 11 } })
})

test('cut anywhere: what is there is read, or it is refused; the document is lossless', async () => {
  const bytes = core(134, 'i386')
  for (let cut = 3; cut < bytes.length; cut += 53) {
    const part = bytes.slice(0, cut)
    if (cut < 56) {
      expect(() => openAoutCore(memorySource(part)), `cut at ${cut}`).toThrow(FormatError)
      continue
    }
    expect(Buffer.compare(await copyOf(part), part), `cut at ${cut}`).toBe(0)
  }
  const read = openAoutCore(memorySource(bytes.slice(0, bytes.length - 1)))
  expect(read.diagnostics.list).toMatchObject([{ code: 'TRUNCATED', path: 'segments[2].c_size' }])
})

test('a segment that is none ends the walk', () => {
  const bytes = core(134, 'i386')
  bytes[56 + 12 + 172 + 3] = 0
  expect(openAoutCore(memorySource(bytes)).diagnostics.list).toMatchObject([{ code: 'BAD_VALUE', path: 'segments[1].c_midmag' }])
})
