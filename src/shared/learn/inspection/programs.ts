import type { Mapped } from '../../flow/bijector'
import type { Flow } from '../../flow/flow'
import { jvp } from '../../tensor/autodiff/jvp'
import { Builder } from '../../tensor/ir/builder'
import type { Program } from '../../tensor/ir/program'
import { thetaLength } from '../theta'

/**
 * x → z: inputs `theta` [P] and `x` [rows, D]; outputs `logDensity` [rows], `z` [rows, D] and `logDet` [rows] of ∂z/∂x.
 * Nats, in the flow's own units.
 */
export function densityProgram(flow: Flow, rows: number): Program {
  const b = new Builder()
  const theta = b.input('theta', [thetaLength(flow)])
  const x = b.rows('x', [rows, flow.dims])
  const { logDensity, z, logDet } = flow.trace(b, theta).logDensity(x)
  return b.program('density', { logDensity, z, logDet })
}

/** z → x: inputs `theta` [P] and `z` [rows, D]; outputs `x` [rows, D] and `logDet` [rows] of ∂x/∂z. */
export function samplingProgram(flow: Flow, rows: number): Program {
  const b = new Builder()
  const theta = b.input('theta', [thetaLength(flow)])
  const z = b.rows('z', [rows, flow.dims])
  const { value: x, logDet } = flow.trace(b, theta).forward(z)
  return b.program('sampling', { x, logDet })
}

export type Direction = 'forward' | 'inverse'

/**
 * A path through the stack: input `theta` [P] and `points` [rows, D]; outputs `layer0` … `layerK` [rows, D], the points
 * before the first block met and after each, and `logDet1` … `logDetK` [rows], each block's own. `forward` goes z → x.
 */
export function layersProgram(flow: Flow, rows: number, direction: Direction): Program {
  const b = new Builder()
  const layers = traceLayers(b, flow, rows, direction)
  return b.program(`layers ${direction}`, {
    ...Object.fromEntries(layers.map(({ value }, k) => [`layer${k}`, value])),
    ...Object.fromEntries(layers.slice(1).map(({ logDet }, k) => [`logDet${k + 1}`, b.broadcast(logDet, [rows])])),
  })
}

/**
 * Every block's own Jacobian where the path through the stack meets it: inputs as for `layersProgram`; outputs
 * `column<k>_<j>` [rows, D], how block k's image moves when coordinate j before the block does.
 */
export function jacobiansProgram(flow: Flow, rows: number, direction: Direction): Program {
  const b = new Builder()
  const layers = traceLayers(b, flow, rows, direction)
  const shape = [rows, flow.dims]
  const columns = layers.slice(1).flatMap(({ value }, k) =>
    Array.from({ length: flow.dims }, (_, j) => {
      const unit = Array.from({ length: flow.dims }, (_, d) => (d === j ? 1 : 0))
      const move = b.broadcast(b.constant(unit, [flow.dims]), shape)
      const [column] = jvp(b, [value], [layers[k].value], [move])
      return [`column${k + 1}_${j}`, column ?? b.fill(0, shape)] as const
    }),
  )
  return b.program(`jacobians ${direction}`, Object.fromEntries(columns))
}

function traceLayers(b: Builder, flow: Flow, rows: number, direction: Direction): readonly Mapped[] {
  const theta = b.input('theta', [thetaLength(flow)])
  const layers: Mapped[] = []
  flow.trace(b, theta)[direction](b.rows('points', [rows, flow.dims]), layers)
  return layers
}
