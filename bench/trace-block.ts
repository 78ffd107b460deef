/** A made trace of a busy system: calls and returns, paths, data, a few of everything else. The same each time. */
import { memorySink } from '../src/io/index.js'
import { type PlainRecord, TraceWriter } from '../src/writers/ktrace/index.js'

export interface TraceBlock {
  bytes: Uint8Array
  records: number
}

/** Number and words of NetBSD calls. */
const CALLS = [
  [3, 3],
  [4, 3],
  [5, 3],
  [6, 1],
  [20, 0],
  [33, 2],
  [54, 3],
  [73, 2],
  [92, 3],
  [197, 7],
  [199, 4],
  [439, 2],
  [441, 2],
  [435, 6],
] as const

const COMMANDS = ['sh', 'make', 'cc', 'nginx', 'postgres', 'python3.11', 'sshd', 'find']

/** @param count records, about */
export function makeBlock(count: number): TraceBlock {
  const sink = memorySink()
  const writer = new TraceWriter(sink, { format: 'ktrace/netbsd-v2', abi: 'amd64' })
  let state = 12345
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return Math.floor((state / 0x100000000) * below)
  }
  let nanoseconds = 0
  const add = (pid: number, record: Omit<PlainRecord, 'pid'>): void => {
    nanoseconds += random(20_000)
    const comm = COMMANDS[pid % COMMANDS.length] as string
    writer.write({ ...record, pid, tid: pid, comm, time: `1700000000.${String(nanoseconds % 1e9).padStart(9, '0')}` })
  }
  const processes = Array.from({ length: 120 }, () => 100 + random(30_000))
  for (const pid of processes) add(pid, { type: 'KTR_EMUL', payload: { emul: 'netbsd' } })
  const data = Uint8Array.from({ length: 512 }, (_, i) => (i % 64 === 63 ? 10 : 32 + ((i * 7) % 95)))
  while (writer.records < count) {
    const pid = processes[random(processes.length)] as number
    const [code, words] = CALLS[random(CALLS.length)] as (typeof CALLS)[number]
    const args = Array.from({ length: words }, () => BigInt(random(2) === 0 ? random(64) : 0x7f7fff000000 + 8 * random(0x100000)))
    add(pid, { type: 'KTR_SYSCALL', payload: { ktr_code: code, ktr_argsize: 8 * words, args } })
    if (random(4) === 0) add(pid, { type: 'KTR_NAMEI', payload: { path: `/usr/include/sys/file${random(1000)}.h` } })
    if (random(5) === 0) {
      add(pid, { type: 'KTR_GENIO', payload: { ktr_fd: random(20), ktr_rw: random(2), data: data.subarray(0, 64 + random(448)) } })
    }
    if (random(40) === 0) add(pid, { type: 'KTR_CSW', payload: { out: random(2), user: random(2) } })
    if (random(200) === 0) add(pid, { type: 'KTR_PSIG', payload: { signo: 20, action: 0x401000n, mask: [0, 0, 0, 0], code: 0 } })
    const error = random(5) === 0 ? 2 : 0
    add(pid, {
      type: 'KTR_SYSRET',
      payload: { ktr_code: code, ktr_eosys: 0, ktr_error: error, ktr_retval: BigInt(random(4096)), ktr_retval_1: 0n },
    })
  }
  return { bytes: sink.bytes().slice(), records: writer.records }
}
