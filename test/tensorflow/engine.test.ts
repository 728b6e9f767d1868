import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { Runner } from '@shared/tensor/backends/tensorflow'
import { createTensorflowBackend } from '@shared/tensor/backends/tensorflow'
import { decodeSavedModel, encodeSavedModel } from '@shared/tensor/backends/tensorflow/proto/savedModel'
import { startThreads } from '../../src/main/tensorflow/graph/threads'
import { forkEngine } from '../../src/main/engine/fork'
import type { EngineProcess } from '../../src/main/engine/process'
import { createSupervisor, type SaidEvent } from '../../src/main/engine/supervisor'
import { documentOf } from '@shared/learn/bench/configurations'
import { newDocument } from '@shared/document/create'
import type { FlowDocument, TrainingSettings } from '@shared/document/schema'
import { usualSettings, type EngineSettings } from '@shared/rpc/protocol'
import type { Backend } from '@shared/tensor/runtime/backend'
import type { BackendOffer } from '@shared/engine/host'
import { afterAll, describe, expect, it } from 'vitest'
import { backendOffers } from '../../src/main/engine/backends'
import { readCheckpoint } from '@shared/engine/checkpoint'
import { createNodeHost } from '../../src/main/engine/host'
import { paths } from '../../src/main/paths'
import { withFreshRows } from '../engine/documents'
import { listen, type Listened } from '../engine/fakeHost'
import { findTensorflow } from './support'

// read when XLA first compiles: nothing may have been compiled before
const kept = mkdtempSync(join(tmpdir(), 'diffeo-xla-'))
process.env['TF_XLA_FLAGS'] = `--tf_xla_persistent_cache_directory=${kept}`
const workers: Worker[] = []
process.on('worker', (worker) => workers.push(worker))
afterAll(() => {
  rmSync(kept, { recursive: true, force: true })
})

const offerOf = (name: string): BackendOffer => backendOffers().find((offer) => offer.name === name)!

/** At a smaller pace than a person would take: at a large one the last bits of a step grow tenfold in every five. */
function documentFor(training: Partial<TrainingSettings> = {}): FlowDocument {
  const document = documentOf({ family: 'realnvp', depth: 4, width: 64, batch: 256, dims: 2 })
  const { optimizer } = document.training
  const slow = { ...optimizer, learningRate: 1e-5 }
  return { ...document, training: { ...document.training, steps: 1e6, optimizer: slow, ...training } }
}

interface Scene {
  readonly settings?: Partial<EngineSettings>
  readonly offers?: readonly BackendOffer[]
}

const start = ({ settings = {}, offers = ['wasm', 'tensorflow'].map(offerOf) }: Scene = {}): Listened =>
  listen(
    createNodeHost({
      version: '0.0.0-test',
      resources: paths.resources,
      folder: '.',
      backends: offers,
      settings: { ...usualSettings, threads: 1, backend: 'tensorflow', ...settings },
    }),
  )

async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = look()
    if (found !== undefined && found !== false) return found
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

const stepOf = ({ said }: Listened): number => said('status').at(-1)?.status.step ?? 0
const movedIn = ({ said }: Listened) =>
  said('machine').find(({ news }) => /^Training moved to tensorflow/.test(news.text ?? ''))?.news
const lostIn = ({ said }: Listened) => said('machine').find(({ news }) => news.loss)?.news

/** Losses of all steps. */
async function losses({ engine }: Listened): Promise<readonly number[]> {
  const { history } = await engine.call('attach', {})
  return [...history.trainLoss]
}

/** Of models for XLA alone: the square root becomes an op that XLA has no kernel for. */
function withoutXla(model: Uint8Array): Uint8Array {
  const graph = decodeSavedModel(model)
  const functions = graph.library.function
  if (!functions.some(({ attr }) => attr && '_XlaMustCompile' in attr)) return model
  for (const node of functions.flatMap(({ nodeDef }) => nodeDef)) if (node.op === 'Sqrt') Object.assign(node, { op: 'Dawsn' }) // prettier-ignore
  return encodeSavedModel(graph)
}

const refusing = (runner: Runner): Runner => ({ ...runner, load: (model) => runner.load(withoutXla(model)) })

const tensorflow = await findTensorflow()

if (typeof tensorflow === 'string') it.skip(`libtensorflow is not here: ${tensorflow}`, () => undefined)
else
  describe('a run that is to be on TensorFlow', () => {
    /** Milliseconds from the order to train: to the first step, and to the move. */
    async function timed(scene: Listened) {
      const opening = performance.now()
      await scene.engine.call('open', { document: documentFor() })
      const opened = performance.now() - opening
      const began = performance.now()
      await scene.engine.call('step', { count: 1 })
      await scene.until('paused')
      const first = performance.now() - began
      await scene.engine.call('train', {})
      await until(() => movedIn(scene))
      return { opened, first, moved: performance.now() - began }
    }

    it('begins on wasm at once, and moves over without a break in its loss', async () => {
      const scene = start()
      const cold = await timed(scene)
      expect(cold.first).toBeLessThan(1000)
      const step = Number(/at step (\d+)/.exec(movedIn(scene)!.text!)![1])
      await until(() => stepOf(scene) > step + 100)
      await scene.engine.call('pause', {})
      const there = await losses(scene)
      expect(there.length).toBeGreaterThan(step + 100)

      const stayed = start({ settings: { backend: 'wasm' } })
      await stayed.engine.call('open', { document: documentFor() })
      await stayed.engine.call('step', { count: there.length })
      await stayed.until('paused')
      const here = await losses(stayed)
      expect(here).toHaveLength(there.length)
      const apart = here.map((loss, i) => Math.abs(loss - there[i]))
      expect(Math.max(...apart.slice(0, step))).toBe(0)
      expect(Math.max(...apart)).toBeLessThan(1e-3)
      expect(Math.max(...apart)).toBeGreaterThan(0) // another machine, which rounds otherwise
      await Promise.all([scene.engine.dispose(), stayed.engine.dispose()])

      expect(readdirSync(kept).length).toBeGreaterThan(0)
      const again = start()
      const warm = await timed(again)
      await again.engine.dispose()
      expect(warm.moved).toBeLessThan(cold.moved)
    })

    it.each(['continue', 'stop'] as const)('%s: loses no more than a checkpoint where its thread ends', async (how) => {
      const scene = start({ settings: { onDeviceLoss: how } })
      await scene.engine.call('open', { document: documentFor({ checkpointEvery: 20 }) })
      await scene.engine.call('train', {})
      await until(() => movedIn(scene))
      const checkpoints = scene.said('checkpoint').length
      await until(() => scene.said('checkpoint').length > checkpoints + 1)
      await new Promise((resolve) => setTimeout(resolve, 300)) // of which something is to be lost
      const before = stepOf(scene)
      await Promise.all(workers.map((worker) => worker.terminate()))
      const { loss, opened, text } = await until(() => lostIn(scene))
      expect(opened?.backend).toBe('wasm')
      expect(text).toMatch(
        /^tensorflow failed: "training step": TensorFlow's thread ended: .*checkpoint at step \d+, \d+ back/,
      )
      const at = scene.events.findIndex((event) => event.event === 'machine' && event.news.loss)
      const last = scene.events.slice(0, at).findLast((event) => event.event === 'checkpoint')!
      const checkpoint = readCheckpoint(last.checkpoint)
      expect(loss).toEqual({ backTo: checkpoint.ok && checkpoint.value.trainer.step, stopped: how === 'stop' })
      await until(() => (how === 'stop' ? scene.said('status').at(-1)!.status.state.kind === 'paused' : stepOf(scene) > before + 50)) // prettier-ignore
      const rows = await scene.engine.call('attach', {})
      expect([...rows.history.steps]).toEqual(Array.from(rows.history.steps, (_, i) => i + 1))
      await scene.engine.dispose()
    })

    it('goes on as a plain graph where XLA refuses the step, and says so', async () => {
      const load = async () => {
        const { module } = tensorflow
        const runner = await startThreads({
          entry: paths.tensorflowThread,
          module,
          cores: 2,
          describe: () => 'TensorFlow',
        })
        return createTensorflowBackend({ runner: refusing(runner), precision: 'float32' })
      }
      const scene = start({ offers: [offerOf('wasm'), { name: 'tensorflow', accelerator: true, load }] })
      await scene.engine.call('open', { document: documentFor() })
      await scene.engine.call('train', {})
      const moved = await until(() => movedIn(scene))
      const texts = scene.said('machine').flatMap(({ news }) => news.text ?? [])
      expect(texts[0]).toMatch(/^"training step" runs as a plain graph, since XLA refuses it: .*Dawsn/)
      const step = Number(/at step (\d+)/.exec(moved.text!)![1])
      await until(() => stepOf(scene) > step + 20)
      await scene.engine.dispose()
    })

    it('says at once that a batch does not fit, and stays on wasm', async () => {
      const large = documentOf({ family: 'realnvp', depth: 8, width: 512, batch: 1_000_000, dims: 2 })
      const scene = start()
      await scene.engine.call('open', { document: withFreshRows(large) })
      const opened = performance.now()
      const text = await until(() => scene.said('machine').find(({ news }) => news.text)?.news.text)
      expect(text).toMatch(
        /^"training step": Out of memory: a run takes \d+\.\d GB and more.*Training stays on wasm\.$/,
      )
      expect(performance.now() - opened).toBeLessThan(5000)
      await scene.engine.dispose()
    })

    it('validates large flows there too, to the same losses', async () => {
      const large = documentOf({ family: 'realnvp', depth: 4, width: 256, batch: 1024, dims: 2 })
      const { split } = newDocument('Split').data
      const document = { ...large, data: { ...large.data, split }, training: { ...large.training, validateEvery: 2 } }
      const there: string[] = []
      const load = async (settings: EngineSettings) => {
        const backend = await offerOf('tensorflow').load(settings)
        const prepare: Backend['prepare'] = (program, making) => {
          there.push(program.name)
          return backend.prepare(program, making)
        }
        return { ...backend, prepare }
      }
      const scene = start({ offers: [offerOf('wasm'), { name: 'tensorflow', accelerator: true, load }] })
      await scene.engine.call('open', { document })
      await until(() => movedIn(scene))
      const before = there.length
      await scene.engine.call('step', { count: 4 })
      await scene.until('paused')
      expect(there.length).toBeGreaterThan(before)
      const stayed = start({ settings: { backend: 'wasm' } })
      await stayed.engine.call('open', { document })
      await stayed.engine.call('step', { count: 4 })
      await stayed.until('paused')
      const [got, expected] = await Promise.all(
        [scene, stayed].map(async ({ engine }) => (await engine.call('attach', {})).history.validationLoss),
      )
      expect(got).toHaveLength(2)
      got.forEach((loss, i) => {
        expect(loss).toBeCloseTo(expected[i], 3)
      })
      await Promise.all([scene.engine.dispose(), stayed.engine.dispose()])
    })

    it('comes back without TensorFlow where its process is killed, from its last checkpoint', async () => {
      const heard: SaidEvent[] = []
      let running: EngineProcess | null = null
      const supervisor = createSupervisor({
        spawn: () => (running = forkEngine({ entry: paths.engine, log: () => undefined })),
        delays: [0],
      })
      supervisor.onEvent((event) => heard.push(event))
      const said = <E extends SaidEvent['event']>(event: E) =>
        heard.filter((each) => each.event === event) as Extract<SaidEvent, { event: E }>[]
      try {
        await supervisor.call('configure', { ...usualSettings, threads: 1, backend: 'tensorflow' })
        await supervisor.call('open', { document: documentFor({ checkpointEvery: 20 }) })
        await supervisor.call('train', {})
        const movedAt = await until(() => {
          const { text = null } = said('machine').at(-1)?.news ?? {}
          return /^Training moved to tensorflow at step (\d+)/.exec(text ?? '')?.[1]
        })
        await new Promise((resolve) => setTimeout(resolve, 5000)) // two checkpoints are sent
        running!.kill()
        const { resumedAt } = await until(() => said('engine-restored')[0])
        expect(resumedAt).toBeGreaterThan(Number(movedAt))
        expect(said('engine-lost')[0].reason).toMatch(
          /^The engine process ended \(signal SIGKILL\), with tensorflow at work/,
        )
        const { opened, status } = await supervisor.call('attach', {})
        expect(opened?.backend).toBe('wasm')
        expect(status.state.kind).toBe('training')
      } finally {
        supervisor.dispose()
      }
    })
  })
