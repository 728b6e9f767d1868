import { describe, expect, it } from 'vitest'
import type { BackendOffer } from '@shared/engine/host'
import { usualSettings, type ComputeSettings, type EngineSettings } from '@shared/rpc/protocol'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import type { Backend } from '@shared/tensor/runtime/backend'
import { smallDocument } from './documents'
import { fakeHost, listen } from './fakeHost'

const float64: EngineSettings = { ...usualSettings, precision: 'float64' }

/** The interpreter with every number it gives out rounded to float32, on as many threads as it is told. */
function adjustable({ precision, threads }: ComputeSettings): Backend {
  const reference = createReferenceBackend()
  if (precision === 'float64') return { ...reference, name: 'adjustable' }
  return {
    ...reference,
    name: 'adjustable',
    precision,
    uses: 'coarse numbers',
    prepare: async (program) => {
      const executable = await reference.prepare(program)
      return {
        program: executable.program,
        threads: threads === 'auto' ? 3 : threads,
        write: executable.write.bind(executable),
        run: executable.run.bind(executable),
        dispose: executable.dispose.bind(executable),
        read: async (name) => Float64Array.from(Float32Array.from(await executable.read(name))),
      }
    },
  }
}

function start() {
  const taken: ComputeSettings[] = []
  const offer: BackendOffer = {
    name: 'adjustable',
    load: (settings) => {
      taken.push(settings)
      return Promise.resolve(adjustable(settings))
    },
  }
  return { taken, ...listen(fakeHost({ backends: [offer] })) }
}

describe('the machinery of the engine', () => {
  it('is told with what it uses', async () => {
    const { engine } = start()
    const [report] = await engine.call('backends', {})
    expect(report.reason).toBe('The fastest one that works here: coarse numbers.')
    const opened = await engine.call('open', { document: smallDocument() })
    expect(opened).toMatchObject({ backend: 'adjustable', precision: 'float32', threads: 3 })
    expect(await engine.call('attach', {})).toMatchObject({ settings: usualSettings, cores: 1 })
  })

  it('changes under a paused run, which keeps its weights and its step', async () => {
    const { engine, until } = start()
    await engine.call('open', { document: smallDocument() })
    await engine.call('step', { count: 7 })
    await until('paused')
    const before = await engine.call('exportModel', {})
    const opened = await engine.call('configure', { ...usualSettings, threads: 2 })
    expect(opened).toMatchObject({ precision: 'float32', threads: 2 })
    const { parameters, provenance } = await engine.call('exportModel', {})
    expect(parameters).toEqual(before.parameters)
    expect(provenance.steps).toBe(7)
    const { status, history, settings } = await engine.call('attach', {})
    expect(status).toMatchObject({ step: 7, state: { kind: 'paused' } })
    expect(history.steps).toHaveLength(7)
    expect(settings.threads).toBe(2)
  })

  it('changes under a run that trains, which goes on to its end and says every step once', async () => {
    const { engine, said, until } = start()
    await engine.call('open', { document: smallDocument() })
    await engine.call('train', {})
    await engine.call('configure', float64)
    await until('finished')
    const steps = said('metrics').flatMap(({ metrics }) => [...metrics.steps])
    expect(steps).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    expect((await engine.call('attach', {})).opened).toMatchObject({ precision: 'float64' })
  })

  it('leaves a run that is over as it is', async () => {
    const { engine, until } = start()
    await engine.call('open', { document: smallDocument() })
    await engine.call('step', { count: 2 })
    await until('paused')
    await engine.call('stop', {})
    await engine.call('configure', float64)
    expect((await engine.call('attach', {})).status.state).toEqual({ kind: 'finished', reason: 'stopped' })
  })

  it('serves documents opened later, and can be chosen before the first', async () => {
    const { engine, taken } = start()
    expect(await engine.call('configure', float64)).toBeNull()
    expect(await engine.call('open', { document: smallDocument() })).toMatchObject({ precision: 'float64' })
    expect(taken).toEqual([float64])
  })

  it('evaluates in float64 whatever it trains in, and loads that no sooner', async () => {
    const { engine, taken } = start()
    await engine.call('open', { document: smallDocument() })
    await engine.call('probe', { points: Float64Array.of(0.5, 0.5) })
    expect(taken).toEqual([usualSettings])
    const { roundTripError, logDetError } = await engine.call('evaluate', {})
    expect(taken).toEqual([usualSettings, float64])
    expect(roundTripError).toBeLessThan(1e-12)
    expect(logDetError).toBeLessThan(1e-12)
  })

  it('trains on the backend asked for, and still evaluates in float64', async () => {
    const coarse: BackendOffer = { name: 'coarse', load: () => Promise.resolve(adjustable(usualSettings)) }
    const [reference] = fakeHost().backends
    const { engine, until } = listen(
      fakeHost({ backends: [reference, coarse], settings: { ...usualSettings, backend: 'coarse' } }),
    )
    await engine.call('open', { document: smallDocument() })
    await engine.call('step', { count: 3 })
    await until('paused')
    expect(await engine.call('backends', {})).toMatchObject([
      { name: 'reference', tried: false, chosen: false },
      { name: 'coarse', chosen: true, reason: 'Asked for: coarse numbers.' },
    ])
    expect((await engine.call('evaluate', {})).roundTripError).toBeLessThan(1e-12)
    expect((await engine.call('exportModel', {})).provenance.backend).toBe('adjustable')
  })

  it('stays as it was when the other cannot be had', async () => {
    const float32Only: BackendOffer = { name: 'coarse', load: () => Promise.resolve(adjustable(usualSettings)) }
    const { engine } = listen(fakeHost({ backends: [float32Only] }))
    await engine.call('open', { document: smallDocument() })
    await expect(engine.call('configure', float64)).rejects.toThrow(
      'The backend coarse cannot be had. Loads, but it computes in float32 only.',
    )
    const { settings, opened } = await engine.call('attach', {})
    expect([settings, opened?.precision]).toEqual([usualSettings, 'float32'])
    await engine.call('probe', { points: Float64Array.of(0.5, 0.5) })
  })
})
