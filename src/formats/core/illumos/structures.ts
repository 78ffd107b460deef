/** The declared structures of illumos cores, each with the verified layout that it must equal. */
import type { AbiName, Struct } from '../../../schema/base.js'
import { abi } from '../../../schema/base.js'
import type { DeclaredStructure, VerifiedLayout } from '../../declared-structure.js'
import { prpsinfo, prstatus } from './old-procfs.js'
import * as process from './process-notes.js'
import { lwpsinfo, psinfo } from './psinfo.js'
import * as status from './pstatus.js'
import { illumosAbis, portOf } from './registers/by-abi.js'
import { asrs, gwindows, rwindow } from './registers/sparc.js'
import { ldt, ssd, xregInfo, xregSparc, xregX86 } from './registers/xregs.js'
import { siginfo } from './siginfo.js'
import { failureRecord, killRecord } from './unsaved-segments.js'

const verified = (
  struct: Struct<unknown>,
  abis: readonly AbiName[] = illumosAbis,
  variant = 'note',
  fields?: VerifiedLayout['fields'],
): DeclaredStructure => ({ system: 'illumos', struct, abis, verified: { struct: struct.name, variant, ...(fields && { fields }) } })

const unverified = (struct: Struct<unknown>, reason: string, abis: readonly AbiName[] = illumosAbis): DeclaredStructure => ({
  system: 'illumos',
  struct,
  abis,
  unverified: reason,
})

/** Second views of unions, and padding that is none of ours. */
const none = (prefix: string, ...names: readonly string[]): Readonly<Record<string, null>> =>
  Object.fromEntries(names.map((name) => [`${prefix}${name}`, null]))

const infoFields = (prefix = ''): Readonly<Record<string, null>> => none(prefix, 'si_pad', '__data.__proc.__pdata.__kill.__value.sival_int')

const floatFields = (prefix = ''): Readonly<Record<string, null>> => ({
  ...none(`${prefix}fp_reg_set.`, 'f_fpregs', 'fp_emul_space.fp_emul', 'fp_emul_space.fp_epad'),
})

const PC: readonly AbiName[] = ['amd64', 'i386']
const SPARC: readonly AbiName[] = ['sparc', 'sparc64']

const perPort = (name: AbiName): DeclaredStructure[] => {
  const port = portOf(abi[name])
  if (!port) return []
  return [
    verified(port.general.struct, [name], 'nested', { '[]': null }),
    verified(port.floating.struct, [name], 'note', {
      ...floatFields(),
      ...none('pr_fr.', ...(name === 'sparc' ? ['pr_dregs'] : ['pr_regs', 'pr_qregs'])),
    }),
  ]
}

export const structures: readonly DeclaredStructure[] = [
  verified(prstatus, illumosAbis, 'old note', {
    ...infoFields('pr_info.'),
    'pr_action._funcptr._sigaction': null,
  }),
  verified(prpsinfo, illumosAbis, 'old note'),
  verified(status.pstatus),
  verified(psinfo),
  verified(status.lwpstatus, illumosAbis, 'note', floatFields('pr_fpreg.')),
  verified(lwpsinfo),
  verified(siginfo, illumosAbis, 'nested', infoFields()),
  unverified(failureRecord, 'one word'),
  unverified(killRecord, 'two words and a siginfo_t, which is verified'),
  ...illumosAbis.flatMap(perPort),
  verified(process.prcred),
  verified(process.prpriv),
  verified(process.privInfo),
  verified(process.utsname),
  verified(process.auxEntry, illumosAbis, 'note', { 'a_un.a_val': 'a_val', 'a_un.a_ptr': 'a_val', 'a_un.a_fcn': 'a_val' }),
  unverified(process.auxv, 'an array of auxv_t, which is verified'),
  unverified(process.content, 'one word'),
  unverified(process.text, 'a text'),
  verified(process.fdinfo),
  verified(process.prsecflags),
  verified(process.lwpname),
  verified(process.upanic),
  verified(process.cwd),
  verified(xregX86, PC),
  verified(xregInfo, PC),
  verified(xregSparc, SPARC, 'note', none('pr_un.pr_v8p.pr_xfr.', 'pr_dregs', 'pr_qregs')),
  verified(rwindow, SPARC, 'nested'),
  verified(gwindows, SPARC, 'note', { wbuf: null }),
  verified(asrs, ['sparc64'], 'note', { '[]': 'asrs' }),
  verified(ssd, PC),
  unverified(ldt, 'an array of ssd, which is verified', PC),
]
