import type { TfjsType, TfjsValues } from './tfjs'

/** Where a value lives while a plan runs: an index into a table of handles. */
export type Slot = number

export interface KernelStep {
  readonly kind: 'kernel'
  readonly kernel: string
  /** The kernel's names for its operands; null for `Concat`, which takes a list. */
  readonly names: readonly string[] | null
  readonly attributes: object
  readonly inputs: readonly Slot[]
  readonly output: Slot
}

/** Runs `body` a number of times, feeding its outputs back to the inputs of the same name; gives `result` at the end. */
export interface RepeatStep {
  readonly kind: 'repeat'
  readonly body: Plan
  readonly times: number
  /** The body's inputs in the order of `inputs`. */
  readonly names: readonly string[]
  readonly result: string
  readonly inputs: readonly Slot[]
  readonly output: Slot
}

export type Step = KernelStep | RepeatStep

export interface Upload {
  readonly slot: Slot
  readonly values: TfjsValues
  readonly shape: readonly number[]
  readonly dtype: TfjsType
}

/** A program as kernel calls, in order, with the moment at which each value may be freed. */
export interface Plan {
  readonly slots: number
  readonly constants: readonly Upload[]
  readonly inputs: ReadonlyMap<string, Slot>
  readonly steps: readonly Step[]
  /** For each step, the slots that nothing needs after it. */
  readonly free: readonly (readonly Slot[])[]
  /** Each result has a slot of its own. */
  readonly results: ReadonlyMap<string, Slot>
}

/** Leaves out steps and constants that no result needs, and finds each value's last use. */
export function schedule(plan: Omit<Plan, 'free'>): Plan {
  const results = new Set(plan.results.values())
  const needed = new Set<Slot>(results)
  const kept: Step[] = []
  for (const step of [...plan.steps].reverse()) {
    if (!needed.has(step.output)) continue
    for (const slot of step.inputs) needed.add(slot)
    kept.push(step)
  }
  const steps = kept.reverse()
  const lastUse = new Map<Slot, number>()
  steps.forEach(({ inputs, output }, i) => {
    for (const slot of [...inputs, output]) lastUse.set(slot, i)
  })
  const lasting = new Set([...results, ...plan.inputs.values(), ...plan.constants.map(({ slot }) => slot)])
  const free = steps.map((): Slot[] => [])
  for (const [slot, i] of lastUse) if (!lasting.has(slot)) free[i].push(slot)
  const constants = plan.constants.filter(({ slot }) => needed.has(slot))
  return { ...plan, constants, steps, free }
}
