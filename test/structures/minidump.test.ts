import { structures } from '../../src/formats/minidump/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
