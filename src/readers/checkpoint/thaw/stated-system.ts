/** A system as a user states it: `descriptors=64,mounted=none`, or JSON with the same names. */
import { FormatError } from '../../../errors.js'
import { fhandle, findRevision, fsidText, revisions } from '../../../formats/checkpoint/dragonfly/index.js'
import { toHex } from '../../../io/hex.js'
import { abi } from '../../../schema/base.js'
import type { Checkpoint } from '../model.js'
import { systemFor, type ThawSystem } from './thaw-system.js'

type Stated = { -readonly [K in keyof ThawSystem]?: ThawSystem[K] }
type Call = NonNullable<ThawSystem['call']>

/** A value with the name that errors show. */
class Statement {
  constructor(
    readonly name: string,
    readonly value: string,
  ) {}

  number(): number {
    const number = Number(this.big())
    if (!Number.isSafeInteger(number)) throw bad(`${this.name} takes a number, not ${this.value}`)
    return number
  }

  big(): bigint {
    const [, sign = '', digits = ''] = /^(-?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(this.value) ?? []
    if (digits === '') throw bad(`${this.name} takes a number, not ${this.value}`)
    return sign === '-' ? -BigInt(digits) : BigInt(digits)
  }

  yes(): boolean {
    if (!['yes', 'no', 'true', 'false'].includes(this.value)) throw bad(`${this.name} takes yes or no, not ${this.value}`)
    return this.value === 'yes' || this.value === 'true'
  }

  list(): string[] {
    return this.value === 'none' ? [] : this.value.split('+')
  }

  /** One of two numbers. */
  either<const T extends readonly [number, number]>(choices: T, message: string): T[number] {
    const found = choices.find((each) => String(each) === this.value)
    if (found === undefined) throw bad(`${message}, not ${this.value}`)
    return found
  }
}

const call = (stated: Stated, change: Partial<Call>): void => {
  stated.call = { ...stated.call, ...change }
}

/** What each name states. */
const statements: Readonly<Record<string, (stated: Stated, statement: Statement) => void>> = {
  bits: (stated, statement) => {
    stated.bits = statement.either([32, 64], 'bits are 32 or 64')
  },
  form: (stated, { value }) => {
    if (!findRevision(value)) throw bad(`there is no form ${value}; there are ${revisions.map(({ name }) => name).join(', ')}`)
    stated.form = value
  },
  padding: (stated, statement) => {
    stated.notePadding = statement.either([4, 8], 'notes are padded to 4 or 8')
  },
  registers: (stated, statement) => {
    stated.registerSetSize = statement.either([76, 80], 'struct reg has 76 or 80 bytes')
  },
  group: (stated, statement) => {
    stated.checkpointGroup = statement.number()
  },
  groups: (stated, statement) => {
    const groups = statement.list()
    if (!groups.every((each) => /^\d+$/.test(each))) throw bad(`groups are numbers with + between them, not ${statement.value}`)
    call(stated, { groups: groups.map(Number) })
  },
  pid: (stated, statement) => call(stated, { pid: statement.number() }),
  'own-pid': (stated, statement) => call(stated, { ownPid: statement.number() }),
  type: (stated, statement) => call(stated, { type: statement.number() }),
  retval: (stated, statement) => call(stated, { retval: statement.number() }),
  readable: (stated, statement) => call(stated, { readable: statement.yes() }),
  pipe: (stated, statement) => call(stated, { regularFile: !statement.yes() }),
  eflags: (stated, statement) => {
    stated.eflags = statement.big()
  },
  'data-limit': (stated, statement) => {
    stated.dataLimit = statement.big()
  },
  'vm-limit': (stated, statement) => {
    stated.memoryLimit = statement.big()
  },
  'max-text': (stated, statement) => {
    stated.maxTextSize = statement.big()
  },
  'user-end': (stated, statement) => {
    stated.maxUserAddress = statement.big()
  },
  descriptors: (stated, statement) => {
    stated.descriptors = statement.number()
  },
  'loses-actions': (stated, statement) => {
    stated.losesActions = statement.yes()
  },
  mounted: (stated, statement) => {
    const mounted = statement.list()
    if (!mounted.every((each) => /^[0-9a-f]{16}$/.test(each))) throw bad(`file systems are 16 hexadecimal digits, not ${statement.value}`)
    stated.isMounted = (fsid) => mounted.includes(fsidText(fsid))
  },
  gone: (stated, statement) => {
    const gone = statement.list()
    if (!gone.every((each) => /^[0-9a-f]{56}$/.test(each))) throw bad(`handles are 56 hexadecimal digits, not ${statement.value}`)
    stated.lookup = (handle) => (gone.includes(toHex(fhandle.for(abi.amd64).encode(handle))) ? 'ESTALE' : undefined)
  },
}

/** Names of ThawSystem for those of a statement, which JSON may have instead. */
const otherNames: Readonly<Record<string, string>> = {
  notePadding: 'padding',
  registerSetSize: 'registers',
  checkpointGroup: 'group',
  ownPid: 'own-pid',
  memoryLimit: 'vm-limit',
  dataLimit: 'data-limit',
  maxTextSize: 'max-text',
  maxUserAddress: 'user-end',
  losesActions: 'loses-actions',
}

/**
 * A system as it is stated on a command line: `form=final,group=-1,data-limit=0x8000000,descriptors=64,mounted=FSID+FSID`, file systems and
 * handles as reports print them; or a JSON object with the same names, such as `{"descriptors":64,"mounted":["FSID"]}`. What is not
 * stated is as {@link systemFor} has it.
 *
 * @throws FormatError `BAD_VALUE` for what is no such statement
 */
export function statedSystem(text: string): (checkpoint: Checkpoint) => ThawSystem {
  const stated: Stated = {}
  for (const statement of text.trimStart().startsWith('{') ? jsonStatements(text) : textStatements(text)) {
    const state = Object.hasOwn(statements, statement.name) ? statements[statement.name] : undefined
    if (!state) throw bad(`${JSON.stringify(statement.name)} states nothing; ${Object.keys(statements).join(', ')} can be stated`)
    state(stated, statement)
  }
  return (checkpoint) => {
    const own = systemFor(checkpoint)
    // A kernel of another word size has revisions of its own.
    const form = stated.bits !== undefined && stated.bits !== own.bits ? { form: 'final' } : {}
    return { ...own, ...form, ...stated }
  }
}

const textStatements = (text: string): Statement[] =>
  text.split(',').map((part) => {
    const [, name, value] = /^([a-z-]+)=(.+)$/.exec(part) ?? []
    if (name === undefined || value === undefined)
      throw bad(`${JSON.stringify(part)} states nothing; ${Object.keys(statements).join(', ')} can be stated`)
    return new Statement(name, value)
  })

function jsonStatements(text: string): Statement[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw bad(`invalid JSON: ${error instanceof Error ? error.message : error}`)
  }
  return Object.entries(json as Record<string, unknown>).flatMap(([name, value]): Statement[] => {
    if (name === 'call' && typeof value === 'object' && value !== null) return jsonStatements(JSON.stringify(value))
    if (name === 'regularFile') return [new Statement('pipe', value === false ? 'yes' : 'no')]
    const text = Array.isArray(value) ? (value.length === 0 ? 'none' : value.join('+')) : String(value)
    return [new Statement(otherNames[name] ?? name, text)]
  })
}

const bad = (message: string): FormatError => new FormatError({ code: 'BAD_VALUE', message })
