import { describe, expect, it } from 'vitest'
import { newBlock } from '@shared/document/create'
import { insertBlock, removeBlock, setBypassed, setFrozen, setSetting, setTraining } from '@shared/document/edits'
import { smallDocument } from './documents'
import { points, document, withPlanar, begun, step, edit, statusOf, stateOf, weightsOf } from './edits'
import { listen } from './fakeHost'

describe('a block that begins as the identity, put into a trained stack', () => {
  it('leaves the density and the curves as they were; the run goes on where it was', async () => {
    const listened = await begun()
    const { engine } = listened
    const [before, { history }] = [await engine.call('probe', { points }), await engine.call('attach', {})]
    const { carried } = await edit(listened, withPlanar)
    expect(carried).toEqual({
      kind: 'on',
      text: 'Goes on from step 17. Planar begins as the identity.',
      history: null,
    })
    const after = await engine.call('probe', { points })
    after.logDensity.forEach((value, i) => {
      expect(Math.abs(value - before.logDensity[i])).toBeLessThan(1e-5)
    })
    const attached = await engine.call('attach', {})
    expect(attached.history).toEqual(history)
    expect(attached.status).toMatchObject({ step: 17, state: { kind: 'paused' } })
    expect(attached.status.edits).toEqual([{ step: 17, changes: ['added Planar'] }])
    expect(attached.snapshots.steps).toEqual([17])
    await step(listened, 3)
    expect((await engine.call('attach', {})).history.steps.at(-1)).toBe(20)
    await engine.dispose()
  })

  it('is trained at once where training was going on', async () => {
    const listened = listen()
    const { engine, said } = listened
    await engine.call('open', { document })
    await engine.call('train', {})
    await engine.call('open', { document: withPlanar, edited: true })
    const { step: from } = await statusOf(listened)
    expect((await statusOf(listened)).state.kind).toBe('training')
    await listened.until('finished')
    expect((await statusOf(listened)).step).toBe(400)
    expect(from).toBeLessThan(400)
    const kinds = said('status').map(({ status }) => status.state.kind)
    expect(kinds.slice(kinds.indexOf('training'))).not.toContain('paused')
    const { history } = await engine.call('attach', {})
    expect([...history.steps]).toEqual(Array.from({ length: 400 }, (_, i) => i + 1))
    await engine.dispose()
  })
})

describe('a run after edits', () => {
  it('begins anew with other data and another seed, and says so', async () => {
    const listened = await begun()
    const { source } = document.data
    const noisy = { ...document, data: { ...document.data, source: { ...source, settings: { noise: 0.3 } } as typeof source } } // prettier-ignore
    expect((await edit(listened, noisy)).carried).toMatchObject({
      kind: 'anew',
      text: 'The data is another. The run begins anew.',
    })
    expect((await statusOf(listened)).step).toBe(0)
    await step(listened, 3)
    const reseeded = setTraining(noisy, { seed: 9 })
    expect((await edit(listened, reseeded)).carried?.text).toBe('The seed is another. The run begins anew.')
    await listened.engine.dispose()
  })

  it('begins only that block anew whose widths change, and keeps one whose settings change no shape', async () => {
    const stack = smallDocument({ steps: 400 }, ['affine', 'affine-coupling'])
    const listened = await begun(9, stack)
    const [affine, coupling] = [await weightsOf(listened, 'affine-1'), await weightsOf(listened, 'affine-coupling-2')]
    const smooth = setSetting(stack, 'affine-coupling-2', 'activation', 'tanh')
    expect((await edit(listened, smooth)).carried?.text).toBe('Goes on from step 9. Affine coupling keeps its weights.')
    expect(await weightsOf(listened, 'affine-coupling-2')).toEqual(coupling)
    const wide = setSetting(smooth, 'affine-coupling-2', 'width', 24)
    expect((await edit(listened, wide)).carried?.text).toBe(
      'Goes on from step 9. Affine coupling begins as the identity.',
    )
    expect(await weightsOf(listened, 'affine-1')).toEqual(affine)
    expect(await weightsOf(listened, 'affine-coupling-2')).not.toHaveLength(coupling.length)
    await listened.engine.dispose()
  })

  it('says nothing of weights that are back where nothing was trained', async () => {
    const listened = listen()
    await listened.engine.call('open', { document })
    await edit(listened, withPlanar)
    expect((await edit(listened, document, true)).carried).toBeUndefined()
    await step(listened, 2)
    await edit(listened, withPlanar)
    expect((await edit(listened, document, true)).carried?.text).toMatch(/^Back at step 2, /)
    await listened.engine.dispose()
  })

  it('speaks of several blocks in one sentence of each kind', async () => {
    const stack = smallDocument({ steps: 400 }, ['affine'])
    const listened = await begun(9, stack)
    const types = ['planar', 'affine-coupling', 'planar', 'planar', 'permutation']
    const more = types.reduce((next, type, i) => insertBlock(next, newBlock(type, `more-${i}`), 1), stack)
    expect((await edit(listened, more)).carried?.text).toMatch(
      /^Goes on from step 9\. \d blocks begin as the identity\./,
    )
    await listened.engine.dispose()
  })

  it('keeps an earlier run of what was trained before, with its own flow, and none where nothing was', async () => {
    const listened = await begun()
    await edit(listened, withPlanar)
    await edit(listened, removeBlock(withPlanar, 'affine-2'))
    const { runs } = await listened.engine.call('attach', {})
    expect(runs.earlier).toMatchObject([{ run: 1, step: 17 }])
    expect((await listened.engine.call('describeRun', { run: 1 })).document).toEqual(document)
    await listened.engine.dispose()
  })

  it('resets to a run whose blocks are all there from the start', async () => {
    const listened = await begun()
    await edit(listened, withPlanar)
    await listened.engine.call('reset', { seed: 1 })
    await step(listened, 6)
    const plain = await begun(6, withPlanar)
    expect(await stateOf(listened)).toEqual(await stateOf(plain))
    for (const { engine } of [listened, plain]) await engine.dispose()
  })

  it('that is over says how to train on, and does so once it may take more steps', async () => {
    const short = setTraining(document, { steps: 20 })
    const listened = listen()
    await listened.engine.call('open', { document: short })
    await listened.engine.call('train', {})
    await listened.until('finished')
    await listened.quiet()
    const next = insertBlock(short, newBlock('planar', 'planar-1'), 1)
    expect((await edit(listened, next)).carried?.text).toBe(
      'The run is over at step 20. Planar begins as the identity. Raise its number of steps to train on.',
    )
    await edit(listened, setTraining(next, { steps: 40 }))
    await step(listened, 5)
    expect(await statusOf(listened)).toMatchObject({ step: 25, state: { kind: 'paused' } })
    await listened.engine.dispose()
  })

  it('goes on training where the edited document is refused', async () => {
    const listened = await begun()
    const broken = { ...document, graph: { ...document.graph, edges: [] } }
    await expect(edit(listened, broken)).rejects.toThrow()
    await step(listened, 2)
    expect((await statusOf(listened)).step).toBe(19)
    await listened.engine.dispose()
  })
})

describe('a block that is bypassed', () => {
  it('is left out, and has its weights again when it is switched on', async () => {
    const listened = await begun()
    const learnt = await weightsOf(listened, 'affine-2')
    const { engine } = listened
    const before = await engine.call('probe', { points })
    const opened = await edit(listened, setBypassed(document, 'affine-2', true))
    expect(opened.blocks.map(({ node }) => node)).toEqual(['base', 'affine-1'])
    expect(await engine.call('probe', { points })).not.toEqual(before)
    await edit(listened, document)
    expect(await engine.call('probe', { points })).toEqual(before)

    await edit(listened, setBypassed(document, 'affine-2', true))
    await step(listened, 5)
    await edit(listened, document)
    expect(await weightsOf(listened, 'affine-2')).toEqual(learnt)
    expect((await statusOf(listened)).step).toBe(22)
    await engine.dispose()
  })

  it('has its weights in the model file, and in a flow that is opened from there', async () => {
    const first = await begun()
    const learnt = await weightsOf(first, 'affine-2')
    const without = setBypassed(document, 'affine-2', true)
    await edit(first, without)
    const model = await first.engine.call('exportModel', {})
    expect(await weightsOf(first, 'affine-2')).toEqual(learnt)
    const second = listen()
    const opened = await second.engine.call('openModel', { model })
    expect(opened.parameters).toBe(4)
    const [again, before] = [
      await second.engine.call('probe', { points }),
      await first.engine.call('probe', { points }),
    ]
    again.logDensity.forEach((value, i) => {
      expect(value).toBeCloseTo(before.logDensity[i], 5)
    })
    await edit(second, document)
    expect(await weightsOf(second, 'affine-2')).toEqual(learnt)
    for (const { engine } of [first, second]) await engine.dispose()
  })
})

describe('a block that is frozen', () => {
  it('keeps weights, moments and average while the others learn', async () => {
    const listened = await begun()
    const moving = await weightsOf(listened, 'affine-2')
    const before = await stateOf(listened)
    await edit(listened, setFrozen(document, 'affine-1', true))
    await step(listened, 5)
    const after = await stateOf(listened)
    const own = ({ theta, m, v, ema }: typeof before) => [theta, m, v, ema!].map((all) => all.slice(0, 4))
    expect(own(after)).toEqual(own(before))
    expect(await weightsOf(listened, 'affine-2')).not.toEqual(moving)
    await listened.engine.dispose()
  })
})
