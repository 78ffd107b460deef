/** Limits of Linux. Source: Linux include/uapi/linux/limits.h, fs/coredump.c. */

/** Bytes of a path, with its NUL. */
export const PATH_MAX = 4096

/** Bytes of the setting `kernel.core_pattern`, with its NUL. */
export const CORENAME_MAX_SIZE = 128
