/** The last part of a path; the path itself where that is empty. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1) || path
