import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parseDocument } from '@shared/document/validate'
import { createEngine } from '@shared/engine/service'
import { usualSettings, type EngineEvent } from '@shared/rpc/protocol'
import { backendOffers } from '../../../src/main/engine/backends'
import { createNodeHost } from '../../../src/main/engine/host'
import { paths } from '../../../src/main/paths'

const STEPS = 20
const AFTER = 50

/** The engine on Node's own backends, and how it is trained so many steps. */
async function startOn(backend: string) {
  const events: EngineEvent[] = []
  const engine = createEngine(
    createNodeHost({
      version: '0.0.0-test',
      resources: paths.resources,
      folder: '.',
      backends: backendOffers(),
      settings: { ...usualSettings, threads: 1, backend },
      beginsElsewhere: false,
    }),
    (event) => events.push(event),
  )
  const text = await readFile(`${paths.resources}/examples/two-moons.flow.json`, 'utf8')
  const document = parseDocument(JSON.parse(text))
  if (!document.ok) throw new Error('the example is no document')
  // at a smaller pace than a person would take: at a large one the last bits of a step grow tenfold in every five
  const { optimizer } = document.value.training
  const training = { ...document.value.training, optimizer: { ...optimizer, learningRate: 1e-4 } }
  await engine.call('open', { document: { ...document.value, training } })
  const train = async (count: number) => {
    const { status } = await engine.call('attach', {})
    await engine.call('step', { count })
    while ((await engine.call('attach', {})).status.step < status.step + count)
      await new Promise((r) => setTimeout(r, 5))
  }
  return { engine, train }
}

describe('a run on the backends of Node', () => {
  it('has the same losses when it is moved in its middle, to the rounding of float32', async () => {
    const [moved, stayed] = [await startOn('auto'), await startOn('wasm')]
    await moved.train(STEPS)
    await stayed.train(STEPS + AFTER)
    const opened = await moved.engine.call('configure', { ...usualSettings, backend: 'tfjs-wasm' })
    expect(opened?.backend).toBe('tfjs-wasm')
    await moved.train(AFTER)
    const [there, here] = [
      (await moved.engine.call('attach', {})).history,
      (await stayed.engine.call('attach', {})).history,
    ]
    expect([...there.steps]).toEqual([...here.steps])
    const apart = Array.from(here.trainLoss, (loss, i) => Math.abs(loss - there.trainLoss[i]))
    expect(Math.max(...apart.slice(0, STEPS))).toBe(0)
    expect(Math.max(...apart)).toBeLessThan(2e-4)
    expect(Math.max(...apart)).toBeGreaterThan(0) // another machine, which rounds otherwise
    await moved.engine.call('configure', { ...usualSettings, backend: 'wasm', threads: 1 })
    await moved.train(1)
    await stayed.train(1)
    const [last, own] = [
      (await moved.engine.call('attach', {})).history.trainLoss.at(-1)!,
      (await stayed.engine.call('attach', {})).history.trainLoss.at(-1)!,
    ]
    expect(Math.abs(last - own)).toBeLessThan(2e-4)
    await Promise.all([moved.engine.dispose(), stayed.engine.dispose()])
  }, 120_000)
})
