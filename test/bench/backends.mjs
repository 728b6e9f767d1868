/**
 * One training step on every backend, and in the libraries people use, in one run. After a build and a setup of TensorFlow:
 *
 *     node test/bench/backends.mjs [--model realnvp-8x64-b512-d2] [--rounds 5] [--seconds 2] [--only NAME,…]
 *                                  [--python VENV/bin/python] [--json FILE]
 *
 * A model's name is that of `diffeo bench`. Every backend has a process of its own, which take turns for so many rounds.
 * Steps are timed in tens, taken at once where a backend can, each with a batch of its own. What else the machine does
 * can only slow a round down: the table has the least median of the rounds, how many times that of the graph compiled by
 * XLA it is, all rounds' medians, and the first step of the first round, which XLA compiles for. With --python the
 * libraries of test/bench/peers are timed beside, and, where that Python has TensorFlow, the same step exported by it.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
const child = join(here, 'backends_child.mjs')
const peers = join(here, 'peers')
const cores = availableParallelism()

const own = ['reference', 'tfjs-cpu', 'tfjs-wasm', 'replay', 'graph', 'xla', 'wasm-1', 'wasm']
const libraries = ['torch', 'torch-compile', 'jax']
const titles = {
  replay: 'tensorflow, op by op',
  graph: 'tensorflow, graph',
  xla: 'tensorflow, graph + XLA',
  'wasm-1': 'wasm, 1 thread',
  wasm: `wasm, ${cores} threads`,
  exported: 'exported by TensorFlow in Python, XLA',
  torch: 'PyTorch, eager',
  'torch-compile': 'PyTorch, torch.compile',
  jax: 'JAX, jit',
}

const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: 'realnvp-8x64-b512-d2' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string' },
    python: { type: 'string' },
    json: { type: 'string' },
  },
})

/** The last line that a process prints, as JSON; what it says else is told when it fails. */
function ask(command, argv, environment) {
  return new Promise((resolve) => {
    const asked = spawn(command, argv, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } })
    const said = { out: '', err: '' }
    asked.stdout.on('data', (text) => (said.out += text))
    asked.stderr.on('data', (text) => (said.err += text))
    asked.on('error', (error) => resolve({ skipped: error.message }))
    asked.on('close', (status) => {
      const lines = (text) => text.trim().split('\n')
      const why = () => lines(said.err).findLast((line) => /Error/.test(line)) ?? `status ${status}`
      resolve(status === 0 ? JSON.parse(lines(said.out).at(-1)) : { skipped: why() })
    })
  })
}

const parts = [options.model, '--seconds', options.seconds]

function time(name, folder) {
  if (libraries.includes(name))
    return ask(options.python, [join(peers, 'child.py'), name, ...parts, '--threads', String(cores)])
  // what XLA has compiled is kept, but not from before this run
  const kept = { TF_XLA_FLAGS: `--tf_xla_persistent_cache_directory=${join(folder, 'compiled')}` }
  return ask(process.execPath, [child, name, ...parts, '--exported', join(folder, 'exported')], kept)
}

/** The names that can be timed. */
async function chosen(folder) {
  const all = [...own, ...(options.python ? libraries : [])]
  if (options.python) {
    const argv = [join(peers, 'export_step.py'), options.model, join(folder, 'exported')]
    const { skipped } = await ask(options.python, argv)
    if (skipped) process.stderr.write(`exported: ${skipped}\n`)
    else all.push('exported')
  }
  const wanted = options.only?.split(',')
  return wanted ? all.filter((name) => wanted.includes(name)) : all
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
const digits = (ms) => (ms >= 1000 ? ms.toFixed(0) : ms.toPrecision(3))

function table(results) {
  const timed = [...results].filter(([, { rounds }]) => rounds.length > 0)
  const best = ([, { rounds }]) => Math.min(...rounds)
  const base = timed.find(([name]) => name === 'xla')
  const rows = timed
    .toSorted((a, b) => best(b) - best(a))
    .map((each) => {
      const [name, { rounds, first }] = each
      const ratio = base ? `${(best(each) / best(base)).toFixed(2)}×` : ''
      return [titles[name] ?? name, digits(best(each)), ratio, rounds.map(digits).join(' '), (first / 1000).toFixed(2)]
    })
  return [['', 'ms a step', 'to XLA', 'rounds, ms', 'first step, s'], ['---', '--:', '--:', '---', '--:'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

const folder = await mkdtemp(join(tmpdir(), 'diffeo-backends-'))
try {
  const names = await chosen(folder)
  const results = new Map(names.map((name) => [name, { rounds: [], first: NaN, loads: [] }]))
  for (let round = 1; round <= Number(options.rounds); round++)
    for (const name of names) {
      const result = results.get(name)
      if (result.skipped) continue
      const timed = await time(name, folder)
      process.stderr.write(`round ${round}, ${name}: ${timed.skipped ?? `${digits(timed.ms)} ms`}\n`)
      if (timed.skipped) {
        result.skipped = timed.skipped
        continue
      }
      result.rounds.push(timed.ms)
      result.loads.push(loadavg()[0])
      const first = timed.first ?? 1000 * timed.compile_s
      if (Number.isNaN(result.first)) result.first = first
      else result.again = Math.min(result.again ?? first, first)
    }
  const loads = [...results.values()].flatMap((result) => result.loads)
  process.stdout.write(`${options.model}, ${cores} processors, load ${median(loads).toFixed(1)}\n\n${table(results)}\n`)
  for (const name of ['xla', 'exported']) {
    const { again } = results.get(name) ?? {}
    if (again)
      process.stdout.write(`\n${titles[name]}: first step ${(again / 1000).toFixed(2)} s where it was compiled before`)
  }
  process.stdout.write('\n')
  if (options.json) await writeFile(options.json, JSON.stringify(Object.fromEntries(results), null, 2))
} finally {
  await rm(folder, { recursive: true })
}
