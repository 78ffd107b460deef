/** DragonFly process checkpoints: structures, forms, constants. */

export * from '../../../systems/dragonfly/limits.js'
export * from './ckpt-siginfo.js'
export * from './errno.js'
export * from './file-handles.js'
export * from './procfs.js'
export * from './registers.js'
export * from './revisions.js'
export { signalName } from './signals.js'
export * from './vnodes-and-files.js'
