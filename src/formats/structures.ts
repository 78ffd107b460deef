/** Every declared structure, for generic tests, format pages and arbitraries. */
import { structures as linux } from './core/linux/structures.js'
import { structures as netbsd } from './core/netbsd/structures.js'
import type { DeclaredStructure } from './declared.js'
import { structures as elf } from './elf/structures.js'

export const structures: readonly DeclaredStructure[] = [...elf, ...linux, ...netbsd]
