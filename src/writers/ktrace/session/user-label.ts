/** Labels of USER records: KTR_USER_MAXIDLEN bytes before the data. Source: ktruser, ktruser_kernel of kern_ktrace.c 1.77. */
import { USER_LABEL } from '../../../formats/ktrace/netbsd/ktrace-operations.js'
import { cString } from './traced-process.js'

const encoder = new TextEncoder()

/**
 * A label from user space (copyinstr) and data. A label without a NUL within 20 bytes becomes empty: its first byte is a NUL, the bytes
 * copied behind it stay.
 *
 * @param text undefined if it cannot be read
 */
export function userLabelled(text: string | Uint8Array | undefined, data: Uint8Array): Uint8Array {
  const copied = typeof text === 'string' ? encoder.encode(text) : (text ?? new Uint8Array(0))
  const string = cString(copied)
  if (string.length < USER_LABEL) return joined(string, data)
  const bytes = copied.slice(0, USER_LABEL - 1)
  bytes[0] = 0
  return joined(bytes, data)
}

/** A label of the kernel itself (strncpy), truncated and NUL-terminated, and data. */
export function kernelLabelled(text: string | Uint8Array, data: Uint8Array): Uint8Array {
  return joined(cString(text).subarray(0, USER_LABEL - 1), data)
}

function joined(label: Uint8Array, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(USER_LABEL + data.length)
  bytes.set(label)
  bytes.set(data, USER_LABEL)
  return bytes
}
