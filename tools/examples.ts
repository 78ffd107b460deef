/**
 * Makes the small files in `examples/` with exhume's own writers: a trace of a program that says hello and dies, and its core on
 * two systems. `npm run examples` writes them; a test fails when they are stale.
 */
import { memorySink } from '../src/io/index.js'
import { buildCore } from '../src/writers/core/build/build-core.js'
import { type PlainRecord, TraceWriter } from '../src/writers/ktrace/index.js'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

/** Every example by its name under `examples/`. */
export function examples(): Map<string, Uint8Array> {
  return new Map([
    ['hello.ktrace', helloTrace()],
    ['hello-netbsd.core', core('netbsd')],
    ['hello-linux.core', core('linux')],
  ])
}

function helloTrace(): Uint8Array {
  const sink = memorySink()
  const trace = new TraceWriter(sink, { format: 'ktrace/netbsd-v2', abi: 'amd64' })
  let nanoseconds = 250_000_000
  const add = (type: string, payload: PlainRecord['payload'], comm = 'hello'): void => {
    nanoseconds += 13_711
    trace.write({ type, pid: 1159, tid: 1, comm, time: `1700000000.${nanoseconds}`, ...(payload && { payload }) })
  }
  const call = (ktr_code: number, ...args: readonly (number | bigint)[]): void =>
    add('KTR_SYSCALL', { ktr_code, ktr_argsize: args.length * 8, args: args.map(BigInt) })
  const returns = (ktr_code: number, value: number, ktr_error = 0): void =>
    add('KTR_SYSRET', { ktr_code, ktr_eosys: 0, ktr_error, ktr_retval: BigInt(value), ktr_retval_1: 0n })

  add('KTR_EMUL', text('netbsd'), 'ktrace')
  add('KTR_SYSCALL', { ktr_code: 59, ktr_argsize: 24, args: [0x7f7fffb0n, 0x7f7fffc0n, 0x7f7fffd0n] }, 'ktrace')
  add('KTR_NAMEI', text('/home/anna/hello'), 'ktrace')
  add('KTR_EMUL', text('netbsd'))
  add('KTR_SYSRET', { ktr_code: 59, ktr_eosys: 0, ktr_error: -2, ktr_retval: 0n, ktr_retval_1: 0n })
  call(5, 0x200910, 0)
  add('KTR_NAMEI', text('/etc/greeting'))
  returns(5, -1, 2)
  call(4, 1, 0x200920, 14)
  add('KTR_GENIO', { ktr_fd: 1, ktr_rw: 1, data: text('hello, world!\n') })
  returns(4, 14)
  add('KTR_PSIG', { signo: 11, action: 0n, mask: [0, 0, 0, 0], code: 6 })
  return sink.bytes()
}

/** The registers have the same values on both systems, whose names for them are gdb's. */
const registers = { rip: 0x200ca2n, rsp: 0x7f7fffffe000n, rbp: 0x7f7fffffe040n, rax: 0x2an, rdi: 1n, rsi: 0x200920n, eflags: 0x10206n }

function core(system: 'netbsd' | 'linux'): Uint8Array {
  const program = new Uint8Array(4096)
  program.set(text('hello, world!\n'), 0x920)
  const stack = new Uint8Array(4096)
  stack.set(text('./hello\0HOME=/home/anna\0'), 64)
  return buildCore({
    system,
    abi: 'amd64',
    process: {
      pid: 1159,
      ppid: 1,
      pgrp: 1159,
      sid: 1,
      name: 'hello',
      arguments: './hello',
      uid: 1000,
      gid: 1000,
      signal: { number: 11, code: 1, address: 0n },
    },
    threads: [{ tid: system === 'linux' ? 1159 : 1, registers }],
    memory: [
      { address: 0x200000n, content: program, permissions: 'r-x' },
      { address: 0x7f7fffffe000n, content: stack, permissions: 'rw-' },
    ],
  }).bytes()
}
