import { structures } from '../../src/formats/ktrace/darwin/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
