/** `--name-pattern`: the file name of a new core in a directory, as a system's kernel would choose it. */
import { FormatError } from '../../errors.js'
import type { Core } from '../../families/core.js'
import { nodeBuiltin } from '../../io/node-builtins.js'
import { commitOrAbort } from '../../io/sink.js'
import { expandCorePattern } from '../../writers/policy/expand-pattern.js'
import { type PatternValues, patternStyleOf, styles } from '../../writers/policy/pattern-styles.js'
import type { ConversionInput, Convert, ConvertInto } from '../conversion.js'
import { coreOf } from '../core-input.js'

/**
 * Converts into a directory, under the name that the pattern expands to.
 *
 * @param format format of the new file; its system determines the pattern style if the options do not
 */
export const withCoreName =
  (convert: Convert, format: string): ConvertInto =>
  async (input, directory) =>
    commitOrAbort(directory.create(nameOf(input, format)), (sink) => convert(input, sink))

/** Default patterns of formats that differ from their system's cores. */
const defaults: Readonly<Record<string, string>> = { 'checkpoint/dragonfly': '%N.ckpt' }

/** The core whose process the name describes. */
export type Named = Parameters<typeof coreOf>[0] & Pick<ConversionInput, 'options'>

/**
 * The file name in the directory.
 *
 * @param format format of the new file
 * @throws FormatError `IO` with the errno of the system if the name is invalid; `BAD_VALUE` for a pattern that does not expand to a file name
 */
export function nameOf({ file, source, options }: Named, format: string): string {
  const style = patternStyleOf(String(options.patternStyle ?? format.slice(format.indexOf('/') + 1))) ?? 'illumos'
  const pattern = String(options.namePattern ?? defaults[format] ?? styles[style].defaultPattern)
  const expansion = expandCorePattern(pattern, factsOf(coreOf({ file, source }).core), style)
  if ('errno' in expansion)
    throw new FormatError({
      code: 'IO',
      message: `core not written: expanding ${pattern} fails with ${expansion.errno}`,
      found: expansion.errno,
    })
  if (!('path' in expansion))
    throw new FormatError({
      code: 'BAD_VALUE',
      message: `pattern ${pattern} sends the core to a program or socket, which is not supported`,
    })
  // Normalized as an absolute path, so that `..` cannot leave the directory.
  const name = nodeBuiltin('node:path').normalize(`/${expansion.path}`)
  if (name.endsWith('/'))
    throw new FormatError({ code: 'BAD_VALUE', message: `pattern ${pattern} does not expand to a file name: ${expansion.path}` })
  return name.slice(1)
}

/** The values of a core's process for patterns. The time is the current time, when the file is written. */
function factsOf(core: Core): PatternValues {
  const { process, threads, notes } = core
  const { executable } = core.image
  const uts = notes.find(({ name }) => name === 'NT_UTSNAME')?.value as { nodename?: string; machine?: string } | undefined
  const zone = notes.find(({ name }) => name === 'NT_ZONENAME')?.value as { text?: string } | undefined
  const tid = process.signal?.tid ?? threads[0]?.tid
  return {
    pid: process.pid ?? threads[0]?.tid ?? 0,
    time: Math.floor(Date.now() / 1000),
    ...(process.name !== undefined && { name: process.name }),
    ...(process.uid !== undefined && { uid: process.uid }),
    ...(process.gid !== undefined && { gid: process.gid }),
    ...(process.signal && { signal: process.signal.number }),
    ...(tid !== undefined && { tid }),
    ...(executable !== undefined && { executable, executableDirectory: executable.slice(0, executable.lastIndexOf('/')) }),
    ...(uts?.nodename !== undefined && { nodeName: uts.nodename }),
    ...(uts?.machine !== undefined && { machine: uts.machine }),
    ...(zone?.text !== undefined && zone.text !== 'global' && { zone: { name: zone.text, root: `/zones/${zone.text}` } }),
  }
}
