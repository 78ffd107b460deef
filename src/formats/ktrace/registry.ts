/** The systems whose ktrace files are known. Each is the folder of its name; the order is that of equally good matches. */
import { system as darwin } from './darwin/system.js'
import type { TraceSystem } from './dialect.js'
import { system as dragonfly } from './dragonfly/system.js'
import { system as freebsd } from './freebsd/system.js'
import { system as netbsd } from './netbsd/system.js'
import { system as openbsd } from './openbsd/system.js'

export const systems: readonly TraceSystem[] = [netbsd, freebsd, openbsd, dragonfly, darwin]
