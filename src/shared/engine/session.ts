import type { FlowDocument } from '../document/schema'
import type { Flow } from '../flow/flow'
import type { PreparedData, TargetDensity } from '../learn/data'
import type { TraceTarget } from '../flow/target'
import { Inspector } from '../learn/inspection/inspector'
import type { Trainer } from '../learn/training/trainer'
import type { ContextUnits } from '../learn/context'
import type { Units } from '../learn/units'
import type { DataSummary, Opened } from '../rpc/protocol'
import { summariseContext } from './contextSummary'
import type { Machine } from './machine'

/** What a model keeps of its data when the rows themselves cannot be had. */
export type SessionData = Pick<PreparedData, 'name' | 'columns' | 'dims' | 'train' | 'validation' | 'test' | 'entropy'>

/** Whether the rows are there, ready for another flow too. */
export const isPrepared = (data: SessionData | PreparedData): data is PreparedData => 'rowUnits' in data

/** An opened document with all that was built for it. Whoever replaces it disposes it. */
export interface Session {
  readonly document: FlowDocument
  readonly data: SessionData | PreparedData
  readonly flow: Flow
  readonly units: Units
  /** How what x is given becomes numbers. */
  readonly context: ContextUnits
  /** What the data's energy is, in the flow's units; null of rows alone. */
  readonly target: TargetDensity | null
  /** Answers quickly, at the precision of training. */
  readonly inspector: Inspector
  /** Answers in float64: for evaluations and checks. */
  readonly exact: Inspector
  /** Why there is none, in words, when the data of a model cannot be had. */
  readonly trainer: Trainer | string
  /** Parameters of a session without a trainer. */
  readonly theta: Float64Array
  readonly opened: Opened
}

/** The parameters to show and judge. The array never changes. */
export const weightsOf = ({ trainer, theta }: Session): Promise<Float64Array> =>
  typeof trainer === 'string' ? Promise.resolve(theta) : trainer.weights()

/** Grows with every change of the parameters. */
export const versionOf = ({ trainer }: Session): number => (typeof trainer === 'string' ? 0 : trainer.version)

/** Steps that the parameters have been trained for. */
export const stepOf = ({ trainer }: Session): number => (typeof trainer === 'string' ? 0 : trainer.step)

export function inspectorsOf(
  flow: Flow,
  { viewer, exact }: Machine,
  breathe: () => Promise<void>,
  target: TraceTarget | null,
): Pick<Session, 'inspector' | 'exact'> {
  const inspector = new Inspector(flow, viewer, breathe, target)
  return { inspector, exact: exact === viewer ? inspector : new Inspector(flow, exact, breathe, target) }
}

/** What is told of the machinery that a session is compiled for. */
export const compiledFor = (
  { backend }: Pick<Machine, 'backend'>,
  trainer: Trainer | string,
): Pick<Opened, 'backend' | 'precision' | 'threads'> => ({
  backend: backend.name,
  precision: backend.precision,
  threads: typeof trainer === 'string' ? 1 : trainer.threads,
})

/** All of it but what another session goes on with. */
export async function disposeSession(
  { inspector, exact, trainer }: Pick<Session, 'inspector' | 'exact' | 'trainer'>,
  heir: Session | null = null,
): Promise<void> {
  if (inspector !== heir?.inspector) {
    await inspector.dispose()
    if (exact !== inspector) await exact.dispose()
  }
  if (typeof trainer !== 'string') trainer.dispose()
}

export function summarise(data: PreparedData, units: Units): DataSummary {
  const { name, summary, entropy, preview, context, rowUnits } = data
  const rows = (table: Float32Array) => table.length / rowUnits.width
  return {
    name,
    columns: summary.map(({ name: column, min, max, mean, sd }) => ({ name: column, min, max, mean, sd })),
    rows: { train: rows(data.train), validation: rows(data.validation), test: rows(data.test) },
    entropy,
    units: { mean: [...units.mean], scale: [...units.scale] },
    preview,
    context: {
      columns: summariseContext(context.columns, context.preview),
      preview: context.preview,
      offers: context.offers,
    },
  }
}
