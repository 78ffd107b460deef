import { structures } from '../../src/formats/core/illumos/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
