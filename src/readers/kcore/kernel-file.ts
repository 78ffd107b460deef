/** The kernel file that a dump is of. */
import { FormatError } from '../../errors.js'
import { hasElfMagic } from '../../formats/elf/headers.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import { isAout, readAoutKernel } from './symbols/aout.js'
import { type KernelFile, readElfKernel } from './symbols/elf.js'
import { isSystemMap, readSystemMap } from './symbols/system-map.js'

/**
 * Reads a kernel file, ELF or a.out, or a list of its symbols (System.map).
 *
 * @param wanted ABI of the dump, for old a.out files that do not say theirs
 * @throws FormatError `UNKNOWN_FORMAT` when it is neither; what the readers of the two throw
 */
export function readKernel(source: ByteSource, wanted?: Abi): KernelFile {
  const head = source.read(0, 32)
  if (hasElfMagic(head)) return readElfKernel(source)
  if (isAout(head)) return readAoutKernel(source, wanted)
  if (isSystemMap(source.read(0, 256))) return readSystemMap(source)
  const message = `the kernel ${source.name ?? 'file'} is neither ELF nor a.out nor System.map`
  throw new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, path: 'kernel', message })
}
