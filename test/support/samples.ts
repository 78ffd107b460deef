/** The real sample files, which are not part of the project: `EXHUME_SAMPLES` names their folder. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'

/** The folder of sample files, or undefined where there is none. A name that leads nowhere is an error: it would hide all these tests. */
export function samples(): string | undefined {
  const folder = process.env.EXHUME_SAMPLES
  if (!folder) return undefined
  if (!existsSync(folder)) throw new Error(`EXHUME_SAMPLES names ${folder}, which is not there`)
  return folder
}

/** Path of one sample, such as `sample(folder, 'elf-core', 'linux-amd64.core')`. */
export function sample(folder: string, ...parts: string[]): string {
  return join(folder, ...parts)
}

/** A describe() of tests over real files; without them, one skipped test that says so. */
export function describeSamples(name: string, body: (folder: string) => void): void {
  const folder = samples()
  if (folder !== undefined) return void describe(name, () => body(folder))
  test.skip('EXHUME_SAMPLES is not set: the real sample files are not tested', () => {})
}
