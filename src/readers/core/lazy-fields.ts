/**
 * The fields of a structure of fixed size, each decoded on demand: of the register notes of many threads, all that is wanted at
 * first is the number of the thread.
 */
import type { Abi, StructPlan } from '../../schema/base.js'

type View = new (bytes: Uint8Array, whole: () => unknown) => object

const views = new WeakMap<StructPlan, Map<boolean, View>>()

/**
 * Something whose properties are the fields of the structure; it is none to be listed or copied.
 *
 * @param bytes all of the structure
 * @param whole the structure's value, for fields that are no plain numbers
 */
export function lazyFields(plan: StructPlan, bytes: Uint8Array, { endian }: Abi, whole: () => unknown): object {
  const little = endian === 'little'
  let byOrder = views.get(plan)
  if (!byOrder) {
    byOrder = new Map()
    views.set(plan, byOrder)
  }
  let View = byOrder.get(little)
  if (!View) {
    View = viewOf(plan, little)
    byOrder.set(little, View)
  }
  return new View(bytes, whole)
}

function viewOf(plan: StructPlan, little: boolean): View {
  // Private members only, as any name may be that of a field.
  class Fields {
    readonly #view: DataView
    readonly #whole: () => unknown
    #value: Readonly<Record<string, unknown>> | undefined

    constructor(bytes: Uint8Array, whole: () => unknown) {
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      this.#whole = whole
    }

    static field(fields: Fields, name: string): unknown {
      fields.#value ??= fields.#whole() as Readonly<Record<string, unknown>>
      return fields.#value[name]
    }

    static number(fields: Fields, offset: number, size: number, signed: boolean): number {
      const view = fields.#view
      if (size === 4) return signed ? view.getInt32(offset, little) : view.getUint32(offset, little)
      if (size === 2) return signed ? view.getInt16(offset, little) : view.getUint16(offset, little)
      return signed ? view.getInt8(offset) : view.getUint8(offset)
    }
  }
  for (const { name, offset, node } of plan.fields) {
    const number = node.kind === 'integer' && node.size < 8 && !node.big && offset !== undefined ? node : undefined
    Object.defineProperty(Fields.prototype, name, {
      get(this: Fields): unknown {
        return number ? Fields.number(this, offset as number, number.size, number.signed) : Fields.field(this, name)
      },
    })
  }
  return Fields
}
