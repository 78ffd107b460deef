import { structures } from '../../src/formats/core/linux/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
