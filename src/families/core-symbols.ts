/** Backtraces of cores: loads the unwinder, the demangler and the files that hold symbols, only when a report needs them. */
import { openFile } from '../io/open.js'
import type { Core } from '../readers/core/model.js'
import { loadDemangler } from '../readers/debug/demangler.js'
import type { ReadOptions } from '../readers/format-reader.js'
import { ProcessSymbols } from '../readers/unwind/process-symbols.js'
import { SymbolFileFinder } from '../readers/unwind/symbol-files.js'

/**
 * Makes `core.tracer`.
 *
 * @param options `sysroot`, a directory; `symbols`, paths of files with symbols
 * @throws FormatError `IO` when a named file cannot be opened, `UNKNOWN_FORMAT` when it is not an ELF file of code
 */
export async function loadTracer(core: Core, options: ReadOptions): Promise<void> {
  core.tracer = await createTracer(core, options)
}

/** The tracer of a core. Options and errors as {@link loadTracer}. */
export async function createTracer(core: Core, { sysroot, symbols }: ReadOptions): Promise<ProcessSymbols> {
  const given = []
  for (const path of Array.isArray(symbols) ? symbols.map(String) : []) given.push({ path, source: (await openFile(path)).source })
  // Only files have compressed sections.
  const hasFiles = given.length > 0 || typeof sysroot === 'string'
  const files = new SymbolFileFinder({
    ...(typeof sysroot === 'string' && { sysroot }),
    given,
    ...(hasFiles && { decompressors: await (await import('../readers/debug/decompressors.js')).loadDecompressors() }),
    report: (diagnostic) => core.diagnostics.add(diagnostic),
  })
  const tracer = new ProcessSymbols(core, { files, demangle: await loadDemangler() })
  if (given.length > 0) reportUnused(core, files)
  return tracer
}

/** Files that the user named and that are of no module would have no effect. */
function reportUnused(core: Core, files: SymbolFileFinder): void {
  for (const module of core.image.modules) files.filesOf(module, core)
  for (const { path, buildId } of files.unused())
    core.diagnostics.add({
      code: 'INCONSISTENT',
      path: 'symbols',
      message: `${path} is not used: no module of this core has ${buildId === undefined ? 'its name' : `build ID ${buildId}`}`,
    })
}
