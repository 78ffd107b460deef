/** Processes of the tests' own, and their checkpoints of every form. */
import { type BuildCheckpointOptions, buildCheckpoint, type CheckpointInput } from '../../../src/writers/checkpoint/build-checkpoint.js'

/** fid_data of a file of HAMMER2: its inode. */
function hammer2(inode: number): Uint8Array {
  const fid = new Uint8Array(16)
  new DataView(fid.buffer).setBigUint64(0, BigInt(inode), true)
  return fid
}

/** The process of the worked example: one thread, two mappings that are dumped, two that are recorded, one file. */
export function process(abi: 'amd64' | 'i386', changes: Partial<CheckpointInput> = {}): CheckpointInput {
  const wide = abi === 'amd64'
  const fid = hammer2(0x123456)
  return {
    abi,
    name: 'counter',
    osreldate: 200_000,
    threads: [
      {
        tid: 1,
        registers: wide
          ? { rip: 0x400234n, rsp: 0x601ff0n, cs: 0x43n, ss: 0x3bn, rflags: 0x246n, rax: 0xffff_ffff_ffff_fffen, r15: 15n }
          : { eip: 0x400123n, esp: 0x601ff0n, cs: 0x1fn, ss: 0x2fn, eflags: 0x246n, eax: 0xffff_fffen, gs: 7n },
        floating: Uint8Array.from({ length: 108 }, (_, i) => i + 1),
      },
    ],
    text: { pages: 12n, address: 0x400000n },
    data: { pages: 3n, address: 0x600000n },
    mappings: [
      { start: 0x400000n, end: 0x401000n, permissions: 'r-x', top: 'vnode', noCore: true, handle: { fsid: [0x11, -2], fid } },
      { start: 0x600000n, end: 0x602000n, permissions: 'rw-', top: 'default', backing: 'vnode', contents: Uint8Array.of(0xde, 0xad) },
      {
        start: 0x800000n,
        end: 0x803000n,
        permissions: 'r-x',
        top: 'vnode',
        noCore: true,
        handle: { fsid: [0x11, -2], fid: hammer2(0x1000) },
      },
      { start: 0xa00000n, end: 0xa01000n, permissions: 'rw-', top: 'swap', contents: new Uint8Array(4096).fill(0x5a) },
    ],
    signals: {
      handlers: { 1: 1n, 2: 0x401000n, 33: 0x402000n },
      masks: { 2: [1, 15] },
      sets: { ps_sigcatch: [2, 33], ps_sigignore: [1], ps_sigonstack: [2] },
      mask: [30, 34, 128],
      timer: { interval: 1_500_000n, value: 250_000n },
    },
    files: [
      { descriptor: 0, flags: 3, handle: { fsid: [1, 2], fid } },
      { descriptor: 5, flags: 3, offset: 0x1_0000_0001n, handle: { fsid: [0x11, -2], fid } },
      { descriptor: 6, type: 2, flags: 3 },
    ],
    ...changes,
  }
}

/** Machine and form of every variant. */
export const variants = [
  ['amd64', 'final'],
  ['amd64', 'final-mailbox'],
  ['amd64', 'frominfo'],
  ['amd64', 'release-2.4'],
  ['amd64', 'release-2.0'],
  ['i386', 'final'],
  ['i386', 'final-mailbox'],
  ['i386', 'release-2.4'],
  ['i386', 'release-2.0'],
  ['i386', '2004'],
  ['i386', '2005'],
  ['i386', '2003-sets'],
  ['i386', '2003'],
  ['i386', '2003-first'],
] as const

export function built(given: CheckpointInput, settings: BuildCheckpointOptions = {}) {
  const frozen = buildCheckpoint(given, settings)
  if (!frozen.ok) throw new Error(frozen.message)
  return frozen
}

export const checkpointOf = (abi: 'amd64' | 'i386', form: string, changes: Partial<CheckpointInput> = {}): Uint8Array =>
  built(process(abi, changes), { form }).bytes()
