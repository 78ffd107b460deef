/** Names the flags of open(2) of each system and of Linux programs under another. */
import { DARWIN_OPEN_FLAGS } from './darwin/open-flags.js'
import { argumentNames as dragonflyArgumentNames } from './dragonfly/argument-names.js'
import { argumentNames as freebsdArgumentNames } from './freebsd/argument-names.js'
import { linuxOpenFlags } from './linux/open-flags.js'
import { NETBSD_OPEN_FLAGS } from './netbsd/open-flags.js'
import { OPENBSD_OPEN_FLAGS } from './openbsd/open-flags.js'

type Flags = readonly (readonly [name: string, value: number])[]

const TEXTS: Readonly<Record<string, string>> = {
  netbsd: NETBSD_OPEN_FLAGS,
  openbsd: OPENBSD_OPEN_FLAGS,
  darwin: DARWIN_OPEN_FLAGS,
}
/** Emulations whose programs have the flags of the system. */
const NATIVE = /^(?:native|netbsd|netbsd32|aoutm68k)$/

const ACCESS = ['O_RDONLY', 'O_WRONLY', 'O_RDWR'] as const

/** Tables that kdump itself prints from hold access modes and other names of the same bits, too. */
const NOT_FLAGS = new Set(['O_RDONLY', 'O_WRONLY', 'O_RDWR', 'O_ACCMODE', 'O_FSYNC'])
const KDUMP_TABLES: Readonly<Record<string, () => readonly (readonly [name: string, value: bigint])[]>> = {
  freebsd: () => freebsdArgumentNames('openflags'),
  dragonfly: () => dragonflyArgumentNames('flags'),
}

const parsed = new Map<string, Flags>()

function flagsOf(key: string, make: () => Flags): Flags {
  let flags = parsed.get(key)
  if (!flags) {
    flags = make()
    parsed.set(key, flags)
  }
  return flags
}

const fromText = (text: string): Flags =>
  text
    .split(' ')
    .map((each) => each.split('=') as [string, string])
    .map(([name, value]) => [name, Number(value)])

/** The flags of a system's programs, or of an emulation's; none where they are not known. */
function tableFor(system: string, abi: string, emulation: string | undefined): Flags {
  if (emulation?.startsWith('linux'))
    return flagsOf(`${emulation} ${abi}`, () => fromText(linuxOpenFlags(emulation === 'linux32' ? 'i386' : abi)))
  const own = emulation === 'freebsd' || system === 'freebsd' ? 'freebsd' : emulation === undefined || NATIVE.test(emulation) ? system : ''
  const table = KDUMP_TABLES[own]
  if (table)
    return flagsOf(own, () =>
      table()
        .filter(([name]) => !NOT_FLAGS.has(name))
        .map(([name, value]) => [name, Number(value)]),
    )
  const text = TEXTS[own]
  return text === undefined ? [] : flagsOf(own, () => fromText(text))
}

/** `O_WRONLY|O_CREAT|O_TRUNC`. Bits without a name are in hexadecimal; undefined for a value that is no access mode. */
export function openFlagsText(value: number, system: string, abi: string, emulation?: string): string | undefined {
  const mode = value < 2 ** 32 ? ACCESS[value & 3] : undefined
  if (mode === undefined) return undefined
  const names: string[] = [mode]
  let left = (value & ~3) >>> 0
  for (const [name, bits] of tableFor(system, abi, emulation)) {
    if (bits === 0 || (left & bits) >>> 0 !== bits) continue
    names.push(name)
    left = (left & ~bits) >>> 0
  }
  if (left !== 0) names.push(`0x${left.toString(16)}`)
  return names.join('|')
}
