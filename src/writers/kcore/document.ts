/** Writes kernel dumps from their lossless documents. */
import { structureOf } from '../../formats/kcore/structure-ids.js'
import { partsWriter } from '../file-parts.js'

export const writer = partsWriter(structureOf)
