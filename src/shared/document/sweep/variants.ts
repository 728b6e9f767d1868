import { changeWords } from '../changeWords'
import { failure, type Outcome } from '../issue'
import { FlowDocument } from '../schema'
import { checkDocument } from '../validate'
import { countPoints, pointsOf } from './points'
import { writeAt } from './place'
import { MOST_VARIANTS, type AxisValue, type SweepPlan } from './plan'

/** One run of a sweep. */
export interface Variant {
  /** Which choice of values it is of, from 0. */
  readonly point: number
  /** One value for each axis. */
  readonly values: readonly AxisValue[]
  readonly seed: number
  readonly document: FlowDocument
}

/**
 * The runs of a sweep, one for each choice of values and seed, seeds next to each other. All of them are documents without an
 * error, or what is wrong is said with the variant that it is wrong in.
 */
export function variantsOf(document: FlowDocument, plan: SweepPlan): Outcome<readonly Variant[]> {
  const wrong = faultOf(document, plan)
  if (wrong !== null) return failure(wrong)
  const variants: Variant[] = []
  for (const [point, values] of pointsOf(plan).entries()) {
    const made = atPoint(document, plan, values)
    if (!made.ok) return named(point, document, null, made.issues[0].message)
    const form = FlowDocument.safeParse(made.value)
    if (!form.success) return named(point, document, made.value, form.error.issues[0].message)
    const error = checkDocument(made.value).find(({ severity }) => severity === 'error')
    if (error) return named(point, document, made.value, error.message)
    for (const seed of plan.seeds)
      variants.push({ point, values, seed, document: { ...made.value, training: { ...made.value.training, seed } } })
  }
  return { ok: true, value: variants }
}

function faultOf(document: FlowDocument, plan: SweepPlan): string | null {
  const { axes, search, seeds } = plan
  const twice = axes.find(({ path }, i) => axes.findIndex((other) => other.path === path) !== i)
  if (twice) return `Axis "${twice.path}" is there twice. Remove one.`
  const below = axes.find(({ values }) => values.kind === 'range' && values.scale === 'log' && (values.from <= 0 || values.to <= 0)) // prettier-ignore
  if (below) return `Axis "${below.path}": a log range needs ends above 0. Choose a linear one, or other ends.`
  if (new Set(seeds).size < seeds.length) return 'A seed is there twice. Give each once.'
  const count = countPoints(plan) * seeds.length
  if (count > MOST_VARIANTS)
    return `The sweep has ${count} runs, expected at most ${MOST_VARIANTS}. Take fewer values, axes or seeds.`
  if (search.kind === 'halving' && axes.some(({ path }) => path === 'training.steps'))
    return 'Halving: the steps are its budget, and cannot be an axis too. Remove that axis, or search by grid or at random.'
  if (search.kind === 'halving' && search.least >= document.training.steps)
    return `Halving: the first rung is ${search.least} steps, expected fewer than the ${document.training.steps} of the document. Lower it, or train longer.` // prettier-ignore
  return null
}

function atPoint(document: FlowDocument, { axes }: SweepPlan, values: readonly AxisValue[]): Outcome<FlowDocument> {
  return axes.reduce<Outcome<FlowDocument>>(
    (made, { path }, i) => (made.ok ? writeAt(made.value, path, values[i]) : made),
    { ok: true, value: document },
  )
}

function named(point: number, before: FlowDocument, after: FlowDocument | null, message: string) {
  const words = after ? changeWords(before, after).join(', ') : ''
  return failure(`Variant ${point + 1}${words === '' ? '' : ` (${words})`}: ${message}`)
}
