/** Records of traces: the type says what the payload is. */
import { memorySource } from 'exhume'
import { openTrace, type TypedRecord } from 'exhume/readers'

const trace = openTrace(memorySource(new Uint8Array()))
for (const record of trace.records({ pid: 1, type: 'NAMEI,SYSCALL' })) {
  const line: readonly [number, string, string] = [record.pid, record.comm, record.time]
  switch (record.type) {
    case 'KTR_NAMEI': {
      const path: string = record.payload.path
      console.log(path, line)
      break
    }
    case 'KTR_SYSCALL': {
      const code: number = record.payload.ktr_code
      const words: readonly bigint[] = record.payload.args ?? record.payload.ktr_args ?? []
      console.log(code, words, record.name)
      break
    }
    case 'KTR_SYSRET': {
      const error: number = record.payload.ktr_error
      const value: number | bigint | undefined = record.payload.ktr_retval
      console.log(error, value)
      break
    }
    case 'KTR_GENIO': {
      const data: Uint8Array = record.payload.data
      const fd: number = record.payload.ktr_fd
      console.log(data.length, fd, record.payload.ktr_rw === 1)
      break
    }
    case 'KTR_CSW': {
      const out: number = record.payload.out
      const message: string | undefined = record.payload.wmesg
      console.log(out, record.payload.user, message)
      break
    }
    case 'KTR_PSIG': {
      const signal: number = record.payload.signo
      const action: bigint = record.payload.action
      console.log(signal, action)
      break
    }
    case 'KTR_STRUCT': {
      const name: string = record.payload.name
      console.log(name, record.payload.data.stat?.st_size)
      break
    }
    case 'KTR_EMUL': {
      const emulation: string = record.payload.emul
      console.log(emulation)
      break
    }
    case 'KTR_EXEC_ARG':
      console.log(record.payload.arg.length)
      break
    default:
      if (typeof record.type === 'number') console.log(record.typeName, record.payload.raw.length)
  }
}
if (trace.isOf('netbsd')) {
  for (const record of trace.records()) {
    // Of one system, every field is there.
    if (record.type === 'KTR_SYSCALL') {
      const args: readonly bigint[] = record.payload.args
      console.log(args)
    }
    // @ts-expect-error no record type of NetBSD
    if (record.type === 'KTR_PLEDGE') console.log(record)
  }
}
const only = (record: TypedRecord<'freebsd'>): bigint | undefined => (record.type === 'KTR_FAULT' ? record.payload.vaddr : undefined)
console.log(only)
// @ts-expect-error a misspelt option
trace.records({ pids: 1 })
