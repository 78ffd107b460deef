/** All comparisons. Peers do the same work on the same file, or the nearest work that they offer, which the table says. */
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Comparison } from './comparison.js'
import type { Inputs } from './inputs.js'
import type { Command } from './measure.js'

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const program = (name: string): string => fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url))
const exhume = (...args: string[]): Command => [process.execPath, MAIN, ...args]
const node = (name: string, ...args: string[]): Command => [process.execPath, program(name), ...args]
const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))

export function comparisons(inputs: Inputs): readonly Comparison[] {
  return [...startup(), ...cores(inputs), ...traces(inputs), ...kernelDumps(inputs), ...decoding(inputs)]
}

function startup(): Comparison[] {
  const peer = { name: 'node -e 0', command: [process.execPath, '-e', '0'] as const }
  const of = (name: string, ...args: string[]): Comparison => ({
    name: `startup/${name}`,
    work: `exhume ${args.map((arg) => arg.replace(/^.*\//, '')).join(' ')}`,
    command: exhume(...args),
    peer,
  })
  return [
    of('version', '--version'),
    of('help', '--help'),
    of('formats', 'formats'),
    of('read-core', 'read', example('hello-linux.core')),
    of('read-trace', 'read', example('hello.ktrace')),
    { name: 'startup/import-readers', work: "import 'exhume/readers'", command: node('import-readers'), peer },
  ]
}

function cores(inputs: Inputs): Comparison[] {
  const threads = inputs.threads()
  const memory = inputs.memory()
  const converted = inputs.output('core')
  const removed = { before: () => rmSync(converted, { force: true }) }
  const reading = { name: 'cat', command: ['cat', memory] as const }
  return [
    {
      name: 'core/threads-text',
      work: `registers of ${inputs.size.threads} threads as text`,
      command: exhume('read', threads, '--only', 'threads'),
      peer: { name: 'eu-readelf -n', command: ['eu-readelf', '-n', threads] },
    },
    {
      name: 'core/threads-readelf',
      work: 'the same; readelf lists notes without decoding registers',
      command: exhume('read', threads, '--only', 'threads'),
      peer: { name: 'readelf -n', command: ['readelf', '-nW', threads] },
    },
    {
      name: 'core/convert',
      work: 'dense memory, NetBSD to Linux; cp copies it unchanged',
      command: exhume('convert', memory, converted, '--to', 'elf-core/linux'),
      peer: { name: 'cp', command: ['cp', memory, converted] },
      limit: reading,
      ...removed,
    },
    {
      name: 'core/check',
      work: 'check of dense memory',
      command: exhume('check', memory),
      peer: reading,
    },
    {
      name: 'core/gzip',
      work: 'report of a core inside gzip',
      command: exhume('read', inputs.zipped()),
      peer: { name: 'gzip -dc', command: ['gzip', '-dc', inputs.zipped()] },
    },
  ]
}

function traces(inputs: Inputs): Comparison[] {
  const trace = inputs.trace()
  const written = inputs.output('trace')
  const removed = { before: () => rmSync(written, { force: true }) }
  const cat = { name: 'cat', command: ['cat', trace] as const }
  const ndjson = { name: 'own NDJSON', command: exhume('read', trace, '--ndjson') }
  return [
    { name: 'ktrace/text', work: 'kdump text; cat reads the trace', command: exhume('read', trace), peer: cat },
    {
      name: 'ktrace/count',
      work: 'records counted by type; cat reads the trace',
      command: exhume('read', trace, '--json', '--only', 'types'),
      peer: cat,
    },
    { name: 'ktrace/ndjson', work: 'NDJSON; cat reads the trace', command: ndjson.command, peer: cat },
    {
      name: 'ktrace/chrome-trace',
      work: 'chrome-trace against own NDJSON',
      command: exhume('convert', trace, written, '--to', 'chrome-trace'),
      peer: ndjson,
      ...removed,
    },
    {
      name: 'ktrace/parquet',
      work: 'Parquet against own NDJSON',
      command: exhume('convert', trace, written, '--to', 'parquet'),
      peer: ndjson,
      ...removed,
    },
    {
      name: 'ktrace/check',
      work: 'check against own text',
      command: exhume('check', trace),
      peer: { name: 'own text', command: exhume('read', trace) },
    },
    {
      name: 'ktrace/freebsd',
      work: 'NetBSD to FreeBSD; cp copies it unchanged',
      command: exhume('convert', trace, written, '--to', 'ktrace/freebsd'),
      peer: { name: 'cp', command: ['cp', trace, written] },
      ...removed,
    },
  ]
}

function kernelDumps(inputs: Inputs): Comparison[] {
  const dump = inputs.kernel()
  const saved = inputs.output('kcore')
  const { kernelReads, kernelMemory } = inputs.size
  return [
    {
      name: 'kcore/random-reads',
      work: `${kernelReads} translated reads of 8 to 4096 bytes; the peer reads the same number of places of the file`,
      command: node('kernel-reads', 'translated', dump, String(kernelMemory), String(kernelReads)),
      peer: { name: 'fs.readSync', command: node('kernel-reads', 'plain', dump, String(kernelMemory), String(kernelReads)) },
    },
    {
      name: 'kcore/save',
      work: 'a raw dump saved as kcore; cp copies it unchanged',
      command: exhume('convert', dump, saved, '--to', 'kcore/netbsd'),
      peer: { name: 'cp', command: ['cp', '--reflink=never', dump, saved] },
      before: () => rmSync(saved, { force: true }),
    },
  ]
}

function decoding(inputs: Inputs): Comparison[] {
  const trace = inputs.trace()
  const count = String(inputs.size.headers)
  const decode = (library: string): Command => node('decode-headers', library, trace, count)
  return ['binary-parser', 'kaitai-struct', 'restructure', 'DataView'].map((library) => ({
    name: `decode/${library}`,
    work: `${count} record headers by layout.decode`,
    command: decode('exhume'),
    peer: { name: library, command: decode(library) },
  }))
}
