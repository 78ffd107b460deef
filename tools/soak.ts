/**
 * Soak: generated, mutated and random input through detection, readers, check, report, text, fields, records, documents and
 * `write`, for a number of minutes. Every input must end by a result or a FormatError, in bounded time and memory, documents must
 * restore the bytes, and what is converted must be recognised. Prints a summary; the exit status is 1 when something was found.
 *
 *     npm run soak -- --minutes 10 [--family ktrace] [--seed 1] [--keep DIR]
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { soak } from './soak/run.js'

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}

const minutes = Number(option('minutes') ?? 1)
const seed = Number(option('seed') ?? 1)
const result = await soak({ seconds: minutes * 60, seed, format: option('family') ?? 'all' })

const keep = option('keep')
if (keep !== undefined && result.faults.length > 0) {
  mkdirSync(keep, { recursive: true })
  for (const [index, { bytes }] of result.faults.entries()) writeFileSync(`${keep}/fault-${index}`, bytes)
}
for (const { what, format, variant, mutation, message } of result.faults)
  console.log(`${what}: ${format} ${variant} ${mutation ?? ''}: ${message}`)
console.log(
  [
    `inputs ${result.inputs}, bytes ${result.bytes}, seconds ${result.seconds.toFixed(0)}, seed ${seed}`,
    `worst input ${result.worst.milliseconds.toFixed(0)} ms (${result.worst.what})`,
    `peak memory ${(result.peakMemory / 2 ** 20).toFixed(0)} MiB, faults ${result.faults.length}`,
  ].join('\n'),
)
process.exitCode = result.faults.length > 0 ? 1 : 0
