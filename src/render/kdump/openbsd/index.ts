/** Text of this system's traces. Nothing is printed yet. */
import type { MakeRenderer } from '../renderer.js'

export const makeRenderer: MakeRenderer | undefined = undefined
