/** The systems whose ELF cores are known. One more is a folder, a line here and a rule in `detect-system.ts`. */
import type { CoreSystem } from './core-system.js'
import { dragonfly } from './dragonfly/system.js'
import { freebsd } from './freebsd/system.js'
import { illumos } from './illumos/system.js'
import { linux } from './linux/system.js'
import { netbsd } from './netbsd/system.js'
import { openbsd } from './openbsd/system.js'

export const systems: readonly CoreSystem[] = [linux, freebsd, netbsd, openbsd, dragonfly, illumos]

/** The system of a `family/system` name; undefined for another name. */
export const systemOf = (format: string): CoreSystem | undefined => systems.find((system) => system.format === format)
