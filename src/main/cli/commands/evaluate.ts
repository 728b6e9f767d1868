import type { DataSource } from '@shared/document/schema'
import { joinRows } from '@shared/flow/rows'
import { RowUnits } from '@shared/learn/context'
import { chooseToyColumns, drawToy, findToy, prepareData, toyEntropy } from '@shared/learn/data'
import { costLines, costsOnRows, type BlockCost } from '@shared/learn/evaluation/blockCosts'
import type { DrawnFrom } from '@shared/learn/evaluation/truth'
import { assess, type Assessment } from '@shared/learn/evaluation/evaluate'
import { percent, reportLines, within } from '@shared/learn/evaluation/report'
import { checkSolvers, type SolverFit } from '@shared/learn/evaluation/solvers'
import { annealedImportance } from '@shared/learn/sampling/ais'
import { bridgeOf } from '@shared/learn/sampling/density'
import { Inspector } from '@shared/learn/inspection/inspector'
import { totalCorrelation, type TotalCorrelation } from '@shared/learn/evaluation/totalCorrelation'
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
import { sayMissed } from '../solvers'
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
    .option('--no-integral', 'leave out ∫p and other integrals, which take most of the time')
    .option(
      '--anneal <rungs>',
      'also walk from the model to the target of its data in so many rungs (AIS), for its ln Z',
      wholeNumber(2, 10_000),
    )
    .option('--costs', 'also how long each block takes each way, and how often its solver evaluates')
    .option('--json', 'as JSON')
  addMachineOptions(command, 'float64').action(async (path: string, options: EvaluateOptions) => {
    await withModel(terminal, path, options, async (model) => {
      const { rows, entropy, drawnFrom } = await rowsFor(terminal, path, model, options)
      if (rows.length === 0) throw new CommandFailure(`${path}: its document keeps no test rows. Give --data.`)
      const assessment = options.integral
        ? await judge(model, rows, entropy, drawnFrom)
        : await assess(model.inspector, model.theta, model.units, rows, entropy, null, model.target)
      const annealed = options.anneal === undefined ? null : await anneal(path, model, options.anneal)
      const solvers = await checkSolvers(model.inspector, model.theta, model.file.document, rows)
      sayMissed(terminal, model, solvers)
      const correlation = await totalCorrelation(model.inspector, model.theta, model.file.document, rows)
      const costs = options.costs ? await measureBlocks(model, rows) : null
      if (options.json)
        terminal.out(
          JSON.stringify(
            { ...assessment, annealed, solvers, totalCorrelation: correlation, ...(costs && { costs }) },
            null,
            2,
          ) + '\n',
        )
      else
        terminal.out(report(assessment, annealed, solvers, correlation) + (costs ? '\n' + costTable(model, costs) : ''))
    })
  })
}

/** Each block by itself, in the precision of training. */
async function measureBlocks({ theta, inspector }: OpenModel, rows: Table): Promise<readonly BlockCost[]> {
  const backend = await openBackend({ precision: 'float32' })
  try {
    return await costsOnRows(inspector, theta, rows, backend, () => performance.now())
  } finally {
    backend.dispose()
  }
}

const costTable = ({ file }: OpenModel, costs: readonly BlockCost[]): string =>
  table(
    ['block', 'z → x, 1000 rows', 'x → z, 1000 rows'],
    costLines(file.document, costs).map(({ type, forward, inverse }) => [type, forward, inverse]),
  )

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
async function judge(
  { inspector, theta, units, flow, target, context }: OpenModel,
  rows: Table,
  entropy: number | null,
  drawnFrom: DrawnFrom['data'] | null,
) {
  const backend = await openBackend({ precision: 'float32' }) // the many points of ∫p need speed, not digits
  const integrator = new Inspector(flow, backend, undefined, target?.trace)
  try {
    return await assess(
      inspector,
      theta,
      units,
      rows,
      entropy,
      integrator,
      target,
      drawnFrom && { data: drawnFrom, context },
    )
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
    return { rows: prepared.test, entropy: prepared.entropy, drawnFrom: document.data }
  }
  const source = sourceNamed(options.data)
  if (source.kind === 'file') {
    const { points, contexts } = await readRows(terminal, options.data, data.names, { context, held: null })
    return { rows: joinRows(flow, units.toFlow(points), contexts), entropy: null, drawnFrom: null }
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
  return {
    rows: new RowUnits(units, context).toFlow(drawn),
    entropy: toyEntropy(toy, settings, taken),
    drawnFrom: { source: { ...source, settings } as DataSource, context: document.data.context },
  }
}

function report(
  assessment: Assessment,
  annealed: AnnealedReport | null,
  solvers: readonly SolverFit[],
  correlation: TotalCorrelation | null,
): string {
  const lines = reportLines(assessment, solvers, correlation).map(({ measure, value }) => [measure, value])
  const walked =
    annealed === null
      ? []
      : [
          ['ln Z by annealing', within(annealed.logZ)],
          ['effective walkers', `${percent(annealed.effectiveShare, 1)} of ${WALKERS.count}`],
        ]
  return table(['measure', 'value'], [...lines, ...walked])
}
