/** Instructions of call frame information. Source: DWARF 5, section 6.4.2 and 7.24; LSB Core, "Exception Frames". */

/** The instructions whose operand is in the low six bits. */
export const packedOpcode = { advanceLoc: 1, offset: 2, restore: 3 } as const

export const opcode = {
  nop: 0x00,
  setLoc: 0x01,
  advanceLoc1: 0x02,
  advanceLoc2: 0x03,
  advanceLoc4: 0x04,
  offsetExtended: 0x05,
  restoreExtended: 0x06,
  undefined: 0x07,
  sameValue: 0x08,
  register: 0x09,
  rememberState: 0x0a,
  restoreState: 0x0b,
  defCfa: 0x0c,
  defCfaRegister: 0x0d,
  defCfaOffset: 0x0e,
  defCfaExpression: 0x0f,
  expression: 0x10,
  offsetExtendedSf: 0x11,
  defCfaSf: 0x12,
  defCfaOffsetSf: 0x13,
  valOffset: 0x14,
  valOffsetSf: 0x15,
  valExpression: 0x16,
  mipsAdvanceLoc8: 0x1d,
  aarch64NegateRaStateWithPc: 0x2c,
  /** AArch64: AARCH64_negate_ra_state. SPARC: GNU_window_save. */
  windowSaveOrNegateRaState: 0x2d,
  gnuArgsSize: 0x2e,
  gnuNegativeOffsetExtended: 0x2f,
} as const

/** DW_EH_PE_*: how an address in `.eh_frame` is stored. The low four bits are the format, bits 4 to 6 the base. */
export const pointerFormat = {
  absptr: 0x00,
  uleb128: 0x01,
  udata2: 0x02,
  udata4: 0x03,
  udata8: 0x04,
  signed: 0x08,
  sleb128: 0x09,
  sdata2: 0x0a,
  sdata4: 0x0b,
  sdata8: 0x0c,
} as const

export const pointerBase = { none: 0x00, pcrel: 0x10, textrel: 0x20, datarel: 0x30, funcrel: 0x40, aligned: 0x50 } as const

/** No value is stored. */
export const POINTER_OMIT = 0xff
export const POINTER_INDIRECT = 0x80

/** PT_GNU_EH_FRAME, and what illumos calls it. */
export const PT_GNU_EH_FRAME = 0x6474e550
export const PT_SUNW_UNWIND = 0x6464e550
export const PT_ARM_EXIDX = 0x70000001
