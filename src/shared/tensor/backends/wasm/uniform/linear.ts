import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder, FunctionReference, Local } from '../assembler/functionBuilder'
import type { ModuleBuilder } from '../assembler/moduleBuilder'
import type { Lanes } from '../lanes'
import type { OpAttributes } from '../../../ir/op'

const VECTOR_BYTES = 16

/** Runs over the columns of a row of `columns` numbers: `vector` on whole vectors, `scalar` on each number left. */
function overColumns(
  f: FunctionBuilder,
  lanes: Lanes,
  columns: number,
  vector: (offset: Local) => void,
  scalar: (offset: Local) => void,
): void {
  const whole = Math.floor(columns / lanes.count) * VECTOR_BYTES
  f.for(i32(0), i32(whole), VECTOR_BYTES, vector)
  f.for(i32(whole), i32(columns * lanes.bytes), lanes.bytes, scalar)
}

/**
 * (out, a, b): out [m, n] = A B with A(i, k) at any strides and B row-major [inner, n]. For weights by weights: what
 * has rows of the batch in it goes through the tiled kernels.
 */
export function emitMatmul(
  module: ModuleBuilder,
  lanes: Lanes,
  { m, inner, n, strides }: { m: number; inner: number; n: number; strides: readonly [row: number, column: number] },
): FunctionReference {
  const { bytes, scalarType: s } = lanes
  return module.function({ params: ['i32', 'i32', 'i32'], results: [] }, (f) => {
    const [out, a, b] = [0, 1, 2].map((i) => f.param(i))
    f.for(i32(0), i32(m), 1, (i) => {
      const row = f.let(op('i32.add', a, op('i32.mul', i, i32(strides[0] * bytes))))
      const to = f.let(op('i32.add', out, op('i32.mul', i, i32(n * bytes))))
      const dot = (
        offset: Local,
        zero: Expression,
        term: (weight: Expression, at: Expression, sum: Local) => Expression,
      ) =>
        f.scope(() => {
          const sum = f.let(zero)
          const [weight, at] = [f.let(row), f.let(op('i32.add', b, offset))]
          f.for(i32(0), i32(inner), 1, () => {
            f.set(sum, term(weight, at, sum))
            f.set(weight, op('i32.add', weight, i32(strides[1] * bytes)))
            f.set(at, op('i32.add', at, i32(n * bytes)))
          })
          return sum
        })
      overColumns(
        f,
        lanes,
        n,
        (offset) => {
          f.scope(() => {
            const sum = dot(offset, lanes.constant(0), (weight, at, held) =>
              lanes.madd(lanes.loadSplat(weight), lanes.load(at), held),
            )
            lanes.store(f, op('i32.add', to, offset), sum)
          })
        },
        (offset) => {
          f.scope(() => {
            const sum = dot(offset, lanes.scalar(0), (weight, at, held) =>
              op(`${s}.add`, held, op(`${s}.mul`, lanes.loadScalar(weight), lanes.loadScalar(at))),
            )
            lanes.storeScalar(f, op('i32.add', to, offset), sum)
          })
        },
      )
    })
  })
}

/** (x, a, b) for A [n, n] and B [n, m]: X with A X = B by substitution, a row of X at a time. */
export function emitTriangularSolve(
  module: ModuleBuilder,
  lanes: Lanes,
  n: number,
  m: number,
  { lower, unit, transpose }: OpAttributes['triangularSolve'],
): FunctionReference {
  const { bytes, scalarType: s } = lanes
  const forward = lower !== transpose
  return module.function({ params: ['i32', 'i32', 'i32'], results: [] }, (f) => {
    const [x, a, b] = [0, 1, 2].map((i) => f.param(i))
    const entry = (i: Expression, j: Expression) => {
      const [row, column] = transpose ? [j, i] : [i, j]
      return op('i32.add', a, op('i32.mul', op('i32.add', op('i32.mul', row, i32(n)), column), i32(bytes)))
    }
    const rowOf = (base: Expression, i: Expression) => op('i32.add', base, op('i32.mul', i, i32(m * bytes)))
    f.for(i32(0), i32(n), 1, (step) => {
      const i = f.let(forward ? step : op('i32.sub', i32(n - 1), step))
      const solve = (offset: Local, vector: boolean) => {
        f.scope(() => {
          const at = (base: Expression, row: Expression) => op('i32.add', rowOf(base, row), offset)
          const read = (address: Expression) => (vector ? lanes.load(address) : lanes.loadScalar(address))
          const factor = (address: Expression) => (vector ? lanes.loadSplat(address) : lanes.loadScalar(address))
          const rest = f.let(read(at(b, i)))
          f.for(forward ? i32(0) : op('i32.add', i, i32(1)), forward ? i : i32(n), 1, (j) => {
            const [weight, known] = [factor(entry(i, j)), read(at(x, j))]
            f.set(rest, vector ? lanes.nmadd(weight, known, rest) : op(`${s}.sub`, rest, op(`${s}.mul`, weight, known)))
          })
          const divided = (by: Expression) => (vector ? lanes.div(rest, by) : op(`${s}.div`, rest, by))
          const value = unit ? rest : divided(factor(entry(i, i)))
          if (vector) lanes.store(f, at(x, i), value)
          else lanes.storeScalar(f, at(x, i), value)
        })
      }
      overColumns(f, lanes, m, (offset) => { solve(offset, true) }, (offset) => { solve(offset, false) }) // prettier-ignore
    })
  })
}
