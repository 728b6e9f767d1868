import { significant, tickLabel } from '../../charts/numbers'
import { niceTicks } from '../../charts/ticks'
import type { ColourRange } from '../colourRange'
import type { FieldQuantity, FieldUnit } from '../viewStore'

/** A tick of a colour bar: at a fraction of its length. */
export interface LegendTick {
  readonly at: number
  readonly label: string
}

/** Factors that are easily said, as logarithms: 1, 2 and 5 times powers of ten, and their inverses. */
const easy = [1, 2, 5].flatMap((lead) => Array.from({ length: 13 }, (_, k) => Math.log(lead) + k * Math.LN10))
const easyFactors = [...new Set([...easy.map((v) => -v), ...easy])].sort((a, b) => a - b)

/** Common logarithms of easy condition numbers inside a range. */
export const conditionLines = ({ low, high }: ColourRange): readonly number[] =>
  easyFactors.map((value) => value / Math.LN10).filter((value) => value > low && value <= high)

/** Ticks for a bar of `width` pixels: nats at nice numbers; volume factors and condition numbers at easy ones. */
export function legendTicks(range: ColourRange, quantity: FieldQuantity, unit: FieldUnit, width: number): LegendTick[] {
  const place = (value: number): number => (value - range.low) / (range.high - range.low)
  if (quantity === 'logDet' && unit === 'nats') {
    const { values, decimals } = niceTicks(range.low, range.high, width / 80)
    return values.map((value) => ({ at: place(value), label: tickLabel(value, decimals) }))
  }
  // The colours of a condition number are by its common logarithm.
  const [base, sign] = quantity === 'condition' ? [Math.LN10, ''] : [1, '×']
  const inside = easyFactors.filter((value) => value >= range.low * base && value <= range.high * base)
  const every = Math.ceil(inside.length / Math.max(1, width / 56))
  const middle = inside.indexOf(0)
  return inside
    .filter((_, i) => (i - middle) % every === 0)
    .map((value) => ({ at: place(value / base), label: `${sign}${significant(Math.exp(value), 2)}` }))
}
