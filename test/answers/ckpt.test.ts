/**
 * Checkpoints held to recorded answers of DragonFly's own kernel: what it makes of 1,400 files, the bytes that it writes for 800 processes,
 * and the names that it gives to 700 files. An entry without an answer is what the kernel does not survive; it is not compared.
 */
import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type RestorePlan, type ThawSystem, thaw } from '../../src/families/checkpoint.js'
import { type FileHandle, fhandle } from '../../src/formats/checkpoint/dragonfly/index.js'
import { memorySource } from '../../src/io/source.js'
import { abi } from '../../src/schema/abi.js'
import { buildCheckpoint, type CheckpointInput, type FreezeHandle } from '../../src/writers/checkpoint/build-checkpoint.js'
import { expandCorePattern } from '../../src/writers/policy/expand-pattern.js'
import { hexBytes, hexNumber, hexOf, recorded } from './recorded.js'

const formOf = (name: string): string => (name === '2020' ? 'frominfo' : name)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const hex = (value: bigint | number, bits = 64): string => BigInt.asUintN(bits, BigInt(value)).toString(16)
const handleHex = (handle: FileHandle): string => hexOf(fhandle.for(abi.amd64).encode(handle))

/** All of the entries that differ, so that a failure shows each of them. */
function differences<T extends { id: string; unsure?: string }>(entries: readonly T[], differs: (entry: T) => unknown): string[] {
  return entries.flatMap((entry) => {
    if (entry.unsure !== undefined) return []
    try {
      differs(entry)
      return []
    } catch (error) {
      return [`${entry.id}: ${error instanceof Error ? error.message : error}`]
    }
  })
}

type Action = [string, ...(string | number | string[])[]]

interface ThawEntry {
  id: string
  unsure?: string
  base: string
  ops: ([op: 'set', at: number, hex: string] | [op: 'cut', at: number] | [op: 'splice', at: number, removed: number, hex: string])[]
  sha256: string
  system: Omit<ThawSystem, 'dataLimit' | 'maxTextSize' | 'maxUserAddress' | 'eflags' | 'lookup' | 'memoryLimit'> & {
    dataLimit: string
    maxTextSize: string
    maxUserAddress: string
    eflags: string
    memoryLimit?: string
    mounted?: string[]
    lookup?: Record<string, never>
  }
  answer: {
    errno: 0 | string
    oldSpaceGone: boolean
    actions: Action[]
    state: Record<'text' | 'data', [string, string]> & { mask: string; timer: string; parent: number; sigacts: string; result: number }
  }
}

function changedFile(base: Uint8Array, ops: ThawEntry['ops']): Uint8Array {
  let bytes = Buffer.from(base)
  for (const op of ops) {
    if (op[0] === 'set') bytes.set(hexBytes(op[2]), op[1])
    else if (op[0] === 'cut') bytes = bytes.subarray(0, op[1])
    else bytes = Buffer.concat([bytes.subarray(0, op[1]), hexBytes(op[3]), bytes.subarray(op[1] + op[2])])
  }
  return bytes
}

function systemOf({ system }: ThawEntry): ThawSystem {
  const { form, call, mounted, lookup, dataLimit, maxTextSize, maxUserAddress, eflags, memoryLimit, ...plain } = system
  const fsid = abi.amd64
  return {
    ...plain,
    form: formOf(form),
    call: { groups: [0], ...call },
    dataLimit: hexNumber(dataLimit),
    maxTextSize: hexNumber(maxTextSize),
    maxUserAddress: hexNumber(maxUserAddress),
    eflags: hexNumber(eflags),
    ...(memoryLimit !== undefined && { memoryLimit: hexNumber(memoryLimit) }),
    ...(mounted && {
      isMounted: (mount) =>
        mounted.includes(
          hexOf(
            fhandle
              .for(fsid)
              .encode({ fh_fsid: mount, fh_fid: { fid_len: 0, fid_ext: 0, fid_data: new Uint8Array(16) } })
              .subarray(0, 8),
          ),
        ),
    }),
    ...(lookup && { lookup: (handle) => lookup[handleHex(handle)] }),
  }
}

const REGISTERS = {
  64: 'rdi rsi rdx rcx r8 r9 rax rbx rbp r10 r11 r12 r13 r14 r15 - - - - - rip cs eflags rsp ss'.split(' '),
  32: 'fs es ds edi esi ebp - ebx edx ecx eax - - eip cs eflags esp ss gs'.split(' '),
}

/** A plan in the terms of the answers. */
function planState(plan: RestorePlan, bits: 32 | 64, losesActions: boolean): Record<string, unknown> {
  const { csi_sigacts: acts, csi_itimerval: timer, csi_sigmask, csi_sigparent } = plan.signals
  const set = (each?: { bits: readonly number[] }): string => (each ? hexOf(new Uint8Array(Uint32Array.from(each.bits).buffer)) : '')
  const long = (value: bigint): string => hexOf(new Uint8Array(BigInt64Array.of(BigInt.asIntN(64, value)).buffer, 0, bits / 8))
  const { ps_sigignore, ps_sigcatch, ps_sigonstack, ps_sigintr, ps_sigreset, ps_signodefer, ps_siginfo, ps_usertramp } = acts
  const sets = [ps_sigignore, ps_sigcatch, ps_sigonstack, ps_sigintr, ps_sigreset, ps_signodefer, ps_siginfo, ps_usertramp]
  return {
    registers: REGISTERS[bits].map((name) => (name === '-' ? '' : hex(plan.registers[name] ?? -1n, bits))),
    floating: hexOf(plan.floating),
    name: hexOf(Uint8Array.from(plan.name, (letter) => letter.charCodeAt(0))),
    maps: plan.mappings.map(({ start, length, permissions, offset, handle }) =>
      [hex(start, bits), hex(length, bits), permissions, hex(offset), handle ? handleHex(handle) : 'checkpoint'].join(' '),
    ),
    descriptors: plan.descriptors
      .map(
        ({ descriptor, flags, offset, handle }) =>
          `${descriptor} ${handle ? hex(flags, 32) : '-'} ${hex(offset)} ${handle ? handleHex(handle) : 'checkpoint'}`,
      )
      .sort(),
    mask: set(csi_sigmask),
    timer: [timer.it_interval.tv_sec, timer.it_interval.tv_usec, timer.it_value.tv_sec, timer.it_value.tv_usec].map(long).join(''),
    parent: csi_sigparent,
    sigacts: losesActions
      ? long(acts.ps_sigact[0] ?? 0n)
      : acts.ps_sigact.map(long).join('') + acts.ps_catchmask.map(set).join('') + sets.map(set).join(''),
    actionsRestored: plan.actionsRestored,
    text: `${hex(plan.text.pages, bits)} ${hex(plan.text.address, bits)}`,
    data: `${hex(plan.data.pages, bits)} ${hex(plan.data.address, bits)}`,
    result: plan.retval,
  }
}

/** The answer in the same terms. */
function answerState({ system, answer: { actions, state } }: ThawEntry): Record<string, unknown> {
  const { bits, losesActions = false } = system
  const first = (name: string): Action => actions.find(([each]) => each === name) as Action
  const open = new Map<number, string>()
  for (const [action, descriptor, ...more] of actions) {
    // The flags of the checkpoint's own descriptor are those of the program that thaws.
    if (action === 'open') open.set(descriptor as number, more.join(' ').replace(/^\S+ (\S+) checkpoint$/, '- $1 checkpoint'))
    else if (action === 'close') open.delete(descriptor as number)
  }
  const { sigacts } = state
  return {
    registers: REGISTERS[bits].map((name, i) => (name === '-' ? '' : (first('registers')[1] as string[])[i])),
    floating: first('floating')[1],
    name: first('name')[1],
    maps: actions.filter(([each]) => each === 'map').map(([, ...each]) => each.slice(0, 5).join(' ')),
    descriptors: [...open].map(([descriptor, text]) => `${descriptor} ${text}`).sort(),
    mask: state.mask,
    timer: state.timer,
    parent: state.parent,
    // Between them is ps_frominfo in the newest form, which the plan does not use.
    sigacts: losesActions ? sigacts : sigacts.slice(0, 256 * (bits / 8) + 4096) + setsOf(sigacts, bits, formOf(system.form)),
    actionsRestored: losesActions ? 1 : 128,
    text: state.text.join(' '),
    data: state.data.join(' '),
    result: state.result,
  }
}

/** The eight sets of signals, which stand behind the masks of the handlers; in the newest form, behind the senders. */
function setsOf(sigacts: string, bits: 32 | 64, form: string): string {
  const start = 256 * (bits / 8) + 4096 + (form === 'frominfo' ? 2048 : 0)
  return sigacts.slice(start, start + 256)
}

function compareThaw(entry: ThawEntry, base: Uint8Array): void {
  const bytes = changedFile(base, entry.ops)
  expect(sha256(bytes).startsWith(entry.sha256), 'the file').toBe(true)
  const { answer, system } = entry
  const found = thaw(memorySource(bytes), systemOf(entry))
  expect(found.ok ? 0 : found.errno, found.ok ? '' : found.message).toBe(answer.errno)
  if (!found.ok) expect(found.oldSpaceGone).toBe(answer.oldSpaceGone)
  else expect(planState(found.plan, system.bits, system.losesActions ?? false)).toEqual(answerState(entry))
}

test('thaw: the errno, or everything that the process gets', () => {
  const lines = recorded<ThawEntry & { data?: string }>('ckpt', 'thaw')
  const bases = new Map(lines.flatMap(({ base, data }) => (data === undefined ? [] : [[base, inflateSync(Buffer.from(data, 'base64'))]])))
  const entries = lines.filter(({ data }) => data === undefined)
  expect(entries.length).toBeGreaterThan(1000)
  expect(differences(entries, (entry) => compareThaw(entry, bases.get(entry.base) as Uint8Array))).toEqual([])
})

interface RecordedHandle {
  fsid: [number, number]
  length: number
  extension: number
  fid: string
}

type Recorded<T> = Omit<T, 'start' | 'end' | 'offset' | 'handle' | 'handleError'> & { handle?: RecordedHandle; handleError?: number }

interface FreezeEntry {
  id: string
  abi: 'amd64' | 'i386'
  form: string
  settings: { limit?: number; legacy?: boolean; setId?: boolean; sugidCoredump?: boolean }
  process: {
    name: string
    osreldate: number
    threads: { tid: number; registers: string[]; floating: string; embryo?: boolean }[]
    mappings: (Recorded<CheckpointInput['mappings'][number]> & {
      start: string
      end: string
      checkpointFlag?: boolean
      processText?: boolean
    })[]
    files: (Recorded<NonNullable<CheckpointInput['files']>[number]> & { offset: string })[]
    signals: { handlers: Record<string, string>; timer: [number, number] } & Record<string, unknown>
    text: [number, string]
    data: [number, string]
  }
  answer: { errno: 0 | string; length: number; sha256: string }
}

const NAMES = {
  amd64: 'rdi rsi rdx rcx r8 r9 rax rbx rbp r10 r11 r12 r13 r14 r15 xflags trapno addr flags err rip cs rflags rsp ss'.split(' '),
  i386: 'fs es ds edi esi ebp isp ebx edx ecx eax trapno err eip cs eflags esp ss gs'.split(' '),
}

/** The byte of memory at an address is bits 13 to 20 of its product with 2654435761. */
const memoryOf = (start: bigint, end: bigint): Uint8Array =>
  Uint8Array.from({ length: Number(end - start) }, (_, i) => Number((((start + BigInt(i)) & 0x1fffffn) * 2654435761n) >> 13n) & 0xff)

const handleFor = ({ fid, ...rest }: RecordedHandle): FreezeHandle => ({
  ...rest,
  fid: hexBytes(fid).subarray(0, Math.min(16, rest.length)),
})

/** EOPNOTSUPP is the one error of the set. */
const failedHandle = (number: number | undefined): { handleError?: 'EOPNOTSUPP' } =>
  number === undefined ? {} : { handleError: 'EOPNOTSUPP' }

function processOf({ abi: machine, process }: FreezeEntry): CheckpointInput {
  const { threads, mappings, files, signals, text, data, ...plain } = process
  const pages = ([count, address]: [number, string]) => ({ pages: BigInt(count), address: hexNumber(address) })
  return {
    ...plain,
    abi: machine,
    threads: threads.map(({ registers, floating, ...rest }) => ({
      ...rest,
      registers: Object.fromEntries(NAMES[machine].map((name, i) => [name, hexNumber(registers[i] as string)])),
      floating: hexBytes(floating),
    })),
    mappings: mappings.map(({ start, end, handle, handleError, checkpointFlag, processText, ...rest }) => ({
      ...rest,
      start: hexNumber(start),
      end: hexNumber(end),
      ...(handle && { handle: handleFor(handle) }),
      ...failedHandle(handleError),
      ...(checkpointFlag && processText && { checkpointText: true }),
      contents: memoryOf(hexNumber(start), hexNumber(end)),
    })),
    files: files.map(({ offset, handle, handleError, ...rest }) => ({
      ...rest,
      offset: hexNumber(offset),
      ...(handle && { handle: handleFor(handle) }),
      ...failedHandle(handleError),
    })),
    signals: {
      ...signals,
      handlers: Object.fromEntries(Object.entries(signals.handlers).map(([signal, address]) => [signal, hexNumber(address)])),
      timer: { interval: BigInt(signals.timer[0]), value: BigInt(signals.timer[1]) },
    },
    text: pages(text),
    data: pages(data),
  }
}

test('freeze: the errno, or every byte of the file', () => {
  const entries = recorded<FreezeEntry>('ckpt', 'freeze')
  expect(entries.length).toBeGreaterThan(500)
  const compare = (entry: FreezeEntry): void => {
    const { limit, ...settings } = entry.settings
    const frozen = buildCheckpoint(processOf(entry), {
      ...settings,
      form: formOf(entry.form),
      ...(limit !== undefined && { limit: BigInt(limit) }),
    })
    const { errno, length, sha256: expected } = entry.answer
    expect(frozen.errno ?? 0).toBe(errno)
    const bytes = frozen.ok ? frozen.bytes() : new Uint8Array()
    expect(bytes).toHaveLength(length)
    if (length > 0) expect(sha256(bytes)).toBe(expected)
  }
  expect(differences(entries, compare)).toEqual([])
})

type RecordedText = string | { hex: string }

interface NameEntry {
  id: string
  setting: 'kern.ckptfile' | 'kern.corefile'
  format: string
  process: { name: string; uid: number; pid: number }
  cwd: string
  answer: { name?: RecordedText; errno?: string; log: (RecordedText | { starts: RecordedText; ends: string })[] }
}

describe('names', () => {
  const textOf = (value: RecordedText): string => (typeof value === 'string' ? value : Buffer.from(value.hex, 'hex').toString('utf8'))
  /** A log shows neither NUL nor carriage return. */
  const shown = (text: string): string => text.replace(/[\0\r]/g, '')

  test('the name or the errno, and the log', () => {
    const entries = recorded<NameEntry>('ckpt', 'names')
    expect(entries.length).toBeGreaterThan(500)
    const compare = ({ setting, format, process, cwd, answer }: NameEntry): void => {
      const found = expandCorePattern(format, { ...process, cwd }, setting === 'kern.ckptfile' ? 'dragonfly-checkpoint' : 'dragonfly')
      if (answer.errno === undefined) expect(found).toMatchObject({ path: textOf(answer.name as RecordedText) })
      else expect(found).toMatchObject({ errno: answer.errno })
      const log = found.log ?? []
      expect(log).toHaveLength(answer.log.length)
      for (const [i, line] of answer.log.entries()) {
        const own = log[i] ?? ''
        if (typeof line === 'object' && 'starts' in line) {
          // Between the two is memory that the kernel has not written.
          expect(own.startsWith(textOf(line.starts)) && own.endsWith(line.ends), own).toBe(true)
        } else expect(shown(own)).toBe(shown(textOf(line)))
      }
    }
    expect(differences(entries, compare)).toEqual([])
  })
})
