import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../resources/examples/', import.meta.url))

/** The example documents shipped with the app, by file name. */
export const examples: readonly { readonly name: string; readonly text: string }[] = readdirSync(folder)
  .filter((name) => name.endsWith('.flow.json'))
  .sort()
  .map((name) => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }))
