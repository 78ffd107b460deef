/** The symbol table in the memory of a Linux kernel, in its forms. */
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../../src/io/source.js'
import { Kvm } from '../../../src/readers/kcore/kvm.js'
import { kallsymsTable } from '../../../src/readers/kcore/linux/kallsyms.js'
import { readVmcoreinfo } from '../../../src/readers/kcore/linux/vmcoreinfo.js'
import { rangeMemory } from '../../../src/readers/kcore/physical-memory.js'
import { symbolText } from '../../../src/readers/kcore/symbols/nearest-symbol.js'
import { linearMapping } from '../../../src/readers/kcore/translation.js'
import { abi } from '../../../src/schema/base.js'

const BASE = 0xffffffff81000000n
const LONG = 'x'.repeat(200)
/** Address from BASE on, letter and name; the first is a variable per processor where the form has them. */
const SYMBOLS: readonly (readonly [offset: number, text: string])[] = [
  [0x0, 'T_stext'],
  [0x100, 'tlocal_function'],
  [0x100, 'Tglobal_function'],
  [0x200, 'Dvariable'],
  [0x300, `T${LONG}`],
  [0x400, 'T_etext'],
]

type Form = 'addresses' | 'per-cpu' | 'relative' | 'place-relative'

/** Memory with the tables, and VMCOREINFO that leads to them. Tokens are the 256 characters, with `ta` and `ob` as two more. */
function kernel(form: Form, wide: boolean, release: string): { kvm: Kvm; info: ReturnType<typeof readVmcoreinfo> } {
  const bytes = new Uint8Array(0x20000)
  const view = new DataView(bytes.buffer)
  const at = {
    names: 0x2000,
    num_syms: 0x1000,
    token_table: 0x4000,
    token_index: 0x6000,
    offsets: 0x7000,
    relative_base: 0x8000,
    addresses: 0x9000,
  }
  const symbols = form === 'per-cpu' ? [[0x30, 'Aper_cpu'] as const, ...SYMBOLS] : SYMBOLS
  view.setUint32(at.num_syms, symbols.length, true)
  for (let token = 0, place = at.token_table; token < 256; token++) {
    const text = token === 1 ? 'ob' : String.fromCharCode(token || 1)
    view.setUint16(at.token_index + 2 * token, place - at.token_table, true)
    for (const letter of text) bytes[place++] = letter.charCodeAt(0)
    place++
  }
  let place = at.names
  for (const [, text] of symbols) {
    const tokens = [...text.replaceAll('ob', '\x01')].map((letter) => letter.charCodeAt(0))
    if (wide && tokens.length > 127) bytes.set([(tokens.length & 0x7f) | 0x80, tokens.length >> 7], place++)
    else bytes[place] = tokens.length
    bytes.set(tokens, ++place)
    place += tokens.length
  }
  view.setBigUint64(at.relative_base, BASE, true)
  for (const [index, [offset, text]] of symbols.entries()) {
    const address = text === 'Aper_cpu' ? BigInt(offset) : BASE + BigInt(offset)
    view.setBigUint64(at.addresses + 8 * index, address, true)
    const relative = {
      addresses: 0n,
      relative: address - BASE,
      'per-cpu': text === 'Aper_cpu' ? address : BASE - 1n - address,
      'place-relative': address - (BASE + BigInt(at.offsets + 4 * index)),
    }
    view.setInt32(at.offsets + 4 * index, Number(relative[form]), true)
  }
  const used = form === 'addresses' ? ['addresses'] : form === 'place-relative' ? ['offsets'] : ['offsets', 'relative_base']
  const lines = (['names', 'num_syms', 'token_table', 'token_index', ...used] as (keyof typeof at)[]).map(
    (name) => `SYMBOL(kallsyms_${name})=${(BASE + BigInt(at[name])).toString(16)}`,
  )
  const text = [`OSRELEASE=${release}`, `SYMBOL(_stext)=${BASE.toString(16)}`, ...lines, ''].join('\n')
  const memory = rangeMemory(memorySource(bytes), [{ start: 0, size: bytes.byteLength, offset: 0 }])
  return {
    kvm: new Kvm({ abi: abi.amd64, memory, translation: linearMapping(BASE, bytes.byteLength, 0) }),
    info: readVmcoreinfo(new TextEncoder().encode(text)),
  }
}

describe('KD-M5: symbols from kallsyms in the dump', () => {
  // The release does not always tell the form of the lengths.
  for (const form of ['addresses', 'per-cpu', 'relative', 'place-relative'] as const)
    for (const [wide, release] of [
      [true, '6.1.0'],
      [false, '6.0.9'],
      [true, '6.0.9'],
    ] as const)
      test(`${form}, ${release}, lengths of ${wide ? 'two bytes' : 'one byte'}`, () => {
        const { kvm, info } = kernel(form, wide, release)
        const table = kallsymsTable(info, () => kvm)
        for (const [offset, text] of SYMBOLS) expect(table.get(text.slice(1))).toMatchObject({ value: BASE + BigInt(offset) })
        expect(table.get('missing')).toBeUndefined()
        expect([...table.all()]).toHaveLength(SYMBOLS.length + (form === 'per-cpu' ? 1 : 0))
        expect(symbolText(table, BASE + 0x110n)).toBe('global_function+0x10')
        if (form === 'per-cpu') expect(table.get('per_cpu')).toMatchObject({ value: 0x30n, type: 3 })
      })

  test('tables that contradict VMCOREINFO, or are not in the dump, give its symbols alone', () => {
    const { kvm, info } = kernel('relative', true, '6.1.0')
    const values = new Map(info.values)
    values.set('SYMBOL(_stext)', 'ffffffff81000010')
    const other = readVmcoreinfo(new TextEncoder().encode([...values].map(([key, value]) => `${key}=${value}`).join('\n')))
    expect(kallsymsTable(other, () => kvm).get('variable')).toBeUndefined()
    const empty = new Kvm({
      abi: abi.amd64,
      memory: rangeMemory(memorySource(new Uint8Array(0)), []),
      translation: linearMapping(BASE, 0x1000, 0),
    })
    const table = kallsymsTable(info, () => empty)
    expect(table.get('variable')).toBeUndefined()
    expect(table.get('_stext')).toMatchObject({ value: BASE })
    expect([...table.all()].map(({ name }) => name)).toContain('_stext')
  })
})
