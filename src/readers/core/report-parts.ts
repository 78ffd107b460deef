/** Parts of the report of a core that `--only` may name. A file of its own: the help lists them without loading a reader. */
export const coreParts: readonly string[] = [
  'crash',
  'process',
  'backtrace',
  'threads',
  'registers',
  'mappings',
  'modules',
  'auxv',
  'files',
  'descriptors',
  'environment',
  'missing',
  'sections',
  'notes',
]
