/** a.out cores of NetBSD on every port that wrote them. */
import { type CpuSegment, cpuSegmentOf } from '../../formats/core/netbsd/aout/cpu-segment.js'
import { COREMAGIC, CORESEGMAGIC, coreHeader, coreSegment } from '../../formats/core/netbsd/aout/headers.js'
import { midmagBytes } from '../../formats/kcore/midmag.js'
import { concatenate, roundUp } from '../../io/bytes.js'
import { type Abi, type AbiName, abi as abis } from '../../schema/base.js'
import { aoutMachines } from '../../systems/machines/machine-ids.js'
import type { Draw } from '../draw.js'
import type { FormatVariants } from '../file-variant.js'

export const generators: readonly FormatVariants[] = [
  {
    format: 'aout-core/netbsd',
    variants: Object.entries(aoutMachines).flatMap(([id, names]) =>
      names.map((name) => ({ name: `${name} ${id}`, make: (draw: Draw) => drawCore(draw, Number(id), name) })),
    ),
  },
]

/** Flags of segments. */
const CORE_CPU = 1
const CORE_DATA = 2
const CORE_STACK = 4

function drawCore(draw: Draw, machine: number, name: AbiName): Uint8Array {
  const of = abis[name]
  const unit = name === 'vax' ? 1 : of.bits === 64 ? 8 : 4
  const cpu = drawCpu(draw, cpuSegmentOf(name), of)
  const data = draw.bytes(draw.pick([4096, 0, 8192]))
  const stack = draw.bytes(draw.pick([4096, 8192]))
  const segments: [flags: number, address: bigint, contents: Uint8Array][] = [
    [CORE_CPU, 0n, cpu],
    [CORE_DATA, 0x4000n, data],
    [CORE_STACK, 0x7000n, stack],
  ]
  const headerSize = roundUp(coreHeader.for(of).size, unit)
  const segmentSize = roundUp(coreSegment.for(of).size, unit)
  const header = new Uint8Array(headerSize)
  header.set(
    coreHeader.for(of).encode({
      c_midmag: midmagBytes({ magic: COREMAGIC, machine, flags: 0 }),
      c_hdrsize: headerSize,
      c_seghdrsize: segmentSize,
      c_nseg: segments.length,
      c_name: draw.text(15),
      c_signo: 1 + draw.nat(30),
      c_ucode: draw.word(31),
      c_cpusize: BigInt(cpu.length),
      c_tsize: BigInt(draw.nat(16)) * 0x1000n,
      c_dsize: BigInt(data.length),
      c_ssize: BigInt(stack.length),
    }),
  )
  return concatenate([
    header,
    ...segments.flatMap(([flags, c_addr, contents]) => {
      const head = new Uint8Array(segmentSize)
      const c_midmag = midmagBytes({ magic: CORESEGMAGIC, machine, flags })
      head.set(coreSegment.for(of).encode({ c_midmag, c_addr, c_size: BigInt(contents.length) }))
      return [head, contents]
    }),
  ])
}

function drawCpu(draw: Draw, segment: CpuSegment | undefined, of: Abi): Uint8Array {
  if (!segment) return draw.bytes(16)
  const layout = segment.struct.for(of)
  return layout.encode(draw.value(layout))
}
