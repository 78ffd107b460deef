/** Writes minidumps from their lossless documents. */
import { structureOf } from '../../formats/minidump/structure-ids.js'
import { partsWriter } from '../file-parts.js'

export const writer = partsWriter(structureOf)
