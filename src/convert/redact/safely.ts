/** Conversions whose input is redacted first. */
import type { Conversion } from '../conversion.js'
import { asksToTrim, checkRedaction, redactOptions, redacts } from './options.js'

/** The conversion with the options of redaction. Without them, nothing is loaded and nothing changes. */
export function safely(conversion: Conversion): Conversion {
  const { load, check, once, trimsData, options = [] } = conversion
  return {
    ...conversion,
    options: [...options, ...redactOptions],
    check: (given) => check?.(given) ?? checkRedaction(given),
    // A redaction needs the whole file.
    ...(once !== undefined && { once: (given) => (typeof once === 'function' ? once(given) : once) && !redacts(given) }),
    async load() {
      const { convert, convertInto, finish } = await load()
      const prepare = async (input: Parameters<typeof convert>[0]) => {
        const trims = trimsData === true && asksToTrim(input.options)
        if (!trims && !redacts(input.options)) return { input, diagnostics: () => [] }
        const { prepareInput } = await import('./prepare-input.js')
        return prepareInput(input, trims)
      }
      return {
        ...(finish && { finish }),
        async convert(given, sink) {
          const { input, diagnostics } = await prepare(given)
          const lost = await convert(input, sink)
          return [...diagnostics(), ...lost]
        },
        ...(convertInto && {
          async convertInto(given, directory) {
            const { input, diagnostics } = await prepare(given)
            const lost = await convertInto(input, directory)
            return [...diagnostics(), ...lost]
          },
        }),
      }
    },
  }
}
