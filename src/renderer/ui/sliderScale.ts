import type { NumberSetting } from '@shared/catalogue/types'

export type SliderRange = Pick<NumberSetting, 'min' | 'max' | 'step' | 'integer' | 'scale'>

/** Where a value sits on its slider, in [0, 1]. */
export function toFraction(value: number, { min, max, scale }: SliderRange): number {
  const at = scale === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min)
  return Number.isFinite(at) ? Math.min(1, Math.max(0, at)) : 0
}

/** The value at a place on the slider: on the step's grid, inside the range, and short to write. */
export function fromFraction(fraction: number, range: SliderRange): number {
  const { min, max, scale } = range
  const raw = scale === 'log' ? min * (max / min) ** fraction : min + fraction * (max - min)
  return snap(scale === 'log' && !range.integer ? Number(raw.toPrecision(2)) : raw, range)
}

/** The nearest value that the setting allows. Steps count from zero, so that a step of 0.5 gives 1, 1.5, 2. */
export function snap(value: number, { min, max, step, integer }: SliderRange): number {
  const stepped = integer ? Math.round(value) : Number((Math.round(value / step) * step).toPrecision(12))
  return Math.min(max, Math.max(min, stepped))
}
