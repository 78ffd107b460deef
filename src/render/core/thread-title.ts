import type { Thread } from '../../readers/core/threads.js'
import { printable } from '../text-table.js'

/** `Thread 17 "worker"`. */
export function threadTitle({ tid, name }: Pick<Thread, 'tid' | 'name'>): string {
  return `${tid === undefined ? 'Thread' : `Thread ${tid}`}${name === undefined ? '' : ` "${printable(name)}"`}`
}
