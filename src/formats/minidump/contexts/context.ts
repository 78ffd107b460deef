/** What the contexts of all processors share. */
import { type Fields, type Struct, type StructValue, struct } from '../../../schema/base.js'

export const context = <F extends Fields>(name: string, fields: F): Struct<StructValue<F>> =>
  struct(name, fields, { packed: true, source: 'Breakpad minidump_cpu_*.h; winnt.h' })
