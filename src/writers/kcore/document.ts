/** Kernel dumps of their lossless documents. */
import { structureOf } from '../../formats/kcore/ids.js'
import { partsWriter } from '../parts.js'

export const writer = partsWriter(structureOf)
