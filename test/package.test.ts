/** What users get: the packed project, checked, installed into an empty folder, imported and run. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFolder } from './support/temp.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = temporaryFolder()

interface Manifest {
  version: string
  exports: Record<string, string | { types: string; default: string }>
  dependencies: Record<string, string>
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest

function packed(): { tarball: string; files: string[] } {
  // --ignore-scripts: it is built already, and other tests are using what is.
  const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root, encoding: 'utf8' })
  const listed = JSON.parse(output) as Record<string, unknown> | unknown[]
  const [entry] = Object.values(listed) as { filename: string; files: { path: string }[] }[]
  if (!entry) throw new Error(`npm pack said ${output}`)
  return { tarball: join(folder, entry.filename), files: entry.files.map(({ path }) => path) }
}
const { tarball, files } = packed()

/** A tool's binary from node_modules. */
function tool(name: string, args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules', '.bin', name), args, { cwd: folder, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

test('the package holds what it needs, and nothing else', () => {
  expect(files).toContain('dist/cli/main.js')
  expect(files).toContain('package.json')
  expect(files).toContain('LICENSE')
  const allowed = /^(dist\/|docs\/|examples\/|(README\.md|LICENSE|CHANGELOG\.md|package\.json)$)/
  expect(files.filter((file) => !allowed.test(file))).toEqual([])
})

test('every entry point is in it, types first', () => {
  for (const [name, entry] of Object.entries(manifest.exports)) {
    if (typeof entry === 'string') continue
    expect(Object.keys(entry), name).toEqual(['types', 'default'])
    for (const path of Object.values(entry)) expect(files, name).toContain(path.replace('./', ''))
  }
})

test('publint has no complaint', () => {
  const { status, output } = tool('publint', ['run', tarball, '--strict'])
  expect(output).toContain('All good!')
  expect(status).toBe(0)
})

test('the types are found wherever modules are (attw)', () => {
  const { status, output } = tool('attw', [tarball, '--profile', 'esm-only', '--no-emoji', '--no-color'])
  expect(status, output).toBe(0)
  for (const name of Object.keys(manifest.exports)) expect(output).toContain(`"${name.replace('.', 'exhume')}"`)
})

test('installed without network, every entry point is imported and the command runs', () => {
  const home = join(folder, 'home')
  mkdirSync(home)
  // Dependencies, and theirs, come from the project's own node_modules.
  const installed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: root, encoding: 'utf8' })
  const overrides = Object.fromEntries(
    installed
      .trim()
      .split('\n')
      .slice(1)
      .map((path) => [path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), `file:${path}`]),
  )
  expect(Object.keys(overrides)).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)))
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, dependencies: { exhume: `file:${tarball}` }, overrides }))
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: home,
    encoding: 'utf8',
    stdio: 'pipe',
  })

  const names = Object.keys(manifest.exports).filter((name) => name !== './package.json')
  const script = `
    const names = ${JSON.stringify(names.map((name) => name.replace('.', 'exhume')))}
    for (const name of names) console.log(name, typeof await import(name))`
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: home, encoding: 'utf8' })
  expect(output.trim().split('\n')).toEqual(names.map((name) => `${name.replace('.', 'exhume')} object`))
  expect(execFileSync(join(home, 'node_modules', '.bin', 'exhume'), ['--version'], { encoding: 'utf8' })).toBe(`${manifest.version}\n`)
  expect(execFileSync(join(home, 'node_modules', '.bin', 'exhume'), ['formats'], { encoding: 'utf8' })).toContain('json')
})
