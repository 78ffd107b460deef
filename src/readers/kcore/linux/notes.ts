/** Notes of a dump: owner, type, descriptor. */
import { noteHeader } from '../../../formats/elf/headers.js'
import type { Abi } from '../../../schema/base.js'

export interface DumpNote {
  readonly owner: string
  readonly type: number
  readonly descriptor: Uint8Array
}

/** A dump of more processors than this is damaged. */
const MOST = 1_000_000

/** The notes of a segment, up to the first that does not fit. */
export function readNotes(bytes: Uint8Array, of: Abi): DumpNote[] {
  const layout = noteHeader.for(of)
  const list: DumpNote[] = []
  const pad = (value: number): number => (value + 3) & ~3
  for (let at = 0; at + layout.size <= bytes.byteLength && list.length < MOST; ) {
    const { n_namesz, n_descsz, n_type } = layout.decode(bytes, { offset: at })
    const name = at + layout.size
    const descriptor = name + pad(n_namesz)
    if (n_namesz === 0 || n_namesz > 256 || descriptor + n_descsz > bytes.byteLength) break
    const owner = new TextDecoder().decode(bytes.subarray(name, name + n_namesz)).replace(/\0.*$/s, '')
    list.push({ owner, type: n_type, descriptor: bytes.subarray(descriptor, descriptor + n_descsz) })
    at = descriptor + pad(n_descsz)
  }
  return list
}
