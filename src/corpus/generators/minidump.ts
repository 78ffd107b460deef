/** Minidumps of every processor, as Breakpad writes them on Linux. */
import { type ContextKind, contextKinds } from '../../formats/minidump/contexts/context-kinds.js'
import { type AbiName, abi as abis } from '../../schema/base.js'
import { buildMinidump, minidumpAbis } from '../../writers/minidump/build-minidump.js'
import type { Draw } from '../draw.js'
import type { FormatVariants } from '../file-variant.js'
import { drawAuxv, drawFiles, drawMemory, drawProcess, drawRegisters, drawThreads, sizesOf } from './core-contents.js'

export const generators: readonly FormatVariants[] = [
  { format: 'minidump/windows', variants: minidumpAbis.map((name) => ({ name, make: (draw) => drawMinidump(draw, name) })) },
]

function drawMinidump(draw: Draw, name: AbiName): Uint8Array {
  const abi = abis[name]
  const kind = contextKinds.find((each) => each.abis.includes(name)) as ContextKind
  const sizes = sizesOf(kind.general, abi)
  const files = drawFiles(draw)
  return buildMinidump({
    abi: name,
    process: drawProcess(draw),
    threads: drawThreads(draw, (each) => drawRegisters(each, sizes)),
    memory: drawMemory(draw, abi),
    modules: files.map(({ start, end, path }) => ({ start, end, path, buildId: hexOf(draw.bytes(draw.pick([20, 16, 8]))) })),
    files,
    ...(!draw.oneIn(4) && { auxv: drawAuxv(draw) }),
    ...(!draw.oneIn(3) && { argv: [draw.text(15), ...Array.from({ length: draw.nat(4) }, () => draw.text(20))] }),
    ...(!draw.oneIn(3) && { environment: Array.from({ length: draw.nat(4) }, () => `${draw.text(8)}=${draw.text(20)}`) }),
  }).bytes()
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
