import { withDefaults } from '../document/defaults'
import type { ModelFile } from '../document/model'
import { costLines, costsOnRows } from '../learn/evaluation/blockCosts'
import { assess, meanNll } from '../learn/evaluation/evaluate'
import { reportLines } from '../learn/evaluation/report'
import { checkSolvers, solverIssues } from '../learn/evaluation/solvers'
import { totalCorrelation } from '../learn/evaluation/totalCorrelation'
import { writeModel } from '../learn/exporters/modelFile'
import type { Learnt } from '../learn/training/carry'
import { knownDensity } from '../learn/data'
import type { BackendReport, EngineParams, Evaluation, Probe, Truth } from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import type { EngineHost } from './host'
import type { Workshop } from './open'
import { nodes } from './pictures/grids'
import type { Subject } from './pictures/picture'
import { stepOf, weightsOf, type Session } from './session'
import { fitsContext, rowsHeld } from './pictures/context'

/** At most so many training rows tell the training NLL of an exported model. */
const TRAIN_ROWS = 8192
/** Rows of a known density's grid that are computed before others have their turn. */
const ROWS_A_TURN = 4

/** log p, z and log|det ∂z/∂x| at points [n, D], all in natural units and given the same context. */
export async function probe(
  subject: Subject,
  theta: Float64Array,
  { points, given }: Pick<EngineParams['probe'], 'points' | 'given'>,
): Promise<Probe> {
  const { flow, units, inspector, context } = subject
  if (points.length % flow.dims !== 0)
    throw new RpcFailure(`Probe: ${points.length} numbers are not rows of ${flow.dims}. Give whole points.`)
  if (!fitsContext({ given }, subject)) {
    const names = context?.columns.map(({ name }) => name).join(', ') || 'none'
    throw new RpcFailure(`Probe: the context ${JSON.stringify(given)} does not fit the columns ${names}.`)
  }
  const rows = rowsHeld(subject, points, given)
  const { logDensity, z, logDet } = await inspector.density(theta, rows)
  const natural = (values: Float64Array) =>
    flow.stochastic.length > 0 ? values.map(() => NaN) : units.naturalDensity(values, rows, flow.width)
  return { logDensity: natural(logDensity), latent: z, logDet: natural(logDet) }
}

/** log p of the data's own density on a grid like that of a density's picture. Others have their turn between rows. */
export async function truth(
  { document, context }: Pick<Session, 'document' | 'context'>,
  { bounds: [x0, x1, y0, y1], resolution, given }: EngineParams['truth'],
  breathe: () => Promise<void>,
): Promise<Truth> {
  if (!fitsContext({ given }, { context })) return { logDensity: null }
  const density = knownDensity(document.data, given ?? context.middle)
  if (!density) return { logDensity: null }
  const row = density(nodes(x0, x1, resolution))
  const logDensity = new Float32Array(resolution * resolution)
  for (const [j, y] of nodes(y0, y1, resolution).entries()) {
    logDensity.set(row(y).map(Math.log), j * resolution)
    if (j % ROWS_A_TURN === 0) await breathe()
  }
  return { logDensity }
}

/** Judges the present weights by the test rows, and measures the blocks where their costs are asked for. */
export async function evaluate(
  session: Session,
  { host, machine }: Workshop,
  { costs = false }: EngineParams['evaluate'],
): Promise<Evaluation> {
  const { document, data, exact, inspector, units, context, target } = session
  if (data.test.length === 0)
    throw new RpcFailure('There are no test rows to evaluate on. Give the test share of the data a value above zero.')
  const theta = await weightsOf(session)
  const step = stepOf(session)
  const drawnFrom = { data: document.data, context }
  // the many points of ∫p need speed, not digits
  const assessment = await assess(exact, theta, units, data.test, data.entropy, inspector, target, drawnFrom)
  const solvers = await checkSolvers(exact, theta, document, data.test)
  const correlation = await totalCorrelation(exact, theta, document, data.test)
  const measured = costs ? await costsOnRows(inspector, theta, data.test, machine.viewer, () => host.now()) : []
  return {
    ...assessment,
    step,
    report: reportLines(assessment, solvers, correlation),
    issues: solverIssues(document, solvers),
    costs: costLines(document, measured),
  }
}

/**
 * The model file of the present weights, with what it scores on each part of the data; the report is of the backend that they
 * were trained on.
 */
export async function exportModel(
  session: Session,
  host: Pick<EngineHost, 'version' | 'date'>,
  { device, reason }: BackendReport,
  idle: ReadonlyMap<string, Learnt>,
): Promise<ModelFile> {
  const { document, data, flow, units, context, trainer } = session
  const theta = await weightsOf(session)
  const [step, seed] = typeof trainer === 'string' ? [0, document.training.seed] : [trainer.step, trainer.seed]
  const score = async (rows: Float32Array) =>
    rows.length === 0 || flow.stochastic.length > 0
      ? null
      : finite((await meanNll(session.exact, theta, units, rows)).nll)
  return writeModel(
    { flow, theta, units, context },
    {
      // every setting spelled out: the file is complete without our defaults
      document: withDefaults({ ...document, training: { ...document.training, seed } }),
      names: data.columns,
      idle,
      metrics: {
        trainNll: await score(data.train.subarray(0, TRAIN_ROWS * flow.width)),
        validationNll: await score(data.validation),
        testNll: await score(data.test),
      },
      provenance: {
        diffeo: host.version,
        backend: session.opened.backend,
        ...(device && { device: device.name.slice(0, 256) }),
        choice: reason.slice(0, 1024),
        seed,
        steps: step,
        created: host.date(),
      },
    },
  )
}

/** JSON has no infinity; a score that is not finite was not measured. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
