/** Why the process of a minidump died: signals, Mach exceptions, Windows exceptions, by platform. */
import { expect, test } from 'vitest'
import { openMinidump } from '../../../src/families/minidump.js'
import * as md from '../../../src/formats/minidump/headers.js'
import { memorySource } from '../../../src/io/source.js'
import { abi } from '../../../src/schema/base.js'
import { zeroValue } from '../../../src/schema/zero-value.js'
import { MinidumpOutput } from '../../../src/writers/minidump/minidump-layout.js'

interface Raised {
  readonly platform: number
  readonly code: number
  readonly flags?: number
  readonly address?: bigint
  readonly parameters?: readonly bigint[]
}

function processOf({ platform, code, flags = 0, address = 0x1000n, parameters = [] }: Raised) {
  const out = new MinidumpOutput(abi.amd64)
  const info = zeroValue(md.systemInfo, out.abi)
  info.processor_architecture = md.architecture.PROCESSOR_ARCHITECTURE_AMD64
  info.platform_id = platform
  out.structure(md.streamType.SystemInfoStream, md.systemInfo, info)
  const exception = zeroValue(md.exception, out.abi)
  exception.thread_id = 775
  Object.assign(exception.exception_record, { exception_code: code, exception_flags: flags, exception_address: address })
  exception.exception_record.number_parameters = parameters.length
  parameters.forEach((each, i) => {
    exception.exception_record.exception_information[i] = each
  })
  out.structure(md.streamType.ExceptionStream, md.exception, exception)
  out.finish(0n)
  const bytes = new Uint8Array(out.end)
  for (const { offset, content } of out.pieces) bytes.set(content as Uint8Array, offset)
  return openMinidump(memorySource(bytes)).process
}

const { MD_OS_MAC_OS_X: mac, MD_OS_IOS: ios, VER_PLATFORM_WIN32_NT: windows, MD_OS_LINUX: linux, MD_OS_FUCHSIA: fuchsia } = md.platform

test.each<[string, Raised, object]>([
  [
    'EXC_BAD_ACCESS',
    { platform: mac, code: 1, flags: 1, address: 0x45n, parameters: [1n, 1n, 0x45n] },
    {
      exception: { name: 'EXC_BAD_ACCESS', codeName: 'KERN_INVALID_ADDRESS', address: 0x45n },
      signal: { number: 11, code: 1, address: 0x45n, tid: 775 },
    },
  ],
  [
    'EXC_CRASH of an abort',
    { platform: mac, code: 10, flags: 0x6000000, parameters: [10n, 0x6000000n, 0n] },
    { exception: { name: 'EXC_CRASH' }, signal: { number: 6 } },
  ],
  [
    'EXC_CRASH whose original exception is 0',
    { platform: mac, code: 0, parameters: [10n, 0x6000000n, 0n] },
    { exception: { code: 10, name: 'EXC_CRASH' }, signal: { number: 6 } },
  ],
  [
    'a bus error in Linux numbers',
    { platform: ios, code: 1, flags: 0x101 },
    { exception: { codeName: 'EXC_ARM_DA_ALIGN' }, signal: { number: 7 } },
  ],
  ['an uncaught NSException', { platform: mac, code: 0x43506e78 }, { exception: { name: 'uncaught NSException' }, signal: { number: 6 } }],
])('CORE-A2: %s of macOS and iOS', (_, raised, expected) => {
  expect(processOf(raised)).toMatchObject(expected)
})

test.each<[string, Raised, object]>([
  ['a simulated exception of Crashpad', { platform: mac, code: 0x43507378 }, { name: 'simulated exception' }],
  ['SIGEMT, which Linux does not have', { platform: mac, code: 4 }, { name: 'EXC_EMULATION' }],
  ['Fuchsia', { platform: fuchsia, code: 1032 }, { code: 1032, name: 'Zircon exception' }],
  ['a Windows code without a signal', { platform: windows, code: 0xc0000194 }, { name: 'STATUS_POSSIBLE_DEADLOCK' }],
  ['an unknown Windows code', { platform: windows, code: 0x12345678, parameters: [1n] }, { code: 0x12345678, parameters: [1n] }],
])('CORE-A2, CORE-B2: %s is an exception without a signal', (_, raised, exception) => {
  const process = processOf(raised)
  expect(process.exception).toMatchObject(exception)
  expect(process.signal).toBeUndefined()
})

test('CORE-B2: Windows exceptions keep code, name, parameters and address', () => {
  expect(processOf({ platform: windows, code: 0xc0000409, address: 0x7ff7n, parameters: [7n] })).toMatchObject({
    exception: { code: 0xc0000409, name: 'STATUS_STACK_BUFFER_OVERRUN', address: 0x7ff7n, parameters: [7n] },
    signal: { number: 6 },
  })
  expect(processOf({ platform: windows, code: 0xc0000005, parameters: [1n, 0xdeadn] }).signal).toMatchObject({
    number: 11,
    address: 0xdeadn,
  })
})

test('Linux: a signal, and no exception', () => {
  expect(processOf({ platform: linux, code: 11, flags: 1, address: 0x45n })).toMatchObject({
    signal: { number: 11, code: 1, address: 0x45n },
  })
  expect(processOf({ platform: linux, code: 11 }).exception).toBeUndefined()
})
