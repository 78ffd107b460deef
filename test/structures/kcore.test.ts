import { structures } from '../../src/formats/kcore/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
