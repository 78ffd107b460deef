/** Reads a checkpoint from start to end, as a kernel does, and refuses it where the kernel would. */
import type { CheckpointRevision, Errno } from '../../../formats/checkpoint/dragonfly/index.js'
import type { ByteSource } from '../../../io/source.js'
import type { Abi, Layout } from '../../../schema/base.js'
import { dragonflyErrors } from '../../../systems/dragonfly/errno.js'
import { AddressSpace } from './address-space.js'
import type { ThawFailure } from './restore-plan.js'
import { abiOfSystem, type ThawSystem } from './thaw-system.js'

/** Allocations above this size are reported: a file says how large they are. */
const LARGEST_ALLOCATION = 64 * 1024 * 1024

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
  /** Set when the kernel no longer keeps to defined behavior. */
  undefinedBehavior: string | undefined
  readonly abi: Abi
  /** What is mapped so far. */
  readonly space = new AddressSpace()

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
      ...(this.undefinedBehavior !== undefined && { undefinedBehavior: this.undefinedBehavior }),
    })
  }

  /** The next bytes. fp_read itself refuses a short read with ESPIPE since 2005-07-06; before, its caller refused with EINVAL. */
  read(length: number): Uint8Array {
    const error = this.system.readError?.(this.at, length)
    if (error) this.refuse(error, `cannot read ${length} bytes`)
    const wanted = Math.min(length, Math.max(0, this.source.size - this.at))
    if (wanted < length) this.refuse(this.form.shortRead, `short read: expected ${length} bytes, found ${wanted}`)
    const bytes = this.source.read(this.at, wanted)
    this.at += wanted
    return bytes
  }

  take<T>(layout: Layout<T>): T {
    return layout.decode(this.read(layout.size))
  }

  /** As many structures as a count says, read at once. The kernel allocates memory for all of them before it reads. */
  readAll<T>(layout: Layout<T>, count: number): T[] {
    const length = count * layout.size
    if (count < 0 || length > LARGEST_ALLOCATION)
      this.undefinedBehavior = `the kernel allocates ${count} x ${layout.size} bytes without a limit and may panic`
    if (count < 0) this.refuse(this.form.shortRead, `the count of entries is ${count}`)
    const bytes = this.read(length)
    return Array.from({ length: count }, (_, i) => layout.decode(bytes, { offset: i * layout.size }))
  }
}
