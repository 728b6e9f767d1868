import type { Mapped } from '../../flow/bijector'
import type { Flow } from '../../flow/flow'
import { partRows } from '../../flow/rows'
import { Builder } from '../../tensor/ir/builder'
import type { Program } from '../../tensor/ir/program'
import { thetaLength } from '../theta'
import type { Direction } from './programs'

/** What no number in single precision is above. */
const LARGEST = 3e38

/**
 * What is left of the equations that blocks solve on a path through the stack: inputs `theta` [P] and `points`
 * [rows, D + C]; outputs `residual<k>` [rows] for the blocks k asked for, counted from 0 along the stack. A block's answer is
 * put back through its other direction, which has a closed form where one is solved for: the residual is the largest
 * |difference| over the coordinates, over 1 + |what it was asked for|. It is 0 where the block says that a point lies
 * outside its range, by an infinite log|det|.
 */
export function solverProgram(flow: Flow, rows: number, direction: Direction, blocks: readonly number[]): Program {
  const b = new Builder()
  const layers: Mapped[] = []
  const { x: points, context } = partRows(b, flow, b.rows('points', [rows, flow.width]))
  const trace = flow.trace(b, b.input('theta', [thetaLength(flow)]), { context })
  trace[direction](points, layers)
  const residuals = blocks.map((k) => {
    const met = direction === 'forward' ? k : flow.bijectors.length - 1 - k
    const [asked, { value: answer, logDet }] = [layers[met].value, layers[met + 1]]
    const back = trace.through([flow.bijectors[k]], direction === 'forward' ? 'inverse' : 'forward', answer).value
    const left = b.div(b.abs(b.sub(back, asked)), b.add(1, b.abs(asked)))
    const broken = b.sum(b.mul(left, 0), [-1]) // 0, or no number, which a maximum may pass over
    const outside = b.less(LARGEST, b.abs(b.broadcast(logDet, [rows])))
    return [`residual${k}`, b.select(outside, 0, b.add(b.maxReduce(left, [-1]), broken))] as const
  })
  return b.program(`solvers ${direction}`, Object.fromEntries(residuals))
}
