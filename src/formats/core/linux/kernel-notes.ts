/** Notes of kernel dumps and of programs that write Linux cores: text, and the processor state that QEMU keeps. */
import { c, struct } from '../../../schema/base.js'

export const text = struct('text', { text: c.text })

/** Raw kernel structure; only in /proc/kcore. */
export const taskStruct = struct('task_struct', { task_struct: c.rest })

/** A file of a Cell SPU context. */
export const spuFile = struct('SPU', { contents: c.rest })

export const vmcoredd = struct(
  'vmcoredd',
  { dump_name: c.chars(44), data: c.rest },
  { doc: 'What a device driver left in a kernel dump.', source: 'Linux uapi linux/vmcore.h' },
)

const segment = struct('QEMUCPUSegment', {
  selector: c.uint32.hex,
  limit: c.uint32.hex,
  flags: c.uint32.hex,
  pad: c.uint32,
  base: c.uint64.hex,
})

const long = c.uint64.hex

export const qemuCpuState = struct(
  'QEMUCPUState',
  {
    version: c.uint32,
    size: c.uint32,
    rax: long,
    rbx: long,
    rcx: long,
    rdx: long,
    rsi: long,
    rdi: long,
    rsp: long,
    rbp: long,
    r8: long,
    r9: long,
    r10: long,
    r11: long,
    r12: long,
    r13: long,
    r14: long,
    r15: long,
    rip: long,
    rflags: long,
    cs: segment,
    ds: segment,
    es: segment,
    fs: segment,
    gs: segment,
    ss: segment,
    ldt: segment,
    tr: segment,
    gdt: segment,
    idt: segment,
    cr0: long,
    cr1: long,
    cr2: long,
    cr3: long,
    cr4: long,
    kernel_gs_base: c.when((lookup) => Number(lookup('size')) >= 440, long),
  },
  { doc: 'One virtual processor; without the last member in older versions.', source: 'QEMU target/i386/arch_dump.c' },
)
