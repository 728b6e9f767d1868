import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecentEntry } from '@shared/rpc/protocol'
import { dataDirectory } from '../../../src/main/store/directory'
import { writeWhole } from '../../../src/main/store/files'
import { createRecents } from '../../../src/main/store/recents'
import { createSealed } from '../../../src/main/store/sealed'

let folder: string
let warnings: string[]
const warn = (message: string) => void warnings.push(message)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-store-'))
  warnings = []
})
afterEach(() => rm(folder, { recursive: true }))

describe('writeWhole', () => {
  it('leaves the old file and nothing else when writing fails', async () => {
    const path = join(folder, 'a.json')
    await writeWhole(path, 'old')
    await expect(writeWhole(path, 5 as never)).rejects.toThrow()
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['a.json'])
  })

  it('removes what a process left that was killed as it wrote, and nothing of one that runs', async () => {
    const gone = spawnSync(process.execPath, ['--version']).pid
    const left = [`b.json.${gone}-0123456789ab.tmp`, `b.json.${process.pid}-0123456789ab.tmp`, 'theirs.tmp']
    for (const name of left) await writeFile(join(folder, name), 'half')
    await writeWhole(join(folder, 'a.json'), 'new')
    expect((await readdir(folder)).sort()).toEqual(['a.json', ...left.slice(1)].sort())
  })
})

describe('a sealed text', () => {
  it('gives back the newest text, whatever is in it', async () => {
    const autosave = createSealed(folder, 'autosave', warn)
    expect(await autosave.recover()).toBeNull()
    await autosave.save('one')
    await autosave.save('two ✓ "quoted"\n')
    expect(await createSealed(folder, 'autosave', warn).recover()).toBe('two ✓ "quoted"\n')
    expect(warnings).toEqual([])
  })

  it('keeps the order of saves that were asked for at once', async () => {
    const autosave = createSealed(folder, 'autosave', warn)
    await Promise.all(Array.from({ length: 20 }, (_, index) => autosave.save(`text ${index}`)))
    expect(await autosave.recover()).toBe('text 19')
  })

  it.each([
    ['cut short', (text: string) => text.slice(0, -20)],
    ['changed inside', (text: string) => text.replace('new', 'mew')],
    ['empty', () => ''],
    ['something else', () => '{"format":"diffeo/document"}'],
  ])('sets a file that is %s aside, says so, and gives the one before', async (_what, damage) => {
    const autosave = createSealed(folder, 'autosave', warn)
    await autosave.save('old')
    await autosave.save('new')
    const path = join(folder, 'autosave.json')
    await writeFile(path, damage(await readFile(path, 'utf8')))
    expect(await autosave.recover()).toBe('old')
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/autosave\.json is damaged; it was set aside as .*damaged-/)
    expect((await readdir(folder)).filter((name) => name.includes('damaged'))).toHaveLength(1)
  })

  it('keeps three damaged files of a name, the newest', async () => {
    let day = 0
    const autosave = createSealed(folder, 'autosave', warn, () => new Date(2026, 0, ++day))
    for (let count = 0; count < 5; count++) {
      await writeFile(join(folder, 'autosave.json'), `damaged ${count}`)
      expect(await autosave.recover()).toBeNull()
    }
    const aside = (await readdir(folder)).sort()
    expect(aside).toHaveLength(3)
    expect(await readFile(join(folder, aside.at(-1)!), 'utf8')).toBe('damaged 4')
  })

  it('recovers after a crash between the two files', async () => {
    const autosave = createSealed(folder, 'autosave', warn)
    await autosave.save('only')
    await writeFile(join(folder, 'autosave.previous.json'), await readFile(join(folder, 'autosave.json')))
    await rm(join(folder, 'autosave.json'))
    expect(await autosave.recover()).toBe('only')
  })
})

describe('recent documents', () => {
  const recents = () => createRecents(folder, warn)
  const names = async () => (await recents().list()).map(({ name }) => name)

  it('lists the newest first, each text once, under its newest name', async () => {
    await recents().remember('a', 'text a')
    await recents().remember('b', 'text b')
    await recents().remember('a again', 'text a')
    expect(await names()).toEqual(['a again', 'b'])
    const [first] = await recents().list()
    expect(await recents().open(first!.id)).toBe('text a')
  })

  it('keeps twenty, and no text of the others', async () => {
    const list = recents()
    for (let index = 0; index < 25; index++) await list.remember(`n${index}`, `text ${index}`)
    expect(await names()).toHaveLength(20)
    expect((await names())[0]).toBe('n24')
    expect(await readdir(join(folder, 'recents'))).toHaveLength(21)
  })

  it('notices a damaged copy, sets it aside and says of its entry that it is gone, until that is removed', async () => {
    await recents().remember('a', 'text a')
    const [entry] = await recents().list()
    expect(entry).toMatchObject({ pinned: false, gone: false })
    await writeFile(join(folder, 'recents', `${entry!.id}.txt`), 'text b')
    await expect(recents().open(entry!.id)).rejects.toThrow('The kept copy of "a" is damaged')
    await expect(recents().open(entry!.id)).rejects.toThrow('gone. Find its file, or remove it from the list.')
    expect(await recents().list()).toEqual([{ ...entry, gone: true }])
    await recents().forget(entry!.id)
    expect(await names()).toEqual([])
  })

  it('keeps what is pinned first, whatever comes and is cleared', async () => {
    const list = recents()
    await list.remember('pinned', 'text of it')
    const [{ id }] = (await list.list()) as [RecentEntry]
    await list.pin(id, true)
    for (let index = 0; index < 25; index++) await list.remember(`n${index}`, `text ${index}`)
    expect((await names()).slice(0, 2)).toEqual(['pinned', 'n24'])
    expect(await names()).toHaveLength(21)
    await list.clear()
    expect(await names()).toEqual(['pinned'])
    expect(await readdir(join(folder, 'recents'))).toHaveLength(2)
    await list.pin(id, false)
    await list.clear()
    expect(await names()).toEqual([])
  })

  it('keeps so many bytes at most, the newest however large', async () => {
    const list = createRecents(folder, warn, undefined, 1000)
    const half = 501
    await list.remember('a', 'a'.repeat(half))
    await list.remember('small', 'text')
    await list.remember('b', 'b'.repeat(half))
    expect(await names()).toEqual(['b', 'small'])
  })

  it('removes texts that no list names, of a process that was killed between the two', async () => {
    await recents().remember('a', 'text a')
    const left = join(folder, 'recents', `${'0'.repeat(64)}.txt`)
    await writeFile(left, 'of a document that is in no list')
    await recents().remember('b', 'text b')
    expect(existsSync(left)).toBe(false)
  })

  it('opens nothing by a path', async () => {
    await writeFile(join(folder, 'secret.txt'), 'secret')
    await expect(recents().open('../secret')).rejects.toThrow('no longer among the recent ones')
  })

  it('starts anew when its list is damaged, and says where the old one is', async () => {
    await recents().remember('a', 'text a')
    await writeFile(join(folder, 'recents', 'index.json'), '[{"id":"../../x","name":"a","savedAt":""}]')
    expect(await names()).toEqual([])
    expect(warnings[0]).toMatch(/set aside as .*index\.json\.damaged-/)
  })
})

describe('the data directory', () => {
  it.each([
    [{ DIFFEO_HOME: '/elsewhere' }, 'linux', '/elsewhere'],
    [{ DIFFEO_HOME: 'here' }, 'linux', join(process.cwd(), 'here')],
    [{ XDG_DATA_HOME: '/data' }, 'linux', '/data/diffeo'],
    [{ XDG_DATA_HOME: 'relative' }, 'linux', '/home/u/.local/share/diffeo'],
    [{}, 'linux', '/home/u/.local/share/diffeo'],
    [{}, 'darwin', '/home/u/Library/Application Support/Diffeo'],
    [{ APPDATA: '/roaming' }, 'win32', '/roaming/Diffeo'],
  ] as const)('with %j on %s is %s', (environment, platform, expected) => {
    expect(dataDirectory(environment, platform, '/home/u')).toBe(expected)
  })
})
