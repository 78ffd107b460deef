/** Which fields of headers, notes, streams and records hold what, by their paths in the field maps of the readers. */
import type { FieldWord } from './targets.js'

/** What a field map tells of a field. `type` is the type of the trace record that it is in. */
export interface Field {
  readonly path: string
  readonly type: string | undefined
}

const REGISTERS =
  /\.(?:pr_reg|pr_fpreg|pr_gwins|context)\b|\.NT_(?:X86_XSTATE|FPREGSET|PRFPREG|PRXFPREG|PRXREG|X86_SEGBASES|ARM_\w+|PPC_\w+|S390_\w+|RISCV_\w+|OPENBSD_(?:FP|XFP)?REGS|OPENBSD_PACMASK)\b|\.PT_GET\w*(?:REGS|XSTATE)/

const payload = ({ path }: Field): boolean => path.includes('.payload')

/** Records of a trace whose payload is data of the process. */
const DATA = new Set(['KTR_GENIO', 'KTR_USER', 'KTR_STRUCT', 'KTR_STRUCT_ARRAY', 'KTR_MIB', 'KTR_SYSCTL', 'KTR_MOOL', 'KTR_MMSG'])
const ARGUMENTS = new Set(['KTR_EXEC_ARG', 'KTR_EXECARGS', 'KTR_ARGS'])
const ENVIRONMENT = new Set(['KTR_EXEC_ENV', 'KTR_EXECENV', 'KTR_ENVS'])

export const fieldRules: Readonly<Record<FieldWord | 'arguments' | 'environment', (field: Field) => boolean>> = {
  arguments: (field) => /\.pr_psargs$|^LinuxCmdLine/.test(field.path) || (ARGUMENTS.has(field.type ?? '') && payload(field)),
  environment: (field) => field.path.startsWith('LinuxEnviron') || (ENVIRONMENT.has(field.type ?? '') && payload(field)),
  names: ({ path }) =>
    /\.(?:pr_fname|pr_name|pr_lwpname|pr_tname|cpi_name|ki_comm|ki_tdname|ki_moretdname|ki_login|pl_tdname|pl_name|ktr_comm|c_name|ckt?_comm)$|^threadNames\[\d+\]\.name/.test(
      path,
    ),
  paths: (field) =>
    /\.(?:kf_path|kve_path|pr_path|cf_path)$|\.NT_FILE\.names|^modules\[\d+\]\.(?:name|cv_record\.pdb)|^LinuxMaps/.test(field.path) ||
    (field.type === 'KTR_NAMEI' && payload(field)) ||
    (field.type === 'KTR_CAPFAIL' && /\.payload$|\.cap_path\b/.test(field.path)),
  ids: ({ path }) => /[._](?:[resf]|sv|su)?[ug]id$|\bNT_PROCSTAT_GROUPS\b|_groups\[/.test(path),
  host: ({ path }) => /nodename|hostname|zonename|NT_UTSNAME|NT_ZONENAME|^systemInfo\.version|^Linux(?:LsbRelease|CpuInfo)/.test(path),
  registers: ({ path }) => REGISTERS.test(path),
  io: (field) => DATA.has(field.type ?? '') && payload(field),
}

/** Fields that readers need to find everything else: they are never overwritten. */
export const isStructure = ({ path }: Field): boolean =>
  /^(?:header|programHeaders\[\d+\]|sectionHeaders\[\d+\]|directory\[\d+\])\.(?!contents$)[a-z]|\.(?:n_namesz|n_descsz|n_type|rva|data_size|number_of_entries|\w+_rva|owner)$|\.ktr_(?!comm$)\w+(?:\.\w+)?$/.test(
    path,
  ) && !path.includes('.payload')

/** Texts one behind the other, or lines of a text: zeros in them would change what follows. */
export const isPackedText = ({ path }: Field): boolean =>
  /\.NT_FILE\.names|^Linux(?:Maps|ProcStatus|LsbRelease|CpuInfo)|\.owner$/.test(path)

/** Bytes that a structure does not use or describe. */
export const isUnused = ({ path }: Field): boolean => /\(padding\)$|\.(?:rest|raw|\w*spare\w*|\w*_pad\d*)$/.test(path)
