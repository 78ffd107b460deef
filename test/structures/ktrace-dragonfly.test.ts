import { structures } from '../../src/formats/ktrace/dragonfly/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
