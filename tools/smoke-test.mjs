/**
 * Installs the packed package beside each given version of Node and uses it: command line and every entry point.
 *
 * Usage: node tools/smoke-test.mjs 22 24
 * The npm package `node` brings the versions.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const versions = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'exhume-smoke-'))
const run = (program, args, cwd) => execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

/** Every entry point, a core and a trace read, a core converted and written back. */
const PROGRAM = `
import { openFile, openAny } from 'exhume'
import { openTrace } from 'exhume/readers'
import { buildCore } from 'exhume/writers'
import { struct, c, abi } from 'exhume/schema'
import 'exhume/formats'
import 'exhume/convert'
import 'exhume/arbitrary'
const pair = struct('pair', { low: c.uint32, high: c.uint32 }).for(abi.amd64)
if (pair.decode(Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0)).high !== 2) throw new Error('schema')
const { source } = await openFile(process.argv[2])
if ((await openAny(source)).format !== 'elf-core/linux') throw new Error('openAny')
source.close()
const trace = await openFile(process.argv[3])
if ([...openTrace(trace.source).records()].length === 0) throw new Error('openTrace')
trace.source.close()
if (buildCore({ system: 'netbsd', abi: 'amd64', process: { pid: 1, name: 'a' }, threads: [{ tid: 1, registers: {} }], memory: [] }).bytes().length === 0) throw new Error('buildCore')
`

try {
  const tarball = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], root).trim().split('\n').at(-1)
  for (const version of versions) {
    const place = join(folder, `node-${version}`)
    execFileSync('mkdir', [place])
    writeFileSync(join(place, 'package.json'), '{ "name": "smoke", "private": true, "type": "module" }')
    run('npm', ['install', '--silent', '--no-audit', '--no-fund', join(folder, tarball), `node@${version}`], place)
    writeFileSync(join(place, 'program.js'), PROGRAM)
    const node = join(place, 'node_modules/node/bin/node')
    const installed = join(place, 'node_modules/exhume')
    const core = join(installed, 'examples/hello-linux.core')
    const trace = join(installed, 'examples/hello.ktrace')
    const exhume = (...args) => run(node, [join(installed, 'dist/cli/main.js'), ...args], place)
    if (!exhume(core).includes('SIGSEGV')) throw new Error(`Node ${version}: the report does not name the signal`)
    if (!exhume(trace).includes('CALL')) throw new Error(`Node ${version}: the trace has no CALL record`)
    exhume('convert', core, 'core.json')
    exhume('write', 'core.json', 'copy.core')
    execFileSync('cmp', [core, join(place, 'copy.core')])
    run(node, ['program.js', core, trace], place)
    console.log(`Node ${run(node, ['--version'], place).trim()}: the packed package works`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
