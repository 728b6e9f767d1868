import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Electron's program, or why there is none to run. */
export type Binary =
  { readonly kind: 'found'; readonly path: string } | { readonly kind: 'absent'; readonly reason: string }

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The folder of the npm package `electron`; null when it is not installed. */
  readonly package: string | null
}

export const surroundings = (): Surroundings => ({
  platform: process.platform,
  environment: process.env,
  package: packageFolder(),
})

/**
 * Looks whether Electron could run here, without loading its package: that would fetch the binary when it is absent,
 * and wait for as long as that takes.
 */
export function findElectron({ platform, environment, package: folder }: Surroundings): Binary {
  if (platform === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) {
    return { kind: 'absent', reason: 'there is no display' }
  }
  if (folder === null) return { kind: 'absent', reason: 'the package "electron" is not installed' }
  const name = join(folder, 'path.txt')
  const given = environment['ELECTRON_OVERRIDE_DIST_PATH']
  if (given) return present(join(given, existsSync(name) ? readFileSync(name, 'utf8') : 'electron'))
  if (!existsSync(name)) return { kind: 'absent', reason: NOT_FETCHED }
  return present(join(folder, 'dist', readFileSync(name, 'utf8')))
}

/** Since Electron 42 its package fetches the binary at its first use, not when it is installed. */
const NOT_FETCHED = 'its binary is not there'

const present = (path: string): Binary =>
  existsSync(path) ? { kind: 'found', path } : { kind: 'absent', reason: NOT_FETCHED }

/** Whether fetching the binary would help. */
export const isFetchable = (binary: Binary) => binary.kind === 'absent' && binary.reason === NOT_FETCHED

/** Lets Electron's own installer fetch the binary, for at most `limit` ms, and looks again. */
export async function fetchElectron(where: Surroundings, limit: number): Promise<Binary> {
  const failure = await runInstaller(join(where.package!, 'install.js'), limit)
  const binary = findElectron(where)
  return binary.kind === 'absent' && failure !== null ? { kind: 'absent', reason: failure } : binary
}

function runInstaller(script: string, limit: number): Promise<string | null> {
  return new Promise((done) => {
    let said = ''
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'pipe'], timeout: limit })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.on('error', (error) => {
      done(error.message)
    })
    child.on('close', (code, signal) => {
      if (signal) done(`its binary could not be fetched within ${Math.round(limit / 1000)} s`)
      else if (code === 0) done(null)
      else done(`its binary could not be fetched (${said.split('\n')[0] || `exit code ${code}`})`)
    })
  })
}

function packageFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return null // not installed, as with `npm install --omit=dev`
  }
}
