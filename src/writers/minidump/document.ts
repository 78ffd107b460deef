/** Minidumps of their lossless documents. */
import { structureOf } from '../../formats/minidump/ids.js'
import { partsWriter } from '../parts.js'

export const writer = partsWriter(structureOf)
