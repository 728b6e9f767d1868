/**
 * The quality gates: three flows trained without end of data on two moons and circles must come close to the density they
 * learn from. After a build:
 *
 *     node test/bench/quality.mjs [--seeds 1,2,3] [--only NAME] [--steps N] [--until] [--json] [-- TRAIN OPTIONS]
 *
 * Each document of `documents/` is trained by the built command line once per seed and judged by 100 000 rows that it
 * never saw. Prints NLLs in nats and the units of the standardised data, so that they compare across libraries, and the
 * seconds of `diffeo train` from a cold start to the written model. Ends with status 1 when a mean over seeds misses its
 * gate. With --until each run stops as soon as its 102 400 validation rows are safely past the gate: then the seconds are
 * the result, and a run that has to take all its steps is a miss.
 * What follows `--` goes to every `diffeo train`, e.g. `-- --backend reference --threads 2`.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** `gate` is the largest mean NLL that passes, nats, standardised units. */
const cases = [
  { name: 'moons-realnvp', data: 'two-moons', gate: 1.335 },
  { name: 'moons-spline', data: 'two-moons', gate: 1.325 },
  { name: 'circles-spline', data: 'circles', gate: 1.92 },
]
const FRESH_ROWS = 100_000
/** By how much --until stops below a gate: the standard error of the difference between two such sets of rows. */
const MARGIN = 0.0035

const here = dirname(fileURLToPath(import.meta.url))
const cli = join(here, '..', '..', 'out', 'main', 'cli.js')
const documentOf = (name) => join(here, 'documents', `${name}.flow.json`)
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

const { values: options, positionals: passed } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    only: { type: 'string' },
    steps: { type: 'string' },
    until: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const say = (text) => process.stderr.write(`${text}\n`)

/** Runs a command of the built CLI; answers what it wrote on stdout. */
function diffeo(...argv) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { out: '', err: '' }
    child.stdout.on('data', (text) => (said.out += text))
    child.stderr.on('data', (text) => (said.err += text))
    child.on('error', reject)
    child.on('close', (status) => {
      if (status === 0) resolve(said.out)
      else reject(new Error(`diffeo ${argv.join(' ')}: status ${status}\n${said.err}`))
    })
  })
}

/** ln of the standardised data's unit volume: NLL in natural units less this is NLL in standardised ones. */
const logVolume = ({ data }) =>
  data.preprocessing.reduce((sum, { scale }) => sum + scale.reduce((total, s) => total + Math.log(s), 0), 0)

/** Trains a case once and judges the model by fresh rows. */
async function measure({ name, data }, seed, folder, until) {
  const out = join(folder, `${name}-${seed}.json`)
  const more = [...(options.steps === undefined ? [] : ['--steps', options.steps]), ...until]
  const started = performance.now()
  await diffeo('train', documentOf(name), '--seed', seed, ...more, ...passed, '--out', out)
  const seconds = (performance.now() - started) / 1000
  const model = JSON.parse(await readFile(out, 'utf8'))
  const judge = ['--data', data, '--rows', String(FRESH_ROWS), '--json', '--no-integral']
  const { nll, entropy } = JSON.parse(await diffeo('evaluate', out, ...judge, '--backend', model.provenance.backend))
  const volume = logVolume(model)
  return {
    seed: Number(seed),
    seconds,
    steps: model.provenance.steps,
    early: model.provenance.steps < model.document.training.steps,
    backend: model.provenance.backend,
    nll: nll - volume,
    entropy: entropy - volume,
  }
}

/** Fresh rows are standardised by exact moments, so one step tells the volume of every run. */
async function volumeOf(name, folder) {
  const out = join(folder, `${name}-volume.json`)
  await diffeo('train', documentOf(name), '--steps', '1', '--out', out)
  return logVolume(JSON.parse(await readFile(out, 'utf8')))
}

const folder = await mkdtemp(join(tmpdir(), 'diffeo-quality-'))
const results = []
try {
  for (const chosen of cases.filter(({ name }) => options.only === undefined || name === options.only)) {
    const until = options.until
      ? ['--until-nll', String(chosen.gate - MARGIN + (await volumeOf(chosen.name, folder)))]
      : []
    const runs = []
    for (const seed of options.seeds.split(',')) {
      const run = await measure(chosen, seed, folder, until)
      const { nll, entropy, seconds, steps, backend } = run
      const gap = (nll - entropy).toFixed(4)
      say(`${chosen.name} seed ${seed}: NLL ${nll.toFixed(4)} (gap ${gap}), ${seconds.toFixed(1)} s, ${steps} steps, ${backend}`) // prettier-ignore
      runs.push(run)
    }
    const nll = mean(runs.map((run) => run.nll))
    const seconds = mean(runs.map((run) => run.seconds))
    const enough = options.until ? runs.every((run) => run.early) : nll <= chosen.gate
    results.push({ name: chosen.name, gate: chosen.gate, nll, seconds, passed: enough, runs })
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

if (options.json) process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`)
for (const { name, gate, nll, seconds, passed: ok } of results) {
  const verdict = ok ? 'passes' : 'MISSES'
  say(`${name}: mean NLL ${nll.toFixed(4)} ${verdict} the gate ${gate}, mean ${seconds.toFixed(1)} s`)
}
if (results.length === 0)
  say(`No case is named "${options.only}"; there are ${cases.map(({ name }) => name).join(', ')}.`)
process.exitCode = results.length > 0 && results.every(({ passed: ok }) => ok) ? 0 : 1
