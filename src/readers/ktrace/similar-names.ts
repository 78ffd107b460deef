/** Names like one that there is not, for the message that says so. */

/** Names that are shown at most. */
const MOST = 6

/**
 * The names nearest to a word, best first: those that are the same but for marks of versions (the latest first), those that it is a
 * part of, those of other kinds of processes.
 */
export function suggestNames(word: string, names: Iterable<string>): string[] {
  const wanted = word.toLowerCase()
  const base = plain(wanted)
  if (base === '') return []
  const found: { name: string; rank: number }[] = []
  for (const name of names) {
    const rank = rankOf(wanted, base, name.toLowerCase())
    if (rank !== undefined) found.push({ name, rank })
  }
  return found
    .sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || (a.name > b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name)
}

/** The names that are the same but for marks of versions and kinds of processes: `__stat50` and `stat64` for `stat`. */
export function versionsOf(word: string, names: Iterable<string>): string[] {
  return [...names].filter((name) => name !== word && plain(name) === word)
}

function rankOf(wanted: string, base: string, name: string): number | undefined {
  const own = plain(name)
  // What is old, or of processes of 32 bits, is meant less often.
  const rare = /^(?:compat_|[a-z]+32_)/.exec(name)?.[0]
  if (rare !== undefined && !wanted.startsWith(rare)) return own === base ? 2 : undefined
  if (own === base) return 0
  return base.length > 2 && own.includes(base) ? 1 : undefined
}

/** `stat` of `__stat50` and `compat_50_netbsd32_stat`. */
function plain(name: string): string {
  const bare = name.replace(/^compat_\d+_/, '').replace(/^(?:netbsd|freebsd|linux)32_/, '')
  return bare.replace(/^_+/, '').replace(/(?<=\D)\d\d$/, '') || bare
}
