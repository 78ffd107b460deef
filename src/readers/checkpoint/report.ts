/** The report of a checkpoint: derived facts for people and scripts. */

import {
  decodeSignalSet,
  type FileHandle,
  fhandle,
  fsidText,
  inodeOf,
  type SignalInfo,
  type SignalSet,
} from '../../formats/checkpoint/dragonfly/index.js'
import { permissionsOf } from '../../formats/elf/segment-permissions.js'
import { toHex } from '../../io/hex.js'
import { formatHex } from '../../io/text-format.js'
import { abi } from '../../schema/base.js'
import { dragonflySignals } from '../../systems/dragonfly/signals.js'
import type { ReadOptions } from '../format-reader.js'
import { type FileMap, noFiles } from './file-map.js'
import type { Checkpoint } from './model.js'
import { accessOf, type RestorePlan, type ThawResult } from './thaw/thaw.js'

type Report = Record<string, unknown>

/** Parts of report and text that `--only` may name. */
export const checkpointParts: readonly string[] = 'process threads registers mappings signals files thaw notes'.split(' ')

const registersReport = (registers: Readonly<Record<string, bigint>>): Report =>
  Object.fromEntries(Object.entries(registers).map(([name, value]) => [name, formatHex(value)]))

/** A handle: the file system, the inode if its shape tells, all of it in hexadecimal, and its path in a map. */
export function handleReport(handle: FileHandle, files: FileMap = noFiles): HandleReport {
  const inode = inodeOf(handle)
  const path = files.pathOf(handle)
  // The same on both machines: no member depends on the word size.
  return {
    fsid: fsidText(handle.fh_fsid),
    ...(inode !== undefined && { inode }),
    handle: toHex(fhandle.for(abi.amd64).encode(handle)),
    ...(path !== undefined && { path }),
  }
}

export interface HandleReport extends Record<string, unknown> {
  readonly fsid: string
  readonly inode?: bigint
  readonly handle: string
  readonly path?: string
}

export function report(checkpoint: Checkpoint, thawed: ThawResult, options: ReadOptions = {}, map: FileMap = noFiles): Report {
  const { only } = options
  const wanted = (part: string): boolean => only === undefined || only.includes(part)
  const all = only?.includes('registers') ?? false
  const { format, abi: machine, form, process, threads, vminfo, siginfo, notes, diagnostics } = checkpoint
  const [first] = threads
  return {
    format,
    abi: machine.name,
    bits: machine.bits,
    endian: machine.endian,
    form: form?.name,
    ...(wanted('process') && {
      process: {
        name: process?.pr_fname,
        arguments: process?.pr_psargs,
        kernel: first?.status.pr_osreldate,
        signal: first && { number: first.status.pr_cursig, name: dragonflySignals.name(first.status.pr_cursig) },
        text: vminfo && { pages: vminfo.cvm_tsize, address: formatHex(vminfo.cvm_taddr) },
        data: vminfo && { pages: vminfo.cvm_dsize, address: formatHex(vminfo.cvm_daddr) },
      },
    }),
    ...((wanted('threads') || all) && {
      threads: threads.map(({ tid, registers, floating, status }, i) => ({
        tid,
        restored: i === 0,
        registers: registersReport(registers),
        ...(all && { registerSets: { reg: registersReport(status.pr_reg), fpregset: floating && floatingReport(floating) } }),
      })),
    }),
    ...(wanted('mappings') && { mappings: mappingsReport(checkpoint, map) }),
    ...(wanted('signals') && siginfo && { signals: signalsReport(siginfo) }),
    ...(wanted('files') && {
      files: checkpoint.files.map(({ cfi_index, cfi_flags, cfi_offset, cfi_fh, cfi_type, cfi_ckflags, beyond }) =>
        cfi_index < 0
          ? { placeholder: true, ...(beyond && { beyond }) }
          : {
              descriptor: cfi_index,
              access: accessOf(cfi_flags),
              flags: `0x${cfi_flags.toString(16)}`,
              offset: cfi_offset,
              type: cfi_type,
              ...handleReport(cfi_fh, map),
              ...((cfi_ckflags ?? 0) & 1 && { isCheckpoint: true }),
              ...(beyond && { beyond }),
            },
      ),
    }),
    ...(wanted('thaw') && { thaw: thawReport(thawed, map) }),
    ...(wanted('notes') && {
      notes: notes.map(({ owner, type, name, size, layout }) => ({ owner, type, name, size, decoded: layout !== undefined })),
    }),
    diagnostics: diagnostics.list,
  }
}

function floatingReport(floating: Record<string, unknown>): unknown {
  const save = (floating.fpr_save ?? floating) as { sv_env: Record<string, number>; sv_ac: readonly { fp_bytes: Uint8Array }[] }
  return {
    ...Object.fromEntries(Object.entries(save.sv_env).map(([name, value]) => [name.slice(3), `0x${(value >>> 0).toString(16)}`])),
    ...Object.fromEntries(save.sv_ac.map(({ fp_bytes }, i) => [`st${i}`, toHex(fp_bytes)])),
  }
}

/** Of segments and of records of files, by address. */
export function mappingsReport({ segments, vnodes }: Checkpoint, files: FileMap = noFiles): Report[] {
  const held = segments.map(({ start, end, permissions, offset, fileSize }) => ({
    start,
    end,
    permissions,
    in: 'checkpoint',
    offset,
    fileSize,
  }))
  const recorded = vnodes.map(({ vnh_fh, vnh_phdr: { p_vaddr, p_filesz, p_flags, p_offset } }) => ({
    start: p_vaddr,
    end: p_vaddr + p_filesz,
    permissions: permissionsOf(p_flags),
    in: 'file',
    offset: p_offset,
    ...handleReport(vnh_fh, files),
  }))
  return [...recorded, ...held]
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
    .map(({ start, end, ...rest }) => ({ start: formatHex(start), end: formatHex(end), ...rest }))
}

const nameOf = (signal: number): string | number => dragonflySignals.name(signal) ?? signal
const setReport = (set: SignalSet | undefined): (string | number)[] | undefined => set && decodeSignalSet(set).map(nameOf)

/** Actions that are not the default, the sets, mask and timer. */
export function signalsReport({ csi_sigacts: acts, csi_procsig, csi_sigmask, csi_itimerval, csi_sigparent }: SignalInfo): Report {
  const sets = {
    onStack: acts.ps_sigonstack,
    interrupts: acts.ps_sigintr,
    resets: acts.ps_sigreset,
    noDefer: acts.ps_signodefer,
    info: acts.ps_siginfo,
  }
  const flags = Object.entries(sets).map(([name, set]) => [name, new Set(set ? decodeSignalSet(set) : [])] as const)
  const micros = ({ tv_sec, tv_usec }: { tv_sec: bigint; tv_usec: bigint }): Report => ({ seconds: tv_sec, microseconds: tv_usec })
  return {
    actions: acts.ps_sigact.flatMap((handler, i) => {
      if (handler === 0n) return []
      const signal = i + 1
      const mask = acts.ps_catchmask[i]
      return [
        {
          signal: nameOf(signal),
          handler: handler === 1n ? 'ignore' : formatHex(handler),
          mask: setReport(mask),
          flags: flags.flatMap(([name, set]) => (set.has(signal) ? [name] : [])),
        },
      ]
    }),
    ignored: setReport(acts.ps_sigignore ?? csi_procsig?.ps_sigignore),
    caught: setReport(acts.ps_sigcatch ?? csi_procsig?.ps_sigcatch),
    mask: setReport(csi_sigmask),
    timer: { interval: micros(csi_itimerval.it_interval), value: micros(csi_itimerval.it_value) },
    parentSignal: nameOf(csi_sigparent),
  }
}

/** The plan or the refusal, JSON-ready. */
export function thawReport(thawed: ThawResult, files: FileMap = noFiles): Report {
  if (!thawed.ok) {
    const { errno, number, step, offset, message, oldSpaceGone, undefinedBehavior } = thawed
    return { refused: errno, number, step, offset, message, oldSpaceGone, undefinedBehavior }
  }
  return { plan: planReport(thawed.plan, files) }
}

function planReport(plan: RestorePlan, files: FileMap): Report {
  const { name, registers, threadsDropped, text, data, mappings, signals, actionsRestored, descriptors, descriptorsLost, retval } = plan
  return {
    name,
    registers: registersReport(registers),
    threadsDropped,
    text: { pages: text.pages, address: formatHex(text.address) },
    data: { pages: data.pages, address: formatHex(data.address) },
    mappings: mappings.map(({ start, length, permissions, handle, offset }) => ({
      start: formatHex(start),
      end: formatHex(start + length),
      permissions,
      of: handle ? 'file' : 'checkpoint',
      offset,
      ...(handle && handleReport(handle, files)),
    })),
    signals: { ...signalsReport(signals), actionsRestored },
    descriptors: descriptors.map(({ descriptor, access, offset, handle }) => ({
      descriptor,
      access,
      offset,
      ...(handle ? handleReport(handle, files) : { isCheckpoint: true }),
    })),
    descriptorsLost,
    undefinedBehavior: plan.undefinedBehavior,
    warnings: plan.warnings,
    notRestored: plan.notRestored,
    textIsCheckpoint: plan.textIsCheckpoint,
    retval,
  }
}
