/** Dump levels: which pages are left out, by structures of pages made by hand. The rules were compared with makedumpfile on a real dump. */
import { expect, test } from 'vitest'
import { filteredFrames } from '../../src/convert/kcore/linux-page-filter.js'
import { memorySource } from '../../src/io/source.js'
import { Kvm } from '../../src/readers/kcore/kvm.js'
import { readVmcoreinfo } from '../../src/readers/kcore/linux/vmcoreinfo.js'
import type { OpenedKernelDump } from '../../src/readers/kcore/opened-dump.js'
import { rangeMemory } from '../../src/readers/kcore/physical-memory.js'
import { linearMapping } from '../../src/readers/kcore/translation.js'
import { abi } from '../../src/schema/base.js'

const BASE = 0xffff888000000000n
const FRAMES = 256
const LRU = 1n << 4n
const PRIVATE = 1n << 13n
const SWAP = (1n << 10n) | (1n << 19n)
const HEAD = 1n << 16n

const INFO = `PAGESIZE=4096
SYMBOL(mem_section)=${BASE.toString(16)}
LENGTH(mem_section)=2
SIZE(mem_section)=16
OFFSET(mem_section.section_mem_map)=0
NUMBER(SECTION_SIZE_BITS)=20
SIZE(page)=64
OFFSET(page.flags)=0
OFFSET(page._mapcount)=48
OFFSET(page.mapping)=24
OFFSET(page.private)=40
OFFSET(page.compound_dtor)=16
OFFSET(page.compound_order)=17
OFFSET(page.compound_head)=8
NUMBER(PG_lru)=4
NUMBER(PG_private)=13
NUMBER(PG_swapcache)=10
NUMBER(PG_swapbacked)=19
NUMBER(PG_head_mask)=65536
NUMBER(PAGE_BUDDY_MAPCOUNT_VALUE)=-129
NUMBER(HUGETLB_PAGE_DTOR)=2
`

interface Page {
  readonly flags?: bigint
  readonly mapping?: bigint
  readonly mapCount?: number
  readonly private?: bigint
  readonly head?: bigint
  readonly dtor?: number
  readonly order?: number
}

/** A dump of one section with these pages; the others are in use by the kernel. */
function dump(pages: Readonly<Record<number, Page>>): OpenedKernelDump {
  const bytes = new Uint8Array(0x20000)
  const view = new DataView(bytes.buffer)
  const map = 0x10000
  view.setBigUint64(0, BASE + 0x1000n, true)
  view.setBigUint64(0x1000, (BASE + BigInt(map)) | 3n, true)
  for (let frame = 0; frame < FRAMES; frame++) {
    const { flags = 0n, mapping = 0n, mapCount = -1, head = 0n, dtor = 0, order = 0, private: own = 0n } = pages[frame] ?? {}
    const at = map + frame * 64
    view.setBigUint64(at, flags, true)
    view.setBigUint64(at + 8, head, true)
    view.setUint8(at + 16, dtor)
    view.setUint8(at + 17, order)
    view.setBigUint64(at + 24, mapping, true)
    view.setBigUint64(at + 40, own, true)
    view.setInt32(at + 48, mapCount, true)
  }
  const memory = rangeMemory(memorySource(bytes), [{ start: 0, size: bytes.byteLength, offset: 0 }])
  return { kvm: new Kvm({ abi: abi.amd64, memory, translation: linearMapping(BASE, bytes.byteLength, 0) }) } as unknown as OpenedKernelDump
}

const PAGES: Readonly<Record<number, Page>> = {
  3: { flags: LRU, mapping: 0x1000n },
  4: { flags: LRU | PRIVATE, mapping: 0x1000n },
  5: { flags: LRU, mapping: 0x1001n },
  6: { flags: SWAP, mapping: 0x1000n },
  7: { flags: 1n << 10n, mapping: 0x1000n },
  16: { mapCount: -129, private: 3n },
  32: { flags: LRU | HEAD, mapping: 0x1001n },
  33: { head: BASE | 1n, order: 2, mapping: 0xdead000000000401n },
  40: { flags: HEAD },
  41: { head: BASE | 1n, order: 1, dtor: 2 },
  // A head that is not at a multiple of its size is no large page.
  51: { flags: LRU | HEAD, mapping: 0x1000n },
  52: { order: 4 },
}

const expected: Readonly<Record<number, readonly number[]>> = {
  0: [],
  1: [],
  2: [3, 6, 51],
  4: [3, 4, 6, 51],
  8: [5, 32, 33, 34, 35, 40, 41],
  16: [16, 17, 18, 19, 20, 21, 22, 23],
  31: [3, 4, 5, 6, 16, 17, 18, 19, 20, 21, 22, 23, 32, 33, 34, 35, 40, 41, 51],
}

for (const [level, frames] of Object.entries(expected))
  test(`KD-M8: level ${level} leaves out ${frames.length} of the pages`, async () => {
    const info = readVmcoreinfo(new TextEncoder().encode(INFO))
    const set = await filteredFrames(dump(PAGES), info, Number(level), FRAMES, () => undefined)
    expect([...Array(FRAMES).keys()].filter((frame) => set.has(frame))).toEqual(frames)
  })

test('KD-M8: where VMCOREINFO does not tell the members, a level is refused', async () => {
  for (const key of ['SIZE(page)', 'OFFSET(page._mapcount)', 'NUMBER(PG_lru)', 'LENGTH(mem_section)']) {
    const lines = INFO.split('\n').filter((line) => !line.startsWith(key))
    const info = readVmcoreinfo(new TextEncoder().encode(lines.join('\n')))
    await expect(filteredFrames(dump(PAGES), info, 31, FRAMES, () => undefined)).rejects.toMatchObject({ code: 'LOST', path: 'level' })
  }
})
