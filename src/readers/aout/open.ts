/** Opens an a.out process core of NetBSD: `openAoutCore(source)` gives it as the model of a core. */
import { Diagnostics, FormatError } from '../../errors.js'
import { cpuSegmentOf } from '../../formats/core/netbsd/aout/cpu-segment.js'
import { COREMAGIC, CORESEGMAGIC, type CoreHeader, coreHeader, coreSegment } from '../../formats/core/netbsd/aout/headers.js'
import { netbsd } from '../../formats/core/netbsd/system.js'
import { readRegisterSet } from '../../formats/core/register-set.js'
import { type ProgramHeader, segmentFlags, segmentType } from '../../formats/elf/index.js'
import { readMidmag, segmentFlag } from '../../formats/kcore/midmag.js'
import type { ByteSource } from '../../io/source.js'
import { type Abi, abi as abis } from '../../schema/base.js'
import { aoutMachines, machineName } from '../../systems/machines/machine-ids.js'
import { type Core, containerOf, coreFrom } from '../core/model.js'
import type { Thread } from '../core/threads.js'
import type { Area, Part } from '../file-parts.js'
import type { OpenOptions } from '../format-reader.js'
import { defaultLimits } from '../limits.js'

export interface AoutCore extends Core {
  readonly aout: { readonly header: CoreHeader; readonly parts: readonly Part[]; readonly areas: readonly Area[] }
}

/** The ABI of such a core, by the machine of its magic word and what its header says of its own size; undefined for anything else. */
export function aoutAbiOf(source: ByteSource): { readonly abi: Abi; readonly machine: number } | undefined {
  const { magic, machine, flags } = readMidmag(source.read(0, 4))
  if (magic !== COREMAGIC || flags !== 0) return undefined
  const names = aoutMachines[machine] ?? []
  const found = names.find((name) => {
    const bytes = source.read(4, 4)
    if (bytes.length < 4) return false
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const little = abis[name].endian === 'little'
    const least = coreHeader.for(abis[name]).size
    const size = view.getUint16(0, little)
    const segmentSize = view.getUint16(2, little)
    const leastSegment = coreSegment.for(abis[name]).size
    return size >= least && size < least + 16 && segmentSize >= leastSegment && segmentSize < leastSegment + 16
  })
  return found && { abi: abis[found], machine }
}

/**
 * Opens an a.out process core.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when it is none of a machine that is known, `TRUNCATED` when it ends in its header; with `strict`, for
 * the first thing that is wrong
 */
export function openAoutCore(source: ByteSource, options: OpenOptions = {}): AoutCore {
  const limits = { ...defaultLimits, ...options.limits }
  const diagnostics = new Diagnostics({ limit: limits.diagnostics, ...(options.strict && { strict: true }) })
  const known = aoutAbiOf(source)
  if (!known) {
    const { magic, machine } = readMidmag(source.read(0, 4))
    const message =
      magic === COREMAGIC ? `an a.out core of ${machineName(machine)}, which is not known` : 'not an a.out core: its magic is not 0507'
    throw new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, message, expected: '0507', found: `0${magic.toString(8)}` })
  }
  const { abi } = known
  const layout = coreHeader.for(abi)
  if (source.size < layout.size) {
    const message = `the header of an a.out core needs ${layout.size} bytes, the file has ${source.size}`
    throw new FormatError({ code: 'TRUNCATED', offset: source.size, path: 'header', message })
  }
  const header = layout.decode(source.read(0, layout.size))
  const parts: Part[] = [{ offset: 0, path: 'header', struct: coreHeader, abi }]
  const areas: Area[] = []
  const segments = [...readSegments(source, abi, header, limits.tableEntries, diagnostics)]
  const threads: Thread[] = []
  const programHeaders: ProgramHeader[] = []
  segments.forEach(({ offset, flags, address, size, available }, i) => {
    parts.push({ offset, path: `segments[${i}]`, struct: coreSegment, abi })
    const contents = offset + header.c_seghdrsize
    if (available > 0) areas.push({ offset: contents, length: available, path: `segments[${i}].contents` })
    if (flags & segmentFlag.CORE_CPU) {
      const thread = threadOf(source, abi, contents, available, parts)
      if (thread) threads.push(thread)
    } else programHeaders.push(segmentHeader(contents, address, size))
  })
  const { c_name, c_signo } = header
  const core = coreFrom({
    format: 'aout-core/netbsd',
    title: 'NetBSD a.out core file',
    system: netbsd,
    container: containerOf(source, abi, programHeaders),
    assembled: {
      process: { name: c_name.slice(0, 16), ...(c_signo !== 0 && { signal: { number: c_signo } }) },
      threads,
      auxv: [],
      files: [],
      descriptors: [],
    },
    diagnostics,
    limits,
  })
  return { ...core, aout: { header, parts, areas } }
}

interface Segment {
  readonly offset: number
  readonly flags: number
  readonly address: bigint
  readonly size: bigint
  /** Bytes of it that the file has. */
  readonly available: number
}

/** Segments up to the end of the file: what the header says of their number is not true of every release. */
function* readSegments(
  source: ByteSource,
  abi: Abi,
  { c_hdrsize, c_seghdrsize }: CoreHeader,
  limit: number,
  diagnostics: Diagnostics,
): Generator<Segment, void, undefined> {
  const layout = coreSegment.for(abi)
  let at = c_hdrsize
  for (let count = 0; at < source.size; count++) {
    const path = `segments[${count}]`
    if (count >= limit) {
      diagnostics.add({ code: 'LIMIT', path, offset: at, message: `more than ${limit} segments` })
      return
    }
    if (at + c_seghdrsize > source.size) {
      const message = `${path} at ${at} needs ${c_seghdrsize} bytes, ${source.size - at} are left`
      diagnostics.add({ code: 'TRUNCATED', path, offset: source.size, message })
      return
    }
    const bytes = source.read(at, layout.size)
    const { magic, flags } = readMidmag(bytes)
    if (magic !== CORESEGMAGIC) {
      const message = `${path} at ${at}: magic 0${magic.toString(8)} where a segment has 0510`
      diagnostics.add({
        code: 'BAD_VALUE',
        path: `${path}.c_midmag`,
        offset: at,
        message,
        expected: '0510',
        found: `0${magic.toString(8)}`,
      })
      return
    }
    const { c_addr, c_size } = layout.decode(bytes)
    const room = source.size - at - c_seghdrsize
    const available = c_size > BigInt(room) ? room : Number(c_size)
    if (c_size > BigInt(room)) {
      const message = `${path} claims ${c_size} bytes, ${room} are left`
      diagnostics.add({
        code: 'TRUNCATED',
        path: `${path}.c_size`,
        offset: source.size,
        message,
        expected: String(c_size),
        found: String(room),
      })
    }
    yield { offset: at, flags, address: c_addr, size: c_size, available }
    at += c_seghdrsize + available
  }
}

function threadOf(source: ByteSource, abi: Abi, offset: number, available: number, parts: Part[]): Thread | undefined {
  const segment = cpuSegmentOf(abi.name)
  const layout = segment?.struct.for(abi)
  if (!segment || !layout || available < layout.size) return undefined
  parts.push({ offset, path: 'cpu', struct: segment.struct, abi })
  const value = layout.decode(source.read(offset, layout.size))
  const floating = segment.floating && readRegisterSet(segment.floating, value, abi)
  return { tid: 1, registers: readRegisterSet(segment.general, value, abi), extra: floating ? { CPU: floating } : {}, notes: [] }
}

/** As ELF has it. All that was dumped could be written to. */
const segmentHeader = (offset: number, address: bigint, size: bigint): ProgramHeader => ({
  p_type: segmentType.PT_LOAD,
  p_offset: BigInt(offset),
  p_vaddr: address,
  p_paddr: 0n,
  p_filesz: size,
  p_memsz: size,
  p_flags: segmentFlags.PF_R | segmentFlags.PF_W,
  p_align: 0n,
})
