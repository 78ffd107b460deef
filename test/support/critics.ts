/** Other programs that read what we write, where they are installed. */
import { spawnSync } from 'node:child_process'
import { describe, test } from 'vitest'

/** What a program prints, on both of its outputs. */
export function run(command: string, args: readonly string[]): string {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, LC_ALL: 'C', DEBUGINFOD_URLS: '' },
  })
  return `${result.stdout}${result.stderr}`
}

const installed = (program: string): boolean => spawnSync(program, ['--version'], { encoding: 'utf8' }).status === 0

/** Tests that need a program; without it, one that says so. */
export function describeWith(program: string, name: string, body: () => void): void {
  if (installed(program)) describe(name, body)
  else test.skip(`${program} is not installed here: ${name}`, () => {})
}
