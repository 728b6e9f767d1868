import { evaluate } from './evaluate'
import * as I from './interval'
import { jetOf, type Anchors, type Fault } from './jet'
import { leavesOf, type Leaf } from './pieces'
import type { Expression } from './syntax'
import { number, place, span } from './words'

/** A stretch of the interval on which f is continuous and strictly rises or falls. */
export interface Piece {
  readonly from: number
  readonly to: number
  readonly rises: boolean
  /** Whether f runs on into it from the piece before without a jump. */
  readonly joined: boolean
  /** Its image, low end first. */
  readonly low: number
  readonly high: number
}

/** What was proved of f on [from, to]: it is one-to-one, by its pieces in the order of z; or why it cannot be used. */
export type Analysis = OneToOne | { readonly ok: false; readonly reason: string }

export interface OneToOne {
  readonly ok: true
  readonly from: number
  readonly to: number
  /** All of one direction and in one order of images for a monotone f, which may still jump between them. */
  readonly pieces: readonly Piece[]
  readonly monotone: 'increasing' | 'decreasing' | null
  /** f′ at both ends, NaN at a kink: the slopes of the lines that continue f. */
  readonly endSlopes: readonly [number, number]
  /** Whether |f′| stays away from 0. */
  readonly steep: boolean
  /** Where f′ touches 0, or may within a billionth of the interval. */
  readonly flatAt: readonly number[]
  readonly anchors: Anchors
}

/** f needs to rise by more than this times the change of z, or its inverse is lost in rounding. */
export const leastSlope = 1e-12
/** Above this, slopes are as good as any. */
const comfortable = 1e-6
/** A flat stretch counts from this share of the interval on. */
const flatShare = 1e-3
/** More jumps and turns than anybody types. */
const mostPieces = 8
export const leastWidth = 1e-3
/** Two images may share so much about a value, since a jump is found to a small width only. */
export const sliver = (value: number): number => 1e-9 * (1 + Math.abs(value))

const refuse = (reason: string): Analysis => ({ ok: false, reason })

/** Whether f is one-to-one between two ends, in either order: proved by intervals, or refused with where and why. */
export function analyse(e: Expression, end: number, otherEnd: number): Analysis {
  const [from, to] = [Math.min(end, otherEnd), Math.max(end, otherEnd)]
  if (to - from < leastWidth)
    return refuse(`The interval is ${span(from, to)}, expected ends at least ${leastWidth} apart. Move one of them.`)
  const anchors: Anchors = new Map()
  const leaves = leavesOf(e, from, to, anchors)
  if (!('length' in leaves)) return refuse(obstacle(leaves.at, leaves.fault))
  const still = leaves.find(({ does }) => does === 'stays')
  if (still) {
    const last = leaves.slice(leaves.indexOf(still)).findIndex(({ does }) => does !== 'stays')
    const until = last < 0 ? to : leaves[leaves.indexOf(still) + last].from
    return refuse(
      `f is constant on ${span(still.from, until)}, so it cannot be turned back there. Change it, or move the interval.`,
    )
  }
  const torn = [leaves[0], leaves.at(-1)!].findIndex((leaf) => leaf.does === 'jumps' && isJump(e, leaf))
  if (torn >= 0)
    return refuse(
      `f jumps at the very end z = ${place([from, to][torn])} of the interval, so that one point stands alone. Move that end a little.`,
    )
  const jumping = leaves.map((leaf) => leaf.does === 'jumps' && isJump(e, leaf))
  const lone = jumping.findIndex((jumps, i) => jumps && jumping[i - 1])
  if (lone >= 0)
    return refuse(
      `f jumps on both sides of z = ${place(leaves[lone].from)}, so that one point stands alone. Change it, or move the interval.`,
    )
  const pieces = piecesOf(e, leaves)
  if (pieces.length === 0) return refuse(obstacle(from, null))
  const clash = pieces.length > mostPieces ? crowd(pieces) : overlap(e, pieces)
  if (clash) return refuse(clash)
  const flat = leaves.find((leaf) => leaf.steepness[1] < leastSlope && leaf.to - leaf.from > flatShare * (to - from))
  if (flat) {
    const runs = pieces.length === 1 ? `f ${pieces[0].rises ? 'rises' : 'falls'} throughout, but` : 'f'
    return refuse(
      `${runs} is all but flat near z = ${place((flat.from + flat.to) / 2)}: its slope is below 10⁻¹², too little to be turned back ` +
        `in floating point. Move the interval away from there.`,
    )
  }
  const endSlopes = [from, to].map((z) => slopeAt(e, z)) as [number, number]
  const flatAt = leaves.flatMap((leaf) =>
    leaf.steepness[0] < leastSlope && leaf.does !== 'jumps' && (leaf.does === 'turns' || touches(e, leaf))
      ? [zeroIn(e, leaf)]
      : [],
  )
  return {
    ok: true,
    from,
    to,
    pieces,
    monotone: monotony(pieces),
    endSlopes,
    steep: leaves.every(({ does, steepness }) => does === 'jumps' || steepness[0] > comfortable),
    flatAt: [...new Set(flatAt)],
    anchors,
  }
}

function slopeAt(e: Expression, z: number): number {
  const [lo, hi] = jetOf(e, I.point(z)).slope
  return hi - lo <= 1e-6 * Math.max(Math.abs(lo), Math.abs(hi), 1e-6) ? (lo + hi) / 2 : NaN
}

/** Which end of a leaf has slope 0, if one has. */
const touches = (e: Expression, { from, to }: Leaf): boolean =>
  [from, to].some((z) => I.holds(jetOf(e, I.point(z)).slope, 0))
const zeroIn = (e: Expression, { from, to }: Leaf): number =>
  I.holds(jetOf(e, I.point(from)).slope, 0) ? from : I.holds(jetOf(e, I.point(to)).slope, 0) ? to : (from + to) / 2

function obstacle(at: number, fault: Fault | null): string {
  const where = `near z = ${place(at)}`
  if (!fault)
    return `It could not be shown that f rises or falls ${where}. Is it constant there? Simplify it, or narrow the interval.`
  return `f cannot be used ${where}: ${fault.part} ${fault.why}. Change it, or narrow the interval.`
}

/** Joins leaves into stretches of one direction; a jump or a turn between two of them ends a stretch. */
function piecesOf(e: Expression, leaves: readonly Leaf[]): readonly Piece[] {
  const runs: { from: number; to: number; rises: boolean; joined: boolean }[] = []
  let fresh = true
  for (const leaf of leaves) {
    if (leaf.does === 'turns') continue
    if (leaf.does === 'jumps') {
      fresh ||= isJump(e, leaf)
      continue
    }
    const rises = leaf.does === 'rises'
    const run = runs.at(-1)
    if (run && run.rises === rises && !fresh) run.to = leaf.to
    else runs.push({ from: leaf.from, to: leaf.to, rises, joined: !fresh })
    fresh = false
  }
  return runs.map((run) => {
    const ends = [evaluate(e, run.from), evaluate(e, run.to)]
    return { ...run, low: Math.min(...ends), high: Math.max(...ends) }
  })
}

/** Whether f differs at the ends of a leaf by more than its slopes and rounding explain. */
function isJump(e: Expression, { from, to }: Leaf): boolean {
  const [a, b] = [evaluate(e, from), evaluate(e, to)]
  const slopes = [from, to].map((z) => I.size(jetOf(e, I.point(z)).slope))
  return Math.abs(b - a) > 4 * Math.max(...slopes) * (to - from) + 1e-12 * (1 + Math.abs(a) + Math.abs(b))
}

const course = ({ rises, from, to }: Piece): string => `${rises ? 'rises' : 'falls'} on ${span(from, to)}`

const crowd = (pieces: readonly Piece[]): string =>
  `f ${course(pieces[0])} and ${course(pieces[1])}, and so on in ${pieces.length} pieces, expected at most ${mostPieces}. Change it, or narrow the interval.`

/** Two stretches whose images share more than an end, with two points that f sends to one. */
function overlap(e: Expression, pieces: readonly Piece[]): string | null {
  for (const [i, a] of pieces.entries())
    for (const b of pieces.slice(i + 1)) {
      const [low, high] = [Math.max(a.low, b.low), Math.min(a.high, b.high)]
      const turns = b.joined && b === pieces[i + 1] // whatever rises into a turn is met again beyond it
      if (!turns && high - low <= sliver(low)) continue
      const value = (low + high) / 2
      const [first, second] = [a, b].map((piece) => place(preimage(e, piece, value)))
      return (
        `f ${course(a)} and ${course(b)}, so it is not one-to-one: ` +
        `f(${first}) = f(${second}) = ${number(value)}. Change it, or narrow the interval to one side.`
      )
    }
  return null
}

/** z in a piece with f(z) = value, by bisection. */
function preimage(e: Expression, { from, to, rises }: Piece, value: number): number {
  let [lo, hi] = [from, to]
  for (let n = 0; n < 60; n++) {
    const middle = (lo + hi) / 2
    if (evaluate(e, middle) > value === rises) hi = middle
    else lo = middle
  }
  return lo
}

/** One direction throughout, jumps included. */
function monotony(pieces: readonly Piece[]): OneToOne['monotone'] {
  const inOrder = (ordered: readonly Piece[]) =>
    ordered.every((p, i) => i === 0 || ordered[i - 1].high <= p.low + sliver(p.low))
  if (pieces.every(({ rises }) => rises) && inOrder(pieces)) return 'increasing'
  if (pieces.every(({ rises }) => !rises) && inOrder([...pieces].reverse())) return 'decreasing'
  return null
}
