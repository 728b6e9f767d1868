import { Random } from '../math/random'
import { Builder } from '../tensor/ir/builder'
import { interpret } from '../tensor/runtime/interpreter/interpret'
import type { Bijector } from './bijector'
import type { Flow, Part } from './flow'
import { drawNoise, noiseInputs } from './noise'
import { contextsOf, joinRows, partRows, pointsOf } from './rows'

/**
 * θ with every block that sets itself from data set, in the order in which data reaches them: from x towards z, each from
 * `batch` as the blocks before it leave it, and last the base. `batch` is rows [n, D + C], in the units the flow sees.
 * Returns a new θ; blocks without a start of their own keep their parameters, and so do those not in `only` where that is
 * given. A base may choose by `random`.
 */
export function initialiseFromData(
  flow: Flow,
  theta: Float64Array,
  batch: Float64Array,
  random = new Random(0),
  only?: ReadonlySet<string>,
): Float64Array {
  const isSet = ({ id }: { readonly id: string }) => only?.has(id) !== false
  const result = Float64Array.from(theta)
  const contexts = contextsOf(flow, batch)
  let values: Float64Array = Float64Array.from(pointsOf(flow, batch))
  let waiting: Part<Bijector>[] = []
  for (const part of [...flow.bijectors].reverse()) {
    if (part.of.initialise && isSet(part)) {
      values = pushInverse(flow, result, waiting, joinRows(flow, values, contexts))
      waiting = []
      for (const [name, start] of part.of.initialise(values, 'inverse'))
        result.set(start, flow.place(part.id, name).offset)
    }
    waiting = [part, ...waiting]
  }
  const { id, of } = flow.base
  if (of.initialise && isSet({ id })) {
    const ownStart = of.initialise(pushInverse(flow, result, waiting, joinRows(flow, values, contexts)), random)
    for (const [name, start] of ownStart) result.set(start, flow.place(id, name).offset)
  }
  return result
}

/** Rows [n, D + C] taken x → z [n, D] through a few of the flow's blocks, given from z to x. */
function pushInverse(flow: Flow, theta: Float64Array, parts: Part<Bijector>[], rows: Float64Array): Float64Array {
  if (parts.length === 0) return Float64Array.from(pointsOf(flow, rows))
  const piece = flow.withBlocks(parts)
  const ids = new Set([flow.base.id, ...parts.map(({ id }) => id)])
  const own = flow.parameters.filter(({ node }) => ids.has(node))
  const pieceTheta = Float64Array.from(own.flatMap(({ offset, size }) => [...theta.subarray(offset, offset + size)]))
  const b = new Builder()
  const { x, context } = partRows(b, flow, b.input('x', [rows.length / flow.width, flow.width]))
  const z = piece.trace(b, b.input('theta', [piece.size]), { context }).inverse(x).value
  const program = b.program('initialise', { z })
  const chance = new Random(0).fork('initialise')
  const inputs = new Map<string, ArrayLike<number>>([
    ['x', rows],
    ['theta', pieceTheta],
    ...noiseInputs(program).map((noise) => [noise.input, drawNoise(noise, chance)] as const),
  ])
  return Float64Array.from(interpret(program, inputs).get('z')!)
}
