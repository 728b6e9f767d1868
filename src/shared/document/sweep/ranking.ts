import type { AxisValue } from './plan'

/** A run of a sweep as it is ranked. */
export interface Ranked {
  readonly run: string
  readonly point: number
  readonly values: readonly AxisValue[]
  readonly seed: number
  readonly step: number
  readonly loss: number | null
}

/** A choice of values with the runs of its seeds. */
export interface Place {
  readonly point: number
  readonly values: readonly AxisValue[]
  readonly runs: readonly Ranked[]
  /** Steps of the run that came farthest. */
  readonly step: number
  /** Of the least validation losses of its runs, and their standard deviation where there are several; null before the first. */
  readonly mean: number | null
  readonly sd: number | null
}

/** The choices of a sweep, those of least loss first; ties in their order. What halving lets go has more loss than what went on. */
export function rank(runs: readonly Ranked[]): readonly Place[] {
  const points = [...new Set(runs.map(({ point }) => point))].sort((a, b) => a - b)
  const places = points.map((point): Place => {
    const own = runs.filter((run) => run.point === point)
    const losses = own.flatMap(({ loss }) => (loss === null ? [] : [loss]))
    const mean = losses.length > 0 ? losses.reduce((sum, loss) => sum + loss, 0) / losses.length : null
    const sd =
      mean !== null && losses.length > 1
        ? Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / (losses.length - 1))
        : null
    return { point, values: own[0].values, runs: own, step: Math.max(...own.map(({ step }) => step)), mean, sd }
  })
  return places.sort((a, b) => lossOf(a) - lossOf(b) || a.point - b.point)
}

const lossOf = ({ mean }: Place): number => mean ?? Number.MAX_VALUE
