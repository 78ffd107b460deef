/** A kernel dump as text: what `read` prints without a flag. */
import { formatHex, plural } from '../../io/text-format.js'
import type { ReadOptions } from '../../readers/format-reader.js'
import type { KernelDump } from '../../readers/kcore/kernel-dump.js'
import type { Kvm } from '../../readers/kcore/kvm.js'
import { factsOf, memoryTotal, type ReportedDump, reportMissingCpus, untranslatedReason } from '../../readers/kcore/opened-dump.js'
import { bigintToJson } from '../../schema/json.js'
import { wrapLines } from '../wrap-lines.js'
import { cpuLine, cpuLines, cpuName, mappingLine } from './questions-text.js'

/** Ranges that the summary shows; `--only segments` shows all. */
const SHOWN = 16

/** The text of a kernel dump, in pieces. The kernel's messages are wrapped unless they are the only requested part. */
export function* kcoreText(reported: ReportedDump, options: ReadOptions = {}): Generator<string | Uint8Array, void, undefined> {
  const { only } = options
  const messages = !only || only.includes('dmesg') ? reported.messages(only !== undefined) : undefined
  yield* wrapLines(report(reported, options, messages), options.columns)
  if (messages && only?.length === 1) yield messages
}

function* report(
  reported: ReportedDump,
  { only, columns }: ReadOptions,
  messages: Uint8Array | undefined,
): Generator<string, void, undefined> {
  const { dump, kvm } = reported
  const wanted = (part: string): boolean => !only || only.includes(part)
  if (!only) yield* heading(dump)
  yield* summary(dump, kvm, wanted)
  if (wanted('cpus')) yield* cpusText(reported, only !== undefined, columns ?? 80)
  if (wanted('segments')) yield* segmentLines(dump, only !== undefined)
  if (only?.includes('symbols')) yield* symbolLines(kvm)
  if (only?.includes('mappings')) for (const range of reported.mappings()) yield mappingLine(range)
  if (!messages || messages.byteLength === 0 || only?.length === 1) return
  yield '\nkernel messages:\n'
  yield new TextDecoder().decode(messages)
}

const line = (name: string, value: unknown): string => `${name.padEnd(18)}${value}\n`

function* heading(dump: KernelDump): Generator<string, void, undefined> {
  yield line('format', dump.format)
  yield line('machine', `${dump.machine} (${dump.abi.name}, ${dump.abi.bits} bits, ${dump.abi.endian}-endian)`)
}

function* summary(dump: KernelDump, kvm: Kvm, wanted: (part: string) => boolean): Generator<string, void, undefined> {
  const version = wanted('kernel') ? dump.version?.(kvm) : undefined
  if (version !== undefined) yield line('kernel', version.split('\n', 1)[0])
  const panic = wanted('panic') ? dump.panic?.(kvm) : undefined
  if (panic !== undefined) yield line('panic', panic)
  if (wanted('dump')) yield* factLines(dump)
  if (wanted('translation'))
    yield line('kernel addresses', dump.translation ? 'can be translated' : `cannot be translated: ${untranslatedReason(dump)}`)
}

function* factLines(dump: KernelDump): Generator<string, void, undefined> {
  for (const [name, value] of Object.entries(factsOf(dump))) {
    if (typeof value === 'string' || typeof value === 'number') yield line(name, value)
    else if (typeof value === 'object' && value !== null) yield line(name, Object.values(value).map(plain).join(' ') || 'none')
  }
  const { bytes, ranges } = memoryTotal(dump)
  yield line('memory', `${bytes} bytes in ${plural(ranges, 'range')}`)
}

function* cpusText({ dump, kvm, cpus }: ReportedDump, complete: boolean, columns: number): Generator<string, void, undefined> {
  const list = cpus()
  if (complete && list.length === 0) reportMissingCpus(dump)
  for (const cpu of list) {
    if (complete) yield* cpuLines(cpu, kvm, columns)
    else yield line(cpuName(cpu), cpuLine(cpu, kvm))
  }
}

const plain = (value: unknown): string => (typeof value === 'bigint' ? String(bigintToJson(value)) : String(value))

function* segmentLines(dump: KernelDump, all: boolean): Generator<string, void, undefined> {
  yield '\nphysical memory:\n'
  let count = 0
  for (const { start, size, offset } of dump.memory.ranges()) {
    count++
    if (!all && count > SHOWN) continue
    const range = `${formatHex(start).padStart(18)} - ${formatHex(start + size).padEnd(18)}`
    yield `  ${range} ${String(size).padStart(14)} bytes${offset === undefined ? '' : ` at ${formatHex(offset)}`}\n`
  }
  if (!all && count > SHOWN) yield `  ... ${count - SHOWN} more (--only segments)\n`
}

function* symbolLines(kvm: Kvm): Generator<string, void, undefined> {
  for (const { name, value } of kvm.symbols?.all() ?? []) yield `${value.toString(16).padStart(kvm.abi.bits / 4, '0')} ${name}\n`
}
