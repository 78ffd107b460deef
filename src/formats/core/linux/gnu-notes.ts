/** Notes of the GNU linker that some writers copy into a core. Source: the GNU gABI extensions, elf.h of glibc. */
import { c, struct } from '../../../schema/base.js'

export const gnuBuildId = struct('gnu_build_id', { build_id: c.rest })

export const gnuAbiTag = struct('gnu_abi_tag', {
  os: c.enum(c.uint32, { GNU_Linux: 0, GNU_Hurd: 1, Solaris: 2, FreeBSD: 3 }),
  major: c.uint32,
  minor: c.uint32,
  patch: c.uint32,
})

export const gnuProperties = struct('gnu_properties', { properties: c.rest })
