/** The option `--jobs`. */
import { createOptionError, parseIntegerOption } from '../../../readers/ktrace/option-values.js'

/** Maximum number of worker threads. */
const MOST = 256

/** @throws FormatError `BAD_VALUE` for an invalid number of workers */
export function jobsOf({ jobs }: Readonly<Record<string, unknown>>): number {
  if (jobs === undefined) return 1
  const count = parseIntegerOption('jobs', jobs)
  if (count < 1 || count > MOST) throw createOptionError('jobs', `a number from 1 to ${MOST}`, jobs)
  return count
}
