import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where Diffeo keeps what is not the user's own files: autosave, recent documents, the window's place. */
export function dataDirectory(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const given = environment['DIFFEO_HOME']
  if (given) return resolve(given)
  switch (platform) {
    case 'win32':
      return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Diffeo')
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Diffeo')
    default:
      // The XDG specification says to ignore a relative path here.
      return join(absolute(environment['XDG_DATA_HOME']) ?? join(home, '.local', 'share'), 'diffeo')
  }
}

const absolute = (path: string | undefined) => (path?.startsWith('/') ? path : undefined)
