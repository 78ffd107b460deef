/** A second of a process's life as each system but NetBSD records it, in every layout and on every kind of machine. */
import { hasKernelAddress, tellingCalls } from '../../../src/corpus/generators/telling-calls.js'
import { abi, findAbi } from '../../../src/schema/abi.js'
import type { PlainRecord, TraceWriterOptions } from '../../../src/writers/ktrace/index.js'

export interface Variant extends TraceWriterOptions {
  readonly layout: string
}

type Payload = NonNullable<PlainRecord['payload']>
type Timeless = Omit<PlainRecord, 'pid'> & { pid?: number }

const of = (layout: string, format: string, abis: readonly string[]): Variant[] => abis.map((name) => ({ format, abi: name, layout }))

const freebsdVariants: readonly Variant[] = ['v0', 'v1'].flatMap((layout) =>
  of(layout, 'ktrace/freebsd', ['amd64', 'i386', 'powerpc64', 'arm', 'powerpc']),
)
const openbsdVariants: readonly Variant[] = [
  ...of('comm24', 'ktrace/openbsd', ['amd64', 'i386', 'sparc64', 'arm', 'powerpc']),
  ...of('comm17', 'ktrace/openbsd', ['amd64', 'i386', 'sparc64', 'arm', 'powerpc']),
  ...of('time32', 'ktrace/openbsd', ['amd64', 'i386', 'sparc64']),
  ...of('old', 'ktrace/openbsd', ['amd64', 'i386', 'sparc64']),
]
const dragonflyVariants: readonly Variant[] = [
  ...of('threads', 'ktrace/dragonfly', ['amd64', 'i386']),
  ...of('no-threads', 'ktrace/dragonfly', ['i386']),
]
const darwinVariants: readonly Variant[] = ['10.4', '10.2', '10.0'].flatMap((layout) => of(layout, 'ktrace/darwin', ['powerpc', 'i386']))

export const allVariants: readonly Variant[] = [...freebsdVariants, ...openbsdVariants, ...dragonflyVariants, ...darwinVariants]

const words = (args: readonly number[]): bigint[] => args.map(BigInt)

/** Number and words of a call in the form of a system. */
export function call({ format, layout, abi }: Variant, code: number, args: readonly number[]): Payload {
  const word = findAbi(abi)?.register ?? 8
  if (layout === '10.0') return { ktr_code: code, ktr_argsize: 4 * args.length, args: words(args) }
  if (format.startsWith('ktrace/openbsd')) return { ktr_code: code, ktr_argsize: word * args.length, ktr_args: words(args) }
  return { ktr_code: code, ktr_narg: args.length, ktr_args: words(args) }
}

export function ret({ format, layout }: Variant, code: number, error: number, value: number): Payload {
  if (format.startsWith('ktrace/darwin') || layout === 'old') {
    return { ktr_code: code, ktr_eosys: 0, ktr_error: error, ktr_retval: value }
  }
  if (format.startsWith('ktrace/openbsd')) {
    return { ktr_code: code, ktr_error: error, ...(error === 0 && { ktr_retval: BigInt(value) }) }
  }
  return { ktr_code: code, ktr_eosys: 0, ktr_error: error, ktr_retval: BigInt(value) }
}

function special({ format, layout }: Variant): Timeless[] {
  if (format.startsWith('ktrace/freebsd')) {
    return [
      { type: 'KTR_PROCCTOR', payload: { sv_flags: 0x209 } },
      {
        type: 'KTR_STRUCT',
        payload: { name: 'caprights', data: { cap_rights_t: { cr_rights: [0x0200000000000001n, 0x0400000000000000n] } } },
      },
      { type: 'KTR_SYSCTL', payload: { name: 'kern.osrelease' } },
    ]
  }
  if (layout === 'old') return [{ type: 'KTR_EMUL', payload: { emul: 'native' } }]
  if (!format.startsWith('ktrace/openbsd')) return []
  return [
    { type: 'KTR_START', pid: -1, comm: '', payload: {} as Payload },
    { type: 'KTR_PLEDGE', payload: { error: 1, syscall: 54, code: 0x400n } },
  ].map((record) => (record.type === 'KTR_START' ? { type: record.type, pid: -1, comm: '' } : record))
}

/** A read, a failed open, and what is told by its arguments. */
export function lifeOf(variant: Variant): PlainRecord[] {
  const { format, layout } = variant
  const all: Timeless[] = [
    ...special(variant),
    { type: 'KTR_SYSCALL', payload: call(variant, 3, [4, 0x7f001000, 64]) },
    { type: 'KTR_GENIO', payload: { ktr_fd: 4, ktr_rw: 0, data: new TextEncoder().encode('hello "world"\n') } },
    { type: 'KTR_SYSRET', payload: ret(variant, 3, 0, 14) },
    { type: 'KTR_SYSCALL', payload: call(variant, 5, [0x7f002000, 0, 0]) },
    { type: 'KTR_NAMEI', payload: { path: '/etc/passwd' } },
    { type: 'KTR_SYSRET', payload: ret(variant, 5, 2, 0) },
    ...tellingCalls(layout, findAbi(variant.abi) ?? abi.amd64).flatMap(([code, count]) => [
      { type: 'KTR_SYSCALL', payload: call(variant, code, new Array<number>(count).fill(1)) },
      { type: 'KTR_SYSRET', payload: ret(variant, code, 0, 0x1000) },
    ]),
    { type: 'KTR_SYSCALL', payload: call(variant, 20, []) },
    { type: 'KTR_SYSRET', payload: ret(variant, 20, 0, 1234) },
  ]
  const fraction = layout === 'v1' || (format.startsWith('ktrace/openbsd') && layout !== 'old') ? '123456789' : '123456'
  const tid = format.startsWith('ktrace/freebsd') || layout === 'threads' || fraction.length === 9 ? { tid: 100001 } : {}
  const header = hasKernelAddress(layout) ? { header: { ktr_buf: 0xc0a1b2c4n } } : {}
  return all.map((record, i) => ({ pid: 1234, comm: 'ls', ...tid, ...header, time: `${1700000000 + i}.${fraction}`, ...record }))
}
