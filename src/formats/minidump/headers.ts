/**
 * Minidumps of Windows, Breakpad and Crashpad: header, directory and the entries of the streams. Structures are packed: there is no padding
 * beyond the fields. Source: the public Windows and Breakpad headers, whose sizes were compiled.
 */
import { c, type Fields, type Infer, type Struct, type StructValue, struct } from '../../schema/base.js'

const source = 'minidumpapiset.h; Breakpad minidump_format.h'

/** A structure without padding. */
const packed = <F extends Fields>(name: string, fields: F, doc?: string): Struct<StructValue<F>> =>
  struct(name, fields, { packed: true, source, ...(doc !== undefined && { doc }) })

/** `MDMP` in a file whose numbers are little-endian. */
export const SIGNATURE = 0x504d444d
/** Low half of the version. */
export const VERSION = 0xa793

const rva = c.uint32.doc('offset in the file')

export const header = packed(
  'MINIDUMP_HEADER',
  {
    signature: c.uint32.hex.doc('MDMP; as PMDM, every number of the file has the other byte order'),
    version: c.uint32.hex.doc('low half 0xa793, above it whose'),
    stream_count: c.uint32,
    stream_directory_rva: rva,
    checksum: c.uint32,
    time_date_stamp: c.uint32.doc('seconds since 1970'),
    flags: c.flags(c.uint64, {
      MiniDumpWithDataSegs: 1,
      MiniDumpWithFullMemory: 2,
      MiniDumpWithHandleData: 4,
      MiniDumpFilterMemory: 8,
      MiniDumpScanMemory: 0x10,
      MiniDumpWithUnloadedModules: 0x20,
      MiniDumpWithIndirectlyReferencedMemory: 0x40,
      MiniDumpFilterModulePaths: 0x80,
      MiniDumpWithProcessThreadData: 0x100,
      MiniDumpWithPrivateReadWriteMemory: 0x200,
      MiniDumpWithoutOptionalData: 0x400,
      MiniDumpWithFullMemoryInfo: 0x800,
      MiniDumpWithThreadInfo: 0x1000,
      MiniDumpWithCodeSegs: 0x2000,
    }),
  },
  'The start of a minidump.',
)

export const streamType = {
  UnusedStream: 0,
  ThreadListStream: 3,
  ModuleListStream: 4,
  MemoryListStream: 5,
  ExceptionStream: 6,
  SystemInfoStream: 7,
  ThreadExListStream: 8,
  Memory64ListStream: 9,
  CommentStreamA: 10,
  CommentStreamW: 11,
  HandleDataStream: 12,
  FunctionTableStream: 13,
  UnloadedModuleListStream: 14,
  MiscInfoStream: 15,
  MemoryInfoListStream: 16,
  ThreadInfoListStream: 17,
  HandleOperationListStream: 18,
  TokenStream: 19,
  JavaScriptDataStream: 20,
  SystemMemoryInfoStream: 21,
  ProcessVmCountersStream: 22,
  ThreadNamesStream: 24,
  BreakpadInfo: 0x47670001,
  AssertionInfo: 0x47670002,
  LinuxCpuInfo: 0x47670003,
  LinuxProcStatus: 0x47670004,
  LinuxLsbRelease: 0x47670005,
  LinuxCmdLine: 0x47670006,
  LinuxEnviron: 0x47670007,
  LinuxAuxv: 0x47670008,
  LinuxMaps: 0x47670009,
  LinuxDsoDebug: 0x4767000a,
  CrashpadInfo: 0x43500001,
  /** exhume's own: the note segments of the core that the minidump was made of, as they were. */
  ExhumeCoreNotes: 0x45580001,
} as const

export const location = packed('MINIDUMP_LOCATION_DESCRIPTOR', { data_size: c.uint32.doc('bytes'), rva })

export const directory = packed('MINIDUMP_DIRECTORY', { stream_type: c.enum(c.uint32, streamType), location })

export const memoryDescriptor = packed('MINIDUMP_MEMORY_DESCRIPTOR', { start_of_memory_range: c.uint64.hex, memory: location })

export const memoryDescriptor64 = packed('MINIDUMP_MEMORY_DESCRIPTOR64', {
  start_of_memory_range: c.uint64.hex,
  data_size: c.uint64.doc('bytes; the data of the ranges stands in the order of the table'),
})

export const memory64List = packed('MINIDUMP_MEMORY64_LIST', {
  number_of_memory_ranges: c.uint64,
  base_rva: c.uint64.doc('where the data of the first range begins'),
})

/** In front of the entries of threads, modules, memory and names. */
export const count = packed('ULONG32', { number_of_entries: c.uint32 })

export const thread = packed('MINIDUMP_THREAD', {
  thread_id: c.uint32,
  suspend_count: c.uint32,
  priority_class: c.uint32,
  priority: c.uint32,
  teb: c.uint64.hex,
  stack: memoryDescriptor,
  thread_context: location,
})

export const fixedFileInfo = packed('VS_FIXEDFILEINFO', {
  signature: c.uint32.hex.doc('0xfeef04bd, or 0'),
  struct_version: c.uint32.hex,
  file_version_hi: c.uint32,
  file_version_lo: c.uint32,
  product_version_hi: c.uint32,
  product_version_lo: c.uint32,
  file_flags_mask: c.uint32.hex,
  file_flags: c.uint32.hex,
  file_os: c.uint32.hex,
  file_type: c.uint32,
  file_subtype: c.uint32,
  file_date_hi: c.uint32,
  file_date_lo: c.uint32,
})

export const module = packed('MINIDUMP_MODULE', {
  base_of_image: c.uint64.hex,
  size_of_image: c.uint32,
  checksum: c.uint32.hex,
  time_date_stamp: c.uint32,
  module_name_rva: rva,
  version_info: fixedFileInfo,
  cv_record: location.doc('build ID, or what leads to the symbols'),
  misc_record: location,
  reserved0: c.array(c.uint32, 2),
  reserved1: c.array(c.uint32, 2),
})

export const exceptionRecord = packed('MINIDUMP_EXCEPTION', {
  exception_code: c.uint32.hex.doc('on Linux the signal; 0xffffffff: requested by the program'),
  exception_flags: c.uint32.hex.doc('on Linux si_code'),
  exception_record: c.uint64.hex,
  exception_address: c.uint64.hex.doc('on Linux si_addr, or the program counter where the signal has none'),
  number_parameters: c.uint32,
  __align: c.uint32,
  exception_information: c.array(c.uint64.hex, 15),
})

export const exception = packed('MINIDUMP_EXCEPTION_STREAM', {
  thread_id: c.uint32,
  __align: c.uint32,
  exception_record: exceptionRecord,
  thread_context: location,
})

export const architecture = {
  PROCESSOR_ARCHITECTURE_INTEL: 0,
  PROCESSOR_ARCHITECTURE_MIPS: 1,
  PROCESSOR_ARCHITECTURE_PPC: 3,
  PROCESSOR_ARCHITECTURE_ARM: 5,
  PROCESSOR_ARCHITECTURE_IA64: 6,
  PROCESSOR_ARCHITECTURE_AMD64: 9,
  PROCESSOR_ARCHITECTURE_ARM64: 12,
  MD_CPU_ARCHITECTURE_SPARC: 0x8001,
  MD_CPU_ARCHITECTURE_PPC64: 0x8002,
  MD_CPU_ARCHITECTURE_ARM64_OLD: 0x8003,
  MD_CPU_ARCHITECTURE_MIPS64: 0x8004,
  MD_CPU_ARCHITECTURE_RISCV: 0x8005,
  MD_CPU_ARCHITECTURE_RISCV64: 0x8006,
  PROCESSOR_ARCHITECTURE_UNKNOWN: 0xffff,
} as const

export const platform = {
  VER_PLATFORM_WIN32_NT: 2,
  MD_OS_UNIX: 0x8000,
  MD_OS_MAC_OS_X: 0x8101,
  MD_OS_IOS: 0x8102,
  MD_OS_LINUX: 0x8201,
  MD_OS_SOLARIS: 0x8202,
  MD_OS_ANDROID: 0x8203,
  MD_OS_PS3: 0x8204,
  MD_OS_NACL: 0x8205,
  MD_OS_FUCHSIA: 0x8206,
} as const

export const systemInfo = packed('MINIDUMP_SYSTEM_INFO', {
  processor_architecture: c.enum(c.uint16, architecture),
  processor_level: c.uint16,
  processor_revision: c.uint16.hex,
  number_of_processors: c.uint8,
  product_type: c.uint8,
  major_version: c.uint32,
  minor_version: c.uint32,
  build_number: c.uint32,
  platform_id: c.enum(c.uint32, platform),
  csd_version_rva: rva,
  suite_mask: c.uint16.hex,
  reserved2: c.uint16,
  cpu: c.bytes(24).doc('of x86: vendor, version, features; of ARM: cpuid, ELF hwcaps; else features'),
})

export const threadName = packed('MINIDUMP_THREAD_NAME', { thread_id: c.uint32, thread_name_rva: c.uint64 })

export const memoryInfoList = packed('MINIDUMP_MEMORY_INFO_LIST', {
  size_of_header: c.uint32.doc('16'),
  size_of_entry: c.uint32.doc('48'),
  number_of_entries: c.uint64,
})

export const memoryState = { MEM_COMMIT: 0x1000, MEM_RESERVE: 0x2000, MEM_FREE: 0x10000 } as const
export const memoryKind = { MEM_PRIVATE: 0x20000, MEM_MAPPED: 0x40000, MEM_IMAGE: 0x1000000 } as const

export const memoryInfo = packed('MINIDUMP_MEMORY_INFO', {
  base_address: c.uint64.hex,
  allocation_base: c.uint64.hex,
  allocation_protection: c.uint32.hex,
  __alignment1: c.uint32,
  region_size: c.uint64,
  state: c.enum(c.uint32, memoryState),
  protection: c.uint32.hex.doc('1 none, 2 r, 4 rw, 8 copy on write, 0x10 x, 0x20 rx, 0x40 rwx'),
  type: c.enum(c.uint32, memoryKind),
  __alignment2: c.uint32,
})

/** The first form; later ones have more behind it. */
export const miscInfo = packed('MINIDUMP_MISC_INFO', {
  size_of_info: c.uint32,
  flags1: c.flags(c.uint32, { MINIDUMP_MISC1_PROCESS_ID: 1, MINIDUMP_MISC1_PROCESS_TIMES: 2, MINIDUMP_MISC1_PROCESSOR_POWER_INFO: 4 }),
  process_id: c.uint32,
  process_create_time: c.uint32,
  process_user_time: c.uint32,
  process_kernel_time: c.uint32,
})

export const breakpadInfo = packed('MDRawBreakpadInfo', {
  validity: c.flags(c.uint32, { MD_BREAKPAD_INFO_VALID_DUMP_THREAD_ID: 1, MD_BREAKPAD_INFO_VALID_REQUESTING_THREAD_ID: 2 }),
  dump_thread_id: c.uint32,
  requesting_thread_id: c.uint32,
})

export const unloadedModuleList = packed('MINIDUMP_UNLOADED_MODULE_LIST', {
  size_of_header: c.uint32,
  size_of_entry: c.uint32,
  number_of_entries: c.uint32,
})

export const unloadedModule = packed('MINIDUMP_UNLOADED_MODULE', {
  base_of_image: c.uint64.hex,
  size_of_image: c.uint32,
  checksum: c.uint32.hex,
  time_date_stamp: c.uint32,
  module_name_rva: rva,
})

/** 0x4270454c: the GNU build ID follows. */
export const CV_SIGNATURE_ELF = 0x4270454c
/** `RSDS`: a GUID made of a build ID's first 16 bytes, an age and a name follow. */
export const CV_SIGNATURE_PDB70 = 0x53445352

export type MinidumpHeader = Infer<typeof header>
export type Location = Infer<typeof location>
export type SystemInfo = Infer<typeof systemInfo>
