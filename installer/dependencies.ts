/** The part of `package-lock.json` that is read here. */
export interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly dependencies?: Readonly<Record<string, string>>
        readonly optionalDependencies?: Readonly<Record<string, string>>
      }
    >
  >
}

/**
 * Names of a dependency of ours and of all that is there for its sake alone. By their names, for electron-builder lays the
 * folders out anew.
 */
export function onlyFor(lock: Lock, name: string): string[] {
  const kept = names(reachable(lock, new Set([name])))
  return [...names(reachable(lock, new Set()))].filter((other) => !kept.has(other)).sort()
}

const names = (paths: ReadonlySet<string>) =>
  new Set([...paths].filter((path) => path !== '').map((path) => path.split('node_modules/').at(-1)!))

/** Folders of what the app needs when it runs. */
function reachable({ packages }: Lock, left: ReadonlySet<string>): Set<string> {
  const found = new Set<string>()
  const visit = (path: string): void => {
    if (found.has(path)) return
    found.add(path)
    const { dependencies, optionalDependencies } = packages[path]!
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (path === '' && left.has(name)) continue
      const folder = resolve(packages, path, name)
      if (folder !== null) visit(folder)
    }
  }
  visit('')
  return found
}

/** Where Node finds a package that one in `path` asks for: beside it, or in the nearest folder above. */
function resolve(packages: Lock['packages'], path: string, name: string): string | null {
  const folder = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`
  if (folder in packages) return folder
  if (path === '') return null
  return resolve(packages, path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
}
