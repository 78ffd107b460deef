/** Processes of a session in the order of the kernel's lists: children of a process, members of a group. Source: kern_fork.c, kern_exit.c, kern_proc.c of NetBSD (2003-08). */
import { FormatError } from '../../../errors.js'
import type { Process } from './traced-process.js'

/** init(8), which adopts the children of processes that exit. */
const INIT = 1

export class ProcessTable {
  readonly #byPid = new Map<number, Process>()
  readonly #groups = new Map<number, Process[]>()

  all(): Iterable<Process> {
    return this.#byPid.values()
  }

  find(pid: number): Process | undefined {
    return this.#byPid.get(pid)
  }

  /** @throws FormatError `BAD_VALUE` if there is no such process */
  get(pid: number): Process {
    const process = this.#byPid.get(pid)
    if (!process) throw wrong(`process ${pid} not found`)
    return process
  }

  /** Members of a process group. */
  group(id: number): readonly Process[] {
    return this.#groups.get(id) ?? []
  }

  /**
   * Adds a process at the end of the lists: initial processes are listed in the order in which they are added.
   *
   * @throws FormatError `BAD_VALUE` if the process ID is in use
   */
  add(process: Process): void {
    this.#register(process)
    this.#byPid.get(process.parent)?.children.push(process)
    this.#members(process.group).push(process)
  }

  /** Adds a forked process: first among the children of its parent, and right behind it in the group. */
  fork(parent: Process, child: Process): void {
    this.#register(child)
    parent.children.unshift(child)
    const members = this.#members(child.group)
    members.splice(members.indexOf(parent) + 1, 0, child)
  }

  #register(process: Process): void {
    if (this.#byPid.has(process.pid)) throw wrong(`process ${process.pid} exists`)
    this.#byPid.set(process.pid, process)
  }

  /** Removes a process. init adopts its children, one by one, at the head of its list. */
  remove(process: Process): void {
    this.#byPid.delete(process.pid)
    removeFrom(this.#members(process.group), process)
    removeFrom(this.#byPid.get(process.parent)?.children ?? [], process)
    const init = this.#byPid.get(INIT)
    for (const child of process.children) {
      child.parent = init ? INIT : 0
      init?.children.unshift(child)
    }
  }

  /** Moves a process to the head of another group. */
  move(process: Process, group: number): void {
    if (group === process.group) return
    removeFrom(this.#members(process.group), process)
    process.group = group
    this.#members(group).unshift(process)
  }

  #members(group: number): Process[] {
    let members = this.#groups.get(group)
    if (!members) {
      members = []
      this.#groups.set(group, members)
    }
    return members
  }
}

/** A process and all its descendants, depth first. */
export function descent(process: Process): Process[] {
  return [process, ...process.children.flatMap(descent)]
}

function removeFrom(list: Process[], process: Process): void {
  const at = list.indexOf(process)
  if (at >= 0) list.splice(at, 1)
}

function wrong(message: string): FormatError {
  return new FormatError({ code: 'BAD_VALUE', path: 'pid', message })
}
