import type { SweepPlan } from './plan'

/** How far a run of a sweep has come. */
export interface RunResult {
  readonly run: string
  readonly step: number
  /** Least loss of a validation so far; null before the first. */
  readonly loss: number | null
  /** Whether it takes no more steps: it is over, or nothing is left of it. */
  readonly over: boolean
}

/** Steps after which the best go on: `least`, η times as many, and so on, and the last is `most`. Other runs know only their own end. */
export function rungsOf({ search }: SweepPlan, most: number): readonly number[] {
  if (search.kind !== 'halving') return [Infinity]
  const rungs: number[] = []
  for (let steps = search.least; steps < most; steps *= search.eta) rungs.push(steps)
  return [...rungs, most]
}

/** Runs that are to go on, those on their way included, and to which step; infinite where that is their own end. */
export interface Promotion {
  readonly runs: readonly string[]
  readonly until: number
}

/**
 * What is to be done as the runs of a sweep come to rest; null when all is done. Successive halving (Jamieson & Talwalkar 2016,
 * arXiv:1502.07943, figure 3, where η = 2 and a budget is shared out): of a rung the best 1/η go on, at least one; ties go to
 * those that come first. Asked again with the same results it answers the same, and those that went on stay among the best:
 * a least loss only falls.
 */
export function promotionOf(plan: SweepPlan, most: number, results: readonly RunResult[]): Promotion | null {
  const { search } = plan
  const rungs = rungsOf(plan, most)
  let group = results
  for (const [k, steps] of rungs.entries()) {
    const rests = (run: RunResult) => run.over || run.step >= steps
    if (!group.every(rests)) return { runs: group.filter((run) => !rests(run)).map(({ run }) => run), until: steps }
    if (k === rungs.length - 1 || search.kind !== 'halving') return null
    group = bestOf(group, Math.max(1, Math.floor(group.length / search.eta)))
  }
  return null
}

/**
 * Steps taken over steps planned, from 0 to 1. A run that is over counts as if it had come to the `end` that it was given, so that
 * what stops early holds nothing up. Of halving, rungs to come count by how many go on.
 */
export function shareTaken(
  plan: SweepPlan,
  most: number,
  results: readonly (RunResult & { readonly end: number })[],
): number {
  // prettier-ignore
  const { search } = plan
  let [taken, planned, before, group, reached] = [0, 0, 0, results, true]
  for (const rung of rungsOf(plan, most)) {
    for (const { step, over, end } of group) {
      const until = Math.min(rung, end)
      planned += Math.max(0, until - before)
      if (reached) taken += Math.max(0, (over ? until : Math.min(step, until)) - before)
    }
    reached &&= group.every(({ step, over, end }) => over || step >= Math.min(rung, end))
    if (search.kind === 'halving') group = bestOf(group, Math.max(1, Math.floor(group.length / search.eta)))
    before = rung
  }
  return planned === 0 ? 0 : taken / planned
}

function bestOf<T extends RunResult>(runs: readonly T[], count: number): readonly T[] {
  const best = new Set(
    [...runs].sort((a, b) => lossOf(a) - lossOf(b) || runs.indexOf(a) - runs.indexOf(b)).slice(0, count),
  )
  return runs.filter((run) => best.has(run))
}

const lossOf = ({ loss }: RunResult): number => loss ?? Number.MAX_VALUE
