/** Wraps the lines of a report to the width of the output. Nothing is cut off. */

/** Width of reports where the output is not a terminal. */
export const DEFAULT_COLUMNS = 80

/** Continuation lines are indented this much more than the line they continue. */
const HANGING_INDENT = 4

/**
 * Wraps lines that are wider than `columns`: at the last space that fits, else inside a word.
 *
 * @param pieces text in pieces of whole lines, each ending in a newline
 * @param columns width in characters; escape sequences of colors do not count
 */
export function* wrapLines(pieces: Iterable<string>, columns: number = DEFAULT_COLUMNS): Generator<string, void, undefined> {
  for (const piece of pieces) {
    // One look at the whole piece is enough for most.
    if (piece.length <= columns + 1) yield piece
    else yield piece.replace(/[^\n]+/g, (line) => (displayWidth(line) <= columns ? line : wrapLine(line, columns).join('\n')))
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of colors
const COLOR = /\u001b\[\d+m/y

/** Characters that a line shows. */
function displayWidth(line: string): number {
  return line.includes('\u001b') ? line.replace(new RegExp(COLOR.source, 'g'), '').length : line.length
}

function wrapLine(line: string, columns: number): string[] {
  const indent = /^ */.exec(line)?.[0].length ?? 0
  const margin = ' '.repeat(Math.min(indent + HANGING_INDENT, Math.floor(columns / 2)))
  const lines: string[] = []
  let rest = line
  let least = indent
  while (displayWidth(rest) > columns) {
    const end = breakPoint(rest, columns, least)
    lines.push(rest.slice(0, end).trimEnd())
    rest = margin + rest.slice(end).trimStart()
    least = margin.length
  }
  return [...lines, rest]
}

/** Where a line is broken: behind the last space that leaves at least a third of the line, else at the edge. */
function breakPoint(line: string, columns: number, least: number): number {
  let shown = 0
  let space = 0
  let at = 0
  while (at < line.length && shown < columns) {
    COLOR.lastIndex = at
    const color = COLOR.exec(line)
    if (color) {
      at += color[0].length
      continue
    }
    if (line[at] === ' ' && shown > least && shown > columns / 3) space = at + 1
    at++
    shown++
  }
  if (line[at] === ' ') return at + 1
  return space > 0 ? space : at
}
