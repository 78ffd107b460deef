import { structures } from '../../src/formats/core/netbsd/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
