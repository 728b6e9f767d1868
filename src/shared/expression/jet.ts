import { unaryRules } from './functions'
import * as I from './interval'
import type { Interval } from './interval'
import { print } from './print'
import { constants, spelledOut, wholePower, type Expression, type If } from './syntax'

/** Why a part cannot be computed somewhere in an interval. */
export interface Fault {
  readonly part: string
  readonly why: string
  /** Whether it is so on the whole interval, or only may be somewhere. */
  readonly certain: boolean
}

/** Bounds on f, f′ and f″ over an interval of z: automatic differentiation in interval arithmetic. */
export interface Jet {
  readonly value: Interval
  /** Holds every slope, at a kink those of both sides: f(b) − f(a) is in slope · (b − a) wherever f is continuous. */
  readonly slope: Interval
  /** Bounds f″ where `smooth`. */
  readonly curvature: Interval
  /** No kink of abs, min, max or a condition lies inside, for sure: f is analytic there. */
  readonly smooth: boolean
  /** No jump lies inside, for sure. */
  readonly continuous: boolean
  readonly fault: Fault | null
}

/** Larger values are refused, so that single precision holds them and the products that gradients make of them. */
export const largest = 1e30

/** For each condition, places where it is settled: what to give a branch that is not taken, so that it stays finite. */
export type Anchors = Map<If, { then?: number; otherwise?: number }>

const zero = I.point(0)
const one = I.point(1)
const constant = (value: Interval): Jet => ({
  value,
  slope: zero,
  curvature: zero,
  smooth: true,
  continuous: true,
  fault: null,
})

const worst = (...faults: readonly (Fault | null)[]): Fault | null =>
  faults.find((fault) => fault?.certain) ?? faults.find((fault) => fault !== null) ?? null

/** Both may be met; neither is certain. */
const either = (...faults: readonly (Fault | null)[]): Fault | null => {
  const found = worst(...faults)
  return found && { ...found, certain: faults.every((fault) => fault?.certain) }
}

type Parts = Pick<Jet, 'value' | 'slope' | 'curvature'>

const combine = (parts: Parts, fault: Fault | null, ...of: readonly Jet[]): Jet => ({
  ...parts,
  smooth: of.every(({ smooth }) => smooth),
  continuous: of.every(({ continuous }) => continuous),
  fault: worst(...of.map((jet) => jet.fault), fault),
})

/** f on an interval; records in `anchors` where conditions are settled. */
export function jetOf(e: Expression, z: Interval, anchors?: Anchors): Jet {
  const other = spelledOut(e)
  const jet = other ? jetOf(other, z, anchors) : rule(e, z, anchors)
  if (jet.fault || I.size(jet.value) <= largest) return jet
  const certain = jet.value[0] > largest || jet.value[1] < -largest
  return { ...jet, fault: { part: print(e), why: 'passes 10³⁰ there, too much for single precision', certain } }
}

function rule(e: Expression, z: Interval, anchors?: Anchors): Jet {
  switch (e.kind) {
    case 'number':
      return constant(I.point(e.value))
    case 'constant':
      return constant([I.below(constants[e.name]), I.above(constants[e.name])])
    case 'variable':
      return { ...constant(z), slope: one }
    case 'negate': {
      const u = jetOf(e.of, z, anchors)
      return { ...u, value: I.neg(u.value), slope: I.neg(u.slope), curvature: I.neg(u.curvature) }
    }
    case 'call':
      return called(e, jetOf(e.of, z, anchors))
    case 'if':
      return chosen(e, z, anchors)
    case 'binary': {
      const u = jetOf(e.left, z, anchors)
      return e.op === '^' ? raised(e, u, wholePower(e.right)!) : paired(e, u, jetOf(e.right, z, anchors))
    }
  }
}

/** g(u)′ = g′ u′ and g(u)″ = g″ u′² + g′ u″. */
const chain = ([value, slope, curvature]: readonly [Interval, Interval, Interval], u: Jet): Parts => ({
  value,
  slope: I.mul(slope, u.slope),
  curvature: I.add(I.mul(curvature, I.square(u.slope)), I.mul(slope, u.curvature)),
})

function called(e: Expression & { readonly kind: 'call' }, u: Jet): Jet {
  if (e.name === 'abs') return larger(u, negated(u))
  const { bounds, needs } = unaryRules[e.name as keyof typeof unaryRules]
  const outside = (x: number) => needs && (x < needs.least || (needs.open && x === needs.least))
  const fault = outside(u.value[0])
    ? { part: print(e), why: `needs ${needs!.words}`, certain: !!outside(u.value[1]) }
    : null
  return combine(chain(bounds(u.value), u), fault, u)
}

function raised(e: Expression, u: Jet, n: number): Jet {
  const m = Math.abs(n)
  const down = (k: number): Interval => (m < k ? zero : I.power(u.value, m - k))
  const powered = chain([down(0), I.mul(I.point(m), down(1)), I.mul(I.point(m * (m - 1)), down(2))], u)
  const jet = combine(powered, null, u)
  return n >= 0 ? jet : quotient(e, constant(one), jet)
}

/** q = a/b: q′ = (a′ − q b′)/b and q″ = (a″ − 2 q′ b′ − q b″)/b. */
function quotient(e: Expression, a: Jet, b: Jet): Jet {
  const over = I.inverse(b.value)
  const value = I.mul(a.value, over)
  const slope = I.mul(I.sub(a.slope, I.mul(value, b.slope)), over)
  const bends = I.add(I.mul(I.mul(I.point(2), slope), b.slope), I.mul(value, b.curvature))
  const curvature = I.mul(I.sub(a.curvature, bends), over)
  const certain = b.value[0] === 0 && b.value[1] === 0
  const fault = I.holds(b.value, 0) ? { part: print(e), why: 'divides by 0', certain } : null
  return combine({ value, slope, curvature }, fault, a, b)
}

function paired(e: Expression & { readonly kind: 'binary' }, a: Jet, b: Jet): Jet {
  const linear = (f: typeof I.add) =>
    combine(
      { value: f(a.value, b.value), slope: f(a.slope, b.slope), curvature: f(a.curvature, b.curvature) },
      null,
      a,
      b,
    )
  switch (e.op) {
    case '+':
      return linear(I.add)
    case '-':
      return linear(I.sub)
    case '*': {
      const ends = I.add(I.mul(a.curvature, b.value), I.mul(a.value, b.curvature))
      const parts = {
        value: I.mul(a.value, b.value),
        slope: I.add(I.mul(a.slope, b.value), I.mul(a.value, b.slope)),
        curvature: I.add(ends, I.mul(I.point(2), I.mul(a.slope, b.slope))),
      }
      return combine(parts, null, a, b)
    }
    case '/':
      return quotient(e, a, b)
    case 'max':
      return larger(a, b)
    default:
      return negated(larger(negated(a), negated(b)))
  }
}

const negated = (u: Jet): Jet => ({
  ...u,
  value: I.neg(u.value),
  slope: I.neg(u.slope),
  curvature: I.neg(u.curvature),
})

function larger(a: Jet, b: Jet): Jet {
  const fault = worst(a.fault, b.fault)
  const [above, under] = [a.value[0] >= b.value[1], b.value[0] >= a.value[1]]
  if (above !== under) return { ...(above ? a : b), fault } // both where they only touch: a kink
  const value: Interval = [Math.max(a.value[0], b.value[0]), Math.max(a.value[1], b.value[1])]
  const parts = { value, slope: I.hull(a.slope, b.slope), curvature: I.whole }
  return { ...combine(parts, null, a, b), smooth: false }
}

function chosen(e: If, z: Interval, anchors?: Anchors): Jet {
  const [left, right] = [jetOf(e.left, z, anchors), jetOf(e.right, z, anchors)]
  const holds = settled(e, left.value, right.value)
  const fault = worst(left.fault, right.fault)
  if (holds !== null && !fault) {
    const known = anchors?.get(e) ?? {}
    if (holds) known.then ??= (z[0] + z[1]) / 2
    else known.otherwise ??= (z[0] + z[1]) / 2
    anchors?.set(e, known)
    return jetOf(holds ? e.then : e.otherwise, z, anchors)
  }
  const [a, b] = [jetOf(e.then, z, anchors), jetOf(e.otherwise, z, anchors)]
  return {
    value: I.hull(a.value, b.value),
    slope: I.hull(a.slope, b.slope),
    curvature: I.whole,
    smooth: false,
    continuous: false,
    fault: worst(fault, either(a.fault, b.fault)),
  }
}

/** Whether the comparison holds throughout, or nowhere; null when it may do either. */
function settled({ relation }: If, left: Interval, right: Interval): boolean | null {
  const [a, b] = relation === '<' || relation === '<=' ? [left, right] : [right, left]
  const strict = relation === '<' || relation === '>'
  if (strict ? a[1] < b[0] : a[1] <= b[0]) return true
  return (strict ? a[0] >= b[1] : a[0] > b[1]) ? false : null
}
