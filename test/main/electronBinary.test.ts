import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fetchElectron, findElectron, isFetchable, type Surroundings } from '../../src/main/electronBinary'

/** A package folder as `electron` lays it out, with an installer of our own. */
describe("Electron's binary", () => {
  let folder: string
  let where: Surroundings
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-electron-'))
    where = { platform: 'linux', environment: { DISPLAY: ':0' }, package: folder }
  })
  afterEach(() => rm(folder, { recursive: true }))

  const fetched = async () => {
    await mkdir(join(folder, 'dist'))
    await writeFile(join(folder, 'dist', 'electron'), '')
    await writeFile(join(folder, 'path.txt'), 'electron')
  }
  const installer = (script: string) => writeFile(join(folder, 'install.js'), script)

  it('is found where its package put it', async () => {
    await fetched()
    expect(findElectron(where)).toEqual({ kind: 'found', path: join(folder, 'dist', 'electron') })
  })

  it('is found where ELECTRON_OVERRIDE_DIST_PATH says', async () => {
    await fetched()
    const environment = { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'dist') }
    expect(findElectron({ ...where, environment })).toMatchObject({ kind: 'found' })
  })

  it('is worth fetching when only it is missing', async () => {
    expect(isFetchable(findElectron(where))).toBe(true)
    await writeFile(join(folder, 'path.txt'), 'electron')
    expect(isFetchable(findElectron(where))).toBe(true)
  })

  it('is not looked for without a display or its package', () => {
    const blind = findElectron({ ...where, environment: {} })
    expect(blind).toEqual({ kind: 'absent', reason: 'there is no display' })
    expect(isFetchable(blind)).toBe(false)
    expect(isFetchable(findElectron({ ...where, package: null }))).toBe(false)
    expect(findElectron({ ...where, environment: { WAYLAND_DISPLAY: 'w' } })).toMatchObject({ reason: /binary/ })
  })

  it("is fetched by its package's installer", async () => {
    await installer(`
      const { mkdirSync, writeFileSync } = require('node:fs')
      mkdirSync(__dirname + '/dist'); writeFileSync(__dirname + '/dist/electron', '')
      writeFileSync(__dirname + '/path.txt', 'electron')`)
    expect(await fetchElectron(where, 20_000)).toMatchObject({ kind: 'found' })
  })

  it('is given up with the reason when fetching fails', async () => {
    await installer('console.error("TypeError: fetch failed"); process.exit(1)')
    expect(await fetchElectron(where, 20_000)).toEqual({
      kind: 'absent',
      reason: 'its binary could not be fetched (TypeError: fetch failed)',
    })
  })

  it('is given up when fetching takes too long', async () => {
    await installer('setTimeout(() => {}, 60_000)')
    expect(await fetchElectron(where, 300)).toMatchObject({ reason: expect.stringContaining('within') as string })
  })
})
