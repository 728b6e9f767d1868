import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Example {
  /** The file's name without its ending, e.g. `two-moons`. */
  readonly name: string
  readonly text: string
}

const ENDING = '.flow.json'

/** The example documents shipped in `resources/examples`, in the order of their names. */
export async function readExamples(resources: string): Promise<readonly Example[]> {
  const folder = join(resources, 'examples')
  const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING)).sort()
  return Promise.all(
    names.map(async (name) => ({
      name: name.slice(0, -ENDING.length),
      text: await readFile(join(folder, name), 'utf8'),
    })),
  )
}
