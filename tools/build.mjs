/**
 * Builds `dist/`: declarations by tsc, the entry points and the command line by rolldown.
 *
 * - The library is ES modules: one file per entry point and shared chunks.
 * - The command line is a CommonJS bundle of its own with its dependencies: Node loads that two to three times faster.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const description = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
const dependencies = Object.keys(description.dependencies)

/** Worker threads are started by the URL of a file beside the chunk that starts them. */
const worker = { 'chunks/worker': 'src/convert/ktrace/jobs/worker.ts' }

const library = Object.fromEntries(
  Object.values(description.exports)
    .filter((target) => typeof target === 'object')
    .map(({ default: file }) => file.replace(/^\.\/dist\/(.*)\.js$/, '$1'))
    .map((name) => [name, `src/${name}.ts`]),
)

/** Sources and sinks without the readers, for scripts that use the built files. */
library['io/index'] = 'src/io/index.ts'

/** The command line without whitespace, comments and long names, which take time to parse. The library stays readable: stack traces show its lines. */
const minify = { mangle: true, compress: true, codegen: { removeWhitespace: true } }

/** commander loads child_process for commands that are programs of their own. exhume has none, and loading it takes 3 ms. */
const withoutChildProcess = {
  name: 'without-child-process',
  resolveId: (id, importer) => (id === 'node:child_process' && importer?.includes('/commander/') ? '\0child-process' : undefined),
  load: (id) => (id === '\0child-process' ? 'export {}' : undefined),
}

async function bundle(input, external, output) {
  const plugins = [withoutChildProcess]
  const checks = { ineffectiveDynamicImport: false }
  const preserveEntrySignatures = 'allow-extension'
  const transform = { target: 'es2022' }
  const build = await rolldown({ cwd: root, input, external, plugins, checks, preserveEntrySignatures, platform: 'node', transform })
  await build.write({ entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', ...output })
  await build.close()
}

rmSync(`${root}/dist`, { recursive: true, force: true })
const tsc = `${root}/node_modules/typescript/bin/tsc`
execFileSync(process.execPath, [tsc, '-p', `${root}/tsconfig.build.json`], { cwd: root, stdio: 'inherit' })

/** Modules that four or more parts share are one file: Node takes longer to load many small ones. */
const fewFiles = { groups: [{ name: 'shared', test: /\/src\//, minShareCount: 4 }] }

/** One file is loaded faster than ten small ones: what is always needed together is together. */
const smallTables = {
  includeDependenciesRecursively: false,
  groups: [
    {
      name: 'base',
      test: /\/src\/(errors|io\/(binary-search|bytes|event-loop|file-offset|file-source|hex|io-error|json-text|node-builtins|sink|source|text-format|text-writer|write-fully)|readers\/limits|render\/(ansi-color|text-table|wrap-lines))\.ts$/,
    },
    { name: 'schema', test: /\/src\/schema\/(?!arbitrary|validator|describe|field-map|encode)/ },
    {
      name: 'elf',
      test: /\/src\/(readers\/elf\/(elf-container|note-iterator)|formats\/elf\/(constants|headers|machine-abi|segment-permissions)|formats\/core\/(register-[a-z]+|descriptor-json|note-registry|detect-system))\.ts$/,
    },
    {
      name: 'core-model',
      test: /\/src\/readers\/core\/(core-notes|note|note-scan|note-segments|mappings|memory|model|threads|process-from-notes|open-core-with|report|sections)\.ts$/,
    },
    { name: 'core-text', test: /\/src\/render\/core\// },
    {
      name: 'names',
      test: /\/src\/systems\/(\w+\/)?(signals|errno|signal-table|errno-table|numbered-names|address-families|ip-address)\.ts$/,
    },
  ],
}

const packages = dependencies.map((name) => new RegExp(`^${name}(/|$)`))
await bundle({ ...library, ...worker }, packages, { dir: 'dist', format: 'esm', codeSplitting: fewFiles })
const loadedOnDemand = packages.filter((pattern) => !pattern.test('commander'))
await bundle({ main: 'src/cli/main.ts', 'format-list': 'src/cli/format-list.ts', ...worker }, loadedOnDemand, {
  dir: 'dist/cli',
  format: 'cjs',
  codeSplitting: smallTables,
  minify,
})
writeFileSync(`${root}/dist/cli/package.json`, '{ "type": "commonjs" }\n')
// What `exhume formats` prints, so that printing it loads no format.
const { listFormats } = createRequire(import.meta.url)(`${root}/dist/cli/format-list.js`)
writeFileSync(`${root}/dist/cli/formats.json`, JSON.stringify(await listFormats()))
chmodSync(`${root}/dist/cli/main.js`, 0o755)
