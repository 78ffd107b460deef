/** The command line: in this process, with what it printed, or as a process of its own. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { diagnosticLine, type Output } from '../../src/cli/output.js'
import { run } from '../../src/cli/program.js'
import { memorySink } from '../../src/io/sink.js'
import { textWriter } from '../../src/io/text-writer.js'

export interface Result {
  status: number | null
  stdout: string
  stderr: string
}

/** Runs `exhume ...args` in this process. */
export async function exhume(...args: string[]): Promise<Result> {
  const sink = memorySink()
  const out = textWriter(sink)
  const errors: string[] = []
  const output: Output = {
    out,
    sink,
    error: (line) => void errors.push(`${line}\n`),
    diagnostics: (file, list) => void errors.push(...list.map((each) => `${diagnosticLine(file, each)}\n`)),
    outIsTerminal: false,
    columns: 80,
    errorIsTerminal: false,
    environment: {},
  }
  const status = await run(args, () => '1.2.3', output)
  out.flush()
  return { status, stdout: Buffer.from(sink.bytes()).toString(), stderr: errors.join('') }
}

/** The built command. */
export const binary = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** Runs the built command as a process. */
export function exhumeProcess(args: readonly string[], options: { input?: string | Uint8Array; cwd?: string } = {}): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [binary, ...args], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    input: '',
    ...options,
  })
  return { status, stdout, stderr }
}
