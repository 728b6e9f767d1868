import { spawn } from 'node:child_process'

/** Opens the default browser; where there is none, the printed address has to do. */
export function openBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [command, ...args] = openCommand(url, platform)
  const child = spawn(command!, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined) // no such command: the address was printed
  child.unref()
}

/** The command that opens a URL on a platform, with its arguments; none of them passes a shell. */
export function openCommand(url: string, platform: NodeJS.Platform): readonly string[] {
  if (platform === 'darwin') return ['open', url]
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  return ['xdg-open', url]
}
