/**
 * What short traces are recognised as where several dialects have headers of the same size: every layout of every system on every ABI, with
 * one kind of record, at any time of a second.
 */
import { describe, expect, test } from 'vitest'
import { streamTrace } from '../../../src/families/ktrace.js'
import { layoutDialect } from '../../../src/formats/ktrace/dialect-layout.js'
import { systems } from '../../../src/formats/ktrace/registry.js'
import { findAbi } from '../../../src/schema/abi.js'
import type { PlainRecord } from '../../../src/writers/ktrace/index.js'
import { call, ret } from './lives.js'
import { opened, written } from './made.js'

interface Row {
  readonly system: string
  readonly format: string
  readonly layout: string
  readonly abi: string
  readonly size: number
  readonly digits: number
}

type Payload = NonNullable<PlainRecord['payload']>
type Make = (row: Row, k: number) => Pick<PlainRecord, 'type' | 'payload'>

const rows: Row[] = systems.flatMap(({ name, dialects }) =>
  dialects.flatMap((dialect) =>
    dialect.abis.flatMap((abi) =>
      layoutDialect({ name, formats: [], dialects }, dialect, abi).headers.map(({ declared, size }) => ({
        system: name,
        format: declared.format,
        layout: declared.name,
        abi,
        size,
        digits: declared.digits,
      })),
    ),
  ),
)

/** As a call of NetBSD: bytes of arguments, and words. */
const callOf = (row: Row, code: number, args: readonly number[]): Payload =>
  row.system === 'netbsd'
    ? { ktr_code: code, ktr_argsize: args.length * (findAbi(row.abi)?.register ?? 8), args: args.map(BigInt) }
    : call(row, code, args)

const returnOf = (row: Row, code: number, value: number): Payload =>
  row.system === 'netbsd'
    ? { ktr_code: code, ktr_eosys: 0, ktr_error: 0, ktr_retval: BigInt(value), ktr_retval_1: 0n }
    : ret(row, code, 0, value)

const kinds: Readonly<Record<string, Make>> = {
  genio: (_row, k) => ({ type: 'KTR_GENIO', payload: { ktr_fd: 1, ktr_rw: 1, data: Uint8Array.of(65, 66, 67, k) } }),
  namei: (_row, k) => ({ type: 'KTR_NAMEI', payload: { path: `/etc/file${k}` } }),
  close: (row, k) => ({ type: 'KTR_SYSCALL', payload: callOf(row, 6, [k % 64]) }),
  getpid: (row) => ({ type: 'KTR_SYSCALL', payload: callOf(row, 20, []) }),
  returns: (row, k) =>
    k % 2 === 1 ? { type: 'KTR_SYSRET', payload: returnOf(row, 3, 10) } : { type: 'KTR_SYSCALL', payload: callOf(row, 3, [3, 0x7f00, 10]) },
}

const fieldsOf = (row: Row): string[] => {
  const layout = systems
    .find(({ name }) => name === row.system)
    ?.dialects.flatMap(({ layouts }) => layouts)
    .find(({ name }) => name === row.layout)
  const abi = findAbi(row.abi)
  return layout && abi ? Object.keys(layout.struct(abi).for(abi).offsets as object) : []
}

/** Headers that end in the address of a buffer in the kernel. */
const isBuffered = (row: Row): boolean => row.layout !== 'v0' && row.layout !== 'v0-since-6' && fieldsOf(row).includes('ktr_buf')

function made(row: Row, make: Make, count: number, micros: number, before: PlainRecord[] = []): Uint8Array {
  const { format, abi, layout, digits } = row
  const fields = fieldsOf(row)
  const common = {
    pid: 200,
    comm: 'prog',
    ...((fields.includes('ktr_tid') || fields.includes('ktr_lid')) && { tid: row.system === 'netbsd' ? 1 : 100101 }),
    ...(isBuffered(row) && { header: { ktr_buf: 0xc0123400n } }),
  }
  const time = (k: number): string => `1060000000.${String(micros + k).padStart(6, '0')}${digits === 9 ? '001' : ''}`
  const all = [...before, ...Array.from({ length: count }, (_, k) => make(row, k))]
  return written(
    { format, abi, layout },
    all.map((record, k) => ({ ...common, time: time(k), ...record })),
  )
}

const contents = (bytes: Uint8Array, as: string, abi: string): unknown[] =>
  [...opened(bytes, { as, abi })].map(({ type, pid, comm, time, payload }) => ({ type, pid, comm, time, payload }))

/** Old headers of these systems are the same: a record that holds the same bytes in both is of both. */
function isSame(bytes: Uint8Array, row: Row, format: string): boolean {
  if (!isBuffered(row) || !/^ktrace[/](netbsd-v0|openbsd|darwin|dragonfly)$/.test(format)) return false
  const [a, b] = [contents(bytes, row.format, row.abi), contents(bytes, format, row.abi)].map((records) =>
    JSON.stringify(records, (_key, value) => (typeof value === 'bigint' ? Number(value) : value)).replaceAll(
      /"ktr_(args|narg|argsize|retval|eosys|code)":/g,
      '"$1":',
    ),
  )
  return a === b
}

describe('KT-A4: one kind of record, of every dialect', () => {
  test.each(rows)('$format $layout on $abi ($size bytes)', (row) => {
    const wrong: string[] = []
    for (const [name, make] of Object.entries(kinds)) {
      for (const micros of [0, 500_000]) {
        for (const count of [1, 3, 20]) {
          const bytes = made(row, make, count, micros)
          const { format } = opened(bytes)
          if (format !== row.format && !isSame(bytes, row, format)) wrong.push(`${name} x${count} at ${micros}: ${format}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })
})

const odd: Readonly<Record<string, Pick<PlainRecord, 'type' | 'payload'>>> = {
  'a signal of 5 bytes': { type: 'KTR_PSIG', payload: new Uint8Array(5).fill(1) },
  'data in direction 7': { type: 'KTR_GENIO', payload: Uint8Array.of(7, 0, 0, 7, 7, 0, 0, 7, 65) },
  'type 99': { type: 99, payload: new Uint8Array(12).fill(9) },
}

describe('one odd record does not give the file to another system', () => {
  const life = [kinds.returns, kinds.returns, kinds.close, kinds.namei, kinds.genio] as Make[]
  test.each(rows)('$format $layout on $abi ($size bytes)', (row) => {
    const wrong: string[] = []
    for (const [name, first] of Object.entries(odd)) {
      for (const count of [5, 20]) {
        const bytes = made(row, (of, k) => (life[k % life.length] as Make)(of, k), count, 500_000, [{ ...first, pid: 200 }])
        let format: string
        try {
          ;({ format } = opened(bytes))
        } catch (error) {
          format = String(error)
        }
        if (format !== row.format && !isSame(bytes, row, format)) wrong.push(`${name}, then ${count} records: ${format}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

/** In pieces of a few bytes, as a slow pipe gives them. */
function* chunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

describe('small chunks of a stream decide like the whole file', () => {
  test.each(rows)('$format $layout on $abi ($size bytes)', (row) => {
    // The first records are the same in several systems.
    const make: Make = (of, k) => ((k < 8 ? kinds.genio : kinds.returns) as Make)(of, k)
    const bytes = made(row, make, 24, 0)
    const whole = opened(bytes)
    for (const size of [7, 61, 500]) {
      const stream = streamTrace(chunks(bytes, size))
      expect([stream.format, stream.abi, [...stream].length]).toEqual([whole.format, whole.abi, 24])
    }
  })
})

describe('zeros at the end of a file are a gap', () => {
  test.each(rows)('$format $layout on $abi ($size bytes)', (row) => {
    const records = made(row, kinds.returns as Make, 6, 500_000)
    for (const zeros of [row.size - 1, row.size, 4096, 100_000]) {
      const bytes = Buffer.concat([records, new Uint8Array(zeros)])
      const trace = opened(bytes)
      expect(trace.format === row.format || isSame(records, row, trace.format)).toBe(true)
      expect([...trace].length).toBe(6)
      expect(trace.diagnostics.map(({ offset }) => offset)).toEqual([records.length])
    }
  })
})
