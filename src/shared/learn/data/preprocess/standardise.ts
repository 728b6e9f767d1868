import { failure, type Outcome } from '../../../document/issue'
import type { Preprocessing } from '../../../document/model'
import type { Moments } from '../toys/toy'
import { columnMoments } from './columns'

type Standardise = Extract<Preprocessing, { type: 'standardise' }>

/** The step that gives each column of `train` ([n, columns] row-major) mean 0 and standard deviation 1. */
export function fitStandardise(columns: readonly string[], train: Float64Array): Outcome<Standardise> {
  const moments = columns.map((_, c) => columnMoments(train, columns.length, c))
  const wide = moments.findIndex(({ sd }) => !Number.isFinite(sd))
  if (wide >= 0) {
    const range = `from ${moments[wide].min} to ${moments[wide].max}`
    return failure(`Column "${columns[wide]}" runs ${range}, more than float64 can square. Change its units.`, 'data')
  }
  return { ok: true, value: standardiseBy(moments) }
}

/** The step that takes columns of these moments to mean 0 and standard deviation 1. */
export const standardiseBy = (moments: readonly Moments[]): Standardise => ({
  type: 'standardise',
  mean: moments.map(({ mean }) => mean),
  scale: moments.map(({ sd }) => sd),
})
