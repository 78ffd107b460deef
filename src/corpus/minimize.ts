/** The smallest set of files with the same coverage, found greedily. */
import type { CorpusFile } from './corpus.js'
import { Coverage } from './coverage.js'

/** Files that add a structure, layout or arm which no file kept before has; large ones are asked last. */
export function minimize(files: readonly CorpusFile[]): CorpusFile[] {
  const coverage = new Coverage()
  const bySize = [...files].sort((a, b) => a.bytes.length - b.bytes.length || (a.name < b.name ? -1 : 1))
  return bySize.filter(({ file }) => file !== undefined && coverage.add(file) > 0)
}
