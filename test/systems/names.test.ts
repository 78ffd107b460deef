/** The tables of signals, codes, errors and system calls hold what was found in each system's sources. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type AbiName, abi } from '../../src/schema/abi.js'
import { darwinErrors } from '../../src/systems/darwin/errno.js'
import { darwinSignals } from '../../src/systems/darwin/signals.js'
import { dragonflyErrors } from '../../src/systems/dragonfly/errno.js'
import { dragonflySignals } from '../../src/systems/dragonfly/signals.js'
import type { ErrnoTable } from '../../src/systems/errno-table.js'
import { freebsdErrors } from '../../src/systems/freebsd/errno.js'
import { freebsdSignals } from '../../src/systems/freebsd/signals.js'
import { illumosErrors } from '../../src/systems/illumos/errno.js'
import { illumosSignals } from '../../src/systems/illumos/signals.js'
import { linuxErrors } from '../../src/systems/linux/errno.js'
import { linuxSignals } from '../../src/systems/linux/signals.js'
import { linuxSyscalls } from '../../src/systems/linux/syscalls.js'
import { netbsdErrors } from '../../src/systems/netbsd/errno.js'
import { netbsdSignals } from '../../src/systems/netbsd/signals.js'
import type { NumberedTable } from '../../src/systems/numbered-names.js'
import { openbsdErrors } from '../../src/systems/openbsd/errno.js'
import { openbsdSignals } from '../../src/systems/openbsd/signals.js'
import type { SignalTable } from '../../src/systems/signal-table.js'

type Names = Readonly<Record<string, string>>
type Numbers = Readonly<Record<string, number>>

const verified = <T>(system: string): T => JSON.parse(readFileSync(`spec/names/${system}.json`, 'utf8')) as T

/** Every name of a table between two numbers. */
function namesOf(name: (number: number) => string | undefined, from = -100, to = 3000): Names {
  const found: Record<string, string> = {}
  for (let number = from; number <= to; number++) {
    const each = name(number)
    if (each !== undefined) found[number] = each
  }
  return found
}

/** Codes of one signal that not every signal may have. */
const codesOf = (table: SignalTable, signal: string, any: Names, on?: AbiName): Names =>
  namesOf((code) => {
    const name = table.codeName(table.number(signal, on && abi[on]) ?? 0, code, on && abi[on])
    return name === any[code] ? undefined : name
  })

interface Verified {
  signals: Names
  signalAliases: Names
  codes: Readonly<Record<string, Names>>
  codesByAbi?: Readonly<Record<string, Readonly<Record<string, Names>>>>
  errno: Names
  errnoAliases: Names
  kernelErrno: Names
  errorTexts: Names
}

const systems: readonly (readonly [string, SignalTable, ErrnoTable])[] = [
  ['netbsd', netbsdSignals, netbsdErrors],
  ['freebsd', freebsdSignals, freebsdErrors],
  ['openbsd', openbsdSignals, openbsdErrors],
  ['dragonfly', dragonflySignals, dragonflyErrors],
  ['darwin', darwinSignals, darwinErrors],
  ['illumos', illumosSignals, illumosErrors],
]

describe.each(systems)('%s', (system, signals, errors) => {
  const facts = verified<Verified>(system)

  test('signals', () => {
    expect(namesOf((number) => signals.name(number))).toEqual(facts.signals)
    for (const [number, name] of Object.entries(facts.signals)) expect(signals.number(name)).toBe(Number(number))
    for (const [alias, name] of Object.entries(facts.signalAliases)) expect(signals.number(alias), alias).toBe(signals.number(name))
    expect(signals.number('SIGNONE')).toBeUndefined()
  })

  test('codes', () => {
    const { any = {}, ...own } = facts.codes
    for (const [code, name] of Object.entries(any)) {
      expect(signals.codeName(1, Number(code))).toBe(name)
      expect(signals.codeNumber(name)).toBe(Number(code))
    }
    for (const [signal, codes] of Object.entries(own)) {
      for (const [code, name] of Object.entries(codes)) expect(signals.codeNumber(name), name).toBe(Number(code))
      if (signals.number(signal) !== undefined && facts.codesByAbi?.amd64?.[signal] === undefined)
        expect(codesOf(signals, signal, any), signal).toEqual(codes)
    }
    for (const [machine, byAbi] of Object.entries(facts.codesByAbi ?? {})) {
      for (const [signal, codes] of Object.entries(byAbi)) {
        expect(codesOf(signals, signal, any, machine as AbiName), machine).toEqual({ ...own[signal], ...codes })
      }
    }
  })

  test('errors and their texts', () => {
    expect(namesOf((number) => errors.name(number))).toEqual({ ...facts.errno, ...facts.kernelErrno })
    const texts = namesOf((number) => errors.text(number))
    if (Object.keys(facts.errorTexts).length > 0) expect(texts).toEqual(facts.errorTexts)
    else expect(Object.keys(texts)).toEqual(Object.keys(facts.errno))
    for (const [number, name] of Object.entries({ ...facts.errno, ...facts.kernelErrno })) expect(errors.number(name)).toBe(Number(number))
    for (const [alias, name] of Object.entries(facts.errnoAliases)) expect(errors.number(alias), alias).toBe(errors.number(name))
  })
})

interface Machines {
  abis: readonly AbiName[]
  numbers: Numbers
  realTime: readonly [number, number]
}

interface VerifiedLinux {
  signals: readonly Machines[]
  codes: Readonly<Record<string, Numbers>>
  codesMips: Numbers
  errno: readonly Machines[]
  kernelErrno: Numbers
  syscalls: Readonly<Record<string, Numbers>>
}

describe('linux', () => {
  const facts = verified<VerifiedLinux>('linux')
  const fits = (table: NumberedTable, numbers: Numbers, name: AbiName, extra: readonly number[] = []): void => {
    for (const [each, number] of Object.entries(numbers)) expect(table.number(each, abi[name]), each).toBe(number)
    const named = Object.keys(namesOf((number) => table.name(number, abi[name]))).map(Number)
    expect(named.sort((a, b) => a - b)).toEqual([...new Set([...Object.values(numbers), ...extra])].sort((a, b) => a - b))
    for (const number of Object.values(numbers)) expect(numbers[table.name(number, abi[name]) as string]).toBe(number)
  }

  test.each(facts.signals.flatMap(({ abis, ...rest }) => abis.map((name) => ({ name, ...rest }))))(
    'signals of $name',
    ({ name, numbers, realTime: [first, last] }) => {
      const realTime = Array.from({ length: last - first + 1 }, (_, i) => first + i)
      fits(linuxSignals, numbers, name, realTime)
      for (const number of realTime) expect(linuxSignals.name(number, abi[name])).toBe(`SIG${number}`)
    },
  )

  test.each(facts.errno.flatMap(({ abis, numbers }) => abis.map((name) => ({ name, numbers }))))('errors of $name', ({ name, numbers }) =>
    fits(linuxErrors, { ...numbers, ...facts.kernelErrno }, name),
  )

  // ARM has calls of its own far behind the others.
  test.each(Object.entries(facts.syscalls))('system calls of %s', (name, numbers) => {
    const usual = Object.fromEntries(Object.entries(numbers).filter(([, number]) => number < 3000))
    fits(linuxSyscalls, usual, name as AbiName)
    for (const [each, number] of Object.entries(numbers)) expect(linuxSyscalls.number(each, abi[name as AbiName]), each).toBe(number)
  })

  test('machines whose system calls are not known', () => {
    expect(linuxSyscalls.name(0, abi.vax)).toBeUndefined()
    expect(linuxSyscalls.number('read', abi.vax)).toBeUndefined()
    expect(linuxSyscalls.name(3, abi.powerpc64le)).toBe('read')
  })

  test('codes', () => {
    const { any = {}, ...own } = facts.codes
    const anyName = (numbers: Numbers): Names => Object.fromEntries(Object.entries(numbers).map(([name, code]) => [code, name]))
    for (const [machine, common] of [
      ['amd64', any],
      ['mips-o32', { ...any, ...facts.codesMips }],
    ] as const) {
      for (const [name, code] of Object.entries(common)) expect(linuxSignals.codeName(14, code, abi[machine])).toBe(name)
      for (const [signal, codes] of Object.entries(own)) {
        if (linuxSignals.number(signal, abi[machine]) === undefined) continue
        expect(codesOf(linuxSignals, signal, anyName(common), machine)).toEqual(anyName(codes))
      }
    }
  })
})
