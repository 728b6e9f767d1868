import type { Shape } from '../../../ir/shape'
import type { Reading } from './reading'
import { leadingAxes, NotLoopable, type Source, type Traced } from './turns'

/** x[…, K] at index[…]: a chain of choices, one comparison per entry shared by all that look up the same index. */
export function traceGather(reading: Reading, shape: Shape, [x, index]: readonly Source[]): Traced {
  const { code } = reading
  const table = reading.alongAxes(x, [x.shape.length - 1])
  const at = reading.inTurns(index, leadingAxes(index.shape, reading.turns))
  if (table.turning !== at.turning) throw new NotLoopable()
  const size = x.shape[x.shape.length - 1]
  const values = at.values.map((i, e) => {
    let value = table.values[e * size]
    for (let k = 1; k < size; k++)
      value = code.select(code.binary('lessEqual', code.constant(k), i), table.values[e * size + k], value)
    return value
  })
  return { shape, turning: at.turning, values }
}

/** v[…] where index[…] says, along a last axis of `size`; zero elsewhere. */
export function traceScatter(reading: Reading, shape: Shape, size: number, [v, index]: readonly Source[]): Traced {
  const { code } = reading
  const lead = leadingAxes(index.shape, reading.turns)
  const [entries, at] = [reading.inTurns(v, lead), reading.inTurns(index, lead)]
  if (entries.turning !== at.turning) throw new NotLoopable()
  const values = at.values.flatMap((i, e) =>
    Array.from({ length: size }, (_, k) =>
      code.select(code.binary('equal', i, code.constant(k)), entries.values[e], code.constant(0)),
    ),
  )
  return { shape, turning: at.turning, values }
}
