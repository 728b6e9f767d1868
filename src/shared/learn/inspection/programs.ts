import type { Flow } from '../../flow/flow'
import { Builder } from '../../tensor/ir/builder'
import type { Node, Program } from '../../tensor/ir/program'
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

/**
 * A path through the stack: input `theta` [P] and `points` [rows, D]; outputs `logDet` [rows] of the whole map and
 * `layer0` … `layerN` [rows, D], the points before the first block met, and after each. `forward` goes z → x.
 */
export function layersProgram(flow: Flow, rows: number, direction: 'forward' | 'inverse'): Program {
  const b = new Builder()
  const theta = b.input('theta', [thetaLength(flow)])
  const points = b.rows('points', [rows, flow.dims])
  const layers: Node[] = []
  const traced = flow.trace(b, theta)
  const { logDet } = direction === 'forward' ? traced.forward(points, layers) : traced.inverse(points, layers)
  return b.program(`layers ${direction}`, {
    logDet,
    ...Object.fromEntries(layers.map((layer, i) => [`layer${i}`, layer])),
  })
}
