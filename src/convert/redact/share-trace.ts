/** `--share` of traces: times, processes, system calls and their results stay; names and data of the process are zeroed. */
import { type Patch, patchedSource } from '../../io/patched-source.js'
import type { ByteSource } from '../../io/source.js'
import type { OpenedFile } from '../../readers/format-reader.js'
import type { Steps } from './search-bytes.js'

/** Records whose payload holds numbers and names of the system only. */
const KEPT = new Set(
  'SYSCALL SYSRET PSIG CSW FAULT FAULTEND EMUL CAPFAIL PROCCTOR PROCDTOR PLEDGE SAUPCALL START START_BIG'
    .split(' ')
    .map((name) => `KTR_${name}`),
)

export interface SharedTrace {
  readonly source: ByteSource
  readonly kept: string
  readonly left: string
}

/** Fields between two pauses. */
const FIELDS = 10_000

export function* shareTrace(
  file: OpenedFile,
  source: ByteSource,
  { names = false }: { readonly names?: boolean } = {},
): Steps<SharedTrace> {
  const patches: { start: number; end: number; fill: number }[] = []
  let type = ''
  let records = 0
  let zeroed = 0
  let count = 0
  const zero = (start: number, end: number): void => {
    const last = patches.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else patches.push({ start, end, fill: 0 })
  }
  for (const { offset, length, path, value } of file.fields()) {
    if (++count % FIELDS === 0) yield
    if (path.endsWith('.ktr_type')) {
      type = value
      records++
      if (!KEPT.has(type)) zeroed++
    }
    const isPayload = path.includes('.payload')
    const isName = path.endsWith('.ktr_comm')
    if (path === '(no record)' || (isPayload && !KEPT.has(type)) || (isName && !names)) zero(offset, offset + length)
    // Bytes behind what the structure describes.
    else if (path.endsWith('.payload.(rest)') || path.endsWith('(padding)')) zero(offset, offset + length)
  }
  return {
    source: patchedSource(source, patches as Patch[]),
    kept: `${records} records with times, processes, system calls and results`,
    left: `${names ? '' : 'names of processes, '}data of ${zeroed} records`,
  }
}
