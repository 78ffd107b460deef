/** The generators of every format. A new family is one line here. */
import type { FormatVariants } from '../file-variant.js'
import { generators as aoutCore } from './aout-core.js'
import { generators as checkpoint } from './checkpoint.js'
import { generators as elfCore } from './elf-core.js'
import { generators as elfVmcore } from './elf-vmcore.js'
import { generators as illumosDump } from './illumos-dump.js'
import { generators as kcore } from './kcore.js'
import { generators as kdump } from './kdump.js'
import { generators as kernelMinidump } from './kernel-minidump.js'
import { generators as ktrace } from './ktrace.js'
import { generators as minidump } from './minidump.js'

export const generators: readonly FormatVariants[] = [
  ...elfCore,
  ...aoutCore,
  ...checkpoint,
  ...minidump,
  ...ktrace,
  ...kcore,
  ...kernelMinidump,
  ...elfVmcore,
  ...kdump,
  ...illumosDump,
]
