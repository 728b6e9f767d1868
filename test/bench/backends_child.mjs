/** Times one backend for backends.mjs, in a process of its own; prints one line of JSON. */
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createServer } from 'vite'

const TEN = 10
const WARM_UP_MS = 500

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '2' }, exported: { type: 'string' } },
})
const [name, model] = positionals
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const server = await createServer({
  configFile: false,
  root,
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true },
  resolve: { alias: { '@shared': join(root, 'src', 'shared') } },
  server: { middlewareMode: true, watch: null, ws: false },
})
const load = (path) => server.ssrLoadModule(`/src/${path}`)
const now = () => performance.now()

/** How long ten steps take, again and again, and the first, from before all that only this backend does. */
async function clock(begin) {
  const started = now()
  const steps = await begin()
  await steps(1)
  const first = now() - started
  const warm = now()
  while (now() - warm < WARM_UP_MS) await steps(TEN)
  const times = []
  const end = now() + 1000 * Number(options.seconds)
  while (times.length < 5 || now() < end) {
    const before = now()
    await steps(TEN)
    times.push((now() - before) / TEN)
  }
  times.sort((a, b) => a - b)
  return { name, model, ms: times[Math.floor((times.length - 1) / 2)], first, least: times[0] }
}

async function backendOf() {
  const settings = (threads) => ({ precision: 'float32', threads })
  if (name === 'wasm' || name === 'wasm-1') {
    const { loadCompiled } = await load('main/engine/compiled.ts')
    return loadCompiled(settings(name === 'wasm' ? availableParallelism() : 1))
  }
  if (name === 'replay') {
    const { loadTensorflow } = await load('main/tensorflow/load.ts')
    const { createTfjsBackend } = await load('shared/tensor/backends/tfjs/index.ts')
    return createTfjsBackend((await loadTensorflow()).tf, name)
  }
  if (name === 'graph' || name === 'xla') {
    const { loadGraph } = await load('main/tensorflow/graph/load.ts')
    return loadGraph(settings('auto'), name)
  }
  const { backendOffers } = await load('main/engine/backends.ts')
  return backendOffers()
    .find((offer) => offer.name === name)
    .load(settings('auto'))
}

/** The training of the model on the backend. */
async function training() {
  const { documentOf, judged, nameOf } = await load('shared/learn/bench/configurations.ts')
  const { makeReady, rowsFor } = await load('shared/learn/bench/subject.ts')
  const document = documentOf(judged.find((configuration) => nameOf(configuration) === model))
  const data = await rowsFor(document)
  const backend = await backendOf()
  return async () => {
    const { trainer } = await makeReady(document, data, backend)
    return async (count) => {
      for (const end = trainer.step + count; trainer.step < end;) {
        const { kind } = await trainer.takeSteps(end - trainer.step)
        if (kind !== 'stepped') throw new Error(`the training ended: ${kind}`)
      }
    }
  }
}

/** The SavedModel that export_step.py has written, whose `step.json` names its nodes. */
async function exported() {
  const folder = options.exported
  const { batch, dims, states, feeds, fetches } = JSON.parse(await readFile(join(folder, 'step.json'), 'utf8'))
  const { locateTensorflow } = await load('main/tensorflow/locate.ts')
  const { prepareEnvironment } = await load('main/tensorflow/load.ts')
  const { loadBinding } = await load('main/tensorflow/graph/binding.ts')
  const { tuneXla } = await load('main/tensorflow/graph/tune.ts')
  const located = locateTensorflow()
  if (located.kind === 'absent') throw new Error(located.reason)
  prepareEnvironment()
  tuneXla(located.installed?.version)
  const binding = loadBinding(located.module)
  const FLOAT = 1
  const INT32 = 3
  const float = (shape, values) => binding.createTensor(shape, FLOAT, values)
  return async () => {
    const session = binding.loadSavedModel(folder, 'serve')
    let held = states.map(({ shape, values }) => float(shape, Float32Array.from(values)))
    return async (count) => {
      const rows = Float32Array.from({ length: TEN * batch * dims }, (_, i) => Math.sin(12.9898 * i))
      const given = [float([TEN, batch, dims], rows), binding.createTensor([], INT32, Int32Array.of(count)), ...held]
      const results = binding.runSavedModel(session, given, feeds.join(), fetches.join()).map(({ id }) => id)
      for (const tensor of given) binding.deleteTensor(tensor)
      const [loss, ...next] = results
      if (!Number.isFinite(binding.tensorDataSync(loss)[0])) throw new Error('the loss is not finite')
      binding.deleteTensor(loss)
      held = next
    }
  }
}

const result = await clock(await (name === 'exported' ? exported() : training()))
process.stdout.write(JSON.stringify(result) + '\n')
process.exit(0)
