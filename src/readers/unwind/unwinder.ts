/** Walks the stack of a thread: trampolines of signals, call frame information, chains of frames, and words of the stack as the last resort. */
import { type Diagnostics, FormatError } from '../../errors.js'
import type { Registers } from '../../formats/core/process-info.js'
import { programCounterOf } from '../../formats/core/register-names.js'
import { type UnwindMachine, unwindMachine } from '../../formats/debug/dwarf-registers.js'
import { partitionPoint } from '../../io/binary-search.js'
import type { Abi } from '../../schema/base.js'
import type { FrameEntry } from '../debug/call-frame-entries.js'
import { type FrameRow, frameRow } from '../debug/call-frame-rows.js'
import type { MemoryReader } from '../format-reader.js'
import type { Limits } from '../limits.js'
import { armIndexStep } from './arm-index-step.js'
import { callFrameStep } from './call-frame-step.js'
import { entryStep, framePointerStep } from './frame-pointer-step.js'
import { type FrameState, type StackContext, StackReader } from './frame-state.js'
import type { ModuleImage } from './module-image.js'
import { SignalTrampolines, signalStep } from './signal-step.js'
import { stackScanStep } from './stack-scan-step.js'

export interface UnwindSources {
  readonly abi: Abi
  /** `linux`, `freebsd` ...: whose signal trampolines to look for. */
  readonly system: string
  readonly memory: MemoryReader
  /** By ascending address. */
  readonly modules: readonly ModuleImage[]
  /** Ranges of memory that may be executed, by ascending address. */
  readonly executable: readonly { readonly start: bigint; readonly end: bigint }[]
  readonly limits: Limits
  readonly diagnostics: Diagnostics
}

interface FoundRow {
  readonly row: FrameRow
  readonly entry: FrameEntry
}

/** What is known of a thread. */
export interface ThreadRegisters {
  readonly registers: Registers
  /** Further registers by their note. */
  readonly extra?: Readonly<Record<string, Registers>>
}

export class Unwinder {
  readonly machine: UnwindMachine | undefined
  readonly #trampolines: SignalTrampolines
  readonly #rows = new Map<ModuleImage, Map<number, FoundRow | null>>()
  readonly #context: StackContext | undefined

  constructor(private readonly sources: UnwindSources) {
    const { abi, memory, system } = sources
    this.machine = unwindMachine(abi)
    this.#trampolines = new SignalTrampolines(system, abi)
    this.#context = this.machine && {
      abi,
      machine: this.machine,
      stack: new StackReader(memory, abi),
      isCode: (address) => this.#isCode(address),
      code: (address, length) => this.#code(address, length),
    }
  }

  get modules(): readonly ModuleImage[] {
    return this.sources.modules
  }

  /** The module that holds an address. */
  moduleAt(address: bigint): ModuleImage | undefined {
    const { modules } = this.sources
    const module = modules[partitionPoint(modules.length, (i) => (modules[i] as ModuleImage).start <= address) - 1]
    return module && address < module.start + BigInt(module.length) ? module : undefined
  }

  /** The frames of a thread, the innermost first; the first is where the thread was interrupted. Empty without a program counter. */
  frames({ registers: general, extra }: ThreadRegisters): FrameState[] {
    const registers: Registers = this.machine?.floating && extra ? Object.assign({}, ...Object.values(extra), general) : general
    const pc = programCounterOf(registers)
    const context = this.#context
    if (pc === undefined) return []
    if (!context) return [{ pc, registers: [], trust: 'context', interrupted: true }]
    let frame: FrameState = { pc, registers: initialRegisters(registers, context), trust: 'context', interrupted: true }
    const frames: FrameState[] = []
    const seen = new Set<string>()
    while (frames.length < this.sources.limits.frames) {
      const signal = this.#signalAt(frame, context)
      frames.push(signal ? { ...frame, signalFrame: true } : frame)
      const key = `${frame.pc} ${frame.registers[context.machine.sp]}`
      if (seen.has(key)) return frames.slice(0, -1)
      seen.add(key)
      const next = signal ? signalStep(frame, signal, context) : this.#caller(frame, context)
      if (next === undefined || next === 'end' || (next.pc === 0n && !next.stackChanged)) return frames
      frame = next
    }
    this.sources.diagnostics.add({
      code: 'LIMIT',
      path: 'frames',
      message: `the stack has more than ${this.sources.limits.frames} frames; the rest is not shown`,
    })
    return frames
  }

  #signalAt(frame: FrameState, context: StackContext): ReturnType<SignalTrampolines['find']> {
    if (frame.trust === 'context' && frame.pc === 0n) return undefined
    return this.#trampolines.find(frame.pc, context, () => {
      const module = this.moduleAt(frame.pc)
      return module?.functionAt(Number(frame.pc - module.start))?.name
    })
  }

  /** The caller by the best way that leads to code. */
  #caller(frame: FrameState, context: StackContext): FrameState | 'end' | undefined {
    const ways = [
      () => this.#byCallFrames(frame, context),
      () => this.#byArmIndex(frame, context),
      () => (frame.interrupted && this.#atEntry(frame) ? entryStep(frame, context) : undefined),
      () => framePointerStep(frame, context),
      () => (frame.interrupted && context.machine.link !== undefined ? entryStep(frame, context) : undefined),
      () => stackScanStep(frame, context),
    ]
    for (const way of ways) {
      const next = way()
      if (next === 'end') return 'end'
      if (next && this.#isPlausible(frame, next, context)) return next
    }
    return undefined
  }

  /** Whether the function has not done anything yet, or there is no code at all. */
  #atEntry({ pc }: FrameState): boolean {
    if (!this.#isCode(pc)) return true
    const module = this.moduleAt(pc)
    const offset = module && Number(pc - module.start)
    return module !== undefined && offset !== undefined && module.functionAt(offset)?.start === offset
  }

  #isPlausible(frame: FrameState, next: FrameState, { machine }: StackContext): boolean {
    if (next.stackChanged) return true
    if (next.pc !== 0n && !this.#isCode(next.pc)) return false
    const [before, after] = [frame.registers[machine.sp], next.registers[machine.sp]]
    if (before === undefined || after === undefined) return true
    return after > before || (after === before && next.pc !== frame.pc)
  }

  #byCallFrames(frame: FrameState, context: StackContext): FrameState | 'end' | undefined {
    const module = this.moduleAt(frame.pc)
    if (!module) return undefined
    const found = this.#rowAt(module, Number(frame.pc - module.start), frame.interrupted)
    if (!found) return undefined
    try {
      return callFrameStep(frame, { row: found.row, common: found.entry.common, bias: module.start - module.base }, context)
    } catch (error) {
      return this.#damaged(module, error)
    }
  }

  /** The row for a program counter; of a return address, that of the call before it. */
  #rowAt(module: ModuleImage, offset: number, interrupted: boolean): FoundRow | undefined {
    let rows = this.#rows.get(module)
    if (!rows) {
      rows = new Map()
      this.#rows.set(module, rows)
    }
    const key = interrupted ? offset : offset - 0.5
    let found = rows.get(key)
    if (found === undefined) {
      found = this.#findRow(module, offset, interrupted) ?? null
      rows.set(key, found)
    }
    return found ?? undefined
  }

  #findRow(module: ModuleImage, offset: number, interrupted: boolean): FoundRow | undefined {
    for (const table of module.callFrames) {
      try {
        const at = interrupted ? offset : offset - 1
        let entry = table.find(at)
        let target = at
        // The return address of a signal handler is the first instruction of the trampoline.
        if (!entry && !interrupted) {
          const exact = table.find(offset)
          if (exact?.common.signal) {
            entry = exact
            target = offset
          }
        }
        if (entry) return { entry, row: frameRow(entry, target, module.base, module.abi) }
      } catch (error) {
        this.#damaged(module, error)
      }
    }
    return undefined
  }

  #byArmIndex(frame: FrameState, context: StackContext): FrameState | 'end' | undefined {
    const module = context.machine.chain === 'arm' ? this.moduleAt(frame.pc) : undefined
    if (!module) return undefined
    try {
      return armIndexStep(frame, module, context)
    } catch (error) {
      return this.#damaged(module, error)
    }
  }

  #damaged(module: ModuleImage, error: unknown): undefined {
    if (!(error instanceof FormatError)) throw error
    module.report(error)
    return undefined
  }

  #isCode(address: bigint): boolean {
    const { executable } = this.sources
    const range = executable[partitionPoint(executable.length, (i) => (executable[i] as { start: bigint }).start <= address) - 1]
    if (range && address < range.end) return true
    const module = this.moduleAt(address)
    return module?.isCode(Number(address - module.start)) ?? false
  }

  #code(address: bigint, length: number): Uint8Array {
    const module = this.moduleAt(address)
    return module ? module.read(Number(address - module.start), length) : this.sources.memory.read(address, length)
  }
}

function initialRegisters(registers: Registers, { machine, abi, stack }: StackContext): (bigint | undefined)[] {
  const values = machine.names.map((name) => (name === '' ? undefined : registers[name]))
  // Some systems save only the registers that are not in the window, which is on the stack.
  const sp = values[machine.sp]
  if (machine.chain === 'sparc' && values[machine.fp] === undefined && sp !== undefined) {
    const bias = abi.bits === 64 ? 2047n : 0n
    for (let i = 0; i < 16; i++) values[16 + i] = stack.word(sp + bias + BigInt((i * abi.bits) / 8))
  }
  return values
}
