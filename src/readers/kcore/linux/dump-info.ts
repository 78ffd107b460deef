/** What a Linux dump tells by its VMCOREINFO, in the terms of every dump. */
import type { Diagnostics } from '../../../errors.js'
import type { Abi } from '../../../schema/base.js'
import type { KernelDump } from '../kernel-dump.js'
import { Kvm } from '../kvm.js'
import type { PhysicalMemory } from '../physical-memory.js'
import type { KernelFile } from '../symbols/elf.js'
import { kallsymsTable } from './kallsyms.js'
import { linuxTranslation } from './kernel-translation.js'
import { linuxMessages } from './printk-log.js'
import { movedSymbols, readVmcoreinfo, type Vmcoreinfo, vmcoreinfoSymbols } from './vmcoreinfo.js'

export interface LinuxInput {
  readonly abi: Abi
  readonly memory: PhysicalMemory
  /** The text, where the dump has it. */
  readonly vmcoreinfo: Uint8Array | undefined
  readonly kernel: KernelFile | undefined
  readonly diagnostics: Diagnostics
}

type LinuxFacts = Pick<KernelDump, 'translation' | 'untranslatedReason' | 'messages' | 'version' | 'facts' | 'kernel'>

export function linuxFacts({ abi, memory, vmcoreinfo, kernel, diagnostics }: LinuxInput): LinuxFacts {
  if (!vmcoreinfo) return { untranslatedReason: 'the dump has no VMCOREINFO', facts: {}, kernel }
  const info = readVmcoreinfo(vmcoreinfo)
  const translation = linuxTranslation(abi, info, memory)
  const own = (): Kvm => new Kvm({ abi, memory, translation: typeof translation === 'string' ? undefined : translation, diagnostics })
  const translates = typeof translation !== 'string'
  const symbols = kernel?.symbols ? movedSymbols(kernel.symbols, info) : translates ? kallsymsTable(info, own) : vmcoreinfoSymbols(info)
  const crashed = info.values.get('CRASHTIME')
  return {
    ...(typeof translation === 'string' ? { untranslatedReason: translation } : { translation }),
    kernel: { abi, diagnostics: [], ...kernel, symbols },
    facts: {
      release: info.values.get('OSRELEASE'),
      ...(info.values.has('BUILD-ID') && { buildId: info.values.get('BUILD-ID') }),
      ...(info.kernelOffset !== 0n && { kernelOffset: info.kernelOffset }),
      ...(crashed !== undefined && { crashTime: Number(crashed) }),
    },
    messages: (kvm) => linuxMessages(kvm, info, diagnostics),
    version: (kvm) => linuxVersion(kvm, info),
  }
}

/** What uname(1) would say: six texts of 65 bytes. */
function linuxVersion(kvm: Kvm, info: Vmcoreinfo): string | undefined {
  const at = info.symbol('init_uts_ns')
  const offset = info.offset('uts_namespace.name')
  if (at === undefined || offset === undefined || !kvm.translates) return undefined
  const bytes = kvm.read(at + BigInt(offset), 6 * 65)
  if (bytes.byteLength < 6 * 65) return undefined
  const text = (index: number): string => new TextDecoder().decode(bytes.subarray(index * 65, index * 65 + 65)).replace(/\0.*$/s, '')
  return [0, 1, 2, 3, 4].map(text).join(' ')
}
