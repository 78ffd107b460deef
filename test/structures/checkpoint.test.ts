import { structures } from '../../src/formats/checkpoint/dragonfly/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
