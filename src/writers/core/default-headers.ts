/** Encodes the headers of a document; missing fields get the values that the system's kernel would write. */
import { FormatError } from '../../errors.js'
import type { FileLayout } from '../../formats/core/file-layout.js'
import { type CoreHeaderOptions, coreHeader, elfClass, elfData, elfHeader, findElfAbi, selectAbi } from '../../formats/elf/index.js'
import { type Abi, findAbi, fromJson, type Layout, residueFromJson, toJson } from '../../schema/base.js'

type Fields = Readonly<Record<string, unknown>>

/**
 * The ABI for the headers of a document: that of its ELF header if class, byte order and machine are present, else the named one.
 *
 * @throws FormatError `BAD_DOCUMENT` when neither determines it
 */
export function abiOf(name: string, header: Fields | undefined): Abi {
  const named = findAbi(name)
  const layout = elfHeader.for(named ?? selectAbi({ class: elfClass.ELFCLASS64, data: elfData.ELFDATA2LSB, machine: 0, flags: 0 }))
  const ident = header?.e_ident
  if (
    header &&
    typeof ident === 'object' &&
    ident !== null &&
    ['ei_class', 'ei_data'].every((key) => key in ident) &&
    'e_machine' in header
  ) {
    // The other fields are validated when the header is encoded.
    const number = (of: unknown, key: string, field: string): number => enumValue(layout, field, (of as Fields)[key])
    return selectAbi({
      class: number(ident, 'ei_class', 'e_ident.ei_class'),
      data: number(ident, 'ei_data', 'e_ident.ei_data'),
      machine: number(header, 'e_machine', 'e_machine'),
      flags: 'e_flags' in header ? number(header, 'e_flags', 'e_flags') : 0,
    })
  }
  const found = findElfAbi(name)
  if (!found) throw new FormatError({ code: 'BAD_DOCUMENT', path: 'abi', message: `abi: unknown ABI ${JSON.stringify(name)}`, found: name })
  return found
}

/** A header field that may contain a number or its name. */
function enumValue(layout: Layout<unknown>, path: string, json: unknown): number {
  if (typeof json === 'number') return json
  const keys = path.split('.')
  let plan = layout.plan
  for (const key of keys) {
    const node = plan.fields.find((field) => field.name === key)?.node
    if (node?.kind === 'struct') plan = node.plan
    else if (node?.kind === 'integer' && typeof json === 'string') {
      for (const [value, name] of node.names ?? []) if (name === json) return Number(value)
      if (/^(?:\d+|0x[0-9a-fA-F]+)$/.test(json)) return Number(json)
    }
  }
  throw new FormatError({
    code: 'BAD_DOCUMENT',
    path: `header.${path}`,
    message: `header.${path}: expected a number or a known name, found ${JSON.stringify(json)}`,
  })
}

/** Encodes a structure of a document, with defaults for missing fields. */
export function encodeHeader(layout: Layout<unknown>, defaults: Fields, given: Fields, path: string): Uint8Array {
  const { residue, ...fields } = given
  const whole = merge(defaults, fields)
  const value = fromJson(layout.plan, whole, path)
  const kept = residueFromJson(residue, `${path}.residue`)
  return layout.encode(value, { path, ...(kept && { residue: kept }) })
}

function merge(defaults: Fields, given: Fields): Fields {
  const whole: Record<string, unknown> = { ...defaults }
  for (const [key, value] of Object.entries(given)) {
    const below = defaults[key]
    whole[key] = isObject(below) && isObject(value) ? merge(below, value) : value
  }
  return whole
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The header tables that the ELF header refers to. */
export type HeaderTables = Pick<CoreHeaderOptions, 'programHeaders' | 'sectionHeaders' | 'sectionNames'>

/** Header sizes in bytes for the ELF class of an ABI. */
export const sizesOf = (abi: Abi) => (abi.bits === 32 ? { header: 52, program: 32, section: 40 } : { header: 64, program: 56, section: 64 })

/** The JSON form of the ELF header that a system's kernel writes for a core of a machine. */
export function headerDefaults(abi: Abi, { osabi, sectionSize = false }: FileLayout, tables: HeaderTables): Fields {
  return toJson(elfHeader.for(abi).plan, coreHeader(abi, { osabi: osabi(abi), sectionSize, ...tables }))
}

export const sectionDefaults: Fields = {
  sh_name: 0,
  sh_type: 0,
  sh_flags: 0,
  sh_addr: 0,
  sh_offset: 0,
  sh_size: 0,
  sh_link: 0,
  sh_info: 0,
  sh_addralign: 0,
  sh_entsize: 0,
}
