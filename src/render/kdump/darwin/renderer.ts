/** Prints records like kdump(1) of Mac OS X 10.2 to 10.4. Source: system_cmds-230, 279 and 336. */

import { calls103, calls104, type Form, syscalls100 } from '../../../formats/ktrace/darwin/syscall-names.js'
import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import { MAXCOMLEN } from '../../../systems/bsd/limits.js'
import { darwinErrors } from '../../../systems/darwin/errno.js'
import { darwinSignals } from '../../../systems/darwin/signals.js'
import { number, type Step } from '../argument-words.js'
import { Bsd44Renderer, caughtText, cEscape, octal, orDecimal, requestStep } from '../bsd44-renderer.js'
import { errorTexts } from '../error-text.js'
import { LinePrefixes, writeProcess } from '../line-prefix.js'
import type { MakeRenderer } from '../renderer.js'

const PTRACE: Readonly<Record<number, string>> = {
  0: 'PT_TRACE_ME',
  1: 'PT_READ_I',
  2: 'PT_READ_D',
  3: 'PT_READ_U',
  4: 'PT_WRITE_I',
  5: 'PT_WRITE_D',
  6: 'PT_WRITE_U',
  7: 'PT_CONTINUE',
  8: 'PT_KILL',
  9: 'PT_STEP',
  10: 'PT_ATTACH',
  11: 'PT_DETACH',
  12: 'PT_SIGEXC',
  13: 'PT_THUPDATE',
  14: 'PT_ATTACHEXC',
  30: 'PT_FORCEQUOTA',
  31: 'PT_DENY_ATTACH',
  32: 'PT_FIRSTMACH',
}

const steps: ReadonlyMap<string, readonly Step[]> = new Map([
  ['ioctl', [number, requestStep]],
  ['ptrace', [orDecimal(PTRACE)]],
])

const errorText = errorTexts(darwinErrors)

function signalName(signal: number): string {
  return darwinSignals.name(signal) ?? `SIG${signal}`
}

/** Until 10.1, mask and code were in the opposite order. */
function signalText({ view, little, payload, stop }: RecordWalker, maskFirst: boolean): string | undefined {
  if (stop - payload < 16) return undefined
  const [mask, code] = maskFirst ? [payload + 8, payload + 12] : [payload + 12, payload + 8]
  const action = BigInt(view.getUint32(payload + 4, little))
  return `${signalName(view.getInt32(payload, little))} ${caughtText(action, view.getInt32(mask, little), view.getInt32(code, little))}`
}

export const makeRenderer: MakeRenderer = (context) => {
  const { declared } = context.file.headers[0] ?? {}
  const form: Form = declared?.name === '10.0' ? 'size' : declared?.name === '10.2' ? 'count4' : 'count8'
  const { names } = form === 'size' ? syscalls100() : form === 'count4' ? calls103() : calls104()
  const prefixes = new LinePrefixes((record, into) => writeProcess(record, into, MAXCOMLEN), false)
  return new Bsd44Renderer(context, {
    names,
    steps,
    prefixes: () => prefixes,
    codeOf: ({ view, payload, little }) => (form === 'size' ? view.getInt32(payload, little) : view.getInt16(payload, little)),
    words: ({ view, payload, stop, little }) =>
      form === 'size'
        ? { at: payload + 8, count: stop - payload < 8 ? 0 : Math.trunc(view.getInt32(payload + 4, little) / 4) }
        : { at: payload + 4, count: view.getInt16(payload + 2, little) },
    word: form === 'count8' ? 8 : 4,
    lowOnly: true,
    returned: 4,
    errorText,
    escape: (byte) => cEscape(byte, octal),
    maxData: Number.POSITIVE_INFINITY,
    signal: (record) => signalText(record, form === 'size'),
    // No newline: the next record continues the line.
    behindUnknown: '',
  })
}
