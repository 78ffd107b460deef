/** The result of translating a record to another system. */
type Value = Record<string, unknown>

/** A record for the target system. */
export interface OutputRecord {
  readonly type: string | number
  readonly payload: Value | Uint8Array
}

/** The translated records, and a description of what is omitted. Without records, the whole record is omitted. */
export interface TranslationResult {
  readonly drafts: readonly OutputRecord[]
  readonly lost?: string
}
