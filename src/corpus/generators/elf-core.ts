/** ELF cores of every system on every machine: as kernels write them, and with every note that is known. */
import type { CoreSystem } from '../../formats/core/core-system.js'
import { systems } from '../../formats/core/registry.js'
import { type AbiName, abi as abis } from '../../schema/base.js'
import { type BuildSystem, buildCore } from '../../writers/core/build/build-core.js'
import type { Draw } from '../draw.js'
import type { FileVariant, FormatVariants } from '../file-variant.js'
import { drawAuxv, drawFiles, drawMemory, drawProcess, drawThreads, registerDrawer } from './core-contents.js'
import { allNotesCore } from './note-sweep.js'

export const generators: readonly FormatVariants[] = systems.map((system) => ({
  format: system.format,
  variants: system.writableAbis.flatMap((name): FileVariant[] => [
    { name, make: (draw) => drawCore(draw, system, name) },
    { name: `${name}, all notes`, make: (draw) => allNotesCore(draw, system, abis[name]) },
  ]),
}))

function drawCore(draw: Draw, system: CoreSystem, name: AbiName): Uint8Array {
  const abi = abis[name]
  return buildCore({
    system: system.name as BuildSystem,
    abi: name,
    process: drawProcess(draw),
    threads: drawThreads(draw, registerDrawer(system.notes, abi)),
    memory: drawMemory(draw, abi),
    ...(system.auxv && !draw.oneIn(4) && { auxv: drawAuxv(draw) }),
    ...(!draw.oneIn(3) && { files: drawFiles(draw) }),
  }).bytes()
}
