import { structures } from '../../src/formats/ktrace/openbsd/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
