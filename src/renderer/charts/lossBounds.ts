import type { LossColumns } from './lossData'
import type { LossFacts } from './lossPlot'
import { linearScale } from './lossScale'

/** By how much, of the height, the axis ends above the newer validations; and to how many heights they can stretch it. */
const [ABOVE, MOST] = [0.08, 3]

/**
 * From the lowest to the highest place of the curves' axis, of columns at their places. The scale leaves out what is far above,
 * as the first steps are; where the validation gets worse again, which is to be seen, its newer half is not left out.
 */
export function lossBounds(
  [, , smooth, validation, compared]: LossColumns,
  { least, ownAxes, scale = linearScale }: LossFacts,
): [low: number, high: number] {
  const validated = finite(validation)
  const shown = [...(ownAxes ? [] : finite(smooth)), ...validated, ...finite(compared)]
  const [low, high] = scale.range(shown, least === null ? null : scale.at(least))
  const worst = validated
    .slice(Math.ceil(validated.length / 2))
    .reduce((most, place) => Math.max(most, place), -Infinity)
  return [low, Math.max(high, Math.min(worst + ABOVE * (worst - low), low + MOST * (high - low)))]
}

const finite = (values: readonly (number | null)[]): number[] =>
  [...values].filter((value): value is number => value !== null)
