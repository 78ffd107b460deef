/**
 * Error and signal numbers of NetBSD's emulations.
 *
 * Errors are listed by NetBSD's number, with the number that a trace stores; signals by the emulation's number, with NetBSD's number
 * (0: none). `12..34` is a run of numbers, `0*4` four zeros. Source: sys/compat of 7.99.10 (2015-04).
 */

/** amd64, i386, arm, m68k: linux_syscall() stores negative numbers. */
export const LINUX_ERRORS = `
0..-10 -35 -12..-34 -11 -115 -114 -88..-111 -40 -36 -112 -113 -39 -38 -87 -122 -116 -66 -38*5 -37 -38*4 -43 -42 -75 -84 -95 -125 -74 -61
-63 -60 -62 -38 -72 -67 -71
`

/** alpha: negative, with numbers of its own. */
export const LINUX_ALPHA_ERRORS = `
0..-66 -78 -68..-71 -78*5 -77 -78*4 -81 -80 -112 -116 -45 -131 -84 -86 -82 -87 -83 -78 -110 -106 -85
`

/** powerpc: positive. */
export const LINUX_POWERPC_ERRORS = `
0..10 35 12..34 11 115 114 88..111 40 36 112 113 39 38 87 122 116 66 38*5 37 38*4 43 42 75 84 95 125 74 61 63 60 62 38 72 67 71
`

/** mips: positive, with numbers of its own. */
export const LINUX_MIPS_ERRORS = `
0..10 45 12..34 11 150 149 95..99 120..134 143..146 90 78 147 148 93 89 94 1133 151 66 89*5 46 89*4 36 35 79 88 122 158 77 61 63 60 62 89
74 67 71
`

/** SCO and iBCS2. */
export const IBCS2_ERRORS = `
0..10 45 12..34 11 91..96 118 97..108 63 110..115 150 78 116 117 145 0*3 151 66 0*5 46 89 0*3 36 35 79 88 0 0 77 61 63 60 62 0 74 67 71
`

/** OSF/1. */
export const OSF1_ERRORS = `
0..79 78 78 81 80 103 116 99 94 84 86 82 87 83 78 101 102 85
`

/** System V Release 4. */
export const SVR4_ERRORS = `
0..10 45 12..34 11 150 149 95..99 120..134 143..146 90 78 147 148 93 89 94 89 151 66 89*5 46 89*4 36 35 79 88 89 89 77 61 63 60 62 89 74
67 71
`

/** amd64 and i386. */
export const LINUX_X86_SIGNALS = `
0..6 10 8 9 30 11 31 13..15 0 20 19 17 18 21 22 16 24..28 23 32 12 33..63 0
`

/** arm and m68k: no real-time signals. */
export const LINUX_ARM_SIGNALS = `
0..6 10 8 9 30 11 31 13..15 0 20 19 17 18 21 22 16 24..28 23 32 0*33
`

/** powerpc. */
export const LINUX_POWERPC_SIGNALS = `
0..6 10 8 9 30 11 31 13..15 0 20 19 17 18 21 22 16 24..28 23 32 12 0*32
`

/** mips: numbers of IRIX. */
export const LINUX_MIPS_SIGNALS = `
0..15 30 31 20 32 28 16 23 17..19 21 22 26 27 24 25 0*32
`

/** alpha: numbers of OSF/1. */
export const LINUX_ALPHA_SIGNALS = `
0..31 0*32
`

/** SCO and iBCS2. */
export const IBCS2_SIGNALS = `
0..15 30 31 20 32 28 0 23 17..19 21 22 26 27 24 25
`

/** OSF/1. */
export const OSF1_SIGNALS = `
0..31
`

/** System V Release 4. */
export const SVR4_SIGNALS = `
0..15 30 31 20 32 28 16 23 17..19 21 22 26 27 24 25 33..63 0
`
