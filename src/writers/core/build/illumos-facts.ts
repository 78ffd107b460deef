/** Information that only illumos cores store. Source: illumos usr/src/uts/common/sys/{priv,utsname,secflags}.h, 2024-09. */

/** The fields of uname(2); missing ones are empty. */
export interface SystemName {
  readonly sysname?: string
  readonly nodename?: string
  readonly release?: string
  readonly version?: string
  readonly machine?: string
}

/** Sets of security flags: 1 aslr, 2 forbidnullmap, 4 noexecstack. */
export interface SecurityFlags {
  readonly effective: bigint
  readonly inherit: bigint
  readonly lower: bigint
  readonly upper: bigint
}

/** Privilege sets as 32-bit words. Privilege n is bit 31 - n % 32 of word n / 32. */
export interface PrivilegeSets {
  readonly effective: readonly number[]
  readonly inheritable: readonly number[]
  readonly permitted: readonly number[]
  readonly limit: readonly number[]
  /** Flags of the process, such as PRIV_AWARE (2). */
  readonly flags?: number
}

/** The names that the bits of the privilege sets have on the system. */
export interface PrivilegeNames {
  /** Names of the sets, in the order of {@link PrivilegeSets}. */
  readonly sets: readonly string[]
  /** Names of the privileges, in bit order. */
  readonly privileges: readonly string[]
  /** The basic set as 32-bit words. */
  readonly basic: readonly number[]
}

/** A segment descriptor of an i386 process. */
export interface SegmentDescriptor {
  readonly sel: number
  readonly bo: number
  readonly ls: number
  readonly acc1: number
  readonly acc2: number
}

export interface IllumosInfo {
  /** Name of the zone (NT_ZONENAME). */
  readonly zone?: string
  /** NT_UTSNAME. */
  readonly uname?: SystemName
  /** Name of the platform, such as `i86pc` (NT_PLATFORM). */
  readonly platform?: string
  /** NT_SECFLAGS. */
  readonly securityFlags?: SecurityFlags
  /** NT_PRPRIV. */
  readonly privileges?: PrivilegeSets
  /** NT_PRPRIVINFO. */
  readonly privilegeNames?: PrivilegeNames
  /** The message of upanic(2), for a process that ended so (NT_UPANIC). */
  readonly panic?: { readonly message?: string }
  /** Local descriptor table of an i386 process (NT_LDT). */
  readonly ldt?: readonly SegmentDescriptor[]
}

/** A register window that could not be saved on the stack. */
export interface SparcWindow {
  readonly stackPointer: bigint
  readonly local: readonly bigint[]
  readonly in: readonly bigint[]
}

/** Registers of SPARC threads that have their own notes. */
export interface SparcRegisters {
  /** The 16 ancillary state registers of 64-bit processes (NT_ASRS). */
  readonly asrs?: readonly bigint[]
  /** At most 31 windows (NT_GWINDOWS). */
  readonly windows?: readonly SparcWindow[]
  /** Registers that 32-bit structures cannot store (NT_PRXREG). */
  readonly extended?: {
    /** pr_type and pr_align as the system defines them. */
    readonly type: number
    readonly align?: number
    /** %f32 to %f63 as words. */
    readonly floats?: readonly number[]
    readonly fsr?: number
    readonly fprs?: number
    /** Upper halves of %g0 to %g7 and %o0 to %o7. */
    readonly globals?: readonly number[]
    readonly outs?: readonly number[]
    readonly tstate?: bigint
  }
}
