import { FormatError } from '../../errors.js'
import { reader } from '../../families/kcore.js'
import { openFile } from '../../io/open.js'
import type { OpenedFile } from '../../readers/format-reader.js'
import type { OpenedKernelDump } from '../../readers/kcore/opened-dump.js'
import type { ConversionInput } from '../conversion.js'

/** The dump of an opened file. @throws FormatError `LOST` when the file is no kernel dump */
export function dumpOf(file: OpenedFile, what: string): OpenedKernelDump {
  if ('dump' in file && 'kvm' in file) return file as OpenedKernelDump
  throw new FormatError({ code: 'LOST', message: `${what} is made of kernel dumps; this is ${file.format}` })
}

/**
 * Gives work the dump of a conversion's input, opened with the kernel of `--kernel` where it was given.
 *
 * @throws FormatError what the kernel file throws, and `dumpOf`
 */
export async function withDump<T>(
  { file, source, options }: ConversionInput,
  what: string,
  work: (dump: OpenedKernelDump) => Promise<T>,
): Promise<T> {
  if (typeof options.kernel !== 'string') return work(dumpOf(file, what))
  dumpOf(file, what)
  const kernel = (await openFile(options.kernel)).source
  try {
    return await work(reader.open(source, { as: file.format, kernel }))
  } finally {
    kernel.close()
  }
}

/** An option that is a number of bytes: decimal or hex; undefined where it was not given. @throws FormatError `BAD_VALUE` */
export function sizeOption(options: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const given = options[name]
  if (given === undefined) return undefined
  const text = String(given)
  const value = /^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value))
    throw new FormatError({ code: 'BAD_VALUE', path: name, message: `--${name} takes a number of bytes, not ${text}` })
  return value
}
