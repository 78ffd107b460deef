/** a.out process cores of their lossless documents. */
import { structureOf } from '../../formats/core/netbsd/aout/ids.js'
import { partsWriter } from '../parts.js'

export const writer = partsWriter(structureOf)
