/** Kernels made from plain data, read back from every form of dump: every mapped page, symbols, messages, and what is not mapped. */
import { describe, expect, test } from 'vitest'
import { saveDump } from '../../../src/convert/kcore/savecore.js'
import { reader } from '../../../src/families/kcore.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { hexOf } from '../../support/common.js'
import { architectures, elfMachines, kernelSpace, MESSAGES, PAGE, PANIC, VERSION } from '../../support/kernel.js'

for (const of of architectures) {
  describe(of.name, () => {
    const space = kernelSpace(of)
    const kernel = memorySource(space.kernel(elfMachines[of.abi.name] as number))
    const forms = { 'as savecore writes it': space.file(), 'as it is on a dump device': space.device() }
    for (const [form, bytes] of Object.entries(forms)) {
      describe(form, () => {
        const source = memorySource(bytes)
        const file = reader.open(source, { kernel })
        const { kvm } = file

        test('is recognised, and nothing is wrong with it', () => {
          expect(reader.detect(source)).toMatchObject({ format: 'kcore/netbsd' })
          expect(file.diagnostics).toEqual([])
          expect(file.report()).toMatchObject({ abi: of.abi.name, format: 'kcore/netbsd', translation: 'known' })
        })

        test('every mapped page is read, at its borders and as a whole', () => {
          for (const { virtual, physical, size } of space.mapped) {
            expect(hexOf(kvm.read(virtual, 16)), `0x${virtual.toString(16)}`).toBe(hexOf(space.bytesAt(physical, 16)))
            const last = virtual + BigInt(size - 16)
            expect(hexOf(kvm.read(last, 16))).toBe(hexOf(space.bytesAt(physical + size - 16, 16)))
            const length = Math.min(size, 3 * PAGE)
            expect(hexOf(kvm.read(virtual, length))).toBe(hexOf(space.bytesAt(physical, length)))
          }
        })

        test('reads go over the borders of pages', () => {
          const start = of.base + 0x400000n
          const [first, second] = space.mapped
          const over = kvm.read(start + BigInt(PAGE - 8), 16)
          const expected = hexOf(space.bytesAt((first?.physical ?? 0) + PAGE - 8, 8)) + hexOf(space.bytesAt(second?.physical ?? 0, 8))
          expect(hexOf(over)).toBe(expected)
        })

        test('a read ends where a page is not mapped, and gives nothing there', () => {
          const hole = of.base + 0x400000n + BigInt(7 * PAGE)
          expect(kvm.read(hole, 8)).toHaveLength(0)
          expect(kvm.read(hole - 8n, 64)).toHaveLength(8)
          expect(() => kvm.readExactly(hole - 8n, 64)).toThrow(expect.objectContaining({ code: 'UNMAPPED' }))
          expect(kvm.read(of.base - 0x1000n, 8)).toHaveLength(0)
          expect(kvm.translate(hole)).toBeUndefined()
        })

        test('symbols, version, panic and messages', () => {
          for (const { name, value } of space.symbols) {
            expect(file.symbol?.(name)?.address).toBe(value)
            expect(file.symbol?.(`_${name}`)?.address).toBe(value)
          }
          expect(kvm.nlist(['_hostname', '_nothing']).map(({ found }) => found)).toEqual([true, false])
          expect(kvm.readText(file.symbol?.('hostname')?.address ?? 0n)).toBe('crashed.example')
          const report = file.report()
          expect(report).toMatchObject({ panic: PANIC, kernel: { version: VERSION.trim() }, dmesg: MESSAGES.replace('<4>', '') })
        })

        test('what the tables map is listed', () => {
          const listed = [...(kvm.translation?.mapped?.() ?? [])]
          const small = listed.flatMap(({ virtual, physical, length }) =>
            Array.from({ length: length / PAGE }, (_, index) => `${virtual + BigInt(index * PAGE)} ${physical + index * PAGE}`),
          )
          const wanted = space.mapped.flatMap(({ virtual, physical, size }) =>
            Array.from(
              { length: size / PAGE },
              (_, index) => `${BigInt.asUintN(of.abi.bits, virtual) + BigInt(index * PAGE)} ${physical + index * PAGE}`,
            ),
          )
          expect(small.sort()).toEqual(wanted.sort())
        })
      })
    }

    test('saving the raw dump gives the file', async () => {
      const sink = memorySink()
      expect(await saveDump(memorySource(space.device()), sink)).toEqual([])
      const saved = sink.bytes()
      // The CPU data keeps the size that it has on the device: a whole number of blocks.
      expect(hexOf(saved.subarray(saved.byteLength - space.dumped.byteLength))).toBe(hexOf(space.dumped))
      const file = reader.open(memorySource(saved), { kernel })
      expect(file.diagnostics).toEqual([])
      const { virtual, physical } = space.mapped[3] as (typeof space.mapped)[number]
      expect(hexOf(file.kvm.read(virtual, 64))).toBe(hexOf(space.bytesAt(physical, 64)))
    })

    test('a dump that is cut says so, and reads what is there', () => {
      const bytes = space.file()
      const file = reader.open(memorySource(bytes.subarray(0, bytes.byteLength - 0x1000)), { kernel })
      expect(file.diagnostics).toMatchObject([{ code: 'TRUNCATED', path: 'memory' }])
      const last = space.mapped.find(({ physical }) => physical === 0x7ff000)
      expect(file.kvm.read(last?.virtual ?? 0n, 8)).toHaveLength(0)
      expect(file.kvm.read(space.mapped[0]?.virtual ?? 0n, 8)).toHaveLength(8)
    })
  })
}
