#!/usr/bin/env node
/**
 * The command. `--version` loads nothing else: programs ask for it often, and it should cost what Node costs.
 *
 * Nothing ends in a stack trace: whatever is thrown is one line on standard error. EXHUME_DEBUG=1 adds the stack for who looks for a bug.
 */
const [, , first] = process.argv
const fs = process.getBuiltinModule('node:fs')

function version(): string {
  const description: unknown = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return typeof description === 'object' && description !== null && 'version' in description ? String(description.version) : 'unknown'
}

/** Writes to the descriptor itself: process.stdout is a stream, slow to make and not always written out at an exit. */
function print(fd: number, text: string): void {
  try {
    fs.writeSync(fd, text)
  } catch {
    // Nobody reads it.
  }
}

function lastWords(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  print(2, `exhume: internal error: ${message.split('\n', 1)[0]}\n`)
  if (process.env.EXHUME_DEBUG && error instanceof Error) print(2, `${error.stack}\n`)
  process.exitCode = 1
}

if (first === '--version' || first === '-V') print(1, `${version()}\n`)
else {
  process.on('uncaughtException', lastWords)
  import('./program.js')
    .then(({ run }) => run(process.argv.slice(2), version))
    .then((status) => {
      process.exitCode = status
    }, lastWords)
}

export {}
