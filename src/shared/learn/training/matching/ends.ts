import type { Bijector } from '../../../flow/bijector'
import type { Flow, Part } from '../../../flow/flow'
import { partRows } from '../../../flow/rows'
import { Builder } from '../../../tensor/ir/builder'
import type { Node, Program } from '../../../tensor/ir/program'
import { thetaLength } from '../../theta'

/** A block that moves points along a vector field. */
export type Moving = Part<Bijector & Required<Pick<Bijector, 'velocity'>>>

/** A flow as flow matching sees it: one path of continuous flows, and what stays as it is on either side of it. */
export interface Stretches {
  /** From z on. */
  readonly before: readonly Part<Bijector>[]
  /** At least one. */
  readonly path: readonly Moving[]
  /** Up to x. */
  readonly after: readonly Part<Bijector>[]
}

const isMoving = (part: Part<Bijector>): part is Moving => part.of.velocity !== undefined

export function stretchesOf({ bijectors }: Flow): Stretches {
  const first = bijectors.findIndex(isMoving)
  const last = bijectors.findLastIndex(isMoving)
  const path = bijectors.slice(first, last + 1).filter(isMoving)
  if (first < 0 || path.length <= last - first)
    throw new Error('internal: flow matching needs continuous flows side by side')
  return { before: bijectors.slice(0, first), path, after: bijectors.slice(last + 1) }
}

/** Where a path begins and ends, [B, D] each. */
export interface Ends {
  readonly y0: Node
  readonly y1: Node
}

/**
 * Draws of the base, taken z → x to where the path begins, and rows x [B, D], taken x → z to where it ends. Blocks on
 * the way and the base are held: a loss that moved the ends would be least where they meet.
 */
export function traceEnds(
  { b, flow, theta }: { readonly b: Builder; readonly flow: Flow; readonly theta: Node },
  x: Node,
  context: Node | null,
): Ends {
  const { before, after } = stretchesOf(flow)
  const held = b.stopGradient(theta)
  const [rows] = x.shape
  // of chance there is only that of the draws
  const still = flow.trace(b, held, { context })
  const z = flow.trace(b, held, { context, rows }).draw()
  return { y0: still.through(before, 'forward', z).value, y1: still.through(after, 'inverse', x).value }
}

/** Both ends of a batch, y0 and y1 [batch, D], from θ, `x` [batch, D + C] and the noise that the base asks for. */
export function endsProgram(flow: Flow, batch: number): Program {
  const b = new Builder()
  const theta = b.input('theta', [thetaLength(flow)])
  const { x, context } = partRows(b, flow, b.rows('x', [batch, flow.width]))
  return b.program('ends of paths', { ...traceEnds({ b, flow, theta }, x, context) })
}
