/** The one shape of a system's types of entries of the auxiliary vector, which the kernel gives a program when it starts. */
import { type Machine, type NumberedTable, numberedTable } from './numbered-names.js'

/** Types 0 to 9 of the System V ABI, which all systems have. */
const COMMON = 'NULL IGNORE EXECFD PHDR PHENT PHNUM PAGESZ BASE FLAGS ENTRY'

/** Types such as `AT_PHDR`. */
export type AuxvTable = NumberedTable

/** A table of types. @param own those from 10 on, without `AT_`, as `parseNumberedNames` reads them */
export const auxvTable = (own: (abi: Machine | undefined) => string): AuxvTable => numberedTable((abi) => `${COMMON} ${own(abi)}`, 0, 'AT_')
