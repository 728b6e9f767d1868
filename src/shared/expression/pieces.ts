import * as I from './interval'
import type { Interval } from './interval'
import { jetOf, largest, type Anchors, type Fault } from './jet'
import type { Expression } from './syntax'

/** What is known of f on one small interval; they follow each other without gaps. */
export interface Leaf {
  readonly from: number
  readonly to: number
  /**
   * `turns`: too small to be divided further, and f is continuous there, but its slope may pass or touch 0. `jumps`: as
   * small, and f may jump.
   */
  readonly does: 'rises' | 'falls' | 'stays' | 'turns' | 'jumps'
  /** Bounds on |f′|. */
  readonly steepness: Interval
}

/** Why a search ended early. */
export interface Obstacle {
  readonly at: number
  readonly fault: Fault | null
}

/** Pieces that the search starts with, and steps that it may take. */
const coarse = 64
const budget = 4000
/** The finest piece as a share of all: around a jump; and around a turn, below which rounding hides the slope's sign. */
const finest = { jumps: 1e-12, turns: 1e-9 } as const

/**
 * Divides [from, to] until f is proved to rise or fall on every piece, or the piece is too small to matter. A slope that
 * is bounded away from 0 proves it at once, across kinks too. A slope that touches 0 proves it where f is analytic and
 * its ends differ: the slope of such an f has single zeros. Where the sign is open, the slope is bounded again around the
 * middle, f′(m) + f″·(z − m), so that the open pieces around a zero stay few.
 */
export function leavesOf(e: Expression, from: number, to: number, anchors: Anchors): readonly Leaf[] | Obstacle {
  const rounding = 8 * Number.EPSILON * Math.max(Math.abs(from), Math.abs(to))
  const edge = (i: number) => (i === coarse ? to : from + ((to - from) * i) / coarse)
  const waiting = Array.from({ length: coarse }, (_, i): Interval => [edge(i), edge(i + 1)]).reverse()
  const leaves: Leaf[] = []
  for (let steps = 0; waiting.length > 0; steps++) {
    const box = waiting.pop()!
    const found = judge(e, box, anchors)
    if (found.kind === 'fault' && found.fault.certain) return { at: box[0], fault: found.fault }
    const middle = (box[0] + box[1]) / 2
    const share = found.kind === 'open' ? finest[found.does] : finest.jumps
    const small = box[1] - box[0] <= Math.max(share * (to - from), rounding)
    if (found.kind === 'leaf') leaves.push(found.leaf)
    else if (!small && steps < budget) waiting.push([middle, box[1]], [box[0], middle])
    else if (small && found.kind === 'open')
      leaves.push({ from: box[0], to: box[1], does: found.does, steepness: I.whole })
    else return { at: nearest(e, box), fault: found.kind === 'fault' ? found.fault : null }
  }
  return leaves
}

/** The end of a small box at which f cannot be computed, else its first. */
const nearest = (e: Expression, [lo, hi]: Interval): number => (jetOf(e, I.point(hi)).fault ? hi : lo)

type Judgement =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'open'; readonly does: 'turns' | 'jumps' }
  | { readonly kind: 'fault'; readonly fault: Fault }

function judge(e: Expression, box: Interval, anchors: Anchors): Judgement {
  const [from, to] = box
  const jet = jetOf(e, box, anchors)
  if (jet.fault) return { kind: 'fault', fault: jet.fault }
  if (!jet.continuous) return { kind: 'open', does: 'jumps' }
  const slope = jet.smooth && opens(jet.slope) ? refined(e, box, jet) : jet.slope
  const leaf = (does: Leaf['does']): Judgement => ({ kind: 'leaf', leaf: { from, to, does, steepness: I.abs(slope) } })
  if (I.size(slope) > largest)
    return { kind: 'fault', fault: { part: 'f', why: 'is steeper than 10³⁰ there', certain: false } }
  if (slope[0] > 0) return leaf('rises')
  if (slope[1] < 0) return leaf('falls')
  if (slope[0] === 0 && slope[1] === 0) return leaf('stays')
  if (jet.smooth && !opens(slope)) {
    const [a, b] = [jetOf(e, I.point(from)).value, jetOf(e, I.point(to)).value]
    if (slope[0] === 0 && a[1] < b[0]) return leaf('rises')
    if (slope[1] === 0 && a[0] > b[1]) return leaf('falls')
  }
  return { kind: 'open', does: 'turns' }
}

const opens = ([lo, hi]: Interval): boolean => lo < 0 && hi > 0

/** The mean value form of f′ over a box where f is smooth. */
function refined(e: Expression, [from, to]: Interval, { slope, curvature }: { slope: Interval; curvature: Interval }) {
  const middle = (from + to) / 2
  const around = I.sub([from, to], I.point(middle))
  return I.meet(slope, I.add(jetOf(e, I.point(middle)).slope, I.mul(curvature, around)))
}
