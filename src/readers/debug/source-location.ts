/** A place in source code that an instruction came from. */
export interface SourceLocation {
  /** The function, or the one that was inlined; undefined where debug data does not name it. */
  readonly function?: string
  /** Path as the compiler stored it, made absolute by the compilation directory. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
}
