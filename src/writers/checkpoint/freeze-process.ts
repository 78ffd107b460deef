/**
 * Freezes a process as DragonFly does, by a signal or by sys_checkpoint(CKPT_FREEZE): who may, the name of the file, what is removed and
 * created, and what is left behind when the freeze then fails. Source: DragonFly sys/kern/kern_checkpoint.c.
 */
import { FormatError } from '../../errors.js'
import type { Errno } from '../../formats/checkpoint/dragonfly/index.js'
import { errnoOf } from '../../io/io-error.js'
import { nodeBuiltin } from '../../io/node-builtins.js'
import type { ByteSink } from '../../io/sink.js'
import { dragonflyErrors } from '../../systems/dragonfly/errno.js'
import { dragonflySignals } from '../../systems/dragonfly/signals.js'
import { type DumpFile, type DumpFileSystem, machineFiles } from '../dump/filesystem.js'
import { expandDragonflyName } from '../policy/expand-dragonfly.js'
import { type BuildCheckpointResult, buildCheckpoint } from './build-checkpoint.js'
import type { FreezableProcess, FreezeCall, FreezeLogLine, FreezeOutcome, FreezePolicy } from './freeze-settings.js'
import { bad } from './revision-fields.js'

export type { FreezableProcess, FreezeCall, FreezeLogLine, FreezeOutcome, FreezePolicy } from './freeze-settings.js'

const TYPE_FREEZE = 1
const TYPE_THAW = 2
const FWRITE = 2
const DEFAULT_PATTERN = '%N.ckpt'
const MODE = 0o600

/**
 * Freezes a process.
 *
 * @throws FormatError `BAD_VALUE` for an invalid process or a call that thaws, before any file is touched; errors of the file system are
 * part of the outcome
 */
export function freezeProcess(process: FreezableProcess, settings: FreezePolicy = {}): FreezeOutcome {
  const { call } = settings
  if (!call) return bySignal(process, settings)
  const refused = refusalOf(process, settings, call)
  if (refused) return failure(refused)
  const { fd = -1, pid = -1 } = call
  if (fd === -1 && pid === -1) return { ...bySignal(process, settings), endsProcess: false }
  return intoDescriptor(process, settings, call)
}

const failure = (errno: Errno, rest: Partial<FreezeOutcome> = {}): FreezeOutcome => ({
  ok: false,
  errno,
  number: dragonflyErrors.number(errno) as number,
  size: 0,
  left: 'nothing',
  log: [],
  warnings: [],
  endsProcess: false,
  ...rest,
})

/** The checks of sys_checkpoint, in its order. */
function refusalOf({ pid: ownPid = 0 }: FreezableProcess, { checkpointGroup = 0 }: FreezePolicy, call: FreezeCall): Errno | undefined {
  const { type = TYPE_FREEZE, pid = -1, groups = [0] } = call
  if (checkpointGroup >= 0 && !groups.includes(checkpointGroup)) return 'EPERM'
  if (pid !== -1 && pid !== ownPid) return 'EINVAL'
  if (type === TYPE_THAW) throw bad('a call of type 2 restores a checkpoint: use thaw')
  return type === TYPE_FREEZE ? undefined : 'EOPNOTSUPP'
}

/** Into a descriptor: at its offset, without a check of set-ID, a name, a log line, and without removing or truncating anything. */
function intoDescriptor(process: FreezableProcess, settings: FreezePolicy, { fd = -1, file, offset }: FreezeCall): FreezeOutcome {
  const own = process.files?.find(({ descriptor }) => descriptor === fd)
  const { writable = ((own?.flags ?? 0) & FWRITE) !== 0 } = settings.call ?? {}
  if (fd === -1 || !writable) return failure('EBADF')
  const files = process.files?.map((each) => ({ ...each, isCheckpoint: each.descriptor === fd || (each.isCheckpoint ?? false) }))
  const frozen = freeze({ ...process, ...(files && { files }) }, settings)
  if (!file) throw bad('a freeze into a descriptor requires the file of that descriptor')
  return written(frozen, file, Number(offset ?? own?.offset ?? 0n), {}, 'unchanged file')
}

/** The handler of SIGCKPT and SIGCKPTEXIT. */
function bySignal(process: FreezableProcess, settings: FreezePolicy): FreezeOutcome {
  const { name, pid = 0, uid = 0, directory } = process
  const { files: fileSystem = machineFiles, signal = dragonflySignals.number('SIGCKPT'), root = '/' } = settings
  const endsProcess = dragonflySignals.name(signal ?? 0) === 'SIGCKPTEXIT'
  const setId = settings.setId ?? process.setId ?? false
  if (setId && !settings.sugidCoredump) return failure('EPERM', { endsProcess })
  // The checkpoint's own file is in no descriptor.
  const files = process.files?.map(({ isCheckpoint: _, ...each }) => each)
  const frozen = freeze({ ...process, ...(files && { files }) }, settings)
  const comm = name.slice(0, 16)
  const expansion = expandDragonflyName(
    settings.pattern ?? DEFAULT_PATTERN,
    { name: comm, pid, uid, ...(directory !== undefined && { cwd: directory }) },
    { tooLong: 'ENOMEM', absolute: true },
  )
  const log: FreezeLogLine[] = expansion.log.map((text) => ({ to: 'log', text }))
  if ('errno' in expansion) return failure('ENOMEM', { log, endsProcess })
  log.push({ to: 'log', text: `pid ${pid} (${comm}), uid ${uid | 0}: checkpointing to ${expansion.path}` })
  const path = nodeBuiltin('node:path').join(root, expansion.path)
  const known = { name: expansion.path, path, log, endsProcess }
  const unlinked = removed(fileSystem, path)
  let file: DumpFile
  try {
    file = fileSystem.openTruncated ? fileSystem.openTruncated(path, MODE) : fileSystem.create(path, MODE)
  } catch (error) {
    const errno = systemErrno(error)
    log.push({ to: 'console', text: `checkpoint failed with open - error: ${dragonflyErrors.number(errno)}` })
    return failure(errno, { ...known, unlinked })
  }
  return written(frozen, file, 0, { ...known, unlinked }, 'empty file')
}

/** Whether a file was removed; any error is ignored. */
function removed(files: DumpFileSystem, path: string): boolean {
  try {
    files.unlink(path)
    return true
  } catch (error) {
    systemErrno(error)
    return false
  }
}

/** The bytes of the file, or the errno; nothing is written yet. */
function freeze(process: FreezableProcess, settings: FreezePolicy): BuildCheckpointResult {
  const { form, legacy, placeholders, registerSetSize, coreDumpUnderWay } = settings
  const limit = settings.limit ?? process.limit
  const frozen = buildCheckpoint(process, {
    ...(form !== undefined && { form }),
    ...(legacy !== undefined && { legacy }),
    ...(placeholders !== undefined && { placeholders }),
    ...(registerSetSize !== undefined && { registerSetSize }),
    ...(limit !== undefined && { limit }),
  })
  const newest = process.abi === 'amd64' && (form === undefined || form === 'frominfo')
  return newest && coreDumpUnderWay ? { ok: false, errno: 'ERANGE', message: 'a core dump of the process is under way' } : frozen
}

/** Writes the file, and says what is left behind. */
function written(
  frozen: BuildCheckpointResult,
  file: DumpFile,
  start: number,
  known: Partial<FreezeOutcome>,
  untouched: FreezeOutcome['left'],
): FreezeOutcome {
  const sink = fileSink(file, start)
  let failed: Errno | undefined
  try {
    if (frozen.ok) frozen.write(sink)
  } catch (error) {
    failed = systemErrno(error)
  } finally {
    file.close()
  }
  const errno = failed ?? frozen.errno
  const size = sink.position
  if (errno) return failure(errno, { ...known, size, left: size === 0 ? untouched : 'cut file' })
  const warnings = frozen.ok ? frozen.warnings : []
  return { ok: true, endsProcess: false, log: [], ...known, size, left: 'checkpoint', warnings }
}

/** Zeros of a hole, which are written: the kernel leaves no holes. */
const ZEROS = new Uint8Array(64 * 1024)

/** A sink that writes at an offset of a file. */
function fileSink(file: DumpFile, start: number): ByteSink {
  let position = 0
  const sink: ByteSink = {
    get position() {
      return position
    },
    write(bytes) {
      for (let done = 0; done < bytes.length; ) {
        const count = file.write(bytes.subarray(done), start + position)
        if (count === 0) throw Object.assign(new Error('a write wrote nothing'), { code: 'ENOSPC' })
        done += count
        position += count
      }
    },
    skip(length) {
      for (let left = length; left > 0; left -= ZEROS.length) sink.write(ZEROS.subarray(0, Math.min(left, ZEROS.length)))
    },
    commit() {},
    abort() {},
  }
  return sink
}

/** @throws the error itself if it is not a system error */
function systemErrno(error: unknown): Errno {
  const name = error instanceof FormatError ? (error.found ?? 'EIO') : errnoOf(error)
  if (name === undefined || /^ERR_/.test(name)) throw error
  return dragonflyErrors.number(name) === undefined ? 'EIO' : (name as Errno)
}
