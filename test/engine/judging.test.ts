import { describe, expect, it } from 'vitest'
import type { FlowDocument } from '@shared/document/schema'
import { smallDocument } from './documents'
import { fakeHost, listen, type Listened } from './fakeHost'

const document = smallDocument({ steps: 20 })
const untestable: FlowDocument = {
  ...document,
  data: { ...document.data, split: { ...document.data.split, test: 0 } },
}

/** An engine whose host is at leisure at once. */
const atLeisure = () => listen(fakeHost({ sleep: () => Promise.resolve() }))

async function finished(listened: Listened, trained = document): Promise<void> {
  const { engine, until, quiet } = listened
  await engine.call('open', { document: trained })
  await engine.call('train', {})
  await until('finished')
  await quiet()
}
const statusOf = async ({ engine }: Listened) => (await engine.call('attach', {})).status
const checkpointOf = ({ said }: Listened) => said('checkpoint').at(-1)!

describe('a run that is over', () => {
  it('is scored on its test rows, as an evaluation of it and a stored run are', async () => {
    const listened = atLeisure()
    await finished(listened)
    const { test } = await statusOf(listened)
    const { nll } = await listened.engine.call('evaluate', {})
    expect(test?.nll).toBeCloseTo(nll, 12)
    const { checkpoint, run } = checkpointOf(listened)
    expect(listened.said('judged')).toEqual([{ event: 'judged', run: run!.id, step: 20, test }])
    expect(await listened.engine.library('scoreOf', { checkpoint })).toEqual(test)
    await listened.engine.dispose()
  })

  it('is not scored before that, and no more once it goes on', async () => {
    const listened = atLeisure()
    const { engine, until, quiet, said } = listened
    await engine.call('open', { document })
    await quiet()
    await engine.call('step', { count: 5 })
    await until('paused')
    await quiet()
    expect(said('judged')).toEqual([])
    await finished(listened)
    expect(await statusOf(listened)).toHaveProperty('test')
    await engine.call('reset', { seed: 2 })
    expect(await statusOf(listened)).not.toHaveProperty('test')
    await engine.call('train', {})
    await until('finished')
    await quiet()
    const [first, second] = said('judged')
    expect(second.run).not.toBe(first.run)
    expect(second.test.nll).not.toBe(first.test.nll)
    await engine.dispose()
  })

  it('says so where there are no test rows', async () => {
    const listened = atLeisure()
    await finished(listened, untestable)
    expect(listened.said('judged')).toMatchObject([{ test: { nll: null, untested: 'no-rows' } }])
    const { checkpoint } = checkpointOf(listened)
    expect(await listened.engine.library('scoreOf', { checkpoint })).toEqual({ nll: null, untested: 'no-rows' })
    await listened.engine.dispose()
  })

  it('says so where there are no densities', async () => {
    const listened = atLeisure()
    const source = { kind: 'energy', name: 'double-well', settings: {}, dims: 2, samples: 300, seed: 1 } as const
    const walking = smallDocument({ steps: 5 }, ['affine', 'metropolis'])
    await finished(listened, { ...walking, data: { ...walking.data, source } })
    expect(listened.said('judged')).toMatchObject([{ test: { nll: null, untested: 'no-density' } }])
    await listened.engine.dispose()
  })

  it('is scored too in a tab that is not shown', async () => {
    const listened = atLeisure()
    const { engine, quiet, said } = listened
    await engine.call('turnTo', { tab: 'one' })
    await engine.call('open', { document })
    await engine.call('train', {})
    await engine.call('turnTo', { tab: 'two' })
    await engine.call('open', { document })
    await quiet()
    expect(said('judged')).toHaveLength(1)
    expect(said('judged')[0].run).toBe(said('checkpoint').findLast(({ tab }) => tab === 'one')!.run!.id)
    await engine.dispose()
  })

  it('is not scored while nobody is at leisure', async () => {
    const listened = listen()
    await finished(listened)
    expect(listened.said('judged')).toEqual([])
    await listened.engine.dispose()
  })
})
