/** All record types except system calls, returns, paths and I/O data. */

import { ktrCapFail, ktrCapFailOld, ktrExterr } from '../../../formats/ktrace/freebsd/payloads.js'
import { arrayStructs } from '../../../formats/ktrace/freebsd/struct-payloads.js'
import { TYPES as t } from '../../../formats/ktrace/freebsd/type-numbers.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import { findNul } from '../../../schema/utf8.js'
import { argumentNames } from '../../../systems/freebsd/argument-names.js'
import { freebsdSignals } from '../../../systems/freebsd/signals.js'
import { type Lines, switchText, userBytes } from '../common-records.js'
import type { RendererContext } from '../renderer.js'
import { invalid } from './argument-steps.js'
import { capabilityText } from './capfail.js'
import { extendedErrorText } from './exterr.js'
import { flagNames, nameOf, signalName } from './printed-names.js'
import { arrayText } from './struct-array-text.js'
import { structText } from './struct-text.js'
import { userText } from './utrace-text.js'

export class OtherRecordsText {
  constructor(
    private readonly context: RendererContext,
    private readonly lines: Lines,
  ) {}

  /** Prints the text after the tag. @param names system call names of the process */
  record(record: RecordWalker, names: readonly (string | undefined)[]): void {
    const text = this.#text(record, names)
    if (text === undefined) this.lines.odd(record)
    else if (typeof text === 'string') this.lines.line(text)
    else this.lines.bytesLine(text)
  }

  #text(record: RecordWalker, names: readonly (string | undefined)[]): string | Uint8Array | undefined {
    const { type, bytes, view, little, payload, stop } = record
    const { abi } = this.context.file
    const length = stop - payload
    switch (type) {
      case t.KTR_PSIG:
        return length < (abi.bits === 64 ? 40 : 28) ? undefined : this.#signal(record)
      case t.KTR_CSW: {
        if (length < 8) return undefined
        if (length === 8) return switchText(record)
        return `${switchText(record)} "${latin1(bytes, payload + 8, findNul(bytes, payload + 8, Math.min(stop, payload + 16)))}"`
      }
      case t.KTR_USER:
        return userText(record, abi) ?? userBytes(record, this.context.options.decimal)
      case t.KTR_STRUCT:
        return structText(bytes, payload, stop, abi)
      case t.KTR_STRUCT_ARRAY:
        return length <= abi.pointer ? 'invalid record' : arrayText(bytes, payload, stop, abi, arrayStructs)
      case t.KTR_CAPFAIL: {
        const old = ktrCapFailOld.for(abi)
        const now = ktrCapFail.for(abi)
        if (length === old.size) return capabilityText(old.decode(bytes, { offset: payload, end: stop }), names)
        if (length >= now.size) return capabilityText(now.decode(bytes, { offset: payload, end: stop }), names)
        return undefined
      }
      case t.KTR_FAULT: {
        const word = abi.pointer
        if (length < 2 * word) return undefined
        const address = word === 8 ? view.getBigUint64(payload, little) : BigInt(view.getUint32(payload, little))
        const kind = view.getUint32(payload + word, little)
        const { names: found } = flagNames(argumentNames('vmprot'), BigInt(kind))
        const shown = kind === 0 ? '0' : `0x${kind.toString(16)}`
        return `0x${address.toString(16)} ${shown}<${found.join('|')}>${found.length === 0 ? `<invalid>${kind}` : ''}`
      }
      case t.KTR_FAULTEND: {
        if (length < 4) return undefined
        const result = view.getInt32(payload, little)
        return nameOf('vmresult', result) ?? `<invalid=${result}>`
      }
      case t.KTR_ARGS:
      case t.KTR_ENVS:
        return strings(bytes, payload, stop)
      case t.KTR_EXTERR: {
        const layout = ktrExterr.for(abi)
        return length < layout.size ? undefined : extendedErrorText(layout.decode(bytes, { offset: payload, end: stop }).ue)
      }
      default:
        return ''
    }
  }

  #signal({ view, little, payload }: RecordWalker): string {
    const wide = this.context.file.abi.pointer === 8
    const signal = view.getInt32(payload, little)
    const action = wide ? view.getBigUint64(payload + 8, little) : BigInt(view.getUint32(payload + 4, little))
    const code = view.getInt32(payload + (wide ? 16 : 8), little)
    const mask = view.getUint32(payload + (wide ? 20 : 12), little)
    const why = freebsdSignals.codeName(signal, code) ?? invalid(code >>> 0, this.context.options.decimal)
    const how = action === 0n ? 'SIG_DFL' : `caught handler=0x${action.toString(16)} mask=0x${mask.toString(16)}`
    return `${signalName(signal)} ${how} code=${why}`
  }
}

/** `"a", "b"` */
function strings(bytes: Uint8Array, start: number, stop: number): string {
  const texts: string[] = []
  let at = start
  while (at < stop) {
    const end = findNul(bytes, at, stop)
    texts.push(`"${latin1(bytes, at, end)}"`)
    at = end + 1
  }
  return texts.join(', ')
}

/** Bytes as characters, which `writeAscii` writes as the same bytes. */
function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] as number)
  return text
}
