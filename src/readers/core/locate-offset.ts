/** What stands at an offset of a core file: memory of the process, or a note. */
import type { FileLocation } from '../format-reader.js'
import { locateAddress } from './locate-address.js'
import { bytesInFile } from './mappings.js'
import { kindsOf } from './memory-kinds.js'
import type { Core } from './model.js'

/** Memory comes first: its address, kind, module or file; then notes. Undefined for headers and gaps. */
export function locateOffset(core: Core, offset: number): FileLocation | undefined {
  const { mappings, container, notes } = core
  const at = BigInt(offset)
  const index = mappings.findIndex((mapping) => {
    const held = bytesInFile(mapping.offset, mapping.fileSize, container.source.size)
    return at >= mapping.offset && at < mapping.offset + held
  })
  const mapping = mappings[index]
  if (mapping) {
    const address = mapping.start + at - mapping.offset
    const { name } = locateAddress(core, address)
    return { address, place: [kindsOf(core)[index], mapping.permissions, ...(name === undefined ? [] : [name])].join(' ') }
  }
  const note = notes.find((each) => offset >= each.offset && offset < each.descriptorOffset + each.size)
  if (!note) return undefined
  const thread = core.threads.find((each) => each.notes.includes(note))
  const owner = thread?.tid === undefined ? '' : ` of thread ${thread.tid}`
  return { place: `note ${note.name ?? `${note.owner} type ${note.type}`}${owner}` }
}
