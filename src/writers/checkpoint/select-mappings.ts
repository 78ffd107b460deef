/** Selects the mappings that are dumped and those that are recorded by file, as the kernel's two passes do. Source: DragonFly sys/kern/imgact_elf.c. */
import { segmentFlags } from '../../formats/elf/index.js'
import type { CheckpointInputMapping, ObjectKind } from './checkpoint-input.js'

const KINDS: readonly (ObjectKind | undefined)[] = ['default', 'swap', 'vnode']

/** p_flags of permissions such as `rw-`. */
export function flagsOf(permissions: string): number {
  return (
    (permissions.includes('r') ? segmentFlags.PF_R : 0) |
    (permissions.includes('w') ? segmentFlags.PF_W : 0) |
    (permissions.includes('x') ? segmentFlags.PF_X : 0)
  )
}

/** Whether the kernel considers the mapping at all. */
const considered = ({ type = 'normal', top, backing }: CheckpointInputMapping): boolean =>
  type === 'normal' && top !== undefined && KINDS.includes(backing ?? top)

/** Whether the contents of a mapping are written. */
export function isDumped(mapping: CheckpointInputMapping, legacy = false): boolean {
  const { permissions, noCore } = mapping
  const allowed = legacy ? /r/.test(permissions) && /w/.test(permissions) : flagsOf(permissions) !== 0
  return considered(mapping) && allowed && !noCore
}

/** Whether the mapping is recorded by its file. */
export const isRecorded = (mapping: CheckpointInputMapping): boolean =>
  considered(mapping) && mapping.top === 'vnode' && !mapping.checkpointText
