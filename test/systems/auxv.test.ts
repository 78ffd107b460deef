import { expect, test } from 'vitest'
import { abi } from '../../src/schema/abi.js'
import { freebsdAuxv } from '../../src/systems/freebsd/auxv.js'
import { illumosAuxv } from '../../src/systems/illumos/auxv.js'
import { linuxAuxv } from '../../src/systems/linux/auxv.js'
import { netbsdAuxv } from '../../src/systems/netbsd/auxv.js'
import { openbsdAuxv } from '../../src/systems/openbsd/auxv.js'

test.each([
  [
    'linux',
    linuxAuxv,
    { 9: 'AT_ENTRY', 25: 'AT_RANDOM', 33: 'AT_SYSINFO_EHDR', 38: undefined, 47: 'AT_L3_CACHEGEOMETRY', 51: 'AT_MINSIGSTKSZ' },
  ],
  ['freebsd', freebsdAuxv, { 9: 'AT_ENTRY', 15: 'AT_EXECPATH', 32: 'AT_PS_STRINGS', 39: 'AT_HWCAP4', 40: undefined }],
  ['netbsd', netbsdAuxv, { 9: 'AT_ENTRY', 10: 'AT_DCACHEBSIZE', 13: 'AT_STACKBASE', 2000: 'AT_EUID', 2014: 'AT_SUN_EXECNAME' }],
  ['openbsd', openbsdAuxv, { 9: 'AT_ENTRY', 10: undefined, 26: 'AT_HWCAP2', 4000: 'AT_OPENBSD_TIMEKEEP' }],
  ['illumos', illumosAuxv, { 9: 'AT_ENTRY', 2011: 'AT_SUN_CPU', 2014: 'AT_SUN_EXECNAME', 2023: 'AT_SUN_HWCAP2', 2029: 'AT_SUN_HWCAP3' }],
] as const)('types of the auxiliary vector of %s', (_system, table, types) => {
  expect([0, 3, 7].map((type) => table.name(type))).toEqual(['AT_NULL', 'AT_PHDR', 'AT_BASE'])
  for (const [type, name] of Object.entries(types)) {
    expect(table.name(Number(type))).toBe(name)
    if (name !== undefined) expect(table.number(name)).toBe(Number(type))
  }
})

test('MIPS has another type 10 on NetBSD', () => {
  expect(netbsdAuxv.name(10, abi['mips-o32'])).toBe('AT_NOTELF')
  expect(netbsdAuxv.name(11, abi['mips-o32'])).toBe('AT_ICACHEBSIZE')
})
