/** The names by which documents of minidumps call the declared structures: those of the headers. */
import type { Struct } from '../../schema/base.js'
import { contextKinds } from './contexts/context-kinds.js'
import * as headers from './headers.js'

const structs: readonly Struct<unknown>[] = [
  headers.header,
  headers.directory,
  headers.count,
  headers.thread,
  headers.module,
  headers.memoryDescriptor,
  headers.memory64List,
  headers.memoryDescriptor64,
  headers.exception,
  headers.systemInfo,
  headers.threadName,
  headers.memoryInfoList,
  headers.memoryInfo,
  headers.miscInfo,
  headers.breakpadInfo,
  headers.unloadedModuleList,
  headers.unloadedModule,
  ...new Set(contextKinds.map(({ struct }) => struct)),
]

const byName = new Map(structs.map((struct) => [struct.name, struct]))
const known = new Set(structs)

/** The structure of a name; undefined when there is none. */
export const structureOf = (id: string): Struct<unknown> | undefined => byName.get(id)

/** The name of a structure; undefined for one that documents do not decode. */
export const idOf = (struct: Struct<unknown>): string | undefined => (known.has(struct) ? struct.name : undefined)
