/** `--name-pattern`: the name of a new core in a folder, as a system would make it of the process. */
import { FormatError } from '../../errors.js'
import type { Core } from '../../families/core.js'
import { nodeBuiltin } from '../../io/node-builtins.js'
import { commitOrAbort } from '../../io/sink.js'
import { expandCorePattern } from '../../writers/policy/expand-pattern.js'
import { type PatternValues, patternStyleOf, styles } from '../../writers/policy/pattern-styles.js'
import type { ConversionInput, Convert, ConvertInto } from '../conversion.js'
import { coreOf } from '../core-input.js'

/**
 * The conversion into a folder, under a name of its own.
 *
 * @param format what is made, whose system's pattern it is where the options do not say it
 */
export const withCoreName =
  (convert: Convert, format: string): ConvertInto =>
  async (input, directory) =>
    commitOrAbort(directory.create(nameOf(input, format)), (sink) => convert(input, sink))

/** Checkpoints have a name of their own where none is set. */
const defaults: Readonly<Record<string, string>> = { 'checkpoint/dragonfly': '%N.ckpt' }

/** The core that a name is made of. */
export type Named = Parameters<typeof coreOf>[0] & Pick<ConversionInput, 'options'>

/**
 * The name in the folder.
 *
 * @param format of the file that is named
 * @throws FormatError `IO` with the errno that the system would give instead of a name; `BAD_VALUE` for a pattern that names no file
 */
export function nameOf({ file, source, options }: Named, format: string): string {
  const style = patternStyleOf(String(options.patternStyle ?? format.slice(format.indexOf('/') + 1))) ?? 'illumos'
  const pattern = String(options.namePattern ?? defaults[format] ?? styles[style].defaultPattern)
  const expansion = expandCorePattern(pattern, factsOf(coreOf({ file, source }).core), style)
  if ('errno' in expansion)
    throw new FormatError({
      code: 'IO',
      message: `no core is written: the name of ${pattern} is ${expansion.errno}`,
      found: expansion.errno,
    })
  if (!('path' in expansion))
    throw new FormatError({
      code: 'BAD_VALUE',
      message: `${pattern} is no name of a file: it gives the core to a program, which is not run`,
    })
  // Rooted first, so that no `..` of a name leads out of the folder.
  const name = nodeBuiltin('node:path').normalize(`/${expansion.path}`)
  if (name.endsWith('/')) throw new FormatError({ code: 'BAD_VALUE', message: `${pattern} gives no name of a file: ${expansion.path}` })
  return name.slice(1)
}

/** What a core says of its process that names are made of. Its time is now: that of the writing. */
export function factsOf(core: Core): PatternValues {
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
