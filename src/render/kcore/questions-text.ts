/** Text of processors, mappings and translations of a kernel dump. */
import { formatHex } from '../../io/text-format.js'
import { type AddressTranslation, type DescribedCpu, mappingReport, positionOf } from '../../readers/kcore/dump-questions.js'
import type { Kvm } from '../../readers/kcore/kvm.js'
import { symbolText } from '../../readers/kcore/symbols/nearest-symbol.js'
import type { MappedRange } from '../../readers/kcore/translation.js'
import { registerTable } from '../core/register-table.js'

/** One line: which processor, and where it was. */
export function cpuLine(cpu: DescribedCpu, kvm: Kvm): string {
  const pc = positionOf(cpu)
  const name = pc === undefined || cpu.mode === 'user' ? undefined : symbolText(kvm.symbols, pc)
  const words = [
    cpu.panicked && 'panicked',
    cpu.mode && `${cpu.mode} mode`,
    cpu.pid !== undefined && `pid ${cpu.pid}`,
    cpu.tid !== undefined && `thread ${cpu.tid}`,
    cpu.thread !== undefined && `thread at ${formatHex(cpu.thread)}`,
    pc !== undefined && `pc ${formatHex(pc)}${name === undefined ? '' : ` ${name}`}`,
  ]
  return words.filter((word) => word !== undefined && word !== false).join(', ')
}

export const cpuName = ({ id }: DescribedCpu): string => (id === undefined ? 'cpu' : `cpu ${id}`)

/** All of a processor: registers and calls. */
export function* cpuLines(cpu: DescribedCpu, kvm: Kvm, columns: number): Generator<string, void, undefined> {
  yield `${cpuName(cpu)} (${cpu.source}): ${cpuLine(cpu, kvm)}\n`
  yield registerTable(cpu.registers, columns)
  for (const [index, { pc, function: name, functionOffset }] of cpu.frames.entries()) {
    const where = name === undefined ? '' : ` ${name}+${formatHex(functionOffset ?? 0n)}`
    yield `  #${String(index).padEnd(3)}${formatHex(pc)}${where}\n`
  }
}

export function mappingLine(range: MappedRange): string {
  const { start, end, permissions = '', physical, size } = mappingReport(range)
  return `  ${String(start).padStart(18)} - ${String(end).padEnd(18)} ${String(permissions).padEnd(4)} at ${String(physical).padEnd(12)} ${size} bytes\n`
}

/** An address with the table entries on the way, and where its byte is. */
export function* translationLines(found: AddressTranslation): Generator<string, void, undefined> {
  const line = (name: string, value: string): string => `${name.padEnd(10)}${value}\n`
  yield line('virtual', `${formatHex(found.virtual)}${found.symbol === undefined ? '' : `  ${found.symbol}`}`)
  for (const { level, index, address, value } of found.entries)
    yield line(`level ${level}`, `entry ${String(index).padEnd(4)} at ${formatHex(address).padEnd(14)} = ${formatHex(value)}`)
  if (found.physical === undefined) return
  yield line('physical', `${formatHex(found.physical)}${found.permissions === undefined ? '' : `  ${found.permissions}`}`)
  if (found.offset !== undefined) yield line('offset', `${found.offset} (${formatHex(found.offset)}) in the file`)
  else if (found.problem === undefined) yield line('offset', 'none: the page is compressed or zero')
}
