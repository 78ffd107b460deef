/** Names of the general registers of MIPS by number, for the 32-bit and the 64-bit calling conventions. */
/** gdb's names of r0 to r31 follow the calling convention. */
export const namesO32 = 'zero at v0 v1 a0 a1 a2 a3 t0 t1 t2 t3 t4 t5 t6 t7 s0 s1 s2 s3 s4 s5 s6 s7 t8 t9 k0 k1 gp sp s8 ra'

export const names64 = 'zero at v0 v1 a0 a1 a2 a3 a4 a5 a6 a7 t0 t1 t2 t3 s0 s1 s2 s3 s4 s5 s6 s7 t8 t9 k0 k1 gp sp s8 ra'
