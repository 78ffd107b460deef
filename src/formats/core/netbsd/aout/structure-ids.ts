/** The names by which documents of a.out cores call the declared structures. */
import type { Struct } from '../../../../schema/base.js'
import * as cpu from './cpu-segment.js'
import { coreHeader, coreSegment } from './headers.js'

const named: Readonly<Record<string, Struct<unknown>>> = {
  core: coreHeader,
  coreseg: coreSegment,
  'md_core/i386': cpu.i386,
  'md_core/m68k': cpu.m68k,
  'md_core/arm': cpu.arm,
  'md_core/pmax': cpu.pmax,
  'md_coredump/sparc': cpu.sparc,
  'md_coredump/vax': cpu.vax,
}

const ids = new Map<Struct<unknown>, string>(Object.entries(named).map(([id, struct]) => [struct, id]))

/** The structure of a name; undefined when there is none. */
export const structureOf = (id: string): Struct<unknown> | undefined => (Object.hasOwn(named, id) ? named[id] : undefined)

/** The name of a structure; undefined for one that documents do not decode. */
export const idOf = (struct: Struct<unknown>): string | undefined => ids.get(struct)
