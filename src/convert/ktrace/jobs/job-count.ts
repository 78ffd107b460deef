/** How many workers were asked for. */
import { badOption, wholeNumber } from '../../../readers/ktrace/option-values.js'

/** More threads than that are a mistake, or an attack. */
const MOST = 256

/** @throws FormatError `BAD_VALUE` for an option that is no number of workers */
export function jobsOf({ jobs }: Readonly<Record<string, unknown>>): number {
  if (jobs === undefined) return 1
  const count = wholeNumber('jobs', jobs)
  if (count < 1 || count > MOST) throw badOption('jobs', `a number from 1 to ${MOST}`, jobs)
  return count
}
