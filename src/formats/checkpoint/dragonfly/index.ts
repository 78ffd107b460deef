/** DragonFly process checkpoints: structures, forms, constants. */

export * from '../../../systems/dragonfly/limits.js'
export * from '../../core/dragonfly/procfs.js'
export * from '../../core/dragonfly/registers.js'
export * from './ckpt-siginfo.js'
export * from './file-handles.js'
export * from './refusals.js'
export * from './revisions.js'
export * from './vnodes-and-files.js'
