import { expect, test } from 'vitest'
import { machineFacts, selectAbi } from '../../../src/formats/elf/index.js'
import { type AbiName, abi } from '../../../src/schema/abi.js'

test.each([
  // class, byte order, e_machine, e_flags
  ['amd64', 2, 1, 62, 0],
  // As some cores have it; what is written is 62.
  ['amd64', 2, 1, 3, 0],
  ['x32', 1, 1, 62, 0],
  ['i386', 1, 1, 3, 0],
  ['aarch64', 2, 1, 183, 0],
  ['arm', 1, 1, 40, 0x05000000],
  ['armeb', 1, 2, 40, 0x05800000],
  ['mips-o32', 1, 2, 8, 0x50001000],
  ['mips-n32el', 1, 1, 8, 0x20],
  ['mips-n64el', 2, 1, 8, 0x20000000],
  ['powerpc64le', 2, 1, 21, 2],
  ['powerpc64', 2, 2, 21, 0],
  ['s390', 1, 2, 22, 0],
  ['s390x', 2, 2, 22, 0],
  ['sparc', 1, 2, 18, 0],
  ['sparc64', 2, 2, 43, 0],
  ['riscv32', 1, 1, 243, 5],
  ['alpha', 2, 1, 0x9026, 0],
  ['csky', 1, 1, 39, 0],
  ['vax', 1, 1, 75, 0],
] as const)('%s', (name, bits, data, machine, flags) => {
  expect(selectAbi({ class: bits, data, machine, flags }).name).toBe(name)
})

test('an unknown machine has headers all the same', () => {
  const unknown = selectAbi({ class: 1, data: 2, machine: 92, flags: 0 })
  expect(unknown).toMatchObject({ name: 'machine-92-32eb', bits: 32, endian: 'big', pointer: 4 })
  expect(selectAbi({ class: 1, data: 2, machine: 92, flags: 0 })).toBe(unknown)
  // A machine that is known, in a byte order that it does not have.
  expect(selectAbi({ class: 2, data: 2, machine: 62, flags: 0 }).name).toBe('machine-62eb')
  expect(machineFacts(unknown)).toMatchObject({ machine: 92, class: 1, data: 2 })
})

test('what is written for an ABI is read as that ABI', () => {
  expect(machineFacts(abi.amd64)?.machine).toBe(62)
  for (const name of Object.keys(abi) as AbiName[]) {
    const facts = machineFacts(abi[name])
    // The old ARM ABI is not told by the header.
    if (name.startsWith('arm-oabi')) expect(facts).toBeUndefined()
    else if (facts) expect(selectAbi(facts).name).toBe(name)
    else expect.unreachable(`${name} has no machine number`)
  }
})
