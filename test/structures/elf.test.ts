import { structures } from '../../src/formats/elf/structures.js'
import { structureProperties } from '../support/structures.js'

structureProperties(structures)
