/**
 * Writes the sections that illumos copies from the mapped objects. A section that cannot be copied is left without contents. If the section
 * name table or the headers, which are last, cannot be written, the dump fails.
 */
import { type SectionHeader, sectionHeader } from '../../formats/elf/index.js'
import type { CoreFile } from './core-file.js'
import type { CoreImage, ImageSection } from './core-image.js'
import { type DumpErrno, errnoFrom } from './dump-errno.js'

/** @returns the error of the section name table or the headers */
export function writeSections(file: CoreFile, { abi, sections, sectionsAt }: CoreImage, chunk: number): DumpErrno | undefined {
  const names = sections.at(-1)
  if (!names) return undefined
  const headers = sections.map((section): SectionHeader => {
    if (section === names || !section.content || !copySection(file, section, chunk)) return section.header
    return { ...section.header, sh_size: 0n, sh_offset: 0n }
  })
  const error = copySection(file, names, chunk)
  if (error) return error
  const layout = sectionHeader.for(abi)
  const table = new Uint8Array(headers.length * layout.size)
  for (const [i, header] of headers.entries()) table.set(layout.encode(header), i * layout.size)
  return file.put(table, sectionsAt)
}

function copySection(file: CoreFile, { header, content }: ImageSection, chunk: number): DumpErrno | undefined {
  const size = Number(header.sh_size)
  const start = Number(header.sh_offset)
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
