import type { AxisValue, AxisValues, SweepAxis, SweepPlan } from '@shared/document/sweep/plan'
import { parsedNumbers } from './numbersTyped'
import type { AxisOption } from './axisOptions'

/** An axis as it is being filled in. */
export interface AxisDraft {
  readonly path: string
  readonly kind: 'list' | 'linear' | 'log'
  /** Numbers as they are typed. */
  readonly list: string
  readonly from: number
  readonly to: number
  readonly count: number
  /** Of a choice: those that are ticked. */
  readonly picked: readonly AxisValue[]
}

export interface SweepDraft {
  readonly name: string
  readonly axes: readonly AxisDraft[]
  readonly search: 'grid' | 'random' | 'halving'
  readonly count: number
  readonly seed: number
  readonly eta: number
  readonly least: number
  readonly seeds: string
}

/** An axis that begins around what the document has. */
export function newAxis({ path, control, value }: AxisOption): AxisDraft {
  const common = { path, list: '', from: 0, to: 1, count: 3, picked: [] }
  if (control.kind === 'choice') return { ...common, kind: 'list', picked: control.options.map((one) => one.value) }
  const { min, max, integer } = control
  const own = typeof value === 'number' ? value : Math.max(min, Math.min(max, 1))
  const clamp = (number: number) => Math.max(min, Math.min(max, integer ? Math.round(number) : number))
  // by factors where the setting is above 0 and has room for them
  const log = own > 0 && min >= 0 && max / own >= 4
  const [from, to] = log ? [clamp(own / (integer ? 2 : 10)), clamp(own * (integer ? 2 : 10))] : [clamp(own - 1), clamp(own + 1)] // prettier-ignore
  const tidy = (number: number) => Number(number.toPrecision(6))
  return { ...common, kind: log ? 'log' : 'linear', list: String(own), from: tidy(from), to: tidy(to) }
}

/** What is filled in as a plan, or what is wrong with it as a key of the screen's words. */
export function planOf(
  draft: SweepDraft,
  options: readonly AxisOption[],
): SweepPlan | 'noAxis' | 'numbers' | 'pick' | 'seeds' {
  const { axes, search, count, seed, eta, least } = draft
  if (axes.length === 0) return 'noAxis'
  const seeds = parsedNumbers(draft.seeds)
  if (!seeds || seeds.length === 0 || seeds.some((one) => !Number.isInteger(one) || one < 0 || one > 0xffffffff))
    return 'seeds'
  const made: SweepAxis[] = []
  for (const axis of axes) {
    const option = options.find(({ path }) => path === axis.path)
    const values = valuesOf(axis, option)
    if (typeof values === 'string') return values
    made.push({ path: axis.path, values })
  }
  const ways = {
    grid: { kind: 'grid' },
    random: { kind: 'random', count, seed },
    halving: { kind: 'halving', count, seed, eta, least },
  } as const
  return { axes: made, search: ways[search], seeds: [...seeds] }
}

function valuesOf(
  { kind, list, from, to, count, picked }: AxisDraft,
  option: AxisOption | undefined,
): AxisValues | 'numbers' | 'pick' {
  if (option?.control.kind === 'choice') return picked.length > 0 ? { kind: 'list', values: [...picked] } : 'pick'
  if (kind !== 'list')
    return {
      kind: 'range',
      scale: kind,
      from,
      to,
      count,
      integer: option?.control.kind === 'number' && option.control.integer,
    }
  const values = parsedNumbers(list)
  return values && values.length > 0 ? { kind: 'list', values: [...values] } : 'numbers'
}
