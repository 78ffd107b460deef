/** KT-M3: numbers of ioctl requests by name, and names by number. */
import { expect, test } from 'vitest'
import { exhume } from '../support/cli.js'

test('KT-M3: names by number and numbers by name, of every system', async () => {
  const { status, stdout } = await exhume('ioctl', '0x40087468', 'fionbio')
  expect(status).toBe(0)
  expect(stdout).toContain("0x40087468  TIOCGWINSZ  _IOR('t', 104, 8)  netbsd\n")
  expect(stdout).toContain("0x40087468  TIOCGWINSZ  _IOR('t', 104, 8)  freebsd LP64\n")
  expect(stdout).toContain("0x8004667e  FIONBIO  _IOW('f', 126, 4)  dragonfly LP64\n")
})

test('KT-M3: numbers that differ by machine', async () => {
  const { stdout } = await exhume('ioctl', 'SIOCGCNWTRAIL', '--system', 'netbsd')
  expect(stdout).toMatch(/^0xd49869f9 {2}SIOCGCNWTRAIL .*netbsd LP64\n0xce9469f9 {2}SIOCGCNWTRAIL .*netbsd i386\n$/)
})

test('KT-M3: as JSON; several names of a number', async () => {
  const { stdout } = await exhume('ioctl', '536887553', '--json', '--system', 'netbsd')
  expect(JSON.parse(stdout)).toEqual([
    { system: 'netbsd', abi: 'all', name: 'AGPIOC_ACQUIRE', number: '0x20004101', parts: "_IO('A', 1)" },
    { system: 'netbsd', abi: 'all', name: 'APM_IOC_STANDBY', number: '0x20004101', parts: "_IO('A', 1)" },
  ])
})

test('KT-M3: what is not known ends with status 1', async () => {
  const { status, stdout, stderr } = await exhume('ioctl', '0xc0105a63', 'TIOCNOTHING', 'FIOCLEX')
  expect([status, stdout]).toEqual([1, expect.stringContaining('FIOCLEX')])
  expect(stderr).toContain('no request "0xc0105a63" is known; its parts: _IOWR(\'Z\', 99, 16)')
  expect(stderr).toContain('no request "TIOCNOTHING" is known\n')
})
