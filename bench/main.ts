/** `npm run bench [-- NAME]`: every comparison, or those whose name starts with NAME. */
import { core } from './core.js'
import { kcore } from './kcore.js'
import { ktrace } from './ktrace.js'
import { ktraceHeader } from './ktrace-header.js'
import { startUp } from './startup.js'

const benches: Record<string, () => string[] | Promise<string[]>> = {
  core,
  header: ktraceHeader,
  kcore,
  ktrace,
  startup: startUp,
}

const [only = ''] = process.argv.slice(2)
for (const [name, run] of Object.entries(benches)) {
  if (!name.startsWith(only)) continue
  console.log(`== ${name}`)
  for (const line of await run()) console.log(line)
}
