import { structures } from '../../src/formats/ktrace/freebsd/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
