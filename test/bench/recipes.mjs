/**
 * How near every recipe comes to the entropy of two moons and eight Gaussians at its defaults. After a build:
 *
 *     node test/bench/recipes.mjs [--only NAME,…] [--data NAME,…] [--seeds 1,2,3,4,5] [--steps N] [--resume-from FILE.json]
 *
 * Each run is what a person would type: `diffeo recipes` writes the document, `diffeo train --threads 1` trains it, and
 * `diffeo evaluate` judges it by 20 000 rows that it never saw. One run at a time, all recipes by one seed before the next.
 * Prints a table in Markdown: NLL and its standard error over rows of the median seed, gaps to the entropy in nats,
 * parameters, and the median speed. A run has diverged where it ends early, or where a Gaussian with the moments of the data
 * would do better; then the status is 1. With --resume-from every run is kept in the file as soon as it is made, and what
 * the file has already is not run again. Left to itself it leaves out recipes that walk towards an energy: rows have none.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const FRESH_ROWS = 20_000
/** Blocks that walk towards an energy, which these data do not have. */
const WALKS = ['metropolis', 'hamiltonian', 'langevin']

const here = dirname(fileURLToPath(import.meta.url))
const cli = join(here, '..', '..', 'out', 'main', 'cli.js')

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    data: { type: 'string', default: 'two-moons,eight-gaussians' },
    seeds: { type: 'string', default: '1,2,3,4,5' },
    steps: { type: 'string' },
    'resume-from': { type: 'string' },
  },
})
const keptIn = options['resume-from']
const say = (text) => process.stderr.write(`${text}\n`)

/** Runs a command of the built CLI; answers its status and what it wrote. */
function diffeo(...argv) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { out: '', err: '' }
    child.stdout.on('data', (text) => (said.out += text))
    child.stderr.on('data', (text) => (said.err += text))
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, ...said }))
  })
}

/** As `diffeo`, for what must not fail; answers what was written on stdout. */
async function demand(...argv) {
  const { status, out, err } = await diffeo(...argv)
  if (status !== 0) throw new Error(`diffeo ${argv.join(' ')}: status ${status}\n${err}`)
  return out
}

const sorted = (values) => values.toSorted((a, b) => a - b)
const median = (values) => sorted(values)[Math.floor((values.length - 1) / 2)]

/** NLL in nats of the Gaussian with the moments of rows [n, 2]: its entropy, ln 2πe + ½ ln |Σ|. */
function gaussianNll(rows) {
  const mean = [0, 1].map((d) => rows.reduce((sum, row) => sum + row[d], 0) / rows.length)
  const covariance = (i, j) => rows.reduce((sum, row) => sum + (row[i] - mean[i]) * (row[j] - mean[j]), 0) / rows.length
  return 1 + Math.log(2 * Math.PI) + 0.5 * Math.log(covariance(0, 0) * covariance(1, 1) - covariance(0, 1) ** 2)
}

async function gaussianNllOf(data, folder) {
  const file = join(folder, 'rows.csv')
  await demand('data', data, '-n', String(FRESH_ROWS), '--seed', '1', '--out', file)
  const [, ...lines] = (await readFile(file, 'utf8')).trim().split('\n')
  return gaussianNll(lines.map((line) => line.split(',').map(Number)))
}

/** Trains a recipe once at its defaults and judges it; `failure` says why there is no NLL. */
async function measure(recipe, data, seed, folder) {
  const [document, model] = [join(folder, 'document.flow.json'), join(folder, 'model.json')]
  await demand('recipes', recipe, '--data', data, '--out', document)
  const steps = options.steps === undefined ? [] : ['--steps', options.steps]
  const trained = await diffeo('train', document, '--seed', seed, '--threads', '1', ...steps, '--out', model)
  const run = {
    recipe,
    data,
    seed: Number(seed),
    parameters: Number(/Training (\d+) parameters/.exec(trained.err)?.[1]),
    stepsPerSecond: median([...trained.err.matchAll(/([\d.]+) steps\/s · /g)].map(([, speed]) => Number(speed))),
  }
  if (trained.status !== 0) return { ...run, failure: trained.err.trim().split('\n').at(-1) }
  const judge = ['--data', data, '--rows', String(FRESH_ROWS), '--no-integral', '--threads', '1', '--json']
  const { nll, nllStandardError, entropy } = JSON.parse(await demand('evaluate', model, ...judge))
  return { ...run, nll, nllStandardError, entropy, gaussian: await gaussianNllOf(data, folder) }
}

const diverged = ({ failure, nll, gaussian }) => failure !== undefined || !(nll < gaussian)
const gapOf = ({ nll, entropy }) => nll - entropy
const list = (text) => text.split(',')

/** A row of the table from the runs of a recipe on one set of data. */
function row(recipe, data, runs) {
  const fine = runs.filter((run) => !diverged(run)).toSorted((a, b) => a.nll - b.nll)
  const lost = runs.length - fine.length
  const verdict = lost > 0 ? [`${lost} of ${runs.length} DIVERGED`] : []
  if (fine.length === 0) return [recipe, data, '', '', ...verdict, runs[0].parameters, '']
  const middle = fine[Math.floor((fine.length - 1) / 2)]
  return [
    recipe,
    data,
    `${middle.nll.toFixed(3)} ± ${middle.nllStandardError.toFixed(3)}`,
    gapOf(middle).toFixed(3),
    [...verdict, gapOf(fine.at(-1)).toFixed(3)].join(', '),
    middle.parameters,
    median(fine.map((run) => run.stepsPerSecond)).toPrecision(3),
  ]
}

function markdown(runs) {
  const keys = [...new Set(runs.map(({ recipe, data }) => `${recipe} ${data}`))]
  const rows = keys.map((key) => {
    const [recipe, data] = key.split(' ')
    return row(recipe, data, runs.filter((run) => run.recipe === recipe && run.data === data)) // prettier-ignore
  })
  const head = ['recipe', 'data', 'test NLL', 'gap, median', 'gap, worst', 'parameters', 'steps/s']
  return [head, head.map((_, i) => (i < 2 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}

const recipes = JSON.parse(await demand('recipes', '--json')).recipes
const names = recipes.map(({ name }) => name)
const takesRows = ({ blocks }) => !blocks.some(({ type }) => WALKS.includes(type))
const chosen = options.only === undefined ? recipes.filter(takesRows).map(({ name }) => name) : list(options.only)
const stranger = chosen.find((name) => !names.includes(name))
if (stranger !== undefined) {
  say(`No recipe is named "${stranger}"; there are ${names.join(', ')}.`)
  process.exit(2)
}

const runs = keptIn !== undefined && existsSync(keptIn) ? JSON.parse(await readFile(keptIn, 'utf8')).runs : []
const folder = await mkdtemp(join(tmpdir(), 'diffeo-recipes-'))
try {
  for (const seed of list(options.seeds))
    for (const recipe of chosen)
      for (const data of list(options.data)) {
        if (runs.some((run) => run.recipe === recipe && run.data === data && run.seed === Number(seed))) continue
        const run = await measure(recipe, data, seed, folder)
        const outcome = run.failure ?? `NLL ${run.nll.toFixed(4)}, gap ${gapOf(run).toFixed(4)}`
        say(`${recipe} on ${data}, seed ${seed}: ${outcome}, ${run.stepsPerSecond} steps/s${diverged(run) ? ', DIVERGED' : ''}`) // prettier-ignore
        runs.push(run)
        if (keptIn === undefined) continue
        await writeFile(`${keptIn}.part`, JSON.stringify({ runs }, null, 1))
        await rename(`${keptIn}.part`, keptIn)
      }
} finally {
  await rm(folder, { recursive: true, force: true })
}

process.stdout.write(markdown(runs).join('\n') + '\n')
process.exitCode = runs.some(diverged) ? 1 : 0
