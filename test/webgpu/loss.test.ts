import { describe, expect, it } from 'vitest'
import type { FlowDocument } from '@shared/document/schema'
import { createEngine } from '@shared/engine/service'
import { usualSettings, type EngineEvent } from '@shared/rpc/protocol'
import { DeviceLost } from '@shared/tensor/backends/webgpu'
import { backendOffers } from '../../src/main/engine/backends'
import { createNodeHost } from '../../src/main/engine/host'
import { loadWebgpu, type WebgpuBackend } from '../../src/main/engine/webgpu'
import { paths } from '../../src/main/paths'
import { smallDocument } from '../engine/documents'
import { trainingStep } from '../tensor/wasm/support/training'
import { found, where } from './support/device'

const CHECKPOINT_EVERY = 200
const AFTER = 60
/** Submissions from a checkpoint to the loss: some steps, and fewer than there are between two checkpoints. */
const SOON = 12

/** At a small pace: at a large one the last bits of a step grow tenfold in every five. */
function longRun(): FlowDocument {
  const document = smallDocument(
    { steps: 100_000, batchSize: 64, validateEvery: 10_000, checkpointEvery: CHECKPOINT_EVERY },
    ['affine-coupling', 'affine-coupling'],
  )
  const { optimizer } = document.training
  return { ...document, training: { ...document.training, optimizer: { ...optimizer, learningRate: 1e-5 } } }
}

/** The engine on this machine's own backends; `device` is that of WebGPU once it is loaded. */
async function startOn(backend: string) {
  const events: EngineEvent[] = []
  let loaded: WebgpuBackend | null = null
  const offers = backendOffers().flatMap((offer) =>
    offer.name === 'webgpu'
      ? [{ ...offer, load: async (settings: typeof usualSettings) => (loaded = await loadWebgpu(settings)) }]
      : offer.name === 'wasm'
        ? [offer]
        : [],
  )
  const host = createNodeHost({
    version: '0.0.0-test',
    resources: paths.resources,
    folder: '.',
    backends: offers,
    settings: { ...usualSettings, threads: 1, backend },
  })
  const engine = createEngine(host, (event) => events.push(event))
  await engine.call('open', { document: longRun() })
  const history = async () => (await engine.call('attach', {})).history
  return { engine, events, history, device: () => loaded!.device }
}

/** Takes the device away with the last of so many submissions in flight. */
function loseAfter(device: GPUDevice, submissions: number): void {
  const { queue } = device
  const submit = queue.submit.bind(queue)
  let left = submissions
  queue.submit = (buffers) => {
    submit(buffers)
    if (--left === 0) device.destroy()
  }
}

/** Resolves with the first event that `is` so. */
async function eventually<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    const it = find()
    if (it !== undefined) return it
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

describe.skipIf('reason' in found)(where('a device that is lost'), () => {
  it('rejects what is in flight on it, and all that comes after', async () => {
    const backend = await loadWebgpu(usualSettings)
    const turns = 20
    const { program, inputs } = trainingStep(2, 64)
    const executable = await backend.prepare(program, { turns })
    for (const [name, values] of Object.entries(inputs)) executable.write(name, values)
    await executable.run({ turns })
    executable.begin!({ turns })
    const pending = [executable.finish!(), executable.read('loss'), executable.read('theta')]
    backend.device.destroy()
    for (const outcome of await Promise.allSettled(pending)) {
      expect(outcome.status).toBe('rejected')
      expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(DeviceLost)
    }
    await expect(executable.run()).rejects.toThrow(DeviceLost)
    await expect(executable.read('theta')).rejects.toThrow(DeviceLost)
    executable.dispose()
    backend.dispose()
  })

  it('in the middle of a run sends it to wasm, not farther back than its checkpoint, with the same losses', async () => {
    const { engine, events, history, device } = await startOn('webgpu')
    const news = (words: RegExp) => () =>
      events.flatMap((event) => (event.event === 'machine' && words.test(event.news.text ?? '') ? [event.news] : [])).at(0) // prettier-ignore
    const moved = await eventually(news(/Training moved to webgpu/))
    expect(moved.opened?.backend).toBe('webgpu')
    await engine.call('train', {})
    const checkpoints = () => events.filter(({ event }) => event === 'checkpoint').length
    const before = checkpoints()
    await eventually(() => checkpoints() > before || undefined)
    loseAfter(device(), SOON)
    const { text, loss, opened } = await eventually(news(/lost its device/))
    expect(text).toMatch(
      /^webgpu lost its device: .* The run continues on wasm from its checkpoint at step \d+, \d+ back\.$/s,
    )
    expect(opened?.backend).toBe('wasm')
    const back = Number(/(\d+) back/.exec(text!)![1])
    expect(back).toBeLessThanOrEqual(CHECKPOINT_EVERY)
    expect(loss!.backTo).toBeGreaterThanOrEqual(CHECKPOINT_EVERY)
    const reached = loss!.backTo + back + AFTER
    await eventually(() => events.find((event) => event.event === 'status' && event.status.step >= reached))
    await engine.call('pause', {})
    const there = await history()
    const steps = there.steps.length
    expect([...there.steps]).toEqual(Array.from({ length: steps }, (_, i) => i + 1))

    const stayed = await startOn('wasm')
    await stayed.engine.call('step', { count: steps })
    await eventually(
      () =>
      stayed.events.find((event) => event.event === 'status' && event.status.step === steps && event.status.state.kind === 'paused'), // prettier-ignore
    )
    const here = await stayed.history()
    const apart = Array.from(here.trainLoss, (value, i) => Math.abs(value - there.trainLoss[i]))
    expect(Math.max(...apart)).toBeLessThan(2e-4)
    expect(Math.max(...apart.slice(0, loss!.backTo))).toBeGreaterThan(0) // another machine, which rounds otherwise
    await Promise.all([engine.dispose(), stayed.engine.dispose()])
  })
})
