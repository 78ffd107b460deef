/**
 * `--files MAP.json`: which file each handle of a checkpoint is. Only the kernel that gave a handle can find its file, so that a map is
 * needed to get from paths to handles and back: `{ "files": { "/bin/x": "HANDLE" }, "open": [ { "descriptor": 3, "path": "/tmp/y" } ] }`,
 * handles in hexadecimal as `read --json` prints them.
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
  /** Undefined where the map does not say which files are open. */
  readonly open: readonly OpenEntry[] | undefined
}

export const noFiles: FileMap = { handleOf: () => undefined, pathOf: () => undefined, open: undefined }

// The same on both machines: no member depends on the word size.
const layout = fhandle.for(abi.amd64)

/** A handle as text. */
export const handleText = (handle: FileHandle): string => toHex(layout.encode(handle))

/** Far more than a process has files. */
const LARGEST = 64 * 1024 * 1024

/**
 * Reads a map.
 *
 * @throws FormatError `IO` when it cannot be read, `BAD_DOCUMENT` with the path of what is wrong in it
 */
export function readFileMap(path: string): FileMap {
  const source = fileSource(path)
  try {
    if (source.size > LARGEST) throw bad(path, '', `${source.size} bytes are too many for a map of files`)
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
    throw bad(name, '', `no JSON: ${error instanceof Error ? error.message : error}`)
  }
  if (!isObject(json)) throw bad(name, '', 'an object with "files" is expected')
  const { files = {}, open } = json
  if (!isObject(files)) throw bad(name, 'files', 'an object of handles by path is expected')
  const handles = new Map(Object.entries(files).map(([path, handle]) => [path, handleFrom(handle, name, `files[${JSON.stringify(path)}]`)]))
  const paths = new Map([...handles].map(([path, handle]) => [handleText(handle), path]))
  if (open !== undefined && !Array.isArray(open)) throw bad(name, 'open', 'a list is expected')
  return {
    handleOf: (path) => handles.get(path),
    pathOf: (handle) => paths.get(handleText(handle)),
    open: open?.map((entry: unknown, i) => openFrom(entry, handles, name, `open[${i}]`)),
  }
}

function handleFrom(given: unknown, name: string, path: string): FileHandle {
  if (typeof given !== 'string' || !/^(?:[0-9a-fA-F]{2})+$/.test(given) || given.length !== layout.size * 2)
    throw bad(name, path, `a handle is ${layout.size} bytes in hexadecimal`)
  return layout.decode(fromHex(given))
}

function openFrom(entry: unknown, handles: ReadonlyMap<string, FileHandle>, name: string, where: string): OpenEntry {
  if (!isObject(entry)) throw bad(name, where, 'an object is expected')
  const { descriptor, path, handle, access = 'r', offset = 0 } = entry
  if (typeof descriptor !== 'number' || !Number.isInteger(descriptor) || descriptor < 0 || descriptor > 0x7fffffff)
    throw bad(name, `${where}.descriptor`, 'the number of a descriptor is expected')
  if (access !== 'r' && access !== 'w' && access !== 'rw') throw bad(name, `${where}.access`, 'r, w or rw is expected')
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset)) throw bad(name, `${where}.offset`, 'a number of bytes is expected')
  const known = typeof path === 'string' ? handles.get(path) : undefined
  if (handle === undefined && !known) throw bad(name, where, 'a handle, or a path that is among the files, is expected')
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
