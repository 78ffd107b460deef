#!/usr/bin/env node
/**
 * The command line's entry point. `--version` loads nothing else.
 *
 * Every error is one line on standard error, never a stack trace; EXHUME_DEBUG=1 adds the stack.
 */
const [, , first] = process.argv
const fs = process.getBuiltinModule('node:fs')

function version(): string {
  const manifest: unknown = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}

/** Writes to the descriptor itself: process.stdout is a stream, slow to create and not always flushed at exit. */
function print(fd: number, text: string): void {
  try {
    fs.writeSync(fd, text)
  } catch (error) {
    // A reader that has gone is no failure.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) process.exitCode = 2
  }
}

function reportCrash(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  print(2, `exhume: internal error: ${message.split('\n', 1)[0]}\n`)
  if (process.env.EXHUME_DEBUG && error instanceof Error) print(2, `${error.stack}\n`)
  process.exitCode = 1
}

if (first === '--version' || first === '-V') print(1, `${version()}\n`)
else {
  process.on('uncaughtException', reportCrash)
  // Node 22 and newer keep the compiled code of the modules that a run loads.
  const nodeModule = process.getBuiltinModule('node:module')
  if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') nodeModule.enableCompileCache()
  import('./program.js')
    .then(({ run }) => run(process.argv.slice(2), version))
    .then((status) => {
      process.exitCode = status
    }, reportCrash)
}

export {}
