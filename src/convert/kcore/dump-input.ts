/** The kernel dump that a conversion reads, and its numeric options. */
import { FormatError } from '../../errors.js'
import { reader } from '../../families/kcore.js'
import { openFile } from '../../io/open.js'
import type { OpenedFile } from '../../readers/format-reader.js'
import { isKernelDump, type OpenedKernelDump } from '../../readers/kcore/opened-dump.js'
import type { ConversionInput } from '../conversion.js'

/** The dump of an opened file. @throws FormatError `LOST` when the file is not a kernel dump */
function dumpOf(file: OpenedFile, what: string): OpenedKernelDump {
  if (isKernelDump(file)) return file
  throw new FormatError({ code: 'LOST', message: `${what} requires a kernel dump, found ${file.format}` })
}

/**
 * Calls `work` with the dump of a conversion's input, opened with the kernel of `--kernel` if that option is present.
 *
 * @throws FormatError as {@link dumpOf}, and when the kernel file cannot be opened
 */
export async function withDump<T>(
  { file, source, options }: ConversionInput,
  what: string,
  work: (dump: OpenedKernelDump) => Promise<T>,
): Promise<T> {
  if (typeof options.kernel !== 'string') return work(dumpOf(file, what))
  const { otherParts } = dumpOf(file, what).dump
  const kernel = (await openFile(options.kernel)).source
  try {
    return await work(reader.open(source, { as: file.format, kernel, ...(otherParts && { otherParts }) }))
  } finally {
    kernel.close()
  }
}
