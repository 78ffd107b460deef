/** The scalable vectors of AArch64, of whatever length a thread has them. */
import { expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { fileOf } from './helper.js'

const zeros = (bytes: number): string => '00'.repeat(bytes)

/** Header and payload as they are in memory. */
function sveNote(vl: number, flags: number): string {
  const vectors = Array.from({ length: 32 }, (_, i) => `${(i + 1).toString(16).padStart(2, '0') + zeros(vl - 2)}aa`).join('')
  const predicates = Array.from({ length: 16 }, (_, i) => zeros(vl / 8 - 1) + (0x40 + i).toString(16)).join('')
  const fault = `${zeros(vl / 8 - 1)}77`
  const body = flags & 1 ? vectors + predicates + fault : zeros(528)
  const aligned = body + zeros((16 - ((body.length / 2) % 16)) % 16)
  const payload = flags & 1 ? `${aligned}1000000020000000${zeros(8)}` : aligned
  const header = new DataView(new ArrayBuffer(16))
  header.setUint32(0, 16 + payload.length / 2, true)
  header.setUint32(4, 16 + payload.length / 2, true)
  header.setUint16(8, vl, true)
  header.setUint16(10, 64, true)
  header.setUint16(12, flags, true)
  return Buffer.from(header.buffer).toString('hex') + payload
}

function extraOf(name: string, hex: string) {
  const document = {
    format: 'elf-core/linux',
    abi: 'aarch64',
    header: {},
    programHeaders: [{ p_type: 'PT_NOTE' }],
    noteSegments: [
      {
        notes: [
          { name: 'NT_PRSTATUS', hex: zeros(392) },
          { name, hex },
        ],
      },
    ],
  }
  const core = openCore(memorySource(fileOf(document)))
  expect(core.diagnostics.list).toEqual([])
  return core.threads[0]?.extra[name] ?? {}
}

test.each([16, 32, 48, 256])('vectors of %i bytes', (vl) => {
  const registers = extraOf('NT_ARM_SVE', sveNote(vl, 1))
  expect(Object.keys(registers)).toHaveLength(1 + 32 + 16 + 1 + 2)
  expect(registers.vg).toBe(BigInt(vl / 8))
  const top = 0xaan << BigInt(8 * (vl - 1))
  expect([registers.z0, registers.z31]).toEqual([top | 1n, top | 0x20n])
  const high = BigInt(8 * (vl / 8 - 1))
  expect([registers.p0, registers.p15, registers.ffr]).toEqual([0x40n << high, 0x4fn << high, 0x77n << high])
  expect([registers.fpsr, registers.fpcr]).toEqual([0x10n, 0x20n])
})

test('a thread that does not use them has their length alone', () => {
  expect(extraOf('NT_ARM_SVE', sveNote(32, 0))).toEqual({ vg: 4n })
})

test('those of streaming mode', () => {
  expect(extraOf('NT_ARM_SSVE', sveNote(64, 1))).toMatchObject({ svg: 8n, z4: (0xaan << 504n) | 5n })
})
