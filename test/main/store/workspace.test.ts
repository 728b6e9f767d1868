import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCheckpoints } from '../../../src/main/store/checkpoints'
import { createJournal } from '../../../src/main/store/workspace/journal'
import { createVersions, thinned } from '../../../src/main/store/workspace/versions'

let folder: string
let warnings: string[]
const warn = (message: string) => void warnings.push(message)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffeo-workspace-'))
  warnings = []
})
afterEach(() => rm(folder, { recursive: true }))

describe('a journal', () => {
  it('gives back the last whole state and every deed since, in order', async () => {
    const journal = createJournal(folder, warn)
    expect(await journal.read()).toBeNull()
    await journal.begin('one')
    await journal.append(['a', 'b'])
    await journal.append(['c ✓ "quoted"'])
    expect(await createJournal(folder, warn).read()).toEqual({ state: 'one', deeds: ['a', 'b', 'c ✓ "quoted"'] })
    await journal.begin('two')
    await journal.append(['d'])
    expect(await createJournal(folder, warn).read()).toEqual({ state: 'two', deeds: ['d'] })
    expect(warnings).toEqual([])
  })

  it('goes on where another writer left it', async () => {
    await createJournal(folder, warn).begin('one')
    await createJournal(folder, warn).append(['a'])
    await createJournal(folder, warn).append(['b'])
    expect(await createJournal(folder, warn).read()).toEqual({ state: 'one', deeds: ['a', 'b'] })
  })

  it('loses only the line that was cut short, wherever that is, without a word', async () => {
    const journal = createJournal(folder, warn)
    await journal.begin('one')
    const deeds = ['first', 'second', 'third']
    await journal.append(deeds)
    const path = join(folder, 'deeds.1.log')
    const { length } = await readFile(path)
    for (let bytes = length; bytes >= 0; bytes--) {
      await truncate(path, bytes)
      const kept = await createJournal(folder, warn).read()
      expect(kept?.state).toBe('one')
      expect(kept?.deeds).toEqual(deeds.slice(0, kept?.deeds.length))
    }
    expect(warnings).toEqual([])
  })

  it('sets a damaged state aside, says so, and comes back by the one before', async () => {
    const journal = createJournal(folder, warn)
    await journal.begin('one')
    await journal.append(['a'])
    await journal.begin('two')
    await journal.append(['b'])
    await writeFile(join(folder, 'state.2.json'), 'nothing of use')
    expect(await createJournal(folder, warn).read()).toEqual({ state: 'one', deeds: ['a', 'b'] })
    expect(warnings).toEqual([expect.stringMatching(/state\.2\.json is damaged; it was set aside as .*damaged-/)])
  })

  it('keeps two states and their deeds, no more', async () => {
    const journal = createJournal(folder, warn)
    for (let i = 0; i < 5; i++) {
      await journal.begin(`state ${i}`)
      await journal.append([`deed ${i}`])
    }
    expect((await readdir(folder)).sort()).toEqual(['deeds.4.log', 'deeds.5.log', 'state.4.json', 'state.5.json'])
  })
})

describe('versions', () => {
  const minute = 60_000

  it('are at least five minutes apart and differ', async () => {
    let now = 1_700_000_000_000
    const versions = createVersions(folder, warn, () => new Date(now))
    expect(await versions.keep('a')).toBe(true)
    now += 4 * minute
    expect(await versions.keep('b')).toBe(false)
    now += minute
    expect(await versions.keep('a')).toBe(false)
    expect(await versions.keep('b')).toBe(true)
    const [newest, oldest] = await versions.list()
    expect([await versions.read(newest!.id), await versions.read(oldest!.id)]).toEqual(['b', 'a'])
    await expect(versions.read('../../x')).rejects.toThrow('no longer there')
  })

  it('take so many bytes at most, of which the newest has its part however large it is', async () => {
    let now = 1_700_000_000_000
    const most = 3000
    const versions = createVersions(folder, warn, () => new Date((now += 5 * minute)), most)
    const times = async () => (await versions.list()).length
    const third = most / 3
    for (let count = 0; count < 5; count++) await versions.keep(String(count).repeat(third))
    expect(await times()).toBe(2) // three would be so many bytes and what seals them
    await versions.keep('small')
    expect(await times()).toBe(3)
    await versions.keep('x'.repeat(most))
    expect(await times()).toBe(1)
  })

  it('are kept for a week, after a day one an hour', () => {
    const now = 472_222 * 60 * minute + 59 * minute // so that every hour of the week is whole
    const every = Array.from({ length: 3000 }, (_, i) => now - 5 * minute * i)
    const kept = thinned(every, now)
    expect(kept.filter((time) => now - time < 24 * 60 * minute).length).toBe(288)
    expect(kept.length).toBe(288 + 6 * 24)
    expect(thinned(kept, now)).toEqual(kept)
  })
})

it('keeps the newest checkpoint of each tab, whole', async () => {
  const checkpoints = createCheckpoints(folder, warn)
  for (let i = 0; i < 20; i++) checkpoints.keep('one', Uint8Array.of(1, i))
  checkpoints.keep('two', Uint8Array.of(2))
  expect(await createCheckpoints(folder, warn).read('none')).toBeNull()
  expect([await checkpoints.read('one'), await checkpoints.read('two')]).toEqual([
    Uint8Array.of(1, 19),
    Uint8Array.of(2),
  ])
  checkpoints.forget('one')
  expect(await checkpoints.read('one')).toBeNull()
  expect(warnings).toEqual([])
})
