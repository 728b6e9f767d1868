import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './chromium'
import { electronForTests } from './electron'

/** Before all tests: there is a build to test, and a browser to test it in. */
export default function setup(): void {
  if (!existsSync('out/main/web.js') || !existsSync('out/renderer/index.html')) {
    throw new Error('There is no build to test. Run "npm run build" first.')
  }
  const electron = electronForTests()
  if (electron.kind === 'absent') console.log(`The Electron window is not tested here: ${electron.reason}.`)
  if (findChromium() !== null) return
  for (const { words, command, args } of ways()) {
    console.log(`There is no Chromium on this machine: ${words}.`)
    const { status } = spawnSync(command, args, { stdio: 'inherit', timeout: 300_000 })
    if (status === 0 && findChromium() !== null) {
      // The configuration is read again by each worker, which then finds it; this process was too early.
      process.env['DIFFEO_CHROMIUM'] = findChromium()!
      return
    }
  }
  throw new Error(
    'No Chromium could be found or installed. Install one, or give the path of one in DIFFEO_CHROMIUM, and run the tests again.',
  )
}

interface Way {
  readonly words: string
  readonly command: string
  readonly args: readonly string[]
}

function ways(): readonly Way[] {
  const playwright: Way = {
    words: 'fetching the one that Playwright uses',
    command: process.execPath,
    args: ['node_modules/@playwright/test/cli.js', 'install', '--with-deps', 'chromium'],
  }
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return [{ ...playwright, args: playwright.args.filter((arg) => arg !== '--with-deps') }]
  }
  const install = ['install', '--no-install-recommends']
  const apt = (words: string, ...args: string[]): Way => ({ words, command: 'apt-get', args: ['-y', '-qq', ...args] })
  return [
    playwright,
    apt('bringing the list of packages up to date', 'update'),
    apt('installing those of this system', ...install, 'chromium-headless-shell', 'chromium', 'fonts-dejavu-core'),
    apt('installing the one of this system', ...install, 'chromium', 'fonts-dejavu-core'),
  ]
}
