import { createDialogs } from '../../../src/main/electron/dialogs'
import { processTerminal } from '../../../src/main/cli/terminal'
import { SAVED, textOf } from './text'

/** Saves over one file, again and again, as the app and the command line do in turn, and says each that is there. */
const path = process.argv[2]!
const dialogs = createDialogs(() => undefined as never)
for (let count = Number(process.argv[3]) + 1; ; count++) {
  if (count % 2 === 0) await dialogs.save('a.flow.json', textOf(count, SAVED))
  else await processTerminal.write(path, textOf(count, SAVED))
  process.stdout.write(`${count}\n`)
}
