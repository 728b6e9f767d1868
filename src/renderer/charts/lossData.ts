import type { RunHistory } from '../stores/run/history'
import { decimate } from './decimate'

/** Points drawn per curve; beyond, minimum and maximum of equal runs stand for the rest. */
const LIMIT = 2000

/** uPlot's columns: one ascending x for all curves, null where a curve has no point. */
export type LossColumns = [
  steps: number[],
  train: (number | null)[],
  smooth: (number | null)[],
  validation: (number | null)[],
]

/** The run's curves on one common axis of steps. */
export function lossColumns(history: RunHistory): LossColumns {
  const { steps, trainNll, smoothNll, validationSteps, validationNll } = history
  const curves = [
    decimate({ x: steps.values, y: trainNll.values }, steps.length, LIMIT),
    decimate({ x: steps.values, y: smoothNll.values }, steps.length, LIMIT),
    decimate({ x: validationSteps.values, y: validationNll.values }, validationSteps.length, LIMIT),
  ]
  const x = [...new Set(curves.flatMap((curve) => curve.x))].sort((a, b) => a - b)
  const place = new Map(x.map((step, i) => [step, i]))
  const [train, smooth, validation] = curves.map((curve) => {
    const column = new Array<number | null>(x.length).fill(null)
    curve.x.forEach((step, i) => (column[place.get(step)!] = curve.y[i]))
    return column
  })
  return [x, train, smooth, validation]
}
