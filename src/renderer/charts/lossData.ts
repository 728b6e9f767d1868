import type { MetricsBatch } from '@shared/rpc/protocol'
import type { RunHistory } from '../stores/run/history'
import { decimate } from './decimate'

/** Points drawn per curve; beyond, minimum and maximum of equal runs stand for the rest. */
const LIMIT = 2000

/** uPlot's columns: one ascending x for all curves, null where a curve has no point. */
export type LossColumns = [
  /** Ascending: steps, epochs or seconds. */
  across: number[],
  train: (number | null)[],
  smooth: (number | null)[],
  validation: (number | null)[],
  /** The validation of an earlier run. */
  compared: (number | null)[],
]

/** What of an earlier run is drawn beside the present one. */
export type ComparedHistory = Pick<MetricsBatch, 'steps' | 'seconds' | 'validationSteps' | 'validationLoss'>

const empty = new Float64Array(0)
const none: ComparedHistory = { steps: empty, validationSteps: empty, validationLoss: empty }

/** Where steps of the run, and of the one that it is compared with, stand across the chart; NaN where that is not known. */
export interface AcrossOf {
  readonly own: (step: number) => number
  readonly compared: (step: number) => number
}
const bySteps: AcrossOf = { own: (step) => step, compared: (step) => step }

/** The run's curves, and an earlier one's where it is compared with it, on one common axis. */
export function lossColumns(
  history: RunHistory,
  compared: ComparedHistory = none,
  across: AcrossOf = bySteps,
): LossColumns {
  const { steps, trainLoss, smoothLoss, validationSteps, validationLoss } = history
  const curves = [
    decimate({ x: steps.values, y: trainLoss.values }, steps.length, LIMIT),
    decimate({ x: steps.values, y: smoothLoss.values }, steps.length, LIMIT),
    decimate({ x: validationSteps.values, y: validationLoss.values }, validationSteps.length, LIMIT),
    decimate({ x: compared.validationSteps, y: compared.validationLoss }, compared.validationSteps.length, LIMIT),
  ].map(({ x, y }, i) => known(x.map(i < 3 ? across.own : across.compared), y))
  const x = [...new Set(curves.flatMap((curve) => curve.x))].sort((a, b) => a - b)
  const place = new Map(x.map((step, i) => [step, i]))
  const [train, smooth, validation, other] = curves.map((curve) => {
    const column = new Array<number | null>(x.length).fill(null)
    curve.x.forEach((step, i) => (column[place.get(step)!] = curve.y[i]))
    return column
  })
  return [x, train, smooth, validation, other]
}

/** The points of which it is known where they stand. */
function known(x: readonly number[], y: readonly number[]): { x: number[]; y: number[] } {
  const kept = x.flatMap((value, i) => (Number.isFinite(value) ? [i] : []))
  return { x: kept.map((i) => x[i]), y: kept.map((i) => y[i]) }
}
