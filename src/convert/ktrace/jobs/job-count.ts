/** How many workers were asked for. */
import { createOptionError, parseIntegerOption } from '../../../readers/ktrace/option-values.js'

/** More threads than that are a mistake, or an attack. */
const MOST = 256

/** @throws FormatError `BAD_VALUE` for an option that is no number of workers */
export function jobsOf({ jobs }: Readonly<Record<string, unknown>>): number {
  if (jobs === undefined) return 1
  const count = parseIntegerOption('jobs', jobs)
  if (count < 1 || count > MOST) throw createOptionError('jobs', `a number from 1 to ${MOST}`, jobs)
  return count
}
