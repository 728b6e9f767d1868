import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Library, type LibraryLimits } from '../../../src/main/store/runs/library'
import { smallDocument } from '../../engine/documents'
import { checkpointAt, markOf } from './checkpointAt'

describe('the library of runs', () => {
  let folder: string
  let warned: string[]
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-runs-'))
    warned = []
  })
  afterEach(() => rm(folder, { recursive: true }))

  const library = (limits?: LibraryLimits) =>
    new Library({ folder, warn: (message) => warned.push(message), changed: () => undefined, limits })
  const hear = (into: Library, id: string, step: number, changes = {}, ofQueue = false) => {
    into.hear(checkpointAt(id, step, changes), markOf(id, step, changes), ofQueue)
  }
  const ids = async (from: Library) => (await from.list()).runs.map(({ id }) => id)

  it('keeps a run of a tab when it rests after a step, and brings it up to date', async () => {
    const runs = library()
    hear(runs, 'a', 0)
    hear(runs, 'a', 5, { state: 'training' })
    hear(runs, 'b', 7, { from: 7 }) // a model that was opened and never trained
    expect(await ids(runs)).toEqual([])
    hear(runs, 'a', 10)
    hear(runs, 'a', 20, { state: 'finished', reason: 'steps' })
    await runs.list()
    const [run] = (await library().list()).runs
    expect(run).toMatchObject({ id: 'a', name: 'Small', state: 'finished', reason: 'steps', step: 20, steps: 40, best: 1 / 20, last: 1 / 20, seconds: 2, testNll: null, resumable: true }) // prettier-ignore
    expect(run.outline.training.seed).toBe(3)
    expect((await runs.curves('a')).trainLoss).toHaveLength(20)
  })

  it('keeps names, pins and the one baseline, also for the next start', async () => {
    const runs = library()
    hear(runs, 'a', 1)
    hear(runs, 'b', 1)
    await runs.rename('a', ' Best so far ')
    await runs.pin('b', true)
    await runs.setBaseline('a')
    await runs.setBaseline('b')
    hear(runs, 'a', 2)
    await runs.list()
    const { runs: list, baseline } = await library().list()
    expect(baseline).toBe('b')
    expect(list.find(({ id }) => id === 'a')).toMatchObject({ name: 'Best so far', named: true, step: 2 })
    expect(list.find(({ id }) => id === 'b')).toMatchObject({ pinned: true, named: false })
    await runs.rename('a', '')
    expect((await runs.find('a'))?.name).toBe('Small')
    await expect(runs.rename('none', 'x')).rejects.toThrow('no longer kept')
  })

  it('gives up the oldest, but none that is pinned, named, the baseline or waiting', async () => {
    const runs = library({ count: 5, bytes: 2 ** 30 })
    const began = (day: number) => ({ began: `2026-01-0${day}T00:00:00.000Z` })
    for (const [day, id] of [...'abcd'].entries()) hear(runs, id, 1, began(day + 1))
    await runs.pin('a', true)
    await runs.rename('b', 'B')
    await runs.setBaseline('c')
    await runs.add({ id: 'q', began: '2025-01-01T00:00:00.000Z', document: smallDocument(), sweep: null })
    hear(runs, 'e', 1, began(5))
    hear(runs, 'f', 1, began(6))
    expect((await ids(runs)).sort()).toEqual(['a', 'b', 'c', 'f', 'q'])
    expect((await readdir(join(folder, 'runs'), { withFileTypes: true })).filter((entry) => entry.isDirectory())).toHaveLength(5) // prettier-ignore
  })

  it('counts bytes too', async () => {
    const size = checkpointAt('a', 1).byteLength
    const runs = library({ count: 100, bytes: 2.5 * size })
    for (const [day, id] of [...'abc'].entries()) hear(runs, id, 1, { began: `2026-01-0${day + 1}T00:00:00.000Z` })
    expect(await ids(runs)).toEqual(['c', 'b'])
  })

  it('holds no more of a run that was forgotten, whatever is said of it by the queue', async () => {
    const runs = library()
    await runs.add({ id: 'a', began: '2026-01-01T00:00:00.000Z', document: smallDocument(), sweep: null })
    expect(await runs.document('a')).toEqual(smallDocument())
    await runs.forget(['a'])
    hear(runs, 'a', 5, {}, true)
    expect(await ids(runs)).toEqual([])
    await expect(runs.document('a')).rejects.toThrow('no longer kept')
  })

  it('knows what a run scores on its test rows, or why it does not, until it has gone on', async () => {
    const runs = library()
    const testOf = async (id: string) => {
      await runs.list()
      const { testNll, untested } = (await library().find(id))!
      return { testNll, untested }
    }
    hear(runs, 'a', 20, { state: 'finished' })
    runs.judged('a', 20, { nll: 1.5, untested: null })
    runs.judged('unknown', 20, { nll: 1.5, untested: null })
    expect(await testOf('a')).toEqual({ testNll: 1.5, untested: null })
    hear(runs, 'a', 20, { state: 'stopped' })
    expect(await testOf('a')).toEqual({ testNll: 1.5, untested: null })
    hear(runs, 'a', 30)
    runs.judged('a', 20, { nll: 1.5, untested: null }) // too late
    expect(await testOf('a')).toEqual({ testNll: null, untested: null })
    runs.judged('a', 30, { nll: null, untested: 'no-rows' })
    expect(await testOf('a')).toEqual({ testNll: null, untested: 'no-rows' })
    expect(await ids(runs)).toEqual(['a'])
  })

  it('has those back that were forgotten last, as they were, and keeps nothing of them beyond the next start', async () => {
    const runs = library()
    for (const id of 'abc') hear(runs, id, 1)
    await runs.rename('a', 'First')
    await runs.setBaseline('a')
    const before = await runs.list()
    await runs.forget(['a', 'b', 'gone'])
    expect(await runs.list()).toMatchObject({ runs: [{ id: 'c' }], forgotten: 2 })
    await expect(runs.curves('a')).rejects.toThrow('no weights')
    expect((await runs.recall()).toSorted()).toEqual(['a', 'b'])
    expect(await runs.list()).toEqual(before)
    expect((await runs.curves('a')).trainLoss).toHaveLength(1)
    expect(await library().list()).toEqual(before)

    await runs.forget(['b'])
    await runs.forget(['c']) // from now on there is only this one to be had back
    expect(await runs.recall()).toEqual(['c'])
    expect(await runs.recall()).toEqual([])
    await runs.forget(['c'])
    expect(await ids(library())).toEqual(['a'])
    expect(await readdir(join(folder, 'runs'))).toEqual(['a', 'baseline.json'])
  })

  it('gives a run that went on in its tab after it was forgotten its name again', async () => {
    const runs = library()
    hear(runs, 'a', 1)
    await runs.rename('a', 'First')
    await runs.forget(['a'])
    hear(runs, 'a', 2)
    await runs.list()
    await runs.recall()
    expect((await runs.list()).runs).toMatchObject([{ id: 'a', name: 'First', step: 2 }])
  })

  it('passes over what is damaged and sweeps what was not written whole', async () => {
    const runs = library()
    hear(runs, 'a', 1)
    hear(runs, 'b', 1)
    hear(runs, 'c', 1)
    await runs.list()
    await writeFile(join(folder, 'runs', 'a', 'run.json'), '{ "version": 1')
    await rm(join(folder, 'runs', 'b', 'run.json'))
    expect(await ids(library())).toEqual(['c'])
    expect(warned).toHaveLength(1)
    expect(await readdir(join(folder, 'runs'))).not.toContain('b')
  })

  it('leaves the rows that a document carries out of the list', async () => {
    const document = smallDocument()
    const table = {
      kind: 'table' as const,
      name: 'mine',
      columns: ['x', 'y'],
      classes: [null, null],
      rows: 'AAAA'.repeat(1000),
    }
    const runs = library()
    const carrying = { ...document, data: { ...document.data, source: table } }
    await runs.add({ id: 'a', began: '2026-01-01T00:00:00.000Z', document: carrying, sweep: null })
    const { outline } = (await runs.find('a'))!
    expect(JSON.stringify(outline).length).toBeLessThan(JSON.stringify(document).length + 200)
    expect(await runs.document('a')).toEqual(carrying)
  })
})
