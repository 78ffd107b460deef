import { structures } from '../../src/formats/core/netbsd/aout/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
