import { panels } from './quadrature'

export interface PinwheelShape {
  readonly arms: number
  readonly radial: number
  readonly tangential: number
  readonly rate: number
}

/** On the circle at distance ρ: the turn of an angle, its slope, and the density before the turn. */
function circleOf({ radial, tangential, rate }: PinwheelShape, rho: number) {
  const norm = 1 / (2 * Math.PI * radial * tangential)
  return {
    g: (beta: number) => beta - rate * Math.exp(rho * Math.cos(beta)),
    slope: (beta: number) => 1 + rate * rho * Math.sin(beta) * Math.exp(rho * Math.cos(beta)),
    q: (beta: number) => {
      const along = (rho * Math.cos(beta) - 1) / radial
      const across = (rho * Math.sin(beta)) / tangential
      return norm * Math.exp(-(along * along + across * across) / 2)
    },
  }
}

const REACH = 7.5
const ANGLES = 240

/**
 * −∫ p ln p of the pinwheel: f = (1 + N(0, radial²), N(0, tangential²)) turned by −(2πk/arms + rate · e^{f₁}), k uniform.
 * The turn keeps ρ = |f|, so at each ρ only the angle moves: φ = g(β) = β − rate · e^{ρ cos β}, and
 * p(ρ, φ) = (1/arms) Σ q(ρ cos β, ρ sin β) / |g′(β)| over all β with g(β) ≡ φ modulo one arm's angle 2π/arms.
 * The sum is gathered by walking β round the circle and solving wherever g crosses a grid angle.
 */
export function pinwheelEntropy(shape: PinwheelShape): number {
  const { arms, radial, tangential } = shape
  const sector = (2 * Math.PI) / arms
  const step = sector / ANGLES
  const from = Math.max(0, 1 - REACH * radial)
  const to = Math.hypot(1 + REACH * radial, REACH * tangential)
  const rule = panels(from, to, Math.ceil((to - from) / Math.min(radial, 0.2)))
  const p = new Float64Array(ANGLES)

  let sum = 0
  rule.nodes.forEach((rho, i) => {
    const { g, slope, q } = circleOf(shape, rho)
    // Only a wedge about β = 0 carries mass, unless the noise reaches across the centre.
    const across = rho < REACH * tangential || rho < REACH * radial - 1
    const halfAngle = across ? Math.PI : Math.asin((REACH * tangential) / rho)
    const pieces = Math.ceil((2 * halfAngle) / 0.02)
    p.fill(0)
    for (let k = 0; k < pieces; k++) {
      const left = halfAngle * ((2 * k) / pieces - 1)
      const right = halfAngle * ((2 * (k + 1)) / pieces - 1)
      const [low, high] = [g(left), g(right)].sort((a, b) => a - b)
      for (let cell = Math.ceil(low / step); cell * step < high; cell++) {
        const beta = solve(g, slope, cell * step, left, right)
        p[((cell % ANGLES) + ANGLES) % ANGLES] += q(beta) / Math.abs(slope(beta)) / arms
      }
    }
    for (const value of p) if (value > 0) sum -= rule.weights[i] * rho * step * arms * value * Math.log(value)
  })
  return sum
}

/** The β in [left, right] with g(β) = target: Newton from the chord, falling back to the chord where it leaves. */
function solve(
  g: (beta: number) => number,
  slope: (beta: number) => number,
  target: number,
  left: number,
  right: number,
): number {
  const chord = left + ((right - left) * (target - g(left))) / (g(right) - g(left))
  let beta = chord
  for (let step = 0; step < 3; step++) beta -= (g(beta) - target) / slope(beta)
  return beta >= left && beta <= right ? beta : chord
}

/** Farther from where an arm is thickest, in standard deviations, the density is taken for 0: below e⁻¹⁰⁰. */
const HORIZON = 14.2

/** Angles all round the circle, the first once more at the end. */
const PIECES = 320
const angles = Float64Array.from({ length: PIECES + 1 }, (_, k) => Math.PI * ((2 * k) / PIECES - 1))
const cosines = angles.map(Math.cos)
const sines = angles.map(Math.sin)

/** p of the pinwheel at a place in the plane, by the sum over β above. */
export function pinwheelDensity(shape: PinwheelShape, x: number, y: number): number {
  const { arms, radial, tangential, rate } = shape
  const sector = (2 * Math.PI) / arms
  const rho = Math.hypot(x, y)
  const phi = Math.atan2(y, x)
  const { g, slope, q } = circleOf(shape, rho)
  /** Whether the density counts at an angle, and there the turn and its slope. */
  const node = (k: number) => {
    const along = (rho * cosines[k] - 1) / radial
    const across = (rho * sines[k]) / tangential
    const power = rate * Math.exp(rho * cosines[k])
    const near = along * along + across * across < HORIZON * HORIZON
    return { near, beta: angles[k], turned: angles[k] - power, slope: 1 + rho * sines[k] * power }
  }
  let sum = 0

  /** All β between two places where g does not turn back, from its values there. */
  function gather(left: number, right: number, a: number, b: number): void {
    const [low, high] = a < b ? [a, b] : [b, a]
    for (let turn = Math.ceil((low - phi) / sector); phi + turn * sector < high; turn++) {
      const beta = bracketed(g, slope, phi + turn * sector, left, right)
      sum += q(beta) / Math.abs(slope(beta)) / arms
    }
  }

  let left = node(0)
  for (let k = 1; k <= PIECES; k++) {
    const right = node(k)
    if (left.near || right.near) {
      if (left.slope * right.slope >= 0) gather(left.beta, right.beta, left.turned, right.turned)
      else {
        const turning = bisect(slope, left.beta, right.beta)
        gather(left.beta, turning, left.turned, g(turning))
        gather(turning, right.beta, g(turning), right.turned)
      }
    }
    left = right
  }
  return sum
}

/** Where f changes its sign. */
function bisect(f: (beta: number) => number, left: number, right: number): number {
  let [a, b] = [left, right]
  for (let step = 0; step < 50; step++) {
    const middle = (a + b) / 2
    if (f(a) * f(middle) > 0) a = middle
    else b = middle
  }
  return (a + b) / 2
}

/** The β in [left, right], where g is monotone, with g(β) = target: Newton, halving the bracket where it leaves that. */
function bracketed(
  g: (beta: number) => number,
  slope: (beta: number) => number,
  target: number,
  left: number,
  right: number,
): number {
  const rising = g(right) > g(left)
  let [a, b] = [left, right]
  let beta = left + ((right - left) * (target - g(left))) / (g(right) - g(left))
  for (let step = 0; step < 60; step++) {
    const gap = g(beta) - target
    if (gap > 0 === rising) b = beta
    else a = beta
    const next = beta - gap / slope(beta)
    const moved = next > a && next < b ? next : (a + b) / 2
    if (Math.abs(moved - beta) < 1e-14) return moved
    beta = moved
  }
  return beta
}
