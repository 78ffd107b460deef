/** Traces made for tests, with the writer: what a process does in a second of its life, on any machine and in any layout. */

import { openTrace, type Trace, type TraceOptions } from '../../../src/families/ktrace.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { findAbi } from '../../../src/schema/abi.js'
import { type PlainRecord, TraceWriter, type TraceWriterOptions } from '../../../src/writers/ktrace/index.js'

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0)

/** A start, a read, a failed open, a signal and a switch. The pointer of headers before 4.0 is that of a kernel. */
export function someRecords({ abi, layout }: TraceWriterOptions): PlainRecord[] {
  const word = findAbi(abi)?.register ?? 8
  const old = layout === 'pre-4'
  const timed = layout === 'v1' || layout === 'v2' || layout === undefined ? '123456789' : '123456'
  const call = (code: number, args: readonly bigint[]): NonNullable<PlainRecord['payload']> => ({
    ktr_code: code,
    ktr_argsize: args.length * word,
    args,
  })
  const ret = (code: number, error: number, value: bigint): NonNullable<PlainRecord['payload']> => ({
    ktr_code: code,
    ktr_eosys: 0,
    ktr_error: error,
    ktr_retval: value,
    ktr_retval_1: 0n,
  })
  const plain: Omit<PlainRecord, 'pid'>[] = [
    { type: 'KTR_EMUL', payload: { emul: 'netbsd' } },
    { type: 'KTR_SYSCALL', payload: call(3, [4n, 0x7f001000n, 64n]) },
    { type: 'KTR_GENIO', payload: { ktr_fd: 4, ktr_rw: 0, data: new TextEncoder().encode('hello "world"\n') } },
    { type: 'KTR_SYSRET', payload: ret(3, 0, 14n) },
    { type: 'KTR_SYSCALL', payload: call(5, [0x7f002000n, 0n, 0n]) },
    { type: 'KTR_NAMEI', payload: { path: '/etc/passwd' } },
    { type: 'KTR_SYSRET', payload: ret(5, 2, 0n) },
    { type: 'KTR_SYSCALL', payload: call(20, []) },
    { type: 'KTR_SYSRET', payload: ret(20, 0, 1234n) },
    { type: 'KTR_PSIG', payload: { signo: 20, action: 0x401000n, mask: [0x80000, ...zeros(3)], code: 0 } },
    { type: 'KTR_CSW', payload: { out: 1, user: 0 } },
    ...(old
      ? []
      : [
          { type: 'KTR_EXEC_ARG', payload: { arg: '-l' } },
          { type: 'KTR_MIB', payload: { mib: [1, 14, 0, 7] } },
          { type: 'KTR_EXEC_FD', payload: { ktr_fd: 3, ktr_dtype: 1 } },
        ]),
  ]
  const tid = layout === 'v1' || layout === 'v2' ? { tid: 1 } : {}
  const header = old ? { header: { ktr_buf: 0xc0a1b2c4n } } : {}
  return plain.map((record, i) => ({ ...record, ...tid, ...header, pid: 1234, comm: 'ls', time: `${1700000000 + i}.${timed}` }))
}

/** The bytes of a trace. */
export function written(options: TraceWriterOptions, records: readonly PlainRecord[]): Uint8Array {
  const sink = memorySink()
  const writer = new TraceWriter(sink, options)
  for (const record of records) writer.write(record)
  return sink.bytes()
}

export const opened = (bytes: Uint8Array, options?: TraceOptions): Trace => openTrace(memorySource(bytes), options)

/** Every layout, with an ABI of each kind that it is found on. */
export const variants: readonly (TraceWriterOptions & { layout: string })[] = [
  ...['i386', 'amd64', 'sparc', 'sparc64', 'm68k'].map((abi) => ({ format: 'ktrace/netbsd-v0', abi, layout: 'pre-4' })),
  ...['amd64', 'i386', 'sparc64', 'sparc', 'm68k'].flatMap((abi) => [
    { format: 'ktrace/netbsd-v0', abi, layout: 'v0' },
    { format: 'ktrace/netbsd-v1', abi, layout: 'v1' },
  ]),
  ...['amd64', 'i386', 'arm', 'sparc64', 'sparc', 'm68k', 'sheb', 'mips-n32el', 'mips-n32'].map((abi) => ({
    format: 'ktrace/netbsd-v2',
    abi,
    layout: 'v2',
  })),
]

/** The text of a trace. */
export function textOf(trace: Trace, options?: Record<string, unknown>): string {
  return [...trace.text(options)].map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1'))).join('')
}
