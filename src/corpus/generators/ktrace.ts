/** Traces of every dialect, header layout and kind of machine, with every record type and payload. */
import type { Dialect, HeaderLayout, TraceSystem } from '../../formats/ktrace/dialect.js'
import { systems } from '../../formats/ktrace/registry.js'
import type { AbiName } from '../../schema/base.js'
import type { Draw } from '../draw.js'
import type { FileVariant, FormatVariants } from '../file-variant.js'
import { TraceMaker } from './trace-maker.js'

export const generators: readonly FormatVariants[] = systems.flatMap(({ formats, ...system }) =>
  formats.map(({ name: format }) => ({
    format,
    variants: system.dialects.flatMap((dialect) =>
      dialect.layouts
        .filter((layout) => layout.format === format)
        .flatMap((layout) => dialect.abis.flatMap((abi) => variantsOf({ ...system, formats }, dialect, layout, abi))),
    ),
  })),
)

function variantsOf(system: TraceSystem, dialect: Dialect, layout: HeaderLayout, abi: AbiName): FileVariant[] {
  const make = (all: boolean) => (draw: Draw) => {
    const maker = new TraceMaker(draw, system, dialect, layout, abi)
    maker.life()
    maker.records(all)
    for (let more = all ? 0 : draw.nat(3); more > 0; more--) maker.life()
    return maker.bytes()
  }
  return [
    { name: `${abi} ${layout.name}`, make: make(false) },
    { name: `${abi} ${layout.name}, all records`, make: make(true) },
  ]
}
