import type { OpAttributes } from '../../../ir/op'
import { sizeOf, type Shape } from '../../../ir/shape'
import type { Reading } from './reading'
import { NotLoopable, type Source, type Traced } from './turns'
import type { VectorValue } from './vectorCode'

/** Forward or backward substitution, one right-hand side per row. */
export function traceTriangularSolve(
  reading: Reading,
  { lower, unit, transpose }: OpAttributes['triangularSolve'],
  shape: Shape,
  [matrix, right]: readonly Source[],
): Traced {
  if (reading.turns > 1) throw new NotLoopable()
  const { code } = reading
  const [a, b] = [reading.whole(matrix).values, reading.whole(right).values]
  const n = shape[0]
  const entry = (i: number, j: number) => (transpose ? a[j * n + i] : a[i * n + j])
  const x = new Array<VectorValue>(n)
  const solved: number[] = []
  for (let step = 0; step < n; step++) {
    const i = lower === transpose ? n - 1 - step : step
    const rest = solved.reduce((sum, j) => code.binary('sub', sum, code.binary('mul', entry(i, j), x[j])), b[i])
    x[i] = unit ? rest : code.binary('div', rest, entry(i, i))
    solved.push(i)
  }
  return { shape, turning: false, values: x }
}

/** Products of small matrices, one pair per row. */
export function traceMatmul(
  reading: Reading,
  { transposeA, transposeB }: OpAttributes['matmul'],
  shape: Shape,
  [a, b]: readonly Source[],
): Traced {
  if (reading.turns > 1) throw new NotLoopable()
  const { code } = reading
  const [x, y] = [reading.whole(a).values, reading.whole(b).values]
  const rank = shape.length
  const [m, n] = shape.slice(-2)
  const inner = a.shape[transposeA ? rank - 2 : rank - 1]
  const dot = (batch: number, i: number, j: number): VectorValue => {
    let sum = code.constant(0)
    for (let k = 0; k < inner; k++) {
      const p = x[batch * m * inner + (transposeA ? k * m + i : i * inner + k)]
      const q = y[batch * inner * n + (transposeB ? j * inner + k : k * n + j)]
      sum = code.binary('add', sum, code.binary('mul', p, q))
    }
    return sum
  }
  const values: VectorValue[] = []
  for (let batch = 0; batch < sizeOf(shape.slice(0, -2)); batch++)
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) values.push(dot(batch, i, j))
  return { shape, turning: false, values }
}
