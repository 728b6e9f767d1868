/**
 * How little edits of a stack hold up its training. After a build, whose worker threads are used:
 *
 *     node test/bench/edits.mjs [--stacks small,sample,20,60] [--rounds 4] [--threads auto] [--json FILE]
 *
 * Each stack is trained in this process, on the engine that the app has, its density in view, and edited as it trains: a block is put in, moved,
 * set otherwise, bypassed, switched on again and removed, and each of these undone, in every round at another place. Told
 * are, in milliseconds, median and 95th percentile over all edits and of each kind: the gap from the last step of the flow
 * before to the first of the flow after; from the call to that first step; what this thread ran of both, which alone says
 * much on a machine that does other work besides; and the longest time without a step in the second from the call on.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createServer } from 'vite'

/** Milliseconds for which a stack is trained before it is edited, and from one edit to the next. */
const [WARM_MS, REST_MS] = [1500, 1200]
/** The longest time without a step is looked for in so many milliseconds from the call on. */
const LOOKED_AT_MS = 1000

const { values: options } = parseArgs({
  options: {
    stacks: { type: 'string', default: 'small,sample,20,60' },
    rounds: { type: 'string', default: '4' },
    threads: { type: 'string', default: 'auto' },
    json: { type: 'string' },
  },
})
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
const [{ createEngine }, { hostFor }, create, edits, { stackOf }] = await Promise.all(
  ['shared/engine/service.ts', 'main/cli/host.ts', 'shared/document/create.ts', 'shared/document/edits/index.ts', 'shared/document/chain.ts'].map(load), // prettier-ignore
)
const now = () => performance.now()
const density = { kind: 'density', id: 'main', resolution: 96, bounds: [-3, 3, -3, 3] }

/** Milliseconds that this thread was run for; not to be had everywhere. */
function processorMs() {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6
  } catch {
    return NaN
  }
}

/** Of everything that trains: which program took steps, and when they were done. */
const steps = []
function watched(backend) {
  const prepare = async (program, making) => {
    const executable = await backend.prepare(program, making)
    if (program.name !== 'training step') return executable
    const done = () => steps.push({ executable, at: now(), processor: processorMs() })
    return new Proxy(executable, {
      get(target, key) {
        const value = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        if (key !== 'run' && key !== 'finish') return value.bind(target)
        return async (...given) => {
          await value.apply(target, given)
          done()
        }
      },
    })
  }
  return { ...backend, prepare }
}

async function stackNamed(name) {
  if (name === 'sample') return JSON.parse(await readFile(join(root, 'resources/examples/two-moons.flow.json'), 'utf8'))
  const count = name === 'small' ? 2 : Number(name)
  let document = create.newDocument(name)
  for (let i = 0; i < count; i++) {
    const type = i % 3 === 0 ? 'spline-coupling' : 'affine-coupling'
    document = edits.insertBlock(document, create.newBlockAt(document, type, i), i)
  }
  return document
}

/** A round of edits, each with what undoes it. */
function* roundOf(document, round) {
  const count = stackOf(document).bijectors.length
  const at = (round * 7) % count
  const { id } = stackOf(document).bijectors[at]
  const put = edits.insertBlock(document, create.newBlockAt(document, 'spline-coupling', at), at)
  yield ['insert', put]
  yield ['undo', document, true]
  yield ['move', edits.moveBlock(document, id, (at + 1) % count)]
  yield ['undo', document, true]
  yield ['setting', edits.setSetting(document, id, 'activation', round % 2 ? 'tanh' : 'silu')]
  yield ['undo', document, true]
  yield ['bypass', edits.setBypassed(document, id, true)]
  yield ['switch on', document]
  yield ['remove', edits.removeBlock(document, id)]
  yield ['undo', document, true]
}

async function measure(name) {
  const threads = options.threads === 'auto' ? 'auto' : Number(options.threads)
  const host = hostFor('.', { threads })
  const backends = host.backends.map((offer) => ({ ...offer, load: async (settings) => watched(await offer.load(settings)) })) // prettier-ignore
  const engine = createEngine({ ...host, backends }, (event) => {
    if (event.event === 'frame') void engine.call('credit', { view: event.frame.view })
  })
  const found = await stackNamed(name)
  const optimizer = { ...found.training.optimizer, learningRate: 1e-5 } // at which deep stacks do not diverge
  const document = { ...found, training: { ...found.training, optimizer, steps: 1e7, patience: null, targetNll: null } }
  await engine.call('open', { document })
  await engine.call('watch', { views: [density] })
  await engine.call('train', {})
  await wait(WARM_MS)
  const measured = []
  for (let round = 0; round < Number(options.rounds); round++)
    for (const [kind, next, returns = false] of roundOf(document, round)) {
      const [called, processor] = [now(), processorMs()]
      const before = steps.at(-1).executable
      await engine.call('open', { document: next, edited: true, ...(returns && { returns }) })
      const { status } = await engine.call('attach', {})
      if (status.state.kind !== 'training') throw new Error(`${name}, ${kind}: the run is ${status.state.kind}`)
      while (!steps.some(({ executable, at }) => executable !== before && at > called)) await wait(10)
      await wait(REST_MS)
      const first = steps.findIndex(({ executable, at }) => executable !== before && at > called)
      const times = [called, ...steps.map(({ at }) => at).filter((at) => at > called && at < called + LOOKED_AT_MS)]
      measured.push({
        kind,
        gap: steps[first].at - steps[first - 1].at,
        toStep: steps[first].at - called,
        pause: Math.max(...times.slice(1).map((at, i) => at - times[i])),
        inGap: steps[first].processor - steps[first - 1].processor,
        processor: steps[first].processor - processor,
      })
      steps.splice(0, steps.length - 1)
    }
  await engine.dispose()
  return measured
}

const print = (line) => process.stdout.write(`${line}\n`)

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
}

const columns = { gap: 'gap', inGap: 'of this thread', toStep: 'call to step', processor: 'of this thread', pause: 'longest pause' } // prettier-ignore
const table = {}
for (const name of options.stacks.split(',')) {
  const measured = await measure(name)
  table[name] = measured
  const kinds = ['all', ...new Set(measured.map(({ kind }) => kind))]
  print(`\n${name}: ${measured.length} edits; load ${loadavg()[0].toFixed(1)}`)
  print(`${'p50 / p95, ms'.padEnd(16)}${Object.values(columns).map((title) => title.padStart(16)).join('')}`) // prettier-ignore
  for (const kind of kinds) {
    const of = measured.filter((one) => kind === 'all' || one.kind === kind)
    const figure = (key) =>
      [0.5, 0.95].map((share) => Math.round(quantile(of.map((one) => one[key]), share))).join(' / ') // prettier-ignore
    print(`${kind.padEnd(16)}${Object.keys(columns).map((key) => figure(key).padStart(16)).join('')}`) // prettier-ignore
  }
}
if (options.json) await writeFile(options.json, JSON.stringify(table, null, 2))
await server.close()
process.exit(0)
