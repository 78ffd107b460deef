/** Payloads of which the fields tell all bytes, so that a lossless line need not look for what is left. */
import { isZero } from '../../io/bytes.js'
import type { Node, StructPlan } from '../../schema/node.js'
import { isUtf8 } from '../../schema/utf8.js'
import { reader } from './json-integers.js'
import type { RecordWalker } from './record-walker.js'

/** Whether that is so of the record, where it is seen at a glance. */
export type CoverageTest = (record: RecordWalker) => boolean

/** What the last field says of the bytes `[start, stop)` that are left for it, in a payload at an index. */
type LastTest = (record: RecordWalker, payload: number, start: number, stop: number) => boolean

const never: CoverageTest = () => false

/** Nothing in the holes, and a last field that takes what is left. */
export function createCoverageTest(plan: StructPlan): CoverageTest {
  const last = plan.fields.at(-1)
  if (!last || plan.fields.some(({ node }) => node.kind !== 'integer' && node !== last.node)) return never
  const test = lastTest(last.node, plan)
  if (!test) return never
  const { size, holes } = plan
  return (record) => {
    const { bytes, payload, stop } = record
    if (payload + size > stop) return false
    for (const { offset, length } of holes) if (!isZero(bytes, payload + offset, payload + offset + length)) return false
    return test(record, payload, payload + size, stop)
  }
}

function lastTest(node: Node, plan: StructPlan): LastTest | undefined {
  switch (node.kind) {
    case 'integer':
      return (_record, _payload, start, stop) => start === stop
    case 'rest':
      return node.text ? ({ bytes }, _payload, start, stop) => isUtf8(bytes, start, stop) : () => true
    case 'list': {
      const { element } = node
      if (element.kind !== 'integer') return undefined
      const reference = node.bytes ?? node.count
      if (reference === undefined) return node.until ? undefined : (_record, _payload, start, stop) => (stop - start) % element.size === 0
      const stated = plan.fields.find(({ name }) => name === reference)
      if (stated?.node.kind !== 'integer' || stated.offset === undefined || stated.node.size > 4) return undefined
      const { offset } = stated
      const read = reader(stated.node.size, stated.node.signed, plan.abi.endian === 'little')
      const unit = node.bytes === undefined ? element.size : 1
      return ({ view }, payload, start, stop) => {
        const left = stop - start
        return left % element.size === 0 && read(view, payload + offset) * unit === left
      }
    }
    default:
      return undefined
  }
}
