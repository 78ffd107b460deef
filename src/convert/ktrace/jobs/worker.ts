/** Worker thread of {@link eachRange}: gets its task once, then converts one range per message and posts the result. */
import { FormatError } from '../../../errors.js'
import { nodeBuiltin } from '../../../io/node-builtins.js'
import { dialectOf, type TraceRange } from '../../../readers/ktrace/trace-ranges.js'
import { type TaskName, tasks, type WorkerSetup } from '../range-tasks.js'

const { parentPort, workerData } = nodeBuiltin('node:worker_threads')
const { name, setup } = workerData as { name: TaskName; setup: WorkerSetup }
const file = dialectOf(setup.dialect)
if (!file) throw new FormatError({ code: 'BAD_VALUE', message: `unknown dialect ${JSON.stringify(setup.dialect)}` })

const task = tasks[name](file, setup)

parentPort?.on('message', async (range: TraceRange) => {
  try {
    const result = (await task)(range)
    const bytes = result.made instanceof Uint8Array ? result.made : result.made.group?.bytes
    // Transferred, not copied.
    parentPort?.postMessage({ result }, bytes ? [bytes.buffer as ArrayBuffer] : [])
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    parentPort?.postMessage({ error: error.toDiagnostic() })
  }
})
