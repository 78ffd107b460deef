/** Page sizes of machines, in bytes. */
import type { Abi } from '../../schema/base.js'

/** The smallest page that a process image of any machine has, and the usual one. */
export const PAGE_SIZE = 4096

/** The page size of a machine: 8192 on Alpha and SPARC. */
export const pageSize = ({ name }: Pick<Abi, 'name'>): number => (/^(?:sparc|alpha)/.test(name) ? 8192 : PAGE_SIZE)
