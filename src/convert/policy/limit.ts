/** `--limit`: any conversion, its file cut at a size. */
import { limitedSink } from '../../writers/policy/limit.js'
import type { Convert } from '../conversion.js'
import { limitOf } from './options.js'

/** The conversion as it was where no limit is given. */
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
