/** The kdump renderers by system name. */
import { makeRenderer as darwin } from './darwin/renderer.js'
import { makeRenderer as dragonfly } from './dragonfly/renderer.js'
import { makeRenderer as freebsd } from './freebsd/renderer.js'
import { makeRenderer as netbsd } from './netbsd/renderer.js'
import { makeRenderer as openbsd } from './openbsd/renderer.js'
import type { MakeRenderer } from './renderer.js'

export const renderers: Readonly<Record<string, MakeRenderer | undefined>> = { netbsd, freebsd, openbsd, dragonfly, darwin }
