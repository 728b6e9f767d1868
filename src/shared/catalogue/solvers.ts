import { blockEntry } from './registry'
import type { RangeEnd, Settings } from './types'

/** When a solver has done its work, and what helps where it has not. */
export interface SolverFacts {
  /** What may be left at its answer, over 1 + the size of what it was asked for, in float64. */
  readonly within: RangeEnd
  readonly remedy: string
}

const newton: SolverFacts = {
  within: 1e-6,
  remedy: 'Its root may lie farther out than it is sought: standardise the data, or bound the block more tightly.',
}

/** By the names that the catalogue has for them; null for one that always ends with the answer, having nothing to converge. */
const solvers: Readonly<Record<string, SolverFacts | null>> = {
  'coordinate by coordinate': null,
  'bracketed Newton': newton,
  'bracketed Newton, coordinate by coordinate': newton,
  'closed form; bracketed Newton for the normal': newton,
  'fixed point, then Newton': {
    within: 1e-6,
    remedy: 'Lower its Lipschitz bound c, and take more blocks instead.',
  },
  'ODE solver': {
    within: { setting: 'tolerance', times: 100 }, // of one step, of which there are many, and errors grow along a path
    remedy: 'Take a smaller tolerance or more steps; a kinetic penalty in training makes its paths easier to follow.',
  },
}

/** What is known of a solver by the catalogue's name of it. Throws for one that is not known. */
export function solverNamed(name: string): SolverFacts | null {
  if (!(name in solvers)) throw new Error(`internal: nothing is known of the solver "${name}"`)
  return solvers[name]
}

/** A block's direction that is solved for. */
export interface SolverOf {
  readonly direction: 'forward' | 'inverse'
  readonly within: number
  readonly remedy: string
}

/** The directions of a block, as it stands, whose answer comes from a solver that may end before it has one. */
export function solversOf({
  type,
  settings,
  inverted,
}: {
  readonly type: string
  readonly settings: Settings
  readonly inverted: boolean
}): readonly SolverOf[] {
  const entry = blockEntry(type)
  if (!entry) return []
  return (['forward', 'inverse'] as const).flatMap((own): SolverOf[] => {
    const computed = entry[own]
    const facts = computed.kind === 'iterative' ? solverNamed(computed.solver) : null
    if (!facts) return []
    const opposite = own === 'forward' ? 'inverse' : 'forward'
    return [
      {
        direction: inverted ? opposite : own,
        within: settled(facts.within, entry.settings, settings),
        remedy: facts.remedy,
      },
    ]
  })
}

function settled(end: RangeEnd, known: readonly { key: string; default: unknown }[], given: Settings): number {
  if (typeof end === 'number') return end
  const value = given[end.setting] ?? known.find(({ key }) => key === end.setting)?.default
  return end.times * Number(value)
}
