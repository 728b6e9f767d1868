import type { Issue } from '../../../document/issue'
import { firstEqual } from './equalRows'
import { columnMoments } from './columns'
import { takeRows, type Parts } from './split'

/** Held-out rows that training has seen. */
export interface Leakage {
  /** Rows held out. */
  readonly held: number
  /** Of them, those equal to a row of training. */
  readonly common: number
  /** The first of them: places among all rows, counted from 0. */
  readonly first: readonly { readonly held: number; readonly train: number }[]
}

const FIRST = 5

/** Which rows [n, width] held out for validation and test are equal to rows of training. */
export function findLeakage(values: Float64Array, width: number, { train, validation, test }: Parts): Leakage {
  const held = Uint32Array.from([...validation, ...test])
  const order = Uint32Array.from([...train, ...held])
  const equal = firstEqual(takeRows(values, width, order), width)
  let common = 0
  const first: { held: number; train: number }[] = []
  for (let i = train.length; i < order.length; i++) {
    if (equal[i] >= train.length) continue
    common++
    if (first.length < FIRST) first.push({ held: order[i], train: order[equal[i]] })
  }
  return { held: held.length, common, first }
}

/** Of a column's standard deviation: numbers that fall on the same place of this grid count as nearly equal. */
const NEARLY = 1e-3

/** As `common`, of numbers rounded to a thousandth of each column's standard deviation; some pairs astride two places are missed. */
export function nearLeakage(values: Float64Array, width: number, parts: Parts): number {
  const rounded = new Float64Array(values.length)
  for (let c = 0; c < width; c++) {
    const step = NEARLY * columnMoments(values, width, c).sd || 1
    for (let at = c; at < values.length; at += width) rounded[at] = Math.round(values[at] / step)
  }
  return findLeakage(rounded, width, parts).common
}

/** Fewer held-out rows than this share is the chance of a coarse column, not a leak. */
const WORTH_SAYING = 0.001

/** The leak in words, at the data; none where held-out rows are new. */
export function leakageWarning(name: string, { held, common }: Leakage): readonly Issue[] {
  if (common === 0 || common < WORTH_SAYING * held) return []
  const message =
    `Data "${name}": ${common} of ${held} rows held out for validation and test are rows of training too, so that their NLL ` +
    'is too good, unless rounding made different rows equal. Keep each row once (Data workshop, Problems), or ' +
    'split by a group.'
  return [{ severity: 'warning', node: null, path: 'data.split', message }]
}
