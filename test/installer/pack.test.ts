import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDocument } from '@shared/document/validate'
import { createClient } from '@shared/rpc/client'
import { forkEngine } from '../../src/main/engine/fork'

const require = createRequire(import.meta.url)
const builder = createRequire(require.resolve('electron-builder/package.json'))
interface Asar {
  listPackage(archive: string, options: object): string[]
  extractAll(archive: string, folder: string): void
}
const asar = createRequire(builder.resolve('app-builder-lib/package.json'))('@electron/asar') as Asar

/** What Electron's program is searched for, and the state of eight fuses behind it, all on. */
const FUSES = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const built = existsSync('out/main/engine.js') && existsSync('out/renderer/index.html')

/** A folder in place of Electron: no program, but all that packing touches of it. */
async function standIn(folder: string): Promise<void> {
  await mkdir(join(folder, 'resources'), { recursive: true })
  await writeFile(join(folder, 'electron'), `${FUSES}\x01\x0811111111`, { mode: 0o755 })
  for (const name of ['LICENSE', 'chrome-sandbox', 'version']) await writeFile(join(folder, name), '')
}

/** A program in place of fpm, which makes packages of Debian's: keeps what it is asked, and the desktop file that goes in. */
const packager = (folder: string) => `#!${process.execPath}
const { copyFileSync, writeFileSync } = require('node:fs')
const args = process.argv.slice(2)
writeFileSync(${JSON.stringify(join(folder, 'asked.json'))}, JSON.stringify(args))
const desktop = args.find((arg) => arg.includes('.desktop='))
copyFileSync(desktop.split('=')[0], ${JSON.stringify(join(folder, 'desktop'))})
writeFileSync(args[args.indexOf('--package') + 1], '')
`

function run(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((done, fail) => {
    let said = ''
    const child = spawn(process.execPath, args, { env: { ...process.env, ...environment } })
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
    child.on('close', (code) => {
      if (code === 0) done(said)
      else fail(new Error(said))
    })
  })
}

describe.skipIf(!built || process.platform !== 'linux')('the packed app', () => {
  let folder: string
  let entries: string[]
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-pack-'))
    await standIn(join(folder, 'electron'))
    const cli = join(dirname(builder.resolve('electron-builder/package.json')), 'cli.js')
    await writeFile(join(folder, 'fpm'), packager(folder), { mode: 0o755 })
    await run([cli, '--linux', 'deb', '-c', 'installer/config.ts', `-c.directories.output=${join(folder, 'dist')}`], {
      DIFFEO_ELECTRON_DIST: join(folder, 'electron'),
      CUSTOM_FPM_PATH: join(folder, 'fpm'),
    })
    const archive = join(folder, 'dist', 'linux-unpacked', 'resources', 'app.asar')
    entries = asar.listPackage(archive, {})
    asar.extractAll(archive, join(folder, 'app'))
  }, 120_000)
  afterAll(() => rm(folder, { recursive: true }))

  it('holds what the app runs on', () => {
    expect(entries).toEqual(
      expect.arrayContaining(
        [
          'package.json',
          'out/main/index.js',
          'out/main/engine.js',
          'out/main/worker.js',
          'out/preload/index.cjs',
          'out/renderer/index.html',
          'resources/examples/two-moons.flow.json',
          'resources/gallery/two-moons.model.json',
          'resources/gallery/two-moons.png',
          'resources/gallery/index.json',
          'resources/data/README.md',
          'installer/icons/256x256.png',
        ].map((path) => `/${path}`),
      ),
    )
  })

  it('holds neither the programs of a checkout nor what only these need', () => {
    const others =
      /make\.mjs$|^\/(src|test)\/|\/(cli|start|web)\.js$|tfjs-node-gpu|node-pre-gyp|\.map$|node_modules\/(vue|three|zod)\//
    expect(entries.filter((path) => others.test(path))).toEqual([])
  })

  it('has libraries of this system outside of the archive, and of no other', async () => {
    const libraries = entries.filter((path) => path.endsWith('dawn.node'))
    const own = `node_modules/webgpu/dist/linux-${process.arch}/dawn.node`
    expect(libraries.filter((path) => path !== `/${own}`)).toEqual([])
    if (existsSync(own)) {
      expect(existsSync(join(folder, 'dist/linux-unpacked/resources/app.asar.unpacked', own))).toBe(true)
    }
  })

  it('is closed by its fuses', async () => {
    const program = await readFile(join(folder, 'dist/linux-unpacked/diffeo'), 'latin1')
    // run as Node, encrypted cookies, NODE_OPTIONS, --inspect, integrity, asar only, a snapshot of its own, file://
    expect(program.slice(program.indexOf(FUSES) + FUSES.length + 2)).toBe('01001100')
  })

  it('goes into a package with its icons, its types of files and a desktop file that opens them', async () => {
    const asked = JSON.parse(await readFile(join(folder, 'asked.json'), 'utf8')) as string[]
    const installed = asked.filter((arg) => arg.includes('=/usr/share/')).map((arg) => arg.split('=')[1])
    expect(installed).toEqual(
      expect.arrayContaining([
        '/usr/share/mime/packages/diffeo.xml',
        '/usr/share/icons/hicolor/16x16/apps/diffeo.png',
        '/usr/share/icons/hicolor/512x512/apps/diffeo.png',
        '/usr/share/applications/diffeo.desktop',
      ]),
    )
    const desktop = await readFile(join(folder, 'desktop'), 'utf8')
    expect(desktop).toMatch(/^Exec=\/opt\/Diffeo\/diffeo %U$/m)
    expect(desktop).toMatch(/^StartupWMClass=diffeo$/m)
    expect(desktop).toMatch(/^MimeType=application\/vnd\.diffeo\.flow\+json;application\/vnd\.diffeo\.model\+json;$/m)
  })

  it('runs its engine on what it holds', async () => {
    const said: string[] = []
    const { port, kill } = forkEngine({
      entry: join(folder, 'app/out/main/engine.js'),
      log: (text) => void said.push(text),
    })
    try {
      const engine = createClient(port)
      const example = await readFile(join(folder, 'app/resources/examples/two-moons.flow.json'), 'utf8')
      const document = parseDocument(example)
      if (!document.ok) throw new Error('the example is none')
      await engine.call('engine', 'open', { document: document.value })
      await engine.call('engine', 'step', { count: 2 })
      const backends = await engine.call('engine', 'backends', { tried: true })
      const absent = backends.filter(({ available }) => !available).map(({ name }) => name)
      expect(absent).not.toContain('wasm')
      expect(absent).not.toContain('tfjs-wasm')
      expect(absent).not.toContain('tfjs-cpu')
    } finally {
      kill()
    }
    expect(said.join('')).not.toMatch(/Cannot find|not found/)
  }, 60_000)
})
