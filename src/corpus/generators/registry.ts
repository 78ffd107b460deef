/** The generators of every format. A new family is one line here. */
import type { FormatVariants } from '../file-variant.js'
import { generators as aoutCore } from './aout-core.js'
import { generators as checkpoint } from './checkpoint.js'
import { generators as elfCore } from './elf-core.js'
import { generators as ktrace } from './ktrace.js'
import { generators as minidump } from './minidump.js'

export const generators: readonly FormatVariants[] = [...elfCore, ...aoutCore, ...checkpoint, ...minidump, ...ktrace]
