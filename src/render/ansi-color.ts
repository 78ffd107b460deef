/** Whether to colour, and the colours. */

/**
 * Whether output should be coloured: NO_COLOR (set and not empty) says no, FORCE_COLOR (set, not 0) says yes, else a terminal is.
 */
export function shouldUseColor(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): boolean {
  if (environment.NO_COLOR) return false
  const force = environment.FORCE_COLOR
  if (force !== undefined) return force !== '0' && force !== 'false'
  return isTerminal && environment.TERM !== 'dumb'
}

export type TextStyle = (text: string) => string

function sgr(code: number): TextStyle {
  return (text) => `\u001b[${code}m${text}\u001b[0m`
}

export const unstyled: TextStyle = (text) => text
export const dim = sgr(2)
/** Neighbouring fields take turns with these. */
export const fieldColors: readonly TextStyle[] = [sgr(36), sgr(33), sgr(32), sgr(35)]
