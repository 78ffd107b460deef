/** Addresses as people read them: `0x7fc29434a53f, libc.so.6+0x8953f`. */

import { baseName } from '../../io/base-name.js'
import { formatHex } from '../../io/text-format.js'
import { locateAddress } from '../../readers/core/locate-address.js'
import type { Core } from '../../readers/core/model.js'
import { printable } from '../text-table.js'

/** `libc.so.6+0x8953f`; `rw- mapping 0x7ff000-0x800000` without a module; `not mapped` where the core has nothing there. */
export function locationText(core: Core, address: bigint): string {
  const { module, name, offset, mapping } = locateAddress(core, address)
  if (name !== undefined && offset !== undefined) return `${baseName(printable(name))}+${formatHex(offset)}`
  if (mapping) return `${mapping.permissions} mapping ${formatHex(mapping.start)}-${formatHex(mapping.end)}`
  return module ? formatHex(module.start) : 'not in a mapping of this core'
}
