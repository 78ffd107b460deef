/** All formats and conversions by name. The build stores this list, so that `exhume formats` loads none of them. */
import { conversions } from '../convert/registry.js'
import { allFormats } from '../families/registry.js'
import type { FormatInfo } from '../readers/format-reader.js'

export interface FormatList {
  readonly formats: readonly FormatInfo[]
  readonly conversions: readonly { readonly name: string; readonly title: string; readonly extensions?: readonly string[] | undefined }[]
}

export async function listFormats(): Promise<FormatList> {
  return {
    formats: await allFormats(),
    conversions: conversions.map(({ name, title, extensions }) => ({ name, title, extensions })),
  }
}
