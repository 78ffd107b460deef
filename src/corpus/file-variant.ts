/** What the generators of a family make. */
import type { Draw } from './draw.js'

/** One kind of file of a format: a machine, a layout, a revision. */
export interface FileVariant {
  /** `amd64`, `sparc64 v1`: unique in its format. */
  readonly name: string
  /** Makes a file that `exhume check` accepts. */
  make(draw: Draw): Uint8Array
}

export interface FormatVariants {
  /** `elf-core/linux`. */
  readonly format: string
  readonly variants: readonly FileVariant[]
}
