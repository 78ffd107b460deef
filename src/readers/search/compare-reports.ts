/**
 * Compares two reports: what differs that matters. Values that differ between any two runs of a program are left out: addresses,
 * process and thread numbers, times, offsets in the file, registers.
 */

import { baseName } from '../../io/base-name.js'

export interface Difference {
  /** `process.signal.name`, `modules[/lib/libc.so.6].buildId`. */
  readonly path: string
  /** Absent where only the second report has it. */
  readonly before?: string
  /** Absent where only the first report has it. */
  readonly after?: string
}

/** Keys whose values are different in every run. */
const NOISE = new Set([
  'registers',
  'registerSets',
  'notes',
  'auxv',
  'sections',
  'diagnostics',
  'missing',
  'offset',
  'fileSize',
  'inCore',
  'pc',
  'sp',
  'start',
  'end',
  'pid',
  'ppid',
  'pgrp',
  'sid',
  'tid',
  'firstTime',
  'lastTime',
  'trust',
])
/** Lists whose order and length say nothing: each distinct entry counts once. */
const NAMES = ['path', 'file', 'name', 'soname'] as const

/** Differences by path, in the order of the reports. */
export function compareReports(before: Record<string, unknown>, after: Record<string, unknown>): Difference[] {
  const [first, second] = [flatten(before), flatten(after)]
  const found: Difference[] = []
  for (const path of new Set([...first.keys(), ...second.keys()])) {
    const [old, now] = [first.get(path), second.get(path)]
    if (old !== now) found.push({ path, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) })
  }
  return found
}

function flatten(report: Record<string, unknown>): Map<string, string> {
  const values = new Map<string, string>()
  walk(report, '', values)
  return values
}

function walk(value: unknown, path: string, into: Map<string, string>): void {
  if (value === undefined || value === null) return
  if (typeof value === 'object') {
    if (Symbol.iterator in value) walkList([...(value as Iterable<unknown>)], path, into)
    else for (const [key, each] of Object.entries(value)) if (!NOISE.has(key)) walk(each, path === '' ? key : `${path}.${key}`, into)
    return
  }
  // The address of a fault is a fact of the crash where it is small; others depend on where memory was.
  const text = String(value)
  if (/^0x[0-9a-f]{7,}$/.test(text)) return
  into.set(path, text)
}

function walkList(list: readonly unknown[], path: string, into: Map<string, string>): void {
  if (path === 'threads' || path === 'mappings') into.set(`${path}.length`, String(list.length))
  // Which thread is which changes from run to run; the one that died is a part of its own.
  if (path === 'threads') return
  if (path.endsWith('.frames')) {
    list.forEach((frame, index) => {
      into.set(`${path}[${index}]`, frameText(frame as Record<string, unknown>))
    })
    return
  }
  const counts = new Map<string, number>()
  list.forEach((item, index) => {
    const key = keyOf(item, index)
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    const place = `${path}[${key}${count > 1 ? ` #${count}` : ''}]`
    if (typeof item === 'object' && path !== 'mappings') walk(item, place, into)
    else into.set(place, '')
  })
}

/** A call by function and line, or by module and offset: `main at crash.c:12`. */
function frameText({ function: name, module = '', moduleOffset = '', file, line }: Record<string, unknown>): string {
  const place = name === undefined ? `${baseName(String(module))}+${moduleOffset}` : String(name)
  return file === undefined ? place : `${place} at ${baseName(String(file))}${line === undefined ? '' : `:${line}`}`
}

/** Entries are compared by what names them. */
function keyOf(item: unknown, index: number): string {
  if (typeof item !== 'object' || item === null) return String(item)
  const fields = item as Record<string, unknown>
  const name = NAMES.map((each) => fields[each]).find((each) => typeof each === 'string')
  const permissions = typeof fields.permissions === 'string' ? ` ${fields.permissions}` : ''
  return name === undefined ? `${fields.kind ?? index}${permissions}` : `${name}${permissions}`
}
