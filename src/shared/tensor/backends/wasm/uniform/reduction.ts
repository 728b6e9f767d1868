import { i32, op, type Expression } from '../assembler/expression'
import type { FunctionReference } from '../assembler/functionBuilder'
import type { ModuleBuilder } from '../assembler/moduleBuilder'
import type { Lanes } from '../lanes'

const VECTOR_BYTES = 16
/** Vectors summed side by side, so that additions need not wait for each other. */
const ABREAST = 4

/** (out, x, n): out[i] = Σⱼ x[i, j], or the maximum, of x [n, length]. */
export function emitReduction(
  module: ModuleBuilder,
  lanes: Lanes,
  kind: 'sum' | 'maxReduce',
  length: number,
): FunctionReference {
  const { bytes, scalarType: s } = lanes
  const start = kind === 'sum' ? 0 : -Infinity
  const join = (a: Expression, b: Expression) => (kind === 'sum' ? lanes.add(a, b) : lanes.max(a, b))
  const joinScalars = (a: Expression, b: Expression) => op(kind === 'sum' ? `${s}.add` : `${s}.max`, a, b)
  const step = ABREAST * VECTOR_BYTES
  const whole = Math.floor((length * bytes) / step) * step
  return module.function({ params: ['i32', 'i32', 'i32'], results: [] }, (f) => {
    const [out, x, n] = [0, 1, 2].map((i) => f.param(i))
    f.for(i32(0), n, 1, (i) => {
      const row = f.let(op('i32.add', x, op('i32.mul', i, i32(length * bytes))))
      const total = f.let(lanes.scalar(start))
      if (whole > 0) {
        const parts = Array.from({ length: ABREAST }, () => f.let(lanes.constant(start)))
        f.for(i32(0), i32(whole), step, (offset) => {
          parts.forEach((part, k) => {
            f.set(part, join(part, lanes.load(op('i32.add', row, offset), k * VECTOR_BYTES)))
          })
        })
        const [a, b, c, d] = parts
        f.set(a, join(join(a, b), join(c, d)))
        for (let k = 0; k < lanes.count; k++) f.set(total, joinScalars(total, lanes.lane(a, k)))
      }
      f.for(i32(whole), i32(length * bytes), bytes, (offset) => {
        f.set(total, joinScalars(total, lanes.loadScalar(op('i32.add', row, offset))))
      })
      lanes.storeScalar(f, op('i32.add', out, op('i32.mul', i, i32(bytes))), total)
    })
  })
}

/** (out, x, n) for x [n, along, after]: sums of the entries before each, along an axis. */
export function emitCumsum(
  module: ModuleBuilder,
  lanes: Lanes,
  { along, after, reverse, exclusive }: { along: number; after: number; reverse: boolean; exclusive: boolean },
): FunctionReference {
  const { bytes, scalarType: s } = lanes
  return module.function({ params: ['i32', 'i32', 'i32'], results: [] }, (f) => {
    const [out, x, n] = [0, 1, 2].map((i) => f.param(i))
    f.for(i32(0), n, 1, (i) => {
      f.for(i32(0), i32(after), 1, (k) => {
        f.scope(() => {
          const sum = f.let(lanes.scalar(0))
          f.for(i32(0), i32(along), 1, (step) => {
            const j = reverse ? op('i32.sub', i32(along - 1), step) : step
            const row = op('i32.add', op('i32.mul', i, i32(along)), j)
            f.scope(() => {
              const at = f.let(op('i32.mul', op('i32.add', op('i32.mul', row, i32(after)), k), i32(bytes)))
              const value = lanes.loadScalar(op('i32.add', x, at))
              if (exclusive) lanes.storeScalar(f, op('i32.add', out, at), sum)
              f.set(sum, op(`${s}.add`, sum, value))
              if (!exclusive) lanes.storeScalar(f, op('i32.add', out, at), sum)
            })
          })
        })
      })
    })
  })
}

/**
 * (offset, width): total[i] = Σ over parts of part[i], added in the order of the parts, for so many numbers from `offset`
 * bytes on. `parts` are the addresses of each part's numbers.
 */
export function emitCombine(
  module: ModuleBuilder,
  lanes: Lanes,
  total: number,
  parts: readonly Expression[],
): FunctionReference {
  return module.function({ params: ['i32', 'i32'], results: [] }, (f) => {
    const [from, width] = [0, 1].map((i) => f.param(i))
    const [first, ...others] = parts.map((part) => f.let(part))
    f.for(from, op('i32.add', from, op('i32.mul', width, i32(lanes.bytes))), VECTOR_BYTES, (offset) => {
      f.scope(() => {
        const sum = f.let(lanes.load(op('i32.add', first, offset)))
        for (const part of others) f.set(sum, lanes.add(sum, lanes.load(op('i32.add', part, offset))))
        lanes.store(f, op('i32.add', i32(total), offset), sum)
      })
    })
  })
}
