/** Writes a.out process cores from their lossless documents. */
import { structureOf } from '../../formats/core/netbsd/aout/structure-ids.js'
import { partsWriter } from '../file-parts.js'

export const writer = partsWriter(structureOf)
