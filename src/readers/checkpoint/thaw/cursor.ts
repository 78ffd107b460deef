/** Reads a checkpoint from start to end, as a kernel does, and refuses it where the kernel would. */
import type { CheckpointRevision, Errno } from '../../../formats/checkpoint/dragonfly/index.js'
import type { ByteSource } from '../../../io/source.js'
import type { Abi, Layout } from '../../../schema/base.js'
import { dragonflyErrors } from '../../../systems/dragonfly/errno.js'
import type { ThawFailure } from './restore-plan.js'
import { abiOfSystem, type ThawSystem } from './thaw-system.js'

/** Ends a thaw; `thaw` makes a result of it. */
export class ThawError extends Error {
  constructor(readonly refusal: Omit<ThawFailure, 'oldSpaceGone'>) {
    super(refusal.message)
  }
}

export class Cursor {
  /** Where the next read begins. */
  at = 0
  step = 'syscall'
  readonly abi: Abi

  constructor(
    private readonly source: ByteSource,
    readonly system: ThawSystem,
    readonly form: CheckpointRevision,
  ) {
    this.abi = abiOfSystem(system)
  }

  refuse(errno: Errno, message: string, offset: number | null = this.at): never {
    throw new ThawError({
      ok: false,
      errno,
      number: dragonflyErrors.number(errno) as number,
      step: this.step,
      offset: offset ?? undefined,
      message,
    })
  }

  /** The next bytes; a short read is EINVAL. */
  read(length: number): Uint8Array {
    const error = this.system.readError?.(this.at, length)
    if (error) this.refuse(error, `reading ${length} bytes fails`)
    const wanted = Math.min(length, Math.max(0, this.source.size - this.at))
    if (wanted < length) this.refuse('EINVAL', `short read: ${length} bytes are wanted, there are ${wanted}`)
    const bytes = this.source.read(this.at, wanted)
    this.at += wanted
    return bytes
  }

  take<T>(layout: Layout<T>): T {
    return layout.decode(this.read(layout.size))
  }

  /** As many structures as a count says, read at once: a count below zero is a length that no file has. */
  readAll<T>(layout: Layout<T>, count: number): T[] {
    if (count < 0) this.refuse('EINVAL', `short read: ${count} entries are wanted`)
    const bytes = this.read(count * layout.size)
    return Array.from({ length: count }, (_, i) => layout.decode(bytes, { offset: i * layout.size }))
  }
}
