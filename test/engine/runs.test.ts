import { describe, expect, it } from 'vitest'
import type { BackendOffer } from '@shared/engine/host'
import { Past } from '@shared/engine/runs/past'
import { Runs } from '@shared/engine/runs/runs'
import type { Session } from '@shared/engine/session'
import { Snapshots } from '@shared/engine/snapshots'
import { setTraining } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { usualSettings, type At, type Frame, type View } from '@shared/rpc/protocol'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import type { Backend } from '@shared/tensor/runtime/backend'
import { smallDocument } from './documents'
import { fakeHost, listen, type Listened } from './fakeHost'

const bounds: [number, number, number, number] = [-2, 3, -1.5, 2]
const points = Float64Array.of(0.2, 0.1, -1, 0.4, 1.5, -0.5)

/** One of each kind that two dimensions have. */
const views: readonly View[] = [
  { kind: 'density', id: 'density', bounds, resolution: 16 },
  { kind: 'samples', id: 'samples', count: 20, seed: 4 },
  { kind: 'layers', id: 'layers', points: { from: 'data', count: 10 } },
  {
    kind: 'field',
    id: 'field',
    bounds,
    resolution: 16,
    direction: 'inverse',
    node: null,
    cumulative: false,
    glyphs: 3,
  },
]

/** The pictures of all views at a moment, by their views. */
async function pictures({ engine, said, quiet }: Listened, at?: At): Promise<Record<string, Frame>> {
  const before = said('frame').length
  await engine.call('watch', { views: views.map((view) => ({ ...view, at })) })
  await quiet()
  const frames = said('frame').slice(before)
  expect(frames.map(({ frame }) => frame.view).sort()).toEqual(['density', 'field', 'layers', 'samples'])
  return Object.fromEntries(frames.map(({ frame }) => [frame.view, frame]))
}

async function trained(listened: Listened, document: FlowDocument, edited = false): Promise<void> {
  await listened.engine.call('open', { document, edited })
  // an edited document goes on from where the one before was
  if (edited) await listened.engine.call('reset', { seed: document.training.seed })
  await listened.engine.call('train', {})
  await listened.until('finished')
  await listened.quiet()
}

const runsOf = async ({ engine }: Listened) => (await engine.call('attach', {})).runs

const first = smallDocument()
const second = smallDocument({ steps: 20 }, ['affine', 'lu-linear', 'spline-coupling'])

describe('an earlier run', () => {
  it('is shown as it was when it was the present one, number by number, whatever the stack is now', async () => {
    const listened = listen()
    await trained(listened, first)
    const [end, middle] = [await pictures(listened), await pictures(listened, 17)]
    const probe = await listened.engine.call('probe', { points })
    await trained(listened, second, true)
    expect(await pictures(listened, { run: 1, step: null })).toEqual(end)
    expect(await pictures(listened, { run: 1, step: 17 })).toEqual(middle)
    expect(await listened.engine.call('probe', { points, at: { run: 1, step: null } })).toEqual(probe)

    const now = await pictures(listened)
    expect(now.layers).not.toEqual(end.layers)
    expect(now.density.step).toBe(20)
    expect([end.density.step, middle.density.step]).toEqual([40, 17])
    await listened.engine.dispose()
  })

  it('of the same flow is shown so after a reset, and while the next one trains', async () => {
    const listened = listen()
    await trained(listened, first)
    const end = await pictures(listened)
    await listened.engine.call('reset', { seed: 5 })
    expect(await pictures(listened, { run: 1, step: null })).toEqual(end)
    await listened.engine.call('train', {})
    await listened.until('finished')
    expect(await pictures(listened, { run: 1, step: null })).toEqual(end)
    expect(await pictures(listened)).not.toEqual(end)
    await listened.engine.dispose()
  })

  it('ends with the weights to which early stopping has gone back', async () => {
    const listened = listen()
    const optimizer = { ...first.training.optimizer, learningRate: 0.5 } // far too fast, so that it soon gets worse
    await trained(listened, setTraining(first, { optimizer, patience: 1, steps: 400 }))
    const { status } = await listened.engine.call('attach', {})
    expect(status.state).toMatchObject({ reason: 'early-stopping' })
    expect(status.keptStep).toBe(status.best!.step)
    expect(status.keptStep).toBeLessThan(status.step)
    const end = await pictures(listened)
    await trained(listened, second, true)
    expect((await listened.engine.call('attach', {})).status.keptStep).toBeUndefined() // it has no patience
    expect(await pictures(listened, { run: 1, step: null })).toEqual(end)
    await listened.engine.dispose()
  })

  it('that ended at its last weights is not said to show its best because it is given patience then', async () => {
    const listened = listen()
    const optimizer = { ...first.training.optimizer, learningRate: 0.5 }
    await trained(listened, setTraining(first, { optimizer, steps: 400 }))
    const end = await pictures(listened)
    await listened.engine.call('open', {
      document: setTraining(first, { optimizer, steps: 400, patience: 5 }),
      edited: true,
    })
    const { status } = await listened.engine.call('attach', {})
    expect(status.best!.step).toBeLessThan(status.step)
    expect(status.keptStep).toBeUndefined()
    expect(await pictures(listened)).toEqual(end)
    await listened.engine.dispose()
  })

  it('is described by what was changed, its seed, its steps and its last validation', async () => {
    const listened = listen()
    await trained(listened, first)
    const { history } = await listened.engine.call('attach', {})
    await listened.engine.call('reset', { seed: 5 })
    await listened.engine.call('step', { count: 7 })
    await listened.until('paused')
    await listened.engine.call('open', { document: second, edited: true })

    const runs = await runsOf(listened)
    expect(listened.said('runs').at(-1)!.runs).toEqual(runs)
    expect(runs.present).toBe(3)
    expect(runs.changes).toEqual(['added LU linear, Spline coupling', 'removed Affine', 'steps 40 → 20'])
    expect(runs.earlier).toMatchObject([
      {
        run: 1,
        changes: null,
        seed: 1,
        step: 40,
        loss: 'NLL',
        validationLoss: history.validationLoss.at(-1),
        columns: ['x', 'y'],
      },
      { run: 2, changes: ['seed 1 → 5'], seed: 5, step: 7 },
    ])
    expect(runs.earlier.map(({ steps }) => [steps[0], steps.at(-1)])).toEqual([[0, 40], [0, 7]]) // prettier-ignore
    expect(runs.bytes).toBeGreaterThan(0)

    const detail = await listened.engine.call('describeRun', { run: 1 })
    expect(detail.document).toEqual(first)
    expect(detail.history).toEqual(history)
    expect(detail.opened).toMatchObject({ dims: 2, parameters: 8 })
    expect((await listened.engine.call('describeRun', { run: 2 })).document.training.seed).toBe(5)
    await listened.engine.dispose()
  })

  it('is not one that was never trained, nor one of another document', async () => {
    const listened = listen()
    await listened.engine.call('open', { document: first })
    await listened.engine.call('reset', { seed: 5 })
    await trained(listened, second, true)
    expect(await runsOf(listened)).toMatchObject({ present: 1, changes: null, earlier: [] })
    await listened.engine.call('open', { document: first, edited: true })
    expect((await runsOf(listened)).earlier).toHaveLength(1)
    await listened.engine.call('open', { document: second })
    expect(await runsOf(listened)).toMatchObject({ present: 1, earlier: [] })
    await expect(listened.engine.call('describeRun', { run: 1 })).rejects.toThrow('Run 1 is not kept any more')
    await expect(listened.engine.call('probe', { points, at: { run: 1, step: null } })).rejects.toThrow('Run 1')
    await listened.engine.dispose()
  })

  it('stays when a document that replaces the present one cannot be opened', async () => {
    const listened = listen()
    await trained(listened, first)
    await listened.engine.call('reset', { seed: 1 })
    const broken = { ...first, graph: { ...first.graph, edges: [] } }
    await expect(listened.engine.call('open', { document: broken })).rejects.toThrow()
    expect((await runsOf(listened)).earlier).toHaveLength(1)
    await listened.engine.dispose()
  })

  it('has the known density of its own data', async () => {
    const listened = listen()
    const { source } = first.data
    await trained(listened, first)
    const other = { ...first.data, source: { ...source, settings: { noise: 0.3 } } as typeof source }
    await listened.engine.call('open', { document: { ...first, data: other }, edited: true })
    const [now, then] = [
      await listened.engine.call('truth', { bounds, resolution: 8 }),
      await listened.engine.call('truth', { bounds, resolution: 8, run: 1 }),
    ]
    await listened.engine.call('open', { document: first })
    expect(await listened.engine.call('truth', { bounds, resolution: 8 })).toEqual(then)
    expect(now).not.toEqual(then)
    await listened.engine.dispose()
  })
})

/** A backend that counts the programs it has, by the engine that it was loaded for. */
function counted() {
  const alive = { programs: 0 }
  const load = (): Promise<Backend> => {
    const reference = createReferenceBackend()
    return Promise.resolve({
      ...reference,
      prepare: async (program) => {
        const executable = await reference.prepare(program)
        alive.programs++
        return {
          program: executable.program,
          write: executable.write.bind(executable),
          run: executable.run.bind(executable),
          read: executable.read.bind(executable),
          dispose: () => {
            alive.programs--
            executable.dispose()
          },
        }
      },
    })
  }
  const offer: BackendOffer = { name: 'counted', load }
  return { alive, ...listen(fakeHost({ backends: [offer] })) }
}

describe('the machinery of an earlier run', () => {
  it('is built when it is looked at and given up when it is not, with the run, and with the machine', async () => {
    const listened = counted()
    const { alive, engine } = listened
    await trained(listened, first)
    await trained(listened, second, true)
    await engine.call('watch', { views: [] })
    await listened.quiet()
    const without = alive.programs
    const look = async () => {
      await engine.call('holdRuns', { runs: [1] })
      await engine.call('probe', { points, at: { run: 1, step: null } })
      expect(alive.programs).toBe(without + 1)
    }
    await look()
    await engine.call('holdRuns', { runs: [] })
    expect(alive.programs).toBe(without)
    await look()
    await engine.call('configure', { ...usualSettings, precision: 'float64' })
    expect(alive.programs).toBe(1) // the trainer's
    expect((await runsOf(listened)).earlier).toHaveLength(1)
    await engine.call('probe', { points, at: { run: 1, step: null } })
    await engine.call('open', { document: first })
    expect(alive.programs).toBe(1)
    await engine.dispose()
    expect(alive.programs).toBe(0)
  })

  it('is given up in the midst of a picture, which begins anew', async () => {
    const listened = counted()
    const { alive, engine, said, quiet } = listened
    await trained(listened, first)
    await trained(listened, second, true)
    const large: View = { kind: 'density', id: 'large', bounds, resolution: 256, at: { run: 1, step: null } }
    await engine.call('watch', { views: [large] })
    await quiet()
    await engine.call('credit', { view: 'large' }) // for the fine picture, of many pieces
    for (let turns = 0; turns < 6; turns++) await new Promise((resolve) => setImmediate(resolve))
    const before = said('frame').length
    await engine.call('holdRuns', { runs: [] })
    await quiet()
    expect(said('frame')).toHaveLength(before + 1)
    await engine.dispose()
    expect(alive.programs).toBe(0)
  })
})

describe('runs', () => {
  /** A session that was trained for a step, of weights of so many numbers. */
  const session = (size: number, document = first, parts?: Readonly<Record<string, Float64Array>>): Session => {
    const empty = new Float64Array(0)
    const history = {
      steps: empty,
      trainLoss: empty,
      gradientNorm: empty,
      validationSteps: empty,
      validationLoss: empty,
      parts,
    }
    const theta = new Float64Array(size)
    return {
      document,
      flow: {},
      opened: { data: { columns: [], preview: new Float32Array(4) } },
      trainer: { seed: 1, step: 1, weights: () => Promise.resolve(theta), history: { since: () => history } },
    } as unknown as Session
  }
  const numbers = (runs: Runs) => runs.list(null).earlier.map(({ run }) => run)

  it('are so many at most: the oldest goes, but not one that is looked at', async () => {
    const runs = new Runs({ count: 3, bytes: 1e9 })
    for (let i = 0; i < 4; i++) await runs.keep(session(1), [])
    expect(numbers(runs)).toEqual([2, 3, 4])
    await runs.hold([2])
    for (let i = 0; i < 2; i++) await runs.keep(session(1), [])
    expect(numbers(runs)).toEqual([2, 5, 6])
    expect(runs.list(null).present).toBe(7)
  })

  it('take so much memory at most, snapshots counted', async () => {
    const runs = new Runs({ count: 8, bytes: 4000 })
    const snapshots = [{ step: 1, theta: new Float32Array(100) }] // 400 bytes, beside 800 of the end
    for (let i = 0; i < 5; i++) await runs.keep(session(100), snapshots)
    expect(numbers(runs)).toEqual([3, 4, 5])
    expect(runs.list(null)).toMatchObject({ bytes: 3600, limit: 4000 })
    await runs.keep(session(100, first, { NLL: new Float64Array(50) }), []) // curves and their parts too
    expect(runs.list(null).bytes).toBe(3600)
    expect(numbers(runs)).toEqual([4, 5, 6])
  })

  it('share rows that are the same', async () => {
    const runs = new Runs()
    await runs.keep(session(1), [])
    await runs.keep(session(1, structuredClone(first)), [])
    await runs.keep(session(1, { ...first, data: { ...first.data, standardise: false } }), [])
    const [one, two, three] = [1, 2, 3].map((number) => runs.findOrFail(number))
    expect(two.document.data).toBe(one.document.data)
    expect(two.opened.data.preview).toBe(one.opened.data.preview)
    expect(three.opened.data.preview).not.toBe(one.opened.data.preview)
  })

  it('that are given up have no pictures', async () => {
    const runs = new Runs()
    const past = new Past(new Snapshots(), runs)
    expect(past.subject({ run: 1, step: null }, session(1))).toBeNull()
    await runs.keep(session(1), [{ step: 3, theta: Float32Array.of(3) }])
    expect(await past.weights({ run: 1, step: 9 }, session(1))).toEqual({ step: 3, theta: Float64Array.of(3) })
    expect(await past.weights({ run: 1, step: null }, session(1))).toMatchObject({ step: 1 })
  })
})
