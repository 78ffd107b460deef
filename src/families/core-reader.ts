/** The reader of ELF cores of given systems: the command line loads the one system that a core is of. */

import { FormatError } from '../errors.js'
import type { CoreSystem, CoreSystemName } from '../formats/core/core-system.js'
import { detectSystem } from '../formats/core/detect-system.js'
import { coreDocument } from '../readers/core/document.js'
import { fields } from '../readers/core/field-map.js'
import type { Core } from '../readers/core/model.js'
import { openCoreWith } from '../readers/core/open-core-with.js'
import { report } from '../readers/core/report.js'
import { coreParts } from '../readers/core/report-parts.js'
import type { FormatReader, OpenedFile } from '../readers/format-reader.js'
import { coreText } from '../render/core/core-text.js'
import { detectCore } from './core-detection.js'
import { coreQuestions } from './core-questions.js'

/** A reader that knows these systems. */
function createCoreReader(systems: readonly CoreSystem[], extend?: (core: Core, opened: OpenedFile) => OpenedFile): FormatReader {
  const systemNamed = (format: string): CoreSystem => {
    const system = systems.find((each) => each.format === format)
    if (system) return system
    throw new FormatError({ code: 'UNKNOWN_FORMAT', message: `unknown ELF core format ${format}`, found: format })
  }
  return {
    formats: systems.map(({ format, title }) => ({ name: format, title, read: true, write: true })),
    detect: detectCore,
    open(source, options = {}): OpenedFile {
      const { as } = options
      const core = openCoreWith(source, (summary) => systemNamed(as ?? `elf-core/${detectSystem(summary).name}`), options)
      const opened: OpenedFile = {
        format: core.format,
        parts: coreParts,
        diagnostics: core.diagnostics.list,
        report: (readOptions) => report(core, readOptions),
        text: (readOptions) => coreText(core, readOptions),
        fields: () => fields(core),
        ...coreQuestions(core),
        document: (documentOptions) => coreDocument(core, documentOptions),
      }
      return extend && core.system.name === 'dragonfly' ? extend(core, opened) : opened
    },
  }
}

const loaders: Readonly<Record<CoreSystemName, () => Promise<CoreSystem>>> = {
  linux: () => import('../formats/core/linux/system.js').then(({ linux }) => linux),
  freebsd: () => import('../formats/core/freebsd/system.js').then(({ freebsd }) => freebsd),
  netbsd: () => import('../formats/core/netbsd/system.js').then(({ netbsd }) => netbsd),
  openbsd: () => import('../formats/core/openbsd/system.js').then(({ openbsd }) => openbsd),
  dragonfly: () => import('../formats/core/dragonfly/system.js').then(({ dragonfly }) => dragonfly),
  illumos: () => import('../formats/core/illumos/system.js').then(({ illumos }) => illumos),
}

/** The reader for one format, such as `elf-core/linux`, or without a format for all of them. */
export async function loadCoreReader(format?: string): Promise<{ reader: FormatReader }> {
  const name = format?.slice(format.indexOf('/') + 1)
  const extend =
    name === undefined || name === 'dragonfly' || !Object.hasOwn(loaders, name)
      ? (await import('./dragonfly-core.js')).withCheckpoint
      : undefined
  if (name !== undefined && Object.hasOwn(loaders, name))
    return { reader: createCoreReader([await loaders[name as CoreSystemName]()], extend) }
  return { reader: createCoreReader(await Promise.all(Object.values(loaders).map((load) => load())), extend) }
}
