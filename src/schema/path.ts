/** The position of a decoder or encoder in a structure: a chain of frames, formatted only for messages. */

export interface Frame {
  readonly parent: Frame | undefined
  /** Field name or index. */
  readonly key: string | number
  /** The values of the structure that is being worked on, for references to its fields. */
  readonly fields: Readonly<Record<string, unknown>> | undefined
}

/** `pr_reg.rip`, `entries[3].start`. */
export function pathOf(frame: Frame | undefined, last?: string): string {
  const keys: (string | number)[] = []
  for (let at = frame; at; at = at.parent) if (at.key !== '') keys.push(at.key)
  let text = ''
  for (const key of keys.reverse()) text += typeof key === 'number' ? `[${key}]` : text === '' ? key : `.${key}`
  if (last !== undefined) text = text === '' ? last : `${text}.${last}`
  return text
}

/** Values that the caller gives for `@` references. */
export type Context = Readonly<Record<string, unknown>>

/** Looks a reference up: `@name` in the context, else in the structures around, innermost first. */
export function resolveReference(frame: Frame | undefined, context: Context | undefined, reference: string): unknown {
  if (reference.startsWith('@')) return context?.[reference.slice(1)]
  for (let at = frame; at; at = at.parent) {
    if (at.fields && Object.hasOwn(at.fields, reference)) return at.fields[reference]
  }
  return undefined
}
