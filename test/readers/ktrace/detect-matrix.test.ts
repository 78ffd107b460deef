/** What short traces of every header layout and ABI of NetBSD are recognised as: one kind of record, at any time of a second. */
import { describe, expect, test } from 'vitest'
import { openTrace } from '../../../src/families/ktrace.js'
import { memorySource } from '../../../src/io/index.js'
import { type PlainRecord, TraceWriter } from '../../../src/writers/ktrace/index.js'

type Make = (k: number, word: number) => Pick<PlainRecord, 'type' | 'payload'>

const label = (text: string): Buffer => Buffer.from(text.padEnd(20, '\0'))

const kinds: Readonly<Record<string, Make>> = {
  user: (k) => ({ type: 'KTR_USER', payload: Uint8Array.of(...label('checkpoint'), 1, 2, 3, k) }),
  malloc: (k) => ({ type: 'KTR_USER', payload: Uint8Array.of(...label('malloc'), ...new Uint8Array(24).fill(k)) }),
  genio: (k) => ({ type: 'KTR_GENIO', payload: { ktr_fd: 1, ktr_rw: 1, data: Uint8Array.of(65, 66, 67, k) } }),
  csw: (k) => ({ type: 'KTR_CSW', payload: { out: k & 1, user: 0 } }),
  namei: (k) => ({ type: 'KTR_NAMEI', payload: { path: `/etc/file${k}` } }),
  psig: () => ({ type: 'KTR_PSIG', payload: { signo: 2, action: 0n, mask: [0, 0, 0, 0], code: 0 } }),
  emul: () => ({ type: 'KTR_EMUL', payload: { emul: 'netbsd' } }),
  calls: (k, word) => ({ type: 'KTR_SYSCALL', payload: { ktr_code: 6, ktr_argsize: word, args: [BigInt(k % 64)] } }),
  getpid: () => ({ type: 'KTR_SYSCALL', payload: { ktr_code: 20, ktr_argsize: 0, args: [] } }),
  returns: (k, word) =>
    k % 2 === 1
      ? { type: 'KTR_SYSRET', payload: { ktr_code: 3, ktr_eosys: 0, ktr_error: 0, ktr_retval: 10n, ktr_retval_1: 0n } }
      : { type: 'KTR_SYSCALL', payload: { ktr_code: 3, ktr_argsize: 3 * word, args: [3n, 0x7f00n, 10n] } },
}
/** Records whose headers and payloads are those of OpenBSD before 5.1 if there is no version. */
const SHARED = ['calls', 'getpid', 'returns']

interface Target {
  readonly version: number
  readonly layout?: string
  readonly abi: string
}

function made({ version, layout, abi }: Target, make: Make, count: number, micros: number): Uint8Array {
  const parts: Uint8Array[] = []
  const settings = { format: `ktrace/netbsd-v${version}`, abi, ...(layout !== undefined && { layout }) }
  const writer = new TraceWriter({ write: (bytes) => void parts.push(bytes.slice()) }, settings)
  for (let k = 0; k < count; k++) {
    writer.write({
      ...make(k, abi.includes('64') ? 8 : 4),
      ...{ pid: 200, comm: 'prog', time: `1060000000.${String(micros + k).padStart(6, '0')}${version === 0 ? '' : '001'}` },
      ...(version > 0 && { tid: 1 }),
      ...(layout !== undefined && { header: { ktr_buf: 0xc0123400n } }),
    })
  }
  return Buffer.concat(parts)
}

const layouts = [{ version: 0, layout: 'pre-4' }, { version: 0 }, { version: 1 }, { version: 2 }]
const targets = layouts.flatMap((layout) =>
  ['amd64', 'i386', 'sparc64', 'sparc', 'm68k', 'powerpc'].map((abi): Target => ({ ...layout, abi })),
)

describe('KT-A2, KT-A4: one kind of record', () => {
  test.each(targets)('version $version $layout on $abi', (target) => {
    const wrong: string[] = []
    for (const [name, make] of Object.entries(kinds)) {
      if (target.version === 0 && SHARED.includes(name)) continue
      for (const micros of [0, 500_000]) {
        for (const count of [1, 3, 20]) {
          const { format } = openTrace(memorySource(made(target, make, count, micros)))
          if (format !== `ktrace/netbsd-v${target.version}`) wrong.push(`${name} x${count} at ${micros}: ${format}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })
})
