import { describe, expect, it } from 'vitest'
import { usualSettings, type View } from '@shared/rpc/protocol'
import { RpcFailure } from '@shared/rpc/failure'
import { defaultTraining } from '@shared/document/create'
import type { FlowDocument } from '@shared/document/schema'
import { smallDocument, withFreshRows } from './documents'
import { fakeHost, listen } from './fakeHost'

const points = Float64Array.of(0.2, 0.1, -1, 0.4, 1.5, -0.5)
const density: View = { kind: 'density', id: 'd', bounds: [-2, 3, -1.5, 2], resolution: 16 }
const samples: View = { kind: 'samples', id: 's', count: 20, seed: 4 }

describe('the engine', () => {
  it('opens, trains, pauses, steps, stops and exports a model that answers the same', async () => {
    const { engine, said, until } = listen()
    const opened = await engine.call('open', { document: smallDocument() })
    expect(opened).toMatchObject({ dims: 2, parameters: 8, backend: 'reference' })
    expect(opened.data.rows).toEqual({ train: 160, validation: 20, test: 20 })

    await engine.call('train', {})
    await engine.call('pause', {})
    await until('paused')
    const { status } = await engine.call('attach', {})
    await engine.call('step', { count: 3 })
    await until('training')
    await until('paused')
    const after = await engine.call('attach', {})
    expect(after.status.step).toBe(status.step + 3)

    await engine.call('stop', {})
    expect(said('status').at(-1)?.status.state).toEqual({ kind: 'finished', reason: 'stopped' })
    const before = await engine.call('probe', { points })
    const model = await engine.call('exportModel', {})
    expect(model.provenance).toMatchObject({ backend: 'reference', steps: after.status.step, seed: 1 })

    const stranger = listen()
    await stranger.engine.call('openModel', { model })
    const again = await stranger.engine.call('probe', { points })
    again.logDensity.forEach((value, i) => {
      expect(value).toBeCloseTo(before.logDensity[i], 5)
    })
    again.latent.forEach((value, i) => {
      expect(value).toBeCloseTo(before.latent[i], 5)
    })
    expect((await stranger.engine.call('attach', {})).status).toMatchObject({
      step: after.status.step,
      state: { kind: 'paused' },
    })
  })

  it('sends every step once in its metrics, and the whole history to one who joins', async () => {
    const { engine, said, until } = listen()
    await engine.call('open', { document: smallDocument() })
    await engine.call('train', {})
    await until('finished')
    const sent = said('metrics').map(({ metrics }) => metrics)
    const steps = sent.flatMap((batch) => [...batch.steps])
    expect(steps).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    expect(sent.length).toBeLessThan(40)
    const { history, status } = await engine.call('attach', {})
    expect([...history.trainLoss]).toEqual(sent.flatMap((batch) => [...batch.trainLoss]))
    expect([...history.validationSteps]).toEqual([5, 10, 15, 20, 25, 30, 35, 40])
    expect(status).toMatchObject({ step: 40, steps: 40, state: { kind: 'finished', reason: 'steps' } })
  })

  it.each([
    ['rows of a table', smallDocument()],
    ['fresh rows', withFreshRows(smallDocument())],
  ])('goes on from a checkpoint as if nothing had happened, on %s', async (_, document) => {
    const whole = listen()
    await whole.engine.call('open', { document })
    await whole.engine.call('train', {})
    await whole.until('finished')

    const first = listen()
    await first.engine.call('open', { document })
    await first.engine.call('step', { count: 17 })
    await first.until('training')
    await first.until('paused')
    await first.quiet()
    const { checkpoint } = first.said('checkpoint').at(-1)!

    const second = listen()
    expect(await second.engine.restore(checkpoint)).toBe(17)
    expect(second.said('status').at(-1)?.status.state.kind).toBe('paused')
    await second.engine.call('train', {})
    await second.until('finished')
    expect((await second.engine.call('attach', {})).history).toEqual((await whole.engine.call('attach', {})).history)
    expect(await second.engine.call('probe', { points })).toEqual(await whole.engine.call('probe', { points }))
  })

  it('never learns fresh rows by heart', async () => {
    const gap = async (document: FlowDocument) => {
      const { engine, until } = listen()
      await engine.call('open', { document })
      await engine.call('train', {})
      await until('finished')
      const { steps, trainLoss } = (await engine.call('attach', {})).history
      const { testNll } = (await engine.call('exportModel', {})).metrics
      return testNll! - trainLoss.slice(steps.length / 2).reduce((sum, nll) => sum + (2 * nll) / steps.length, 0)
    }
    // thirty rows to train on, and a spline that can bend to each
    const training = { steps: 120, batchSize: 16, optimizer: { ...defaultTraining.optimizer, learningRate: 0.02 } }
    const few = smallDocument(training, ['spline-coupling'])
    const document = { ...few, data: { ...few.data, split: { validation: 0.1, test: 0.75 } } }
    expect(await gap(document)).toBeGreaterThan(0.5)
    expect(await gap(withFreshRows(document))).toBeLessThan(0.25)
  })

  it('stops at a target, and says so', async () => {
    const { engine, until, said } = listen()
    await engine.call('open', { document: smallDocument({ targetNll: 1e3 }) })
    await engine.call('train', {})
    await until('finished')
    expect(said('status').at(-1)?.status).toMatchObject({ step: 5, state: { kind: 'finished', reason: 'target' } })
  })

  it('trains on after a restore if it was training', async () => {
    const first = listen()
    await first.engine.call('open', { document: smallDocument({ steps: 4000 }) })
    await first.engine.call('train', {})
    while (first.said('checkpoint').length === 0) await new Promise((resolve) => setImmediate(resolve))
    const { checkpoint } = first.said('checkpoint')[0]
    await first.engine.dispose()

    const second = listen()
    const step = await second.engine.restore(checkpoint)
    expect(second.said('status').at(-1)?.status.state.kind).toBe('training')
    await second.engine.call('train', {}) // the host may ask for it too
    while (second.said('metrics').length === 0) await new Promise((resolve) => setImmediate(resolve))
    await second.engine.call('pause', {})
    await second.quiet()
    expect((await second.engine.call('attach', {})).status.step).toBeGreaterThan(step)
  })

  it('resets to the same weights, also in the midst of training', async () => {
    const { engine } = listen()
    await engine.call('open', { document: smallDocument() })
    const start = await engine.call('probe', { points })
    await engine.call('train', {})
    await engine.call('reset', { seed: 1 })
    expect((await engine.call('attach', {})).status).toMatchObject({ step: 0, state: { kind: 'ready' }, seed: 1 })
    expect(await engine.call('probe', { points })).toEqual(start)
  })

  it('sends a view its next frame only after the credit for the last', async () => {
    const { engine, said, quiet } = listen()
    await engine.call('open', { document: smallDocument() })
    await engine.call('watch', { views: [density, samples] })
    await quiet()
    expect(
      said('frame')
        .map(({ frame }) => frame.view)
        .sort(),
    ).toEqual(['d', 's'])
    await engine.call('step', { count: 5 })
    await quiet()
    expect(said('frame')).toHaveLength(2)
    await engine.call('credit', { view: 'd' })
    await quiet()
    expect(said('frame').map(({ frame }) => [frame.view, frame.step])).toEqual([
      ['d', 0],
      ['s', 0],
      ['d', 5],
    ])
    await engine.call('credit', { view: 'd' })
    await quiet()
    expect(said('frame')).toHaveLength(3) // nothing has changed since
  })

  it('draws the density that it answers when probed', async () => {
    const { engine, said, quiet } = listen()
    await engine.call('open', { document: smallDocument() })
    await engine.call('watch', { views: [density] })
    await quiet()
    const [{ frame }] = said('frame')
    if (frame.kind !== 'density') throw new Error('expected a density')
    const [column, row] = [3, 12]
    const at = Float64Array.of(-2 + (5 * column) / 15, -1.5 + (3.5 * row) / 15)
    const { logDensity } = await engine.call('probe', { points: at })
    expect(frame.logDensity[row * 16 + column]).toBeCloseTo(logDensity[0], 4)
  })

  it('brings pictures up to date when training ends', async () => {
    const { engine, said, quiet } = listen()
    await engine.call('open', { document: smallDocument() })
    await engine.call('watch', { views: [density] })
    let giving = true
    const giveCredit = () => {
      if (!giving) return
      void engine.call('credit', { view: 'd' })
      setImmediate(giveCredit) // with every turn that `quiet` waits, however long a turn takes
    }
    giveCredit()
    await engine.call('train', {})
    await quiet()
    giving = false
    expect(said('frame').at(-1)?.frame).toMatchObject({ step: 40, resolution: 16 })
  })

  it('evaluates on held-out rows while it trains', async () => {
    const { engine } = listen()
    await engine.call('open', { document: smallDocument({ steps: 100_000 }) })
    await engine.call('train', {})
    const evaluation = await engine.call('evaluate', {})
    expect(evaluation.rows).toBe(20)
    expect(evaluation.integral).toBeCloseTo(1, 3)
    expect(evaluation.roundTripError).toBeLessThan(1e-9)
    expect(evaluation.logDetError).toBeLessThan(1e-9)
    expect(evaluation.entropy).toBeCloseTo(0.477046, 3)
    await engine.dispose()
  }, 120_000)

  it('stops where a step is not finite, names the block, and trains again after a reset', async () => {
    const { engine, said, until } = listen()
    const document = smallDocument({ clipNorm: null }, ['permutation', 'affine'])
    const optimizer = { ...document.training.optimizer, learningRate: 800 } // e^800 overflows
    await engine.call('open', { document: { ...document, training: { ...document.training, optimizer } } })
    await engine.call('train', {})
    await until('failed')
    const state = said('status').at(-1)!.status.state
    if (state.kind !== 'failed') throw new Error('expected a failure')
    expect(state.issue.node).toBe('affine-2')
    expect(state.issue.message).toMatch(
      /^Training stopped at step \d+: .* The last weights with a finite loss are kept\./,
    )
    await expect(engine.call('train', {})).rejects.toThrow(/has failed/)
    expect([...(await engine.call('probe', { points })).latent].every(Number.isFinite)).toBe(true)
    await engine.call('reset', { seed: 2 })
    expect((await engine.call('attach', {})).status).toMatchObject({ state: { kind: 'ready' }, seed: 2 })
  })

  it('refuses in words what a document or a call cannot have', async () => {
    const { engine } = listen()
    const refusal = async (promise: Promise<unknown>): Promise<RpcFailure> => {
      const error: unknown = await promise.then(
        () => 'accepted',
        (reason: unknown) => reason,
      )
      if (!(error instanceof RpcFailure)) throw new Error(`expected a refusal, got ${String(error)}`)
      return error
    }
    expect((await refusal(engine.call('train', {}))).message).toMatch(/No document is open/)
    expect((await refusal(engine.call('takeTable', { columns: ['a'] }))).message).toMatch(/No file has been read/)

    const good = smallDocument()
    const unknown = { ...good, data: { ...good.data, source: { ...good.data.source, name: 'no-such' } } } as typeof good
    expect((await refusal(engine.call('open', { document: unknown }))).issues[0].path).toBe('data.source.name')
    const unconnected = { ...good, graph: { ...good.graph, edges: [] } }
    expect((await refusal(engine.call('open', { document: unconnected }))).issues.length).toBeGreaterThan(0)

    await engine.call('open', { document: good })
    expect((await refusal(engine.call('probe', { points: Float64Array.of(1, 2, 3) }))).message).toMatch(/rows of 2/)
    await engine.call('stop', {})
    await engine.call('step', { count: 1 })
    await engine.call('stop', {})
    expect((await refusal(engine.call('train', {}))).message).toMatch(/Reset it to train again/)
  })

  it('keeps the open document when another one is refused', async () => {
    const { engine, said } = listen()
    await engine.call('open', { document: smallDocument() })
    const broken = { ...smallDocument(), graph: { nodes: [], edges: [] } }
    await expect(engine.call('open', { document: broken })).rejects.toBeInstanceOf(RpcFailure)
    expect(said('status').at(-1)?.status.state.kind).toBe('ready')
    expect((await engine.call('probe', { points })).logDensity).toHaveLength(3)
  })

  it('opens the newest of several documents asked for at once', async () => {
    const { engine } = listen()
    const opens = [4, 5, 6].map((steps) => engine.call('open', { document: smallDocument({ steps }) }))
    const outcomes = await Promise.allSettled(opens)
    expect(outcomes.at(-1)?.status).toBe('fulfilled')
    expect((await engine.call('attach', {})).status.steps).toBe(6)
  })

  it('opens a model whose data is gone, to ask but not to train', async () => {
    const first = listen()
    await first.engine.call('open', { document: smallDocument() })
    const model = await first.engine.call('exportModel', {})
    const source = { kind: 'file' as const, path: 'gone.csv', columns: null }
    const orphan = { ...model, document: { ...model.document, data: { ...model.document.data, source } } }
    const second = listen()
    const opened = await second.engine.call('openModel', { model: orphan })
    expect(opened.warnings[0].message).toMatch(/gone\.csv/)
    const [a, b] = [await first.engine.call('probe', { points }), await second.engine.call('probe', { points })]
    b.logDensity.forEach((value, i) => {
      expect(value).toBeCloseTo(a.logDensity[i], 5)
    })
    await expect(second.engine.call('train', {})).rejects.toThrow(/cannot be trained/)
  })

  it('reads a table and hands its columns on as a data source that can be opened', async () => {
    const { engine } = listen()
    const text = `a,b,c\n${Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${Math.cos(3 * i)},x`).join('\n')}`
    const report = await engine.call('readTable', { name: 'waves.csv', bytes: new TextEncoder().encode(text) })
    expect(report.columns.map(({ name, numeric }) => [name, numeric])).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ])
    const source = await engine.call('takeTable', { columns: ['a', 'b'] })
    const document = smallDocument()
    const opened = await engine.call('open', { document: { ...document, data: { ...document.data, source } } })
    expect(opened.data.columns.map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('takes the first backend that computes rightly and says why not the others', async () => {
    const good = fakeHost().backends[0]
    const wrong = {
      ...(await good.load(usualSettings)),
      name: 'wrong',
      prepare: async (program: never) => {
        const executable = await (await good.load(usualSettings)).prepare(program)
        return {
          ...executable,
          write: executable.write.bind(executable),
          run: executable.run.bind(executable),
          dispose: () => undefined,
          read: async (name: string) => (await executable.read(name)).map((x) => x + 1),
        }
      },
    }
    const { engine } = listen(
      fakeHost({
        backends: [
          { name: 'absent', load: () => Promise.reject(new Error('no such device')) },
          { name: 'wrong', load: () => Promise.resolve(wrong) },
          good,
          { name: 'later', load: () => Promise.reject(new Error('must not be loaded')) },
        ],
      }),
    )
    const reports = await engine.call('backends', {})
    expect(reports.map(({ name, available, chosen }) => [name, available, chosen])).toEqual([
      ['absent', false, false],
      ['wrong', false, false],
      ['reference', true, true],
      ['later', false, false],
    ])
    expect(reports[0].reason).toBe('no such device')
    expect(reports[1].reason).toMatch(/wrongly by 1/)
  })

  it('lists the data sets that can be chosen', async () => {
    const { engine } = listen()
    expect((await engine.call('datasets', {})).map(({ name }) => name)).toContain('two-moons')
  })
})
