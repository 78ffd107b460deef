/** Whether output is colored, and the colors. */

/** Whether output is colored: not with NO_COLOR set, always with FORCE_COLOR set and not 0, else on a terminal. */
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
export const bold = sgr(1)
export const red = sgr(31)
export const cyan = sgr(36)
/** Adjacent fields alternate between these. */
export const fieldColors: readonly TextStyle[] = [sgr(36), sgr(33), sgr(32), sgr(35)]
