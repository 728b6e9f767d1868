import { blocksInOrder } from '@shared/document/chain'
import { contextsOf, joinRows } from '@shared/flow/rows'
import { RowUnits } from '@shared/learn/context'
import { chooseToyColumns, drawToy, findToy, prepareData, toyEntropy } from '@shared/learn/data'
import { blockCosts, type BlockCost, type DirectionCost } from '@shared/learn/evaluation/blockCosts'
import type { EnergyAssessment } from '@shared/learn/evaluation/energy'
import type { Estimate } from '@shared/learn/evaluation/importance'
import { missedModes } from '@shared/learn/evaluation/modes'
import type { SampleDistances } from '@shared/learn/evaluation/distances'
import { assess, type Assessment } from '@shared/learn/evaluation/evaluate'
import { annealedImportance } from '@shared/learn/sampling/ais'
import { bridgeOf } from '@shared/learn/sampling/density'
import { Inspector } from '@shared/learn/inspection/inspector'
import type { Table } from '@shared/learn/units'
import { Random } from '@shared/math/random'
import type { Command } from 'commander'
import { openBackend } from '../backend'
import { CommandFailure, demand } from '../failure'
import { hostFor } from '../host'
import { demandDensity, withModel, type OpenModel } from '../model'
import { addMachineOptions, rowCount, wholeNumber, type MachineOptions } from '../options'
import { readRows } from '../rows'
import { table } from '../table'
import type { Terminal } from '../terminal'
import { sourceNamed } from '../source'

interface EvaluateOptions extends MachineOptions {
  readonly data?: string
  readonly rows?: number
  readonly json?: boolean
  readonly integral: boolean
  readonly anneal?: number
  readonly costs?: boolean
}

export function addEvaluate(program: Command, terminal: Terminal): void {
  const command = program
    .command('evaluate')
    .description('judge a model: held-out NLL, ∫p, round trip, distances of its draws from the data')
    .argument('<model>', 'a trained model, JSON')
    .option('--data <name|file>', "rows to judge it by; its own document's test rows unless told")
    .option('--rows <number>', 'fresh rows to draw when --data names a generator', rowCount, 20_000)
    .option('--no-integral', 'leave out ∫p, which takes most of the time')
    .option(
      '--anneal <rungs>',
      'also walk from the model to the target of its data in so many rungs (AIS), for its ln Z',
      wholeNumber(2, 10_000),
    )
    .option('--costs', 'also how long each block takes each way, and how often its solver evaluates')
    .option('--json', 'as JSON')
  addMachineOptions(command, 'float64').action(async (path: string, options: EvaluateOptions) => {
    await withModel(terminal, path, options, async (model) => {
      const { rows, entropy } = await rowsFor(terminal, path, model, options)
      if (rows.length === 0) throw new CommandFailure(`${path}: its document keeps no test rows. Give --data.`)
      const assessment = options.integral
        ? await judge(model, rows, entropy)
        : await assess(model.inspector, model.theta, model.units, rows, entropy, null, model.target)
      const annealed = options.anneal === undefined ? null : await anneal(path, model, options.anneal)
      const costs = options.costs ? await measureBlocks(model, rows) : null
      if (options.json)
        terminal.out(JSON.stringify({ ...assessment, annealed, ...(costs && { costs }) }, null, 2) + '\n')
      else terminal.out(report(assessment, annealed) + (costs ? '\n' + costTable(model, costs) : ''))
    })
  })
}

/** Rows that blocks are measured on. */
const COST_ROWS = 2048

/** Each block by itself, on rows as they meet it, in the precision of training. */
async function measureBlocks({ flow, theta, inspector }: OpenModel, rows: Table): Promise<readonly BlockCost[]> {
  const some = Float64Array.from(rows.subarray(0, COST_ROWS * flow.width))
  const { z } = await inspector.density(theta, some)
  const backend = await openBackend({ precision: 'float32' })
  try {
    return await blockCosts(flow, theta, joinRows(flow, z, contextsOf(flow, some)), backend, () => performance.now())
  } finally {
    backend.dispose()
  }
}

function costTable({ file }: OpenModel, costs: readonly BlockCost[]): string {
  const blocks = new Map(blocksInOrder(file.document).map(({ id, type }) => [id, type]))
  const words = ({ milliseconds, evaluations }: DirectionCost) =>
    `${milliseconds.toPrecision(3)} ms` +
    (evaluations ? `, ${evaluations.mean.toFixed(1)} evaluations, at most ${evaluations.most}` : '')
  return table(
    ['block', 'z → x, 1000 rows', 'x → z, 1000 rows'],
    costs.map(({ node, forward, inverse }) => [blocks.get(node) ?? node, words(forward), words(inverse)]),
  )
}

/** Walkers of annealed importance sampling, how many are asked for at once, and steps of each transition. */
const WALKERS = { count: 2048, rows: 512, leaps: 5 } as const

/** ln Z by walkers from the model to its target. */
async function anneal(path: string, model: OpenModel, rungs: number) {
  const { backend, flow, inspector, theta, target } = model
  demandDensity(path, model, '--anneal walks from it; its weights tell ln Z already. Leave it out.')
  if (!target) throw new CommandFailure(`${path}: its data has rows alone, --anneal needs an energy. Leave it out.`)
  const bridge = await bridgeOf(backend, flow, theta, target.trace, WALKERS.rows)
  const random = new Random(0).fork('annealing')
  const start = (count: number) => inspector.sample(theta, count, random.bits())
  try {
    const options = { walkers: WALKERS.count, rungs, leaps: WALKERS.leaps }
    const { logZ, effectiveShare, acceptance } = await annealedImportance(bridge, start, options, random)
    return { logZ, effectiveShare, acceptance }
  } finally {
    await bridge.dispose()
  }
}

type AnnealedReport = Awaited<ReturnType<typeof anneal>>

/** Everything, ∫p on the fastest backend. */
async function judge({ inspector, theta, units, flow, target }: OpenModel, rows: Table, entropy: number | null) {
  const backend = await openBackend({ precision: 'float32' }) // the many points of ∫p need speed, not digits
  const integrator = new Inspector(flow, backend, undefined, target?.trace)
  try {
    return await assess(inspector, theta, units, rows, entropy, integrator, target)
  } finally {
    await integrator.dispose()
    backend.dispose()
  }
}

/** Rows [n, D + C] in the flow's units: fresh ones of a generator, a file's, or the document's own test rows. */
async function rowsFor(
  terminal: Terminal,
  path: string,
  { file, flow, units, context }: OpenModel,
  options: EvaluateOptions,
) {
  const { document, data } = file
  if (options.data === undefined) {
    const prepared = demand(await prepareData(document.data, hostFor(path), data), path)
    return { rows: prepared.test, entropy: prepared.entropy }
  }
  const source = sourceNamed(options.data)
  if (source.kind === 'file') {
    const { points, contexts } = await readRows(terminal, options.data, data.names, { context, held: null })
    return { rows: joinRows(flow, units.toFlow(points), contexts), entropy: null }
  }
  const toy = demand(findToy(options.data), '--data')
  const { axes, given: taken } = demand(chooseToyColumns(toy, document.data.context), '--data')
  if (axes.length !== data.dims)
    throw new CommandFailure(`--data ${options.data}: ${axes.length} columns, the model has ${data.dims}.`)
  // the document's own settings where it is trained on this generator, else the defaults
  const { source: own } = document.data
  const given = own.kind === 'toy' && own.name === toy.name ? own.settings : {}
  const settings = { ...Object.fromEntries(toy.settings.map(({ key, default: value }) => [key, value])), ...given }
  const count = options.rows ?? 20_000
  const drawn = drawToy(toy, settings, [...axes, ...taken], { count, random: new Random(0).fork('evaluation') })
  return { rows: new RowUnits(units, context).toFlow(drawn), entropy: toyEntropy(toy, settings, taken) }
}

function report(assessment: Assessment, annealed: AnnealedReport | null): string {
  const { rows, nll, nllStandardError, bitsPerDim, integral, roundTripError, logDetError, entropy } = assessment
  const { samples, latent, energy } = assessment
  const lines: [string, string][] = [
    ['rows', String(rows)],
    [roundTripError === null ? 'NLL at most' : 'NLL', `${nll.toFixed(4)} ± ${nllStandardError.toFixed(4)} nats`],
    ...(entropy === null
      ? []
      : ([
          ['best possible', `${entropy.toFixed(4)} nats`],
          ['gap', `${(nll - entropy).toFixed(4)} nats`],
        ] satisfies [string, string][])),
    ['bits per dimension', bitsPerDim.toFixed(4)],
    [
      '∫p',
      integral === null
        ? roundTripError === null
          ? 'none: points move by chance'
          : 'not computed'
        : integral.toFixed(6),
    ],
    ...(roundTripError === null || logDetError === null
      ? []
      : ([
          ['round-trip error', roundTripError.toExponential(2)],
          ['log-det error', logDetError.toExponential(2)],
        ] satisfies [string, string][])),
    [
      'z against the base',
      `KS ${latent.distance.toFixed(4)} in coordinate ${latent.coordinate + 1}; chance exceeds ${latent.limit.toFixed(4)} once in 20`,
    ],
    ...(samples === null ? [] : distancesOf(samples)),
    ...(energy === null ? [] : energyLines(energy)),
    ...(annealed === null
      ? []
      : ([
          ['ln Z by annealing', within(annealed.logZ)],
          ['effective walkers', `${percent(annealed.effectiveShare)} of ${WALKERS.count}`],
        ] satisfies [string, string][])),
  ]
  return table(['measure', 'value'], lines)
}

const distancesOf = ({ energy, energyChance, mmdSquared, slicedWasserstein }: SampleDistances): [string, string][] => [
  ['energy distance', `${energy.toFixed(5)}; as far by chance: ${(100 * energyChance).toFixed(1)} %`],
  ['sliced Wasserstein', slicedWasserstein.toFixed(4)],
  ['MMD²', mmdSquared.toExponential(2)],
]

const within = ({ mean, standardError }: Estimate): string => `${mean.toFixed(4)} ± ${standardError.toFixed(4)} nats`
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Of a target with an energy, from weighted draws of the model. */
function energyLines({ weights, logZ, reverseKl, forwardKl, modes }: EnergyAssessment): [string, string][] {
  const { freeEnergy, effectiveShare, draws } = weights
  const missed = missedModes(modes)
  return [
    ['free energy', `${within(freeEnergy)}${logZ === null ? '' : `, best possible ${(-logZ).toFixed(4)}`}`],
    ['effective draws', `${percent(effectiveShare)} of ${draws}`],
    ['ln Z by weights', `${within(weights.logZ)}${logZ === null ? '' : `, by quadrature ${logZ.toFixed(4)}`}`],
    ...(reverseKl === null ? [] : [['KL(q‖p)', `${reverseKl.toFixed(5)} nats`] satisfies [string, string]]),
    ...(forwardKl === null ? [] : [['KL(p‖q)', `${forwardKl.toFixed(5)} nats`] satisfies [string, string]]),
    ...modes.map(({ rows, draws: drawn }, i): [string, string] => [
      `mode ${i + 1}`,
      `${percent(drawn)} of draws, ${percent(rows)} of rows`,
    ]),
    ...(missed > 0 ? [['modes missed', `${missed} of ${modes.length}`] satisfies [string, string]] : []),
  ]
}
