/** What translating a record of one system for another gives. */
type Value = Record<string, unknown>

/** What a record becomes. */
export interface OutputRecord {
  readonly type: string | number
  readonly payload: Value | Uint8Array
}

/** What it becomes, and what of it is lost on the way: all of it, where nothing is to be written. */
export interface TranslationResult {
  readonly drafts: readonly OutputRecord[]
  readonly lost?: string
}
