/** Checkpoints of DragonFly in the form of every release. */
import { revisionsFor } from '../../formats/checkpoint/dragonfly/revisions.js'
import { dragonfly } from '../../formats/core/dragonfly/system.js'
import { abi as abis } from '../../schema/base.js'
import { buildCheckpoint, type CheckpointInput } from '../../writers/checkpoint/build-checkpoint.js'
import type { Draw } from '../draw.js'
import type { FormatVariants } from '../file-variant.js'
import { registerDrawer } from './core-contents.js'

const machines = ['amd64', 'i386'] as const

export const generators: readonly FormatVariants[] = [
  {
    format: 'checkpoint/dragonfly',
    variants: machines.flatMap((name) =>
      revisionsFor(abis[name]).map(({ name: form, processLast }) => ({
        name: `${name} ${form}`,
        make: (draw: Draw) => {
          const built = buildCheckpoint(drawProcess(draw, name, processLast ? 1 : MOST_THREADS), { form })
          if (!built.ok) throw new Error(`the checkpoint was not built: ${built.message}`)
          return built.bytes()
        },
      })),
    ),
  },
]

const PAGE = 4096n

/** Selectors and flags of user mode, without which a kernel refuses to restore a thread. */
const userMode = {
  amd64: { cs: 0x43n, ss: 0x3bn, rflags: 0x246n },
  i386: { cs: 0x1fn, ss: 0x2fn, eflags: 0x246n },
} as const

/** Registers under the names of the header, which has rflags where gdb has eflags. */
function restorable(name: 'amd64' | 'i386', registers: Readonly<Record<string, bigint>>): Record<string, bigint> {
  const { eflags: _, ...rest } = registers
  return { ...rest, ...userMode[name] }
}

/** Most threads that a kernel restores; see `maxThawableThreads`. */
const MOST_THREADS = 6

function drawProcess(draw: Draw, name: 'amd64' | 'i386', mostThreads: number): CheckpointInput {
  const registers = registerDrawer(dragonfly.notes, abis[name])
  return {
    abi: name,
    name: draw.text(15),
    osreldate: 200_000 + draw.nat(400_000),
    threads: Array.from({ length: 1 + draw.nat(draw.oneIn(2) ? mostThreads - 1 : 0) }, (_, i) => ({
      tid: i + 1,
      registers: restorable(name, registers(draw).registers),
      floating: draw.bytes(108),
    })),
    text: { pages: BigInt(draw.nat(64)), address: 0x400000n },
    data: { pages: BigInt(draw.nat(64)), address: 0x600000n },
    mappings: drawMappings(draw),
    signals: {
      handlers: Object.fromEntries(Array.from({ length: draw.nat(4) }, () => [1 + draw.nat(62), draw.word(31)])),
      mask: Array.from({ length: draw.nat(4) }, () => 1 + draw.nat(127)),
      timer: { interval: BigInt(draw.nat(9_999_999)), value: BigInt(draw.nat(9_999_999)) },
    },
    files: Array.from({ length: draw.nat(5) }, (_, descriptor) => ({
      descriptor,
      flags: 1 + draw.nat(2),
      offset: draw.word(40),
      handle: drawHandle(draw),
    })),
  }
}

const drawHandle = (draw: Draw) => ({ fsid: [draw.nat(0x7fffffff), -1 - draw.nat(99)] as const, fid: draw.bytes(16) })

function drawMappings(draw: Draw): CheckpointInput['mappings'] {
  let start = 0x400000n
  return Array.from({ length: 1 + draw.nat(6) }, () => {
    const end = start + BigInt(1 + draw.nat(2)) * PAGE
    const size = Number(end - start)
    const mapping = draw.oneIn(3)
      ? ({ start, end, permissions: 'r-x', top: 'vnode', noCore: true, handle: drawHandle(draw) } as const)
      : ({
          start,
          end,
          permissions: 'rw-',
          top: draw.pick(['default', 'swap'] as const),
          contents: draw.bytes(draw.pick([size, 16, 4096])),
        } as const)
    start = end + BigInt(draw.nat(4)) * PAGE
    return mapping
  })
}
