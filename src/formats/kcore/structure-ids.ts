/** The names by which documents of kernel dumps call the declared structures. */
import type { Struct } from '../../schema/base.js'
import { elf32ProgramHeader, elf64ProgramHeader, elfHeader } from '../elf/headers.js'
import { minidump2 } from './dragonfly/minidump.js'
import * as dumpheader from './freebsd/dump-header.js'
import * as minidump from './freebsd/minidump.js'
import * as illumos from './illumos/dump-header.js'
import * as linux from './linux/diskdump.js'
import * as cpu from './netbsd/cpu-kcore-hdr.js'
import { kcoreHeader, kcoreSegment, physRamSeg } from './netbsd/headers.js'

const named: Readonly<Record<string, Struct<unknown>>> = {
  kcore_hdr: kcoreHeader,
  kcore_seg: kcoreSegment,
  phys_ram_seg: physRamSeg,
  'cpu_kcore_hdr/amd64': cpu.amd64,
  'cpu_kcore_hdr/i386': cpu.i386,
  'cpu_kcore_hdr/aarch64': cpu.aarch64,
  'cpu_kcore_hdr/aarch64-old': cpu.aarch64Old,
  'cpu_kcore_hdr/arm': cpu.arm,
  'cpu_kcore_hdr/alpha': cpu.alpha,
  'cpu_kcore_hdr/hppa': cpu.hppa,
  'cpu_kcore_hdr/mips-old': cpu.mipsOld,
  'cpu_kcore_hdr/mips': cpu.mips,
  'cpu_kcore_hdr/riscv': cpu.riscv,
  'cpu_kcore_hdr/powerpc': cpu.powerpc,
  'cpu_kcore_hdr/or1k': cpu.or1k,
  'cpu_kcore_hdr/m68k': cpu.m68k,
  'cpu_kcore_hdr/sparc': cpu.sparc,
  'cpu_kcore_hdr/sparc64-old': cpu.sparc64Old,
  'cpu_kcore_hdr/sparc64': cpu.sparc64,
  cpu_kcore_4mbseg: cpu.sparc4mbSegment,
  'kerneldumpheader/1': dumpheader.kernelDumpHeader1,
  'kerneldumpheader/2': dumpheader.kernelDumpHeader2,
  'kerneldumpheader/3': dumpheader.kernelDumpHeader3,
  'kerneldumpheader/4': dumpheader.kernelDumpHeader4,
  'minidumphdr/amd64': minidump.amd64,
  'minidumphdr/amd64-3': minidump.amd64V3,
  'minidumphdr/i386': minidump.i386,
  'minidumphdr/i386-2': minidump.i386V2,
  'minidumphdr/arm': minidump.arm,
  'minidumphdr/arm-2': minidump.armV2,
  'minidumphdr/arm64': minidump.arm64,
  'minidumphdr/arm64-2': minidump.arm64V2,
  'minidumphdr/arm64-3': minidump.arm64V3,
  'minidumphdr/mips': minidump.mips,
  'minidumphdr/powerpc64': minidump.powerpc64,
  'minidumphdr/powerpc64-2': minidump.powerpc64V2,
  minidumphdr2: minidump2,
  disk_dump_header: linux.diskDumpHeader,
  kdump_sub_header: linux.kdumpSubHeader,
  makedumpfile_header: linux.flattenedHeader,
  makedumpfile_data_header: linux.flattenedRecord,
  dumphdr: illumos.dumpHeader,
  'dumphdr/9': illumos.dumpHeaderV9,
  dumpdatahdr: illumos.dumpDataHeader,
  Elf_Ehdr: elfHeader,
  Elf32_Phdr: elf32ProgramHeader,
  Elf64_Phdr: elf64ProgramHeader,
}

const ids = new Map<Struct<unknown>, string>(Object.entries(named).map(([id, struct]) => [struct, id]))

/** The structure of a name; undefined when there is none. */
export const structureOf = (id: string): Struct<unknown> | undefined => (Object.hasOwn(named, id) ? named[id] : undefined)

/** The name of a structure; undefined for one that documents do not decode. */
export const idOf = (struct: Struct<unknown>): string | undefined => ids.get(struct)
