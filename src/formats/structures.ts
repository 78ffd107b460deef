/** Every declared structure, for generic tests, format pages and arbitraries. */
import type { DeclaredStructure } from './declared.js'

export const structures: readonly DeclaredStructure[] = []
