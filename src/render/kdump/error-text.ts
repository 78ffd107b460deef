/** Errors as kdump prints them. */
import type { ErrnoTable } from '../../systems/errno-table.js'

/** Gives the text of strerror(3) for a number, `Unknown error: 99` where the system has none. */
export const errorTexts =
  (errors: ErrnoTable): ((error: number) => string) =>
  (error) =>
    errors.text(error) ?? `Unknown error: ${error}`
