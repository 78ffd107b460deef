/** The names of kinds of memory. A file of its own: the help lists them without loading a reader. */
export const memoryKinds = ['stack', 'heap', 'anon', 'data', 'rodata', 'text', 'shm', 'shanon', 'shfile'] as const

/** `stack` is the stack of any thread, `heap` also the memory that malloc maps. */
export type MemoryKind = (typeof memoryKinds)[number]
