/** The kernel file that a dump is of. */
import { FormatError } from '../../errors.js'
import type { ByteSource } from '../../io/source.js'
import { isElf, type KernelFile, readElfKernel } from './symbols/elf.js'

/**
 * Reads a kernel file, ELF or a.out.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when it is neither
 */
export function readKernel(source: ByteSource): KernelFile {
  if (isElf(source.read(0, 4))) return readElfKernel(source)
  throw new FormatError({
    code: 'UNKNOWN_FORMAT',
    offset: 0,
    path: 'kernel',
    message: `the kernel ${source.name ?? 'file'} is neither ELF nor a.out`,
  })
}
