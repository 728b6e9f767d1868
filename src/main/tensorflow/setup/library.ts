import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Libraries } from './binding'

/** A libtensorflow that the user names: a folder with `lib` and `include`, as its archives have them. */
export function librariesIn(folder: string, platform: NodeJS.Platform): Libraries {
  const root = resolve(folder)
  const [lib, include] = [join(root, 'lib'), join(root, 'include')]
  if (!existsSync(lib)) throw new Error(`--library ${folder}: there is no folder "lib" in it.`)
  const header = join('tensorflow', 'c', 'eager', 'c_api.h')
  if (!existsSync(join(include, header)))
    throw new Error(
      `--library ${folder}: there is no ${join('include', header)} in it, which the binding is built with.`,
    )
  const names = readdirSync(lib)
  const ending = platform === 'darwin' ? '.dylib' : '.so'
  const find = (...stems: string[]) =>
    stems
      .map(
        (stem) => names.filter((name) => new RegExp(`^${stem}(\\.\\d+)*\\${ending}(\\.\\d+)*$`).test(name)).sort()[0],
      )
      .find((name) => name !== undefined)
  const main = find('libtensorflow', 'libtensorflow_cc')
  if (main === undefined)
    throw new Error(
      `--library ${folder}: there is no libtensorflow${ending} or libtensorflow_cc${ending} in its "lib".`,
    )
  // some builds have all in one
  const framework = find('libtensorflow_framework')
  const files = [main, ...(framework === undefined ? [] : [framework])].map((name) => join(lib, name))
  return { files, include, runPath: lib }
}
