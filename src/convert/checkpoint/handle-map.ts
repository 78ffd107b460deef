/**
 * `--files MAP.json`: maps paths to the file handles of a checkpoint. Only the kernel that issued a handle can resolve it, so the map is
 * needed in both directions: `{ "files": { "/bin/x": "HANDLE" }, "open": [ { "descriptor": 3, "path": "/tmp/y" } ] }`, with handles in
 * hexadecimal as `read --json` prints them.
 */
import { FormatError } from '../../errors.js'
import { type FileHandle, fhandle } from '../../formats/checkpoint/dragonfly/index.js'
import { fileSource } from '../../io/file-source.js'
import { fromHex, toHex } from '../../io/hex.js'
import { abi } from '../../schema/base.js'

export interface OpenEntry {
  readonly descriptor: number
  readonly handle: FileHandle
  /** The kernel's flags: 1 read, 2 write. */
  readonly flags: number
  readonly offset: bigint
}

export interface FileMap {
  handleOf(path: string): FileHandle | undefined
  pathOf(handle: FileHandle): string | undefined
  /** Undefined if the map does not list open files. */
  readonly open: readonly OpenEntry[] | undefined
}

export const noFiles: FileMap = { handleOf: () => undefined, pathOf: () => undefined, open: undefined }

// No member depends on the word size: the layout is the same on both machines.
const layout = fhandle.for(abi.amd64)

/** A handle as text. */
export const handleText = (handle: FileHandle): string => toHex(layout.encode(handle))

/** Maximum size of a map in bytes; far more than any process needs. */
const LARGEST = 64 * 1024 * 1024

/**
 * Reads a map.
 *
 * @throws FormatError `IO` when it cannot be read, `BAD_DOCUMENT` with the path of the wrong key
 */
export function readFileMap(path: string): FileMap {
  const source = fileSource(path)
  try {
    if (source.size > LARGEST) throw bad(path, '', `the file map has ${source.size} bytes, expected at most ${LARGEST}`)
    return parseFileMap(new TextDecoder().decode(source.read(0, source.size)), path)
  } finally {
    source.close()
  }
}

/** @throws FormatError `BAD_DOCUMENT` */
export function parseFileMap(text: string, name = '--files'): FileMap {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw bad(name, '', `invalid JSON: ${error instanceof Error ? error.message : error}`)
  }
  if (!isObject(json)) throw bad(name, '', 'expected an object with "files"')
  const { files = {}, open } = json
  if (!isObject(files)) throw bad(name, 'files', 'expected an object with a handle for each path')
  const handles = new Map(Object.entries(files).map(([path, handle]) => [path, handleFrom(handle, name, `files[${JSON.stringify(path)}]`)]))
  const paths = new Map([...handles].map(([path, handle]) => [handleText(handle), path]))
  if (open !== undefined && !Array.isArray(open)) throw bad(name, 'open', 'expected an array')
  return {
    handleOf: (path) => handles.get(path),
    pathOf: (handle) => paths.get(handleText(handle)),
    open: open?.map((entry: unknown, i) => openFrom(entry, handles, name, `open[${i}]`)),
  }
}

function handleFrom(given: unknown, name: string, path: string): FileHandle {
  if (typeof given !== 'string' || !/^(?:[0-9a-fA-F]{2})+$/.test(given) || given.length !== layout.size * 2)
    throw bad(name, path, `expected a handle of ${layout.size} bytes in hexadecimal`)
  return layout.decode(fromHex(given))
}

function openFrom(entry: unknown, handles: ReadonlyMap<string, FileHandle>, name: string, where: string): OpenEntry {
  if (!isObject(entry)) throw bad(name, where, 'expected an object')
  const { descriptor, path, handle, access = 'r', offset = 0 } = entry
  if (typeof descriptor !== 'number' || !Number.isInteger(descriptor) || descriptor < 0 || descriptor > 0x7fffffff)
    throw bad(name, `${where}.descriptor`, 'expected a descriptor number')
  if (access !== 'r' && access !== 'w' && access !== 'rw') throw bad(name, `${where}.access`, 'expected r, w or rw')
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset)) throw bad(name, `${where}.offset`, 'expected a number of bytes')
  const known = typeof path === 'string' ? handles.get(path) : undefined
  if (handle === undefined && !known) throw bad(name, where, 'expected a handle, or a path that is listed in "files"')
  return {
    descriptor,
    handle: known ?? handleFrom(handle, name, `${where}.handle`),
    flags: access === 'r' ? 1 : access === 'w' ? 2 : 3,
    offset: BigInt(offset),
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const bad = (name: string, path: string, message: string): FormatError =>
  new FormatError({ code: 'BAD_DOCUMENT', path, message: `${[name, path].filter((each) => each !== '').join(': ')}: ${message}` })
