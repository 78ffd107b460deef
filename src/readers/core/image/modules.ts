/** The program and the libraries of a process, put together from memory, the run-time linker's list and the mapped files. */

import type { AuxEntry, MappedFile } from '../../../formats/core/process-info.js'
import { defaultLimits } from '../../limits.js'
import { fileFinder, type Mapping } from '../mappings.js'
import { findLinkMap, type LinkedObject, linkedObjects } from './link-map.js'
import { type LoadedObject, objectAt } from './loaded-object.js'
import type { MemoryView } from './memory-view.js'

/** A program or library. Addresses; `end` is exclusive. */
export interface Module {
  readonly start: bigint
  readonly end: bigint
  /** From the mapped files or the run-time linker's list; what is in no file, such as the kernel's own library, has only a `soname`. */
  readonly path?: string
  readonly soname?: string
  /** In hex; absent where the file does not have that part of memory, or the object has none. */
  readonly buildId?: string
}

/** Types of entries of the auxiliary vector that are the same on all systems. */
const TYPES = { phdr: 3n, entry: 9n } as const

export interface ModuleSources {
  readonly view: MemoryView
  readonly mappings: readonly Mapping[]
  readonly files: readonly MappedFile[]
  readonly auxv: readonly AuxEntry[]
  /** Path of the program, for the one whose headers the auxiliary vector tells. */
  readonly program?: string
  /** Address of r_debug, where the auxiliary vector tells it. */
  readonly debug?: bigint
}

/** By ascending address. */
export function modulesOf({ view, mappings, files, auxv, program, debug }: ModuleSources): Module[] {
  const objects = objectsOf(view, mappings, files)
  const value = (type: bigint): bigint | undefined => auxv.find((entry) => entry.type === type)?.value
  const linked = linkedBy(view, mappings, objects, debug, value(TYPES.entry))
  const mapped = groupsOf(files)
  const fileAt = fileFinder(files)
  const phdr = value(TYPES.phdr)
  const found = new Map<bigint, Module>()
  let before: Module | undefined
  for (const object of objects) {
    const { start, end, buildId, soname } = object
    const isProgram = phdr !== undefined && phdr >= start && phdr < end
    const path = fileAt(start)?.path ?? nameOf(linked, object) ?? (isProgram ? program : undefined)
    // A page of the file that holds the header may be mapped a second time, before what is behind it.
    if (before && start < before.end && path === before.path && buildId === before.buildId) continue
    const module: Module = {
      start,
      end,
      ...(path !== undefined && { path }),
      ...(soname !== undefined && { soname }),
      ...(buildId !== undefined && { buildId }),
    }
    found.set(start, module)
    before = module
  }
  // Files whose headers the core does not have are modules where they were mapped to be run.
  for (const [path, { start, end }] of mapped) {
    if ([...found.values()].some((module) => module.path === path)) continue
    const runs = (range: { readonly start: bigint; readonly permissions?: string }): boolean =>
      (range.permissions?.includes('x') ?? false) && range.start >= start && range.start < end
    if ((mappings.some(runs) || files.some((file) => file.path === path && runs(file))) && !found.has(start))
      found.set(start, { start, end, path })
  }
  // Where the core has neither headers nor mapped files, the list and the mappings say where its objects are.
  for (const [index, { name, address, dynamic }] of linked.entries()) {
    // The program comes first; most systems give it no name.
    const path = name.includes('/') ? name : address === 0n || (index === 0 && name === '') ? program : undefined
    if (path === undefined || [...found.values()].some((module) => dynamic >= module.start && dynamic < module.end)) continue
    const range = rangeOf(mappings, address === 0n ? (phdr ?? dynamic) : address, dynamic)
    if (range && !found.has(range.start)) found.set(range.start, { ...range, path })
  }
  // A program without a run-time linker is where its headers and entry are.
  const entry = value(TYPES.entry)
  if (
    program !== undefined &&
    phdr !== undefined &&
    entry !== undefined &&
    ![...found.values()].some(({ start, end }) => phdr >= start && phdr < end)
  ) {
    const range = rangeOf(mappings, phdr, entry)
    if (range) found.set(range.start, { ...range, path: program })
  }
  return [...found.values()].sort((a, b) => (a.start < b.start ? -1 : 1))
}

/** Objects whose ELF header memory has, by ascending address. */
function objectsOf(view: MemoryView, mappings: readonly Mapping[], files: readonly MappedFile[]): LoadedObject[] {
  const permissions = new Map(mappings.map((mapping) => [mapping.start, mapping.permissions]))
  for (const { offset, start } of files) if (offset === 0n && !permissions.has(start)) permissions.set(start, 'r-x')
  const objects = new Map<bigint, LoadedObject>()
  for (const [at, how] of permissions) {
    const object = objectAt(view, at, how)
    if (object && (object.start === at || !objects.has(object.start))) objects.set(object.start, object)
  }
  return [...objects.values()].sort((a, b) => (a.start < b.start ? -1 : 1))
}

/** The run-time linker's list, by the first of the ways that lead to it. */
function linkedBy(
  view: MemoryView,
  mappings: readonly Mapping[],
  objects: readonly LoadedObject[],
  debug: bigint | undefined,
  entry: bigint | undefined,
): LinkedObject[] {
  const told = [...objects.flatMap((object) => object.debug ?? []), ...(debug === undefined ? [] : [debug])]
  for (const address of told) {
    const linked = linkedObjects(view, address)
    if (linked.length > 0) return linked
  }
  return entry === undefined ? [] : findLinkMap(view, mappings, entry)
}

/** What the run-time linker calls an object. */
function nameOf(linked: readonly LinkedObject[], { dynamic, start }: LoadedObject): string | undefined {
  const name = linked.find((each) => each.dynamic === dynamic || each.address === start)?.name
  // The kernel's own library is in no file.
  return name?.includes('/') ? name : undefined
}

/** What is mapped under a name but is not a file with a program in it. */
const NO_FILE = /^(?:anon_inode:|\/dev\/|\/memfd:|\/SYSV|\[)/

/** Files by their path, from the first to the last part that is mapped. Parts that do not continue each other are not one module. */
function groupsOf(files: readonly MappedFile[]): Map<string, { start: bigint; end: bigint }> {
  const groups = new Map<string, { start: bigint; end: bigint; offset: bigint; first: bigint }>()
  for (const { path, start, end, offset } of [...files].sort((a, b) => (a.start < b.start ? -1 : 1))) {
    if (NO_FILE.test(path)) continue
    const group = groups.get(path)
    if (!group) groups.set(path, { start, end, offset, first: offset })
    // The next part of the same object is behind this one in memory and in the file, not far away.
    else if (offset >= group.offset && start - group.end < BigInt(defaultLimits.moduleSpan)) {
      if (end > group.end) group.end = end
      group.offset = offset
    }
  }
  return groups
}

/** From the mapping of an object's beginning to that of its dynamic section, which is in its data. */
function rangeOf(mappings: readonly Mapping[], address: bigint, dynamic: bigint): { start: bigint; end: bigint } | undefined {
  const holding = (at: bigint): Mapping | undefined => mappings.find(({ start, end }) => at >= start && at < end)
  const first = holding(address)
  const last = holding(dynamic)
  // Text that may not be read is in no mapping of the core.
  const start = first?.start ?? address
  return last && start <= last.start && last.end - start < defaultLimits.moduleSpan ? { start, end: last.end } : undefined
}
