import { structures } from '../../src/formats/core/dragonfly/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
