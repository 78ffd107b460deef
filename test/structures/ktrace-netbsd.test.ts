import { structures } from '../../src/formats/ktrace/netbsd/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
