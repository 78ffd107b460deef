/** What a successful restore leaves the process with: faults that follow at once, and what is not restored. */
import type { Cursor } from './cursor.js'
import type { RestorePlan } from './restore-plan.js'

type Consequences = Pick<RestorePlan, 'warnings' | 'notRestored'>

/** The warnings and omissions of a plan. */
export function consequencesOf(
  { abi, space, undefinedBehavior }: Cursor,
  { registers, descriptorsLost, threadsDropped, actionsRestored }: Omit<RestorePlan, keyof Consequences>,
): Consequences {
  const warnings: string[] = []
  if (descriptorsLost !== undefined) warnings.push(descriptorsLost)
  if (undefinedBehavior !== undefined) warnings.push(`the kernel's behavior is undefined: ${undefinedBehavior}`)
  for (const name of abi.bits === 64 ? ['rip', 'rsp'] : ['eip', 'esp']) {
    const value = registers[name]
    if (value !== undefined && !space.has(value)) warnings.push(`${name} 0x${value.toString(16)} is not mapped: the program faults at once`)
  }
  const notRestored = [
    'descriptors 0 to 2 (inherited from the caller)',
    'sockets and pipes',
    ...(threadsDropped > 0 ? [`${threadsDropped} thread${threadsDropped === 1 ? '' : 's'}`] : []),
    'SSE registers',
    ...(abi.bits === 64 ? ['fs base'] : []),
    'alternate signal stacks',
    ...(actionsRestored === 1 ? ['actions of all signals but SIGHUP (1)'] : []),
  ]
  return { warnings, notRestored }
}
