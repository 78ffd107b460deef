/** Names of C++ and Rust functions as their programmers wrote them, by the library of the Firefox profiler. */
import { nodeBuiltin } from '../../io/node-builtins.js'

/** What the library's module without its loader exports. */
interface DemanglerModule {
  __wbg_set_wasm(exports: unknown): void
  demangle_any(name: string): string
}

/** Names that a known scheme mangled: Itanium C++, Rust, Microsoft C++. */
const MANGLED = /^(_{1,3}Z|_R[A-Z0-9]|\??\?)/
/** Added by compilers to parts and copies of functions. */
const SUFFIX = /(\.(cold|part|isra|constprop|lto_priv|localalias|llvm)(\.[\w]+)*)+$/
/** Longer names are shown as they are: they could expand without end. */
const MAX_LENGTH = 65_536

/** A function that gives names that are not mangled back as they are. The library's code runs when the first mangled name is met. */
export async function loadDemangler(): Promise<(name: string) => string> {
  if (!globalThis.process?.getBuiltinModule) return (name) => name
  const library = (await import('gecko-profiler-demangle/index_bg.js' as string)) as DemanglerModule
  let started = false
  return (raw) => {
    if (!MANGLED.test(raw) || raw.length > MAX_LENGTH) return raw
    if (!started) start(library)
    started = true
    const suffix = SUFFIX.exec(raw)?.[0] ?? ''
    const name = suffix === '' ? raw : raw.slice(0, -suffix.length)
    const readable = library.demangle_any(name)
    if (readable === '' || readable === name) return raw
    return suffix === '' ? readable : `${readable} [clone ${suffix}]`
  }
}

function start(library: DemanglerModule): void {
  const { createRequire } = nodeBuiltin('node:module')
  const path = createRequire(import.meta.url).resolve('gecko-profiler-demangle/index_bg.wasm')
  const wasm = new WebAssembly.Module(new Uint8Array(nodeBuiltin('node:fs').readFileSync(path)))
  const instance = new WebAssembly.Instance(wasm, { './index_bg.js': library as unknown as WebAssembly.ModuleImports })
  library.__wbg_set_wasm(instance.exports)
  ;(instance.exports.__wbindgen_start as () => void)()
}
