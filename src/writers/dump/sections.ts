/**
 * Writes the sections that illumos copies from the mapped objects. A section that cannot be copied is left without contents. If the section
 * name table or the headers, which are last, cannot be written, the dump fails.
 */
import { type SectionHeader, sectionHeader } from '../../formats/elf/index.js'
import { roundUp } from '../../io/bytes.js'
import type { CoreFile } from './core-file.js'
import type { CoreImage, ImageSection } from './core-image.js'
import { type DumpErrno, errnoFrom } from './dump-errno.js'

/**
 * Each section follows the last one that could be copied, aligned as it asks for.
 *
 * @returns the error of the section name table or the headers
 */
export function writeSections(file: CoreFile, { abi, sections, sectionsAt }: CoreImage, chunk: number): DumpErrno | undefined {
  const names = sections.at(-1)
  if (!names) return undefined
  const headers: SectionHeader[] = []
  let next = Math.min(...sections.filter(({ header }) => header.sh_offset > 0n).map(({ header }) => Number(header.sh_offset)))
  for (const section of sections) {
    if (!section.content) {
      headers.push(section.header)
      continue
    }
    next = roundUp(next, Math.max(1, Number(section.header.sh_addralign)))
    const error = copySection(file, section, next, chunk)
    if (error && section === names) return error
    headers.push({ ...section.header, ...(error ? { sh_size: 0n, sh_offset: 0n } : { sh_offset: BigInt(next) }) })
    if (!error) next += Number(section.header.sh_size)
  }
  const layout = sectionHeader.for(abi)
  const table = new Uint8Array(headers.length * layout.size)
  for (const [i, header] of headers.entries()) table.set(layout.encode(header), i * layout.size)
  return file.put(table, sectionsAt)
}

function copySection(file: CoreFile, { header, content }: ImageSection, start: number, chunk: number): DumpErrno | undefined {
  const size = Number(header.sh_size)
  for (let at = 0; at < size; at += chunk) {
    const length = Math.min(chunk, size - at)
    let bytes: Uint8Array
    try {
      bytes =
        content === undefined || content instanceof Uint8Array ? (content ?? NONE).subarray(at, at + length) : content.read(at, length)
    } catch (error) {
      return errnoFrom(error)
    }
    const error = bytes.length < length ? 'EIO' : file.put(bytes, start + at)
    if (error) return error
  }
  return undefined
}

const NONE = new Uint8Array(0)
