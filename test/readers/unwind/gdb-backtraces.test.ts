/** Backtraces of programs compiled here equal gdb's: program counters, source lines and inlined calls. Needs gcc, g++ and gdb. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exhume } from '../../support/cli.js'
import { describeWith, run } from '../../support/critics.js'
import { temporaryFolder } from '../../support/temp.js'

interface Frame {
  readonly pc: string
  readonly function?: string
  readonly file?: string
  readonly line?: number
  readonly inlined?: true
  readonly signalFrame?: true
  readonly trust: string
}

interface Place {
  readonly pc: string | undefined
  readonly line: string | undefined
}

const folder = temporaryFolder()
const sources = { c: ['gcc', 'crash.c'], cc: ['g++', 'crash.cc'] } as const

/** The frames of gdb's `bt`, from the innermost to main; the trampoline of a signal has neither address nor line. */
function gdbFrames(program: string, core: string): Place[] {
  const text = run('gdb', ['-nx', '-batch', '-ex', 'set width 0', '-ex', 'set print address on', '-ex', 'bt', program, core])
  const frames: Place[] = []
  // Opening a core prints its innermost frame as well.
  for (const [, pc, rest = ''] of text.slice(text.lastIndexOf('#0 ')).matchAll(/^#\d+ +(?:0x0*([0-9a-f]+) in )?(.*)$/gm)) {
    if (rest.startsWith('<signal')) frames.push({ pc: undefined, line: 'signal' })
    else frames.push({ pc, line: / at (?:\S*\/)?([^/\s]+:\d+)$/.exec(rest)?.[1] })
  }
  return frames
}

const placeOf = ({ file, line, signalFrame }: Frame): string | undefined =>
  signalFrame ? 'signal' : file === undefined || line === undefined ? undefined : `${file.slice(file.lastIndexOf('/') + 1)}:${line}`

/** gdb reconstructs frames of tail calls, which left nothing on the stack. They have an address of their own that no frame here has. */
const tailCalls = (frames: readonly Place[], known: ReadonlySet<string>): Place[] =>
  frames.filter(({ pc }) => pc === undefined || known.has(pc))

describeWith('gdb', 'backtraces of compiled programs', () => {
  test.each([
    ['c', '-O0', ''],
    ['c', '-O0', 'signal'],
    ['c', '-O2', 'signal'],
    ['c', '-O2 -fomit-frame-pointer -fPIE -pie', ''],
    ['c', '-O1 -static', 'signal'],
    ['c', '-O2 -gdwarf-4', ''],
    ['c', '-O2 -gdwarf-2', ''],
    ['c', '-O2 -gz=zlib', ''],
    ['cc', '-O0', ''],
    ['cc', '-O2', ''],
    ['cc', '-O2 -gdwarf-4 -gz=zlib', ''],
  ] as const)(
    '%s %s %s',
    async (language, options, argument) => {
      const [compiler, source] = sources[language]
      const name = `${language}${options.replace(/\W/g, '')}${argument}`
      const [program, core] = [join(folder, name), join(folder, `${name}.core`)]
      run(compiler, ['-g', ...options.split(' '), '-pthread', new URL(source, import.meta.url).pathname, '-o', program])
      if (!existsSync(program)) throw new Error(`${compiler} made no program`)
      const commands = ['handle SIGUSR1 nostop noprint pass', `run ${argument} >/dev/null`, `gcore ${core}`]
      run('gdb', ['-nx', '-batch', ...commands.flatMap((each) => ['-ex', each]), program])
      if (!existsSync(core)) throw new Error('gdb made no core')

      const { stdout } = await exhume('read', core, '--json', '--only', 'backtrace', '--sysroot', '/')
      const threads = (JSON.parse(stdout) as { threads: { frames: Frame[] }[] }).threads
      const frames = threads[0]?.frames ?? []
      const end = frames.findIndex((frame) => frame.function === 'main')
      const ours = frames.slice(0, end + 1)
      const known = new Set(frames.map(({ pc }) => pc.slice(2)))
      const theirs = tailCalls(gdbFrames(program, core), known)
      expect(end).toBeGreaterThan(2)
      expect(theirs.length).toBeGreaterThan(3)
      // gdb prints no address where the program counter is at the start of a line, and none of inlined frames.
      const lines = ours.map(placeOf).filter((line) => line !== undefined)
      expect(lines.filter((line) => line.startsWith('crash.') || line === 'signal')).toEqual(
        theirs.map(({ line }) => line).filter((line) => line !== undefined && (line.startsWith('crash.') || line === 'signal')),
      )
      const addresses = theirs.flatMap(({ pc }) => pc ?? [])
      expect(ours.filter(({ inlined, pc }) => !inlined && addresses.includes(pc.slice(2))).map(({ pc }) => pc.slice(2))).toEqual(addresses)
      expect(frames.map(({ trust }) => trust).filter((trust) => trust !== 'cfi')).toEqual(['context'])
    },
    60_000,
  )
})
