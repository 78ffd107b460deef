/** Names that a shared file may keep: files of the system in full, others without their directory. */

const SYSTEM =
  /^\/(?:usr\/)?(?:lib(?:32|64|x32|exec|data)?|bin|sbin|local\/(?:lib|bin|libexec|sbin)|pkg\/(?:lib|bin)|share\/locale|System\/Library)(?:\/[\w.+@-]+)+$/

/** Whether a path names a file of the system, which says nothing about a person or a site. */
export const isSystemPath = (path: string): boolean => SYSTEM.test(path) && !/[@%]/.test(path.replace(/^.*\//, ''))

/** The name of a module. */
export function sharedName(path: string): string {
  const plain = path.replace(/ \(deleted\)$/, '')
  return isSystemPath(plain) ? plain : plain.slice(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1)
}
