import { structures } from '../../src/formats/core/freebsd/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
