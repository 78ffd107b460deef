/** Kernel dumps: detection and opening. */

import { Diagnostics, FormatError } from '../errors.js'
import type { ByteSource } from '../io/source.js'
import type { Detection, FormatInfo, FormatReader, OpenedFile, OpenOptions } from '../readers/format-reader.js'
import { openDragonfly } from '../readers/kcore/dragonfly/minidump.js'
import { translationOf, translationProblem, translationReport } from '../readers/kcore/dump-questions.js'
import { detectElfDump } from '../readers/kcore/elf/detect.js'
import { detectFlattenedElf, openPlainOrFlattenedElf } from '../readers/kcore/flattened-elf.js'
import { openMinidump } from '../readers/kcore/freebsd/minidump.js'
import { detectMinidump } from '../readers/kcore/freebsd/minidump-header.js'
import { detectIllumos, openIllumos } from '../readers/kcore/illumos/open.js'
import { type DumpOptions, type KernelDump, kvmOf } from '../readers/kcore/kernel-dump.js'
import { readKernel } from '../readers/kcore/kernel-file.js'
import { detectKdump, openKdump } from '../readers/kcore/linux/kdump-compressed.js'
import { detectKcore, detectKcoreOnDevice, openKcoreOrDevice } from '../readers/kcore/netbsd/detect.js'
import { type OpenedKernelDump, openDump, type ReportedDump } from '../readers/kcore/opened-dump.js'
import type { KernelFile } from '../readers/kcore/symbols/elf.js'
import { openDatabase } from '../readers/kcore/symbols/kvm-database.js'
import { defaultLimits } from '../readers/limits.js'
import { kcoreText } from '../render/kcore/kcore-text.js'
import { translationLines } from '../render/kcore/questions-text.js'

interface Opener {
  readonly formats: readonly FormatInfo[]
  readonly detect: (source: ByteSource) => Detection | undefined
  readonly open: (source: ByteSource, options: DumpOptions) => KernelDump
}

const both = { read: true, write: true } as const

const openers: readonly Opener[] = [
  {
    formats: [
      { name: 'kcore/netbsd', title: 'NetBSD kernel dump (kcore), as savecore writes it or as it is on a dump device', ...both },
      { name: 'kcore/openbsd', title: 'OpenBSD kernel dump (kcore)', ...both },
    ],
    detect: detectKcore,
    open: openKcoreOrDevice,
  },
  {
    formats: [{ name: 'minidump/freebsd', title: 'FreeBSD kernel minidump', ...both }],
    detect: detectMinidump,
    open: openMinidump,
  },
  {
    formats: [{ name: 'kdump-compressed/linux', title: 'Linux kernel dump, packed (makedumpfile, QEMU), flattened or not', ...both }],
    detect: detectKdump,
    open: openKdump,
  },
  {
    formats: [{ name: 'vmcore/dragonfly', title: 'DragonFly kernel minidump', ...both }],
    // Version 1 cannot be told from FreeBSD's.
    detect: () => undefined,
    open: openDragonfly,
  },
  {
    formats: [
      { name: 'vmcore/linux', title: 'Linux ELF kernel dump: /proc/vmcore, makedumpfile -E, a guest of QEMU', ...both },
      { name: 'vmcore/freebsd', title: 'FreeBSD full kernel dump, an ELF file', ...both },
      { name: 'vmcore/elf', title: 'ELF kernel dump that another kernel dump was converted to', ...both },
    ],
    detect: (source) => detectElfDump(source) ?? detectFlattenedElf(source),
    open: openPlainOrFlattenedElf,
  },
  {
    formats: [
      { name: 'vmcore/illumos', title: 'illumos or Solaris kernel dump (vmcore.N)', ...both },
      { name: 'vmdump/illumos', title: 'illumos or Solaris kernel dump, packed (vmdump.N)', ...both },
    ],
    detect: detectIllumos,
    open: openIllumos,
  },
]

/** The kernel file of `--kernel`; a file that is not a kernel becomes a diagnostic of the dump. */
function kernelFor(source: ByteSource | undefined, diagnostics: Diagnostics): KernelFile | undefined {
  if (!source) return undefined
  try {
    const kernel = readKernel(source)
    for (const each of kernel.diagnostics) diagnostics.add(each)
    return kernel
  } catch (error) {
    if (!(error instanceof FormatError) || error.code === 'IO') throw error
    diagnostics.add({ ...error.toDiagnostic(), path: 'kernel' })
    return undefined
  }
}

/** The dump with the names of a kvm.db, if that is of the dumped kernel; else a diagnostic says so. */
function withNames(dump: KernelDump, names: ByteSource): KernelDump {
  const kvm = kvmOf(dump)
  try {
    if (!kvm.translates)
      throw new FormatError({ code: 'UNMAPPED', message: `cannot translate kernel addresses: ${dump.untranslatedReason}` })
    const symbols = openDatabase(names, dump.abi)
    if (symbols.matches((address, length) => kvm.read(address, length)))
      return { ...dump, kernel: { diagnostics: [], ...dump.kernel, symbols } }
    dump.diagnostics.add({ code: 'INCONSISTENT', path: 'names', message: 'the database of names is of another kernel; it is not used' })
  } catch (error) {
    if (!(error instanceof FormatError) || error.code === 'IO') throw error
    dump.diagnostics.add({ ...error.toDiagnostic(), path: 'names' })
  }
  return dump
}

function translate({ dump, kvm }: ReportedDump, address: bigint): ReturnType<NonNullable<OpenedFile['translate']>> {
  const found = translationOf(dump, kvm, address)
  return { report: translationReport(dump, found), text: translationLines(found), problem: translationProblem(found) }
}

export interface KcoreReader extends FormatReader {
  open(source: ByteSource, options?: OpenOptions): OpenedKernelDump
}

export const reader: KcoreReader = {
  formats: openers.flatMap(({ formats }) => [...formats]),
  detect(source) {
    for (const opener of openers) {
      const found = opener.detect(source)
      if (found) return found
    }
    return detectKcoreOnDevice(source)
  },
  open(source, options = {}) {
    const format = options.as ?? this.detect(source)?.format
    const opener = openers.find(({ formats }) => formats.some(({ name }) => name === format))
    if (!opener || format === undefined)
      throw new FormatError({
        code: 'UNKNOWN_FORMAT',
        offset: 0,
        message: format === undefined ? 'this is no kernel dump' : `no kernel dump is called ${format}`,
      })
    const limits = { ...defaultLimits, ...options.limits }
    const diagnostics = new Diagnostics({ strict: options.strict ?? false, limit: limits.diagnostics })
    const kernel = kernelFor(options.kernel, diagnostics)
    const { otherParts = [] } = options
    if (otherParts.length > 0 && format !== 'kdump-compressed/linux')
      throw new FormatError({
        code: 'UNKNOWN_FORMAT',
        message: `several input files: expected parts of a split Linux dump, found ${format}`,
      })
    const dump = opener.open(source, { format, kernel, diagnostics, limits, ...(otherParts.length > 0 && { otherParts }) })
    const opened = openDump(options.names ? withNames(dump, options.names) : dump)
    return { ...opened, text: (readOptions) => kcoreText(opened, readOptions), translate: (address) => translate(opened, address) }
  },
}

export type { DumpOptions } from '../readers/kcore/kernel-dump.js'
