/** The report of coreadm(8) and its old configuration file. Source: illumos usr/src/cmd/coreadm, by behaviour. */
import { contentFromText, formatContent } from '../policy/content-set.js'
import type { CoreadmOption, ZoneSettings } from './settings.js'

const LABEL_WIDTH = 30
const DEFAULT_PATTERN = 'core'

/** The content set as coreadm prints it. */
function contentText(content: string | bigint = 'default'): string {
  const bits = typeof content === 'bigint' ? content : contentFromText(content)
  return bits === undefined ? '<invalid>' : formatContent(bits)
}

/** The options in the order of the report, with their labels. */
const optionLabels: readonly (readonly [CoreadmOption, string])[] = [
  ['global', 'global core dumps'],
  ['process', 'per-process core dumps'],
  ['global-setid', 'global setid core dumps'],
  ['proc-setid', 'per-process setid core dumps'],
  ['log', 'global core dump logging'],
]

/** The nine lines that coreadm prints without arguments. */
export function formatCoreadm(settings: ZoneSettings): string {
  const { options = ['process'], globalPattern = '', globalContent, defaultPattern = DEFAULT_PATTERN, defaultContent } = settings
  const lines: (readonly [string, string])[] = [
    ['global core file pattern', globalPattern],
    ['global core file content', contentText(globalContent)],
    ['init core file pattern', defaultPattern],
    ['init core file content', contentText(defaultContent)],
    ...optionLabels.map(([option, label]) => [label, options.includes(option) ? 'enabled' : 'disabled'] as const),
  ]
  return lines.map(([label, value]) => `${label.padStart(LABEL_WIDTH)}: ${value}\n`).join('')
}

/** The keys of coreadm.conf that enable options, and whether they do without the key. */
const enabledKeys: Readonly<Record<string, { readonly option: CoreadmOption; readonly initially: boolean }>> = {
  COREADM_GLOB_ENABLED: { option: 'global', initially: false },
  COREADM_PROC_ENABLED: { option: 'process', initially: true },
  COREADM_GLOB_SETID_ENABLED: { option: 'global-setid', initially: false },
  COREADM_PROC_SETID_ENABLED: { option: 'proc-setid', initially: false },
  COREADM_GLOB_LOG_ENABLED: { option: 'log', initially: false },
}

export interface ParsedCoreadm {
  readonly settings: ZoneSettings
  /** Lines that coreadm warns about, with their numbers from 1. */
  readonly warnings: readonly string[]
}

/** Reads coreadm.conf. A key that is missing has its initial value; `yes` and `no` are the only values of options, others count as `no`. */
export function parseCoreadmConf(text: string): ParsedCoreadm {
  const warnings: string[] = []
  const enabled = new Map(Object.values(enabledKeys).map(({ option, initially }) => [option, initially]))
  const texts: { -readonly [K in 'globalPattern' | 'globalContent' | 'defaultPattern' | 'defaultContent']?: string } = {}
  const textKeys: Readonly<Record<string, keyof typeof texts>> = {
    COREADM_GLOB_PATTERN: 'globalPattern',
    COREADM_GLOB_CONTENT: 'globalContent',
    COREADM_INIT_PATTERN: 'defaultPattern',
    COREADM_INIT_CONTENT: 'defaultContent',
  }
  for (const [i, line] of text.split('\n').entries()) {
    const warn = (message: string): void => void warnings.push(`line ${i + 1}: ${message}`)
    if (line.trim() === '' || line.startsWith('#')) continue
    const at = line.indexOf('=')
    if (at < 0) {
      warn(`expected NAME=value, found ${JSON.stringify(line)}`)
      continue
    }
    const [key, value] = [line.slice(0, at), line.slice(at + 1)]
    const textKey = Object.hasOwn(textKeys, key) ? textKeys[key] : undefined
    const option = Object.hasOwn(enabledKeys, key) ? enabledKeys[key]?.option : undefined
    if (option) {
      if (value !== 'yes' && value !== 'no') warn(`${key}: expected yes or no, found ${JSON.stringify(value)}`)
      enabled.set(option, value === 'yes')
    } else if (textKey === undefined) warn(`unknown name ${JSON.stringify(key)}`)
    else if (textKey.endsWith('Content') && contentFromText(value) === undefined) {
      warn(`${key}: expected a content set, found ${JSON.stringify(value)}`)
    } else texts[textKey] = value
  }
  const options = optionLabels.flatMap(([option]) => (enabled.get(option) ? [option] : []))
  return { settings: { ...texts, options }, warnings }
}
