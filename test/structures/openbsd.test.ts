import { structures } from '../../src/formats/core/openbsd/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
