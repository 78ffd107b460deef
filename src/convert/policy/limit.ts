/** `--limit`: truncates the output of a conversion at a size. */
import { limitedSink } from '../../writers/policy/limit.js'
import type { Convert } from '../conversion.js'
import { limitOf } from './options.js'

/** Without a limit, the conversion is unchanged. */
export const withSizeLimit =
  (convert: Convert): Convert =>
  async (input, sink) => {
    const limit = limitOf(input.options)
    if (limit === undefined) return convert(input, sink)
    const bounded = limitedSink(sink, limit)
    const lost = await convert(input, bounded)
    const cut = bounded.cut()
    return cut ? [...lost, cut] : lost
  }
