/** Linux programs that run under another system: names of their calls, and their error numbers. */
import type { AbiName } from '../schema/base.js'
import { linuxErrors } from './linux/errno.js'
import { linuxSyscalls } from './linux/syscalls.js'

/** More than Linux has. */
const CALLS = 600
const known = new Map<string, readonly (string | undefined)[]>()

/** Linux's own names by number; none for a machine whose table is not known. */
export function linuxCallNames(machine: string): readonly (string | undefined)[] {
  let names = known.get(machine)
  if (!names) {
    names = Array.from({ length: CALLS }, (_, number) => linuxSyscalls.name(number, { name: machine as AbiName }))
    known.set(machine, names)
  }
  return names
}

/** Linux's number of an error by its name. */
export const linuxErrorNumber = (name: string): number | undefined => linuxErrors.number(name)
