/** Whether the symbols of `--kernel` are of the dumped kernel. Source: savecore(8) and libkvm, which compare the version text. */
import type { Diagnostic } from '../../errors.js'
import { equalBytes } from '../../io/bytes.js'
import { formatHex } from '../../io/text-format.js'
import type { KernelDump } from './kernel-dump.js'
import type { Kvm } from './kvm.js'

/** Symbols whose text begins with the system's name. */
const banners: readonly { readonly symbol: string; readonly begins: RegExp }[] = [
  { symbol: 'version', begins: /^(?:NetBSD|OpenBSD|FreeBSD|DragonFly) / },
  { symbol: 'linux_banner', begins: /^Linux version / },
]
/** Characters of a text in a message. */
const SHOWN = 40
/** Bytes of a text that are compared. */
const COMPARED = 256

/** What is wrong with the symbols; undefined where they fit, or nothing tells. */
export function kernelMismatch(dump: KernelDump, kvm: Kvm): Diagnostic | undefined {
  const kind = dump.kernel?.symbols?.kind
  // These are the dump's own, or were compared with it.
  if (!dump.kernel || kind === undefined || kind === 'vmcoreinfo' || kind === 'kallsyms' || kind === 'kvm.db' || !kvm.translates)
    return undefined
  for (const { symbol, begins } of banners) {
    const found = kvm.symbol(symbol)
    if (!found) continue
    const { bytes, end } = kvm.readWithEnd(found.value, COMPARED)
    if (bytes.byteLength === 0 && end === 'missing') continue
    const text = textOf(bytes)
    const own = dump.kernel.text?.(symbol)
    if (own ? sameText(own, bytes) : begins.test(text)) return undefined
    const expected = own ? `the text of the kernel file, ${JSON.stringify(textOf(own).split('\n', 1)[0])}` : 'the version of a kernel'
    const where = `at ${formatHex(found.value)}, the address of ${symbol} in the kernel file`
    return {
      code: 'INCONSISTENT',
      path: 'kernel',
      message: `the kernel file does not match the dump: expected ${expected}, ${where}; found ${shown(text)}`,
    }
  }
  return undefined
}

/** Text up to a NUL. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end))
}

const shown = (text: string): string =>
  /^[\t\n\x20-\x7e]+$/.test(text) ? JSON.stringify(text.split('\n', 1)[0]?.slice(0, SHOWN)) : 'no text'

function sameText(own: Uint8Array, there: Uint8Array): boolean {
  const end = own.indexOf(0)
  const length = Math.min(end < 0 ? own.byteLength : end, there.byteLength)
  return length > 0 && equalBytes(own.subarray(0, length), there.subarray(0, length))
}
