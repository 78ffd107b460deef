/**
 * `--files MAP`: maps paths to the file handles of a checkpoint. Only the kernel that issued a handle can resolve it, so the map is
 * needed in both directions. A map is the output of `ls -i`, which names files by inode, or JSON: `{ "files": { "/bin/x": "HANDLE" }, "open": [ { "descriptor": 3, "path": "/tmp/y" } ] }`, with handles in
 * hexadecimal as `read --json` prints them, or inodes as numbers. An inode gives a path for a handle; it gives a handle for a path if
 * `"fsid"` states the file system, in the shape of HAMMER2.
 */
import { FormatError } from '../../errors.js'
import { type FileHandle, fhandle, fsidText, inodeOf } from '../../formats/checkpoint/dragonfly/index.js'
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
  if (/^\s*\d/.test(text)) return inodeMap(parseListing(text, name), undefined)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw bad(name, '', `invalid JSON: ${error instanceof Error ? error.message : error}`)
  }
  if (!isObject(json)) throw bad(name, '', 'expected an object with "files"')
  const { files = {}, open, fsid } = json
  if (!isObject(files)) throw bad(name, 'files', 'expected an object with a handle for each path')
  if (fsid !== undefined && (typeof fsid !== 'string' || !/^[0-9a-f]{16}$/.test(fsid)))
    throw bad(name, 'fsid', 'expected a file system ID of 16 hexadecimal digits')
  const entries = Object.entries(files)
  const inodes = entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  const wrong = inodes.find(([, inode]) => !Number.isSafeInteger(inode) || inode < 0)
  if (wrong) throw bad(name, `files[${JSON.stringify(wrong[0])}]`, 'expected an inode number')
  const byInode = inodeMap(new Map(inodes.map(([path, inode]) => [BigInt(inode), path])), fsid)
  const handles = new Map(
    entries.flatMap(([path, handle]): [string, FileHandle][] => {
      const known = typeof handle === 'number' ? byInode.handleOf(path) : handleFrom(handle, name, `files[${JSON.stringify(path)}]`)
      return known ? [[path, known]] : []
    }),
  )
  const paths = new Map([...handles].map(([path, handle]) => [handleText(handle), path]))
  if (open !== undefined && !Array.isArray(open)) throw bad(name, 'open', 'expected an array')
  return {
    handleOf: (path) => handles.get(path),
    pathOf: (handle) => paths.get(handleText(handle)) ?? byInode.pathOf(handle),
    open: open?.map((entry: unknown, i) => openFrom(entry, handles, name, `open[${i}]`)),
  }
}

/** The lines of `ls -i`: an inode and a name. */
function parseListing(text: string, name: string): Map<bigint, string> {
  const paths = new Map<bigint, string>()
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const [, inode, path] = /^\s*(\d+)\s+(.+)$/.exec(line) ?? []
    if (inode === undefined || path === undefined) throw bad(name, `line ${i + 1}`, 'expected an inode and a path, as ls -i prints them')
    paths.set(BigInt(inode), path)
  }
  return paths
}

/** Names files by inode, on one file system or on any. */
function inodeMap(paths: ReadonlyMap<bigint, string>, fsid: string | undefined): FileMap {
  const inodes = new Map([...paths].map(([inode, path]) => [path, inode]))
  return {
    handleOf(path) {
      const inode = inodes.get(path)
      return inode === undefined || fsid === undefined ? undefined : hammer2Handle(fsid, inode)
    },
    pathOf(handle) {
      if (fsid !== undefined && fsidText(handle.fh_fsid) !== fsid) return undefined
      const inode = inodeOf(handle)
      return inode === undefined ? undefined : paths.get(inode)
    },
    open: undefined,
  }
}

/** The handle that HAMMER2 issues for an inode. */
function hammer2Handle(fsid: string, inode: bigint): FileHandle {
  const fid_data = new Uint8Array(16)
  new DataView(fid_data.buffer).setBigUint64(0, inode, true)
  const word = (digits: string): number => Number.parseInt(digits, 16) | 0
  return { fh_fsid: { val: [word(fsid.slice(8)), word(fsid.slice(0, 8))] }, fh_fid: { fid_len: 20, fid_ext: 0, fid_data } }
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
