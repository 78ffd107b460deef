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

/** Fields of those structures that hold paths or addresses and are not kept. */
const TEXTS = /\.cap_(?:path|sockaddr)\b/

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
  for (const { offset, length, path, record } of file.fields()) {
    if (++count % FIELDS === 0) yield
    if (record !== undefined) {
      type = record
      records++
      if (!KEPT.has(type)) zeroed++
    }
    const isPayload = path.includes('.payload')
    const isKept = KEPT.has(type) && !TEXTS.test(path)
    const isName = path.endsWith('.ktr_comm')
    if (path === '(no record)' || (isPayload && !isKept) || (isName && !names)) zero(offset, offset + length)
    // Bytes behind what the structure describes, and payloads that are of no structure.
    else if (path.endsWith('.payload') || path.endsWith('.payload.(rest)') || path.endsWith('(padding)')) zero(offset, offset + length)
  }
  return {
    source: patchedSource(source, patches as Patch[]),
    kept: `${records} records with times, processes, system calls and results`,
    left: `${names ? '' : 'names of processes, '}data of ${zeroed} records`,
  }
}
