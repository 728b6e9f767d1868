import { leastSlope, type OneToOne, type Piece } from '../../expression/analyse'
import type { Expression } from '../../expression/syntax'
import { gapsOf, verdictOf, type Outside } from '../../expression/verdict'
import { jvp } from '../../tensor/autodiff/jvp'
import type { Builder, Operand } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import { FlowError, type BijectorDefinition } from '../bijector'
import { write } from '../expression/write'
import { choiceSetting, numberSetting } from '../settings'

/** Newton steps and halvings; where the slope touches 0 a step only takes a third off. */
const steps = 80

/**
 * x_i = f(z_i) for each coordinate, f as the user typed it; log|det ∂x/∂z| = Σ ln|f′(z_i)|. Made only when interval
 * arithmetic proves that f is one-to-one on [from, to]. Outside, f goes on as two lines with its end slopes, ℝ → ℝ and C¹;
 * or there is nothing: [from, to] → its image, with log|det| −∞ elsewhere.
 *
 * f⁻¹ has no closed form: bracketed Newton on the piece of f whose image holds x. There is one piece unless f jumps.
 * Values that it jumps over have log|det| −∞. No parameters.
 */
export const expression: BijectorDefinition = {
  type: 'expression',
  create: (settings) => {
    const beyond = choiceSetting(settings, 'outside') as Outside
    const ends = [numberSetting(settings, 'from'), numberSetting(settings, 'to')] as const
    const verdict = verdictOf(choiceSetting(settings, 'expression'), ...ends, beyond)
    if (!verdict.ok) throw new FlowError(`Custom expression: ${verdict.words}`)
    const { f, proved } = verdict
    const { from, to, pieces } = proved
    const image = [Math.min(...pieces.map(({ low }) => low)), Math.max(...pieces.map(({ high }) => high))] as const
    const lines = beyond === 'lines' ? linesOf(proved) : null
    return {
      parameters: [],
      ...(!lines && { domain: [from, to], codomain: image }),
      forwardAndLogDet: ({ b }, z) => {
        const held = clamp(b, z, from, to)
        const logSlope = b.log(steepness(b, slopeOf(b, f, held, proved)))
        const value = write(b, f, [held], proved.anchors)
        if (!lines) return { value, logDet: b.sum(b.select(outside(b, z, [from, to]), -Infinity, logSlope), [-1]) }
        const line = b.select(b.less(z, from), lines.first, lines.last)
        return { value: b.add(value, b.mul(line, b.sub(z, held))), logDet: b.sum(logSlope, [-1]) }
      },
      inverseAndLogDet: ({ b }, x) => {
        const held = clamp(b, x, ...image)
        const z = preimage(b, f, held, proved)
        const slope = slopeOf(b, f, z, proved)
        const minus = b.neg(b.log(steepness(b, slope)))
        const reached = gapsOf(pieces).reduce((left, gap) => b.select(between(b, x, gap), -Infinity, left), minus)
        if (!lines) return { value: z, logDet: b.sum(b.select(outside(b, x, image), -Infinity, reached), [-1]) }
        const line = b.select(b.less(x, image[0]), lines.below, lines.above)
        return { value: b.add(z, b.div(b.sub(x, held), line)), logDet: b.sum(reached, [-1]) }
      },
    }
  },
}

type Ends = readonly [number, number]

const clamp = (b: Builder, x: Node, from: Operand, to: Operand): Node => b.min(b.max(x, from), to)
/** What is not a number is not outside, and stays so. */
const outside = (b: Builder, x: Node, [from, to]: Ends): Node => b.or(b.less(x, from), b.less(to, x))
const between = (b: Builder, x: Node, [from, to]: Ends): Node => b.and(b.less(from, x), b.less(x, to))

/** |f′|, kept from 0 so that its logarithm is finite where f only touches a slope of 0. */
const steepness = (b: Builder, slope: Node): Node => b.max(b.abs(slope), leastSlope)

/** Slopes of the two lines, by their end of the interval and by their end of the image. */
function linesOf({ endSlopes: [first, last], monotone }: OneToOne) {
  const [below, above] = monotone === 'increasing' ? [first, last] : [last, first]
  return { first, last, below, above }
}

/** f′ at z. */
function slopeOf(b: Builder, f: Expression, z: Node, { anchors }: OneToOne): Node {
  const [slope] = jvp(b, [write(b, f, [z], anchors)], [z], [b.fill(1, z.shape)])
  return b.broadcast(slope ?? b.scalar(0), z.shape)
}

/** z in [from, to] with f(z) = x, for x in the image. */
function preimage(b: Builder, f: Expression, x: Node, proved: OneToOne): Node {
  const upwards = [...proved.pieces].sort((p, q) => p.low - q.low)
  /** What the piece says whose image holds x. */
  const ofPiece = (say: (piece: Piece) => number): Node =>
    upwards.slice(1).reduce<Node>(
      (lower, piece, i) => {
        const border = (upwards[i].high + piece.low) / 2
        return b.select(b.less(x, border), lower, say(piece))
      },
      b.scalar(say(upwards[0])),
    )
  const sign = ofPiece(({ rises }) => (rises ? 1 : -1))
  const held = clamp(b, x, ofPiece(({ low }) => low), ofPiece(({ high }) => high)) // prettier-ignore
  const z = b.root(
    (inner, z, [x, sign]) => inner.mul(sign, inner.sub(write(inner, f, [z], proved.anchors), x)),
    { lower: ofPiece(({ from }) => from), upper: ofPiece(({ to }) => to) },
    [held, sign],
    steps,
  )
  if (proved.steep) return z
  // The root's own derivative, 1/f′, is infinite where the slope touches 0: here it is kept finite
  const fixed = b.stopGradient(z)
  const slope = b.mul(sign, b.stopGradient(steepness(b, slopeOf(b, f, fixed, proved))))
  return b.add(fixed, b.div(b.sub(held, b.stopGradient(held)), slope))
}
