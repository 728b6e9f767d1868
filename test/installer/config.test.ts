import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import Ajv, { type AnySchemaObject } from 'ajv'
import { describe, expect, it } from 'vitest'
import config from '../../installer/config'
import { onlyFor, type Lock } from '../../installer/dependencies'
import { reasonOf } from '../../installer/failure.mjs'

const scheme = createRequire(createRequire(import.meta.url).resolve('electron-builder')).resolve(
  'app-builder-lib/scheme.json',
)
/** electron-builder checks a configuration so, before it does anything. */
const judge = new Ajv({ allErrors: true, strict: false }).compile(
  JSON.parse(readFileSync(scheme, 'utf8')) as AnySchemaObject,
)

describe('the configuration of the installers', () => {
  it('is one by the schema of electron-builder', () => {
    judge(config)
    expect(judge.errors).toBeNull()
    expect(judge({ ...config, electronFuses: { runAsNodes: false } })).toBe(false)
  })

  it('makes what each system installs, and uploads nothing', () => {
    expect(config.linux.target).toEqual(['AppImage', 'deb'])
    expect(config.win.target).toEqual(['nsis'])
    expect(config.mac.target).toEqual(['dmg'])
    expect(config.publish).toBeNull()
  })

  it('leaves no way into the app around its own code', () => {
    expect(config.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      grantFileProtocolExtraPrivileges: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
    })
  })

  it('is of the desktop file that the window says it belongs to', () => {
    const { desktopName } = JSON.parse(readFileSync('package.json', 'utf8')) as { desktopName: string }
    expect(desktopName).toBe(`${config.executableName}.desktop`)
  })

  it('registers the types of its files on Linux under the names that it opens', () => {
    const mime = readFileSync('installer/mime.xml', 'utf8')
    for (const type of config.linux.mimeTypes) expect(mime).toContain(`type="${type}"`)
    expect([...mime.matchAll(/glob pattern="([^"]+)"/g)].map(([, glob]) => glob)).toEqual([
      '*.flow.json',
      '*.model.json',
    ])
  })
})

describe('the icons', () => {
  const sizeOf = (png: Buffer) => `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`

  it('are there for Linux at the sizes of their names', () => {
    const names = readdirSync('installer/icons')
    expect(names).toContain('512x512.png')
    for (const name of names) expect(`${sizeOf(readFileSync(`installer/icons/${name}`))}.png`).toBe(name)
  })

  it('are there for Windows up to 256', () => {
    const ico = readFileSync('installer/icon.ico')
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, at) => ico.readUInt8(6 + 16 * at) || 256)
    expect(sizes).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256])
  })

  it('are there for macOS up to 1024', () => {
    const icns = readFileSync('installer/icon.icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)
    const sizes: string[] = []
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) sizes.push(sizeOf(icns.subarray(at + 8)))
    expect(sizes.at(-1)).toBe('1024x1024')
  })

  it('are where the configuration looks for them', () => {
    for (const path of [config.linux.icon, config.win.icon, config.mac.icon]) expect(existsSync(path)).toBe(true)
  })
})

describe('onlyFor', () => {
  const lock: Lock = {
    packages: {
      '': { dependencies: { a: '1' }, optionalDependencies: { b: '1' } },
      'node_modules/a': { dependencies: { shared: '1' } },
      'node_modules/b': { dependencies: { shared: '1', own: '1' } },
      'node_modules/shared': {},
      'node_modules/own': { dependencies: { deep: '1' } },
      'node_modules/own/node_modules/deep': {},
      'node_modules/tool': { dependencies: { deep: '2' } },
    },
  }
  it('names a dependency and what nothing else needs', () => {
    expect(onlyFor(lock, 'b')).toEqual(['b', 'deep', 'own'])
    expect(onlyFor(lock, 'a')).toEqual(['a'])
  })
})

describe('a build that fails', () => {
  const offline = '  ⨯ getaddrinfo ENOTFOUND github.com  failedTask=build'
  it('says that there is no Electron', () => {
    expect(reasonOf(offline)).toContain('DIFFEO_ELECTRON_DIST')
  })
  it('says that a tool is missing once the app is packed', () => {
    expect(reasonOf(`  • executing @electron/fuses\n${offline}`)).toContain('ELECTRON_BUILDER_CACHE')
  })
  it('is left to electron-builder otherwise', () => {
    expect(reasonOf('  • downloading ENOTFOUND\n  ⨯ icon.ico has no size 256')).toBeNull()
  })
})
