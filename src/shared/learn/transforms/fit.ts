import { failure, type Outcome } from '../../document/issue'
import type { Preprocessing } from '../../document/model'
import type { Transform } from '../../document/schema'
import { columnMoments } from '../data/preprocess/columns'
import { fitStandardise } from '../data/preprocess/standardise'
import { gridWidth } from './dequantise'
import { rowMapOf } from './rowMap'
import { fitWhitening, MOST_WHITENED } from './whiten'
import { likeliestLambda } from './yeoJohnson'

/** Most values that λ is found by: its standard error is then far below what a flow could tell. */
const FITTED = 20_000

/** Rows [n, D] by name; `values` are natural at first and then as the steps so far leave them. */
export interface FittedRows {
  readonly name: string
  readonly columns: readonly string[]
  readonly values: Float64Array
}

/** The step that noise is added by, from all rows in natural units; null where no transform asks for it. */
export function fitNoise(transforms: readonly Transform[], rows: FittedRows): Outcome<Preprocessing | null> {
  const asked = transforms.find(({ kind }) => kind === 'dequantise')
  if (!asked) return { ok: true, value: null }
  const chosen = chosenIn(asked, rows)
  if (!chosen.ok) return chosen
  const width: number[] = []
  for (const [d, column] of rows.columns.entries()) {
    const own = chosen.value[d] ? gridWidth(columnOf(rows, d).sort()) : 0
    if (own === null && asked.kind === 'dequantise' && asked.columns !== null)
      return refuse(rows.name, `column "${column}" has no even steps, so it cannot be dequantised. Leave it as it is`)
    width.push(own ?? 0)
  }
  return { ok: true, value: { type: 'dequantise', width } }
}

/** Fits the other transforms to training rows, one after another, and takes the rows along in place. */
export function fitTransforms(transforms: readonly Transform[], rows: FittedRows): Outcome<readonly Preprocessing[]> {
  const steps: Preprocessing[] = []
  for (const transform of transforms) {
    if (transform.kind === 'dequantise') continue
    const chosen = chosenIn(transform, rows)
    if (!chosen.ok) return chosen
    const step = fitStep(transform, rows, chosen.value)
    if (!step.ok) return step
    steps.push(step.value)
    applyStep(step.value, rows)
  }
  return { ok: true, value: steps }
}

/** Takes rows [n, D] through a step, in place. */
export function applyStep(step: Preprocessing, { columns, values }: Pick<FittedRows, 'columns' | 'values'>): void {
  const map = rowMapOf(step)
  if (map) for (let at = 0; at < values.length; at += columns.length) map.forward(values, at)
}

type Fitted = Exclude<Transform, { kind: 'dequantise' }>

function fitStep(transform: Fitted, rows: FittedRows, chosen: readonly boolean[]): Outcome<Preprocessing> {
  const { name, columns, values } = rows
  /** One number per chosen column, null for the others. */
  const each = (of: (d: number) => number): (number | null)[] => chosen.map((is, d) => (is ? of(d) : null))
  switch (transform.kind) {
    case 'log':
      return (
        outside(transform, rows, chosen, (x) => x + transform.shift > 0) ?? {
          ok: true,
          value: { type: 'log', shift: each(() => transform.shift) },
        }
      )
    case 'logit': {
      const { lower, upper } = transform
      if (!(lower < upper))
        return refuse(name, `logit runs from ${lower} to ${upper}, expected a range. Change its ends`)
      return (
        outside(transform, rows, chosen, (x) => x > lower && x < upper) ?? {
          ok: true,
          value: { type: 'logit', lower: each(() => lower), upper: each(() => upper) },
        }
      )
    }
    case 'yeo-johnson': {
      const lambda = each((d) => {
        const column = columnOf(rows, d)
        const stride = Math.ceil(column.length / FITTED)
        return likeliestLambda(column.filter((_, i) => i % stride === 0))
      })
      return { ok: true, value: { type: 'yeo-johnson', lambda } }
    }
    case 'standardise': {
      const whole = fitStandardise(columns, values)
      if (!whole.ok) return whole
      const { mean, scale } = whole.value
      return {
        ok: true,
        value: {
          type: 'standardise',
          mean: mean.map((value, d) => (chosen[d] ? value : 0)),
          scale: scale.map((value, d) => (chosen[d] ? value : 1)),
        },
      }
    }
    case 'whiten': {
      if (columns.length > MOST_WHITENED)
        return refuse(name, `${columns.length} columns, whitening takes at most ${MOST_WHITENED}. Take it out`)
      const fitted = fitWhitening(values, columns.length)
      return fitted
        ? { ok: true, value: { type: 'whiten', ...fitted } }
        : refuse(name, 'a column follows from others, so that whitening would divide by 0. Leave that column out')
    }
    default:
      return transform satisfies never
  }
}

const FIELD = { log: 'the logarithm', logit: 'logit' } as const

/** Refuses values that a transform does not take; null where it takes all of them. */
function outside(
  { kind }: Extract<Fitted, { kind: 'log' | 'logit' }>,
  rows: FittedRows,
  chosen: readonly boolean[],
  takes: (x: number) => boolean,
): { ok: false; issues: ReturnType<typeof failure>['issues'] } | null {
  for (const [d, column] of rows.columns.entries()) {
    if (!chosen[d]) continue
    const values = columnOf(rows, d)
    const lost = values.filter((x) => !takes(x))
    if (lost.length === 0) continue
    const { min, max } = columnMoments(values, 1, 0)
    const remedy =
      kind === 'log' ? `Choose a shift above ${-min}, or Yeo–Johnson` : `Choose ends outside of ${min} and ${max}`
    return refuse(
      rows.name,
      `${FIELD[kind]} does not take ${lost.length} of ${values.length} training values of column "${column}", such as ${lost[0]}. ${remedy}`,
    )
  }
  return null
}

function chosenIn(transform: Transform, { name, columns }: FittedRows): Outcome<readonly boolean[]> {
  if (transform.kind === 'whiten' || transform.columns === null) return { ok: true, value: columns.map(() => true) }
  const unknown = transform.columns.find((column) => !columns.includes(column))
  if (unknown === undefined) return { ok: true, value: columns.map((column) => transform.columns!.includes(column)) }
  return refuse(name, `a transform is of column "${unknown}", which is not learnt. Take that column out of it`)
}

const columnOf = ({ columns, values }: FittedRows, d: number): Float64Array =>
  Float64Array.from({ length: values.length / columns.length }, (_, i) => values[i * columns.length + d])

const refuse = (name: string, what: string) => failure(`Data "${name}": ${what}.`, 'data.transforms')
