/** DragonFly process checkpoints: structures, forms, constants. */
export * from './errno.js'
export * from './files.js'
export * from './forms.js'
export * from './handles.js'
export * from './procfs.js'
export * from './registers.js'
export * from './siginfo.js'
export { signalName } from './signals.js'
