/** Every declared structure of kernel dumps. */
import type { DeclaredStructure } from '../declared-structure.js'
import { structures as dragonfly } from './dragonfly/structures.js'
import { structures as freebsd } from './freebsd/structures.js'
import { structures as illumos } from './illumos/structures.js'
import { structures as linux } from './linux/structures.js'
import { structures as netbsd } from './netbsd/structures.js'
import { structures as openbsd } from './openbsd/structures.js'

export const structures: readonly DeclaredStructure[] = [...netbsd, ...openbsd, ...freebsd, ...dragonfly, ...linux, ...illumos]
