/** Validates input from untyped callers: missing values and wrong types are rejected with their path. */
import { FormatError } from '../../../errors.js'
import type { CoreContents } from './core-contents.js'

/**
 * Validates the contents of a core; threads may have no registers.
 *
 * @throws FormatError `BAD_VALUE` with the path of the wrong value
 */
export function validateCoreContents<T extends CoreContents>(facts: T): T {
  object(facts.process, 'process')
  list(facts.threads, 'threads').forEach((thread, i) => {
    const { tid, registers, floating } = object(thread, `threads[${i}]`)
    if (!Number.isSafeInteger(tid)) throw wrong(`threads[${i}].tid`, 'an integer', tid)
    checkRegisters(registers, `threads[${i}].registers`)
    checkRegisters(floating, `threads[${i}].floating`)
  })
  list(facts.memory, 'memory').forEach((memory, i) => {
    const path = `memory[${i}]`
    const { address, size, content } = object(memory, path)
    if (typeof address !== 'bigint') throw wrong(`${path}.address`, 'a bigint', address)
    if (size !== undefined && typeof size !== 'bigint') throw wrong(`${path}.size`, 'a bigint', size)
    checkContent(content, `${path}.content`)
  })
  if (facts.objects !== undefined) {
    list(facts.objects, 'objects').forEach((each, i) => {
      const path = `objects[${i}]`
      const { address, ctf, symbols, debug } = object(each, path)
      if (typeof address !== 'bigint') throw wrong(`${path}.address`, 'a bigint', address)
      checkContent(ctf, `${path}.ctf`)
      if (symbols !== undefined) {
        const { content, strings } = object(symbols, `${path}.symbols`)
        checkContent(content ?? null, `${path}.symbols.content`)
        checkContent(strings ?? null, `${path}.symbols.strings`)
      }
      if (debug !== undefined)
        list(debug, `${path}.debug`).forEach((section, j) => {
          const { name, content } = object(section, `${path}.debug[${j}]`)
          if (typeof name !== 'string') throw wrong(`${path}.debug[${j}].name`, 'a text', name)
          checkContent(content ?? null, `${path}.debug[${j}].content`)
        })
    })
  }
  if (facts.threads.every(({ registers }) => registers)) return facts
  return { ...facts, threads: facts.threads.map((thread) => (thread.registers ? thread : { ...thread, registers: {} })) }
}

function object(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>
  throw wrong(path, 'an object', value)
}

function list(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw wrong(path, 'a list', value)
}

function checkRegisters(registers: unknown, path: string): void {
  if (registers === undefined) return
  const values = object(registers, path)
  for (const name in values) if (typeof values[name] !== 'bigint') throw wrong(`${path}.${name}`, 'a bigint', values[name])
}

/** Bytes or a byte source. */
function checkContent(content: unknown, path: string): void {
  if (content === undefined || content instanceof Uint8Array) return
  const { size, read } = (typeof content === 'object' ? (content ?? {}) : {}) as { size?: unknown; read?: unknown }
  if (typeof size !== 'number' || typeof read !== 'function') throw wrong(path, 'bytes or a byte source', content)
}

function wrong(path: string, expected: string, value: unknown): FormatError {
  const found = value === undefined || value === null ? 'nothing' : typeof value === 'object' ? 'an object' : String(value)
  return new FormatError({ code: 'BAD_VALUE', path, message: `${path}: expected ${expected}, found ${found}`, expected, found })
}
