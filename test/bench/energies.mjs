/**
 * How near flows trained from an energy alone come to it. After a build:
 *
 *     node test/bench/energies.mjs [--only TEXT] [--seed N] [--json]
 *
 * Each case is trained by the built command line on one thread, at the usual settings of reverse KL, and judged by it: the
 * free energy, both KL divergences by quadrature, effective draws, ln Z by weights of 50 000 draws and by quadrature, and the
 * share of each mode among draws and rows of the target. U2 to U4 have the envelope ½ (x₁/4)⁴ of the catalogue. Prints
 * Markdown, nats. `--only` takes the cases whose name has this text, such as `u3` or `planar`. Ends with status 1 when a
 * gate is missed: U1's free energy within 0.05 of −ln Z; splines' KL(q‖p) ≤ 0.05 with 90 % effective draws on U2 to U4 and
 * ln Z within 0.02; planar flows better with every K.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'

/** From z to x: K blocks of a type. Networks differentiate along the path; planar blocks would pay for x → z by roots. */
const flows = {
  'planar 2': { type: 'planar', count: 2, steps: 5000, gradient: 'score' },
  'planar 8': { type: 'planar', count: 8, steps: 5000, gradient: 'score' },
  'planar 32': { type: 'planar', count: 32, steps: 5000, gradient: 'score' },
  'IAF 5': { type: 'masked-autoregressive', count: 5, inverted: true, steps: 3000, gradient: 'score' },
  'NSF 4': { type: 'spline-coupling', count: 4, steps: 3000, gradient: 'path' },
  'NSF 4, bound 8': { type: 'spline-coupling', count: 4, settings: { bound: 8 }, steps: 3000, gradient: 'path' },
}
const potentials = ['u1', 'u2', 'u3', 'u4']
const others = [
  ['ring-mixture', 'NSF 4'],
  ['double-well', 'NSF 4'],
  ['funnel', 'NSF 4'],
  ['funnel', 'NSF 4, bound 8'],
]
const cases = [
  ...potentials.flatMap((target) =>
    ['planar 2', 'planar 8', 'planar 32', 'IAF 5', 'NSF 4'].map((flow) => [target, flow]),
  ),
  ['u3', 'NSF 4, bound 8'],
  ...others,
].map(([target, flow]) => ({ name: `${target}, ${flow}`, target, flow }))

const here = dirname(fileURLToPath(import.meta.url))
const cli = join(here, '..', '..', 'out', 'main', 'cli.js')
const say = (text) => process.stderr.write(`${text}\n`)
const run = promisify(execFile)

/** Runs a command of the built CLI on one thread; answers what it wrote on stdout. */
const diffeo = async (...argv) => (await run(process.execPath, [cli, ...argv, '--threads', '1'])).stdout

/** What alternates from block to block. */
const alternating = {
  'masked-autoregressive': (i) => ({ order: i % 2 === 0 ? 'natural' : 'reverse' }),
  'spline-coupling': (i) => ({ mask: i % 2 === 0 ? 'even' : 'odd' }),
}

function documentOf({ name, target, flow }, seed) {
  const { type, count, inverted = false, settings, steps, gradient } = flows[flow]
  const blocks = Array.from({ length: count }, (_, i) => ({
    id: `block-${i + 1}`,
    kind: 'bijector',
    type,
    settings: { ...alternating[type]?.(i), ...settings },
    inverted,
  }))
  const nodes = [{ id: 'base', kind: 'base', type: 'normal', settings: {} }, ...blocks, { id: 'data', kind: 'data' }]
  const optimizer = { type: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }
  return {
    format: 'diffeo/document',
    version: 3,
    name,
    graph: { nodes, edges: nodes.slice(1).map(({ id }, i) => ({ from: nodes[i].id, to: id })) },
    data: {
      source: { kind: 'energy', name: target, samples: 20_000, seed: 1, settings: {}, dims: 2 },
      standardise: true,
      split: { validation: 0.05, test: 0.2 },
      context: [],
    },
    objective: { type: 'reverse-kl', gradient, annealing: { kind: 'bridge', steps: steps / 2, from: 0.01 } },
    training: {
      steps,
      batchSize: 512,
      seed,
      optimizer,
      schedule: { type: 'cosine', warmupSteps: 0, finalFraction: 0.01 },
      clipNorm: 5,
      ema: null,
      validateEvery: 500,
      patience: null,
      targetNll: null,
      checkpointEvery: steps,
    },
  }
}

/** Trains a case and judges it. */
async function measure(chosen, seed, folder) {
  const [document, model] = [join(folder, 'case.flow.json'), join(folder, 'case.json')]
  await writeFile(document, JSON.stringify(documentOf(chosen, seed)))
  await diffeo('train', document, '--out', model)
  const { energy } = JSON.parse(await diffeo('evaluate', model, '--json'))
  const { weights, logZ, reverseKl, forwardKl, modes } = energy
  return {
    ...chosen,
    steps: flows[chosen.flow].steps,
    freeEnergy: weights.freeEnergy.mean,
    reverseKl,
    forwardKl,
    effectiveShare: weights.effectiveShare,
    logZ: { weights: weights.logZ.mean, standardError: weights.logZ.standardError, quadrature: logZ },
    modes,
  }
}

/** What is asked of a case and not met, given those measured before it. */
function misses(result, earlier) {
  const { target, flow, freeEnergy, reverseKl, effectiveShare, logZ } = result
  const spline = flow.startsWith('NSF')
  const fewer = earlier.findLast((other) => other.target === target && other.flow.startsWith('planar'))
  const wide = ['u2', 'u3', 'u4'].includes(target) && spline
  return [
    target === 'u1' && spline && Math.abs(freeEnergy + logZ.quadrature) > 0.05 && 'free energy',
    wide && reverseKl > 0.05 && 'KL(q‖p)',
    wide && effectiveShare < 0.9 && 'effective draws',
    spline && Math.abs(logZ.weights - logZ.quadrature) > 0.02 && 'ln Z',
    flow.startsWith('planar') && fewer && reverseKl >= fewer.reverseKl && 'better with K',
  ].filter(Boolean)
}

const percent = (share) => `${(100 * share).toFixed(1)} %`
const heads = ['target', 'flow', 'steps', 'free energy', 'KL(q‖p)', 'KL(p‖q)', 'effective', 'ln Z by weights', 'by quadrature', 'modes, draws / rows', 'misses'] // prettier-ignore

const lineOf = ({ target, flow, steps, freeEnergy, reverseKl, forwardKl, effectiveShare, logZ, modes, missed }) => [
  target,
  flow,
  steps,
  freeEnergy.toFixed(4),
  reverseKl.toFixed(4),
  forwardKl.toFixed(4),
  percent(effectiveShare),
  `${logZ.weights.toFixed(4)} ± ${logZ.standardError.toFixed(4)}`,
  logZ.quadrature.toFixed(4),
  modes.map(({ draws, rows }) => `${percent(draws)} / ${percent(rows)}`).join(', '),
  missed.join(', '),
]
const row = (cells) => `| ${cells.join(' | ')} |\n`

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const chosen = cases.filter(({ name }) => name.includes(options.only))
if (chosen.length === 0) say(`No case has "${options.only}" in its name; there are:\n${cases.map(({ name }) => name).join('\n')}`) // prettier-ignore

const folder = await mkdtemp(join(tmpdir(), 'diffeo-energies-'))
const results = []
try {
  if (!options.json) process.stdout.write(row(heads) + row(heads.map(() => '---')))
  for (const one of chosen) {
    const result = await measure(one, Number(options.seed), folder)
    results.push({ ...result, missed: misses(result, results) })
    if (!options.json) process.stdout.write(row(lineOf(results.at(-1))))
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
if (options.json) process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`)
process.exitCode = results.length > 0 && results.every(({ missed }) => missed.length === 0) ? 0 : 1
