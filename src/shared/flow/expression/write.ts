import { constants, spelledOut, wholePower, type Expression, type If, type UnaryName } from '../../expression/syntax'
import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'

/** s·g(s·u) with s the sign of u, for an odd g that is only right for u ≥ 0. s is 1 at 0, which keeps the slope there. */
function odd(b: Builder, u: Node, g: (a: Node) => Node): Node {
  const s = b.select(b.less(u, 0), -1, 1)
  return b.mul(s, g(b.mul(s, u)))
}

const functions: { readonly [N in Exclude<UnaryName, 'tan'>]: (b: Builder, u: Node) => Node } = {
  exp: (b, u) => b.exp(u),
  log: (b, u) => b.log(u),
  sqrt: (b, u) => b.sqrt(u),
  abs: (b, u) => b.abs(u),
  sin: (b, u) => b.sin(u),
  cos: (b, u) => b.cos(u),
  tanh: (b, u) => b.tanh(u),
  // ½(t + t/(1 + t)) with t = e^a − 1, which keeps its digits near 0
  sinh: (b, u) =>
    odd(b, u, (a) => {
      const t = b.expm1(a)
      return b.mul(0.5, b.add(t, b.div(t, b.add(t, 1))))
    }),
  cosh: (b, u) => b.mul(0.5, b.add(b.exp(u), b.exp(b.neg(u)))),
  // ln(a + √(a² + 1)) as ln(1 + a + a²/(1 + √(a² + 1))), likewise
  asinh: (b, u) =>
    odd(b, u, (a) => {
      const aa = b.square(a)
      return b.log1p(b.add(a, b.div(aa, b.add(1, b.sqrt(b.add(aa, 1))))))
    }),
  sigmoid: (b, u) => b.sigmoid(u),
  softplus: (b, u) => b.softplus(u),
  erf: (b, u) => b.erf(u),
}

const relations: { readonly [R in If['relation']]: (b: Builder, left: Node, right: Node) => Node } = {
  '<': (b, left, right) => b.less(left, right),
  '<=': (b, left, right) => b.lessEqual(left, right),
  '>': (b, left, right) => b.less(right, left),
  '>=': (b, left, right) => b.lessEqual(right, left),
}

/** For each condition, a place of all variables at which it holds, and one at which it does not, if there are such. */
export type Places = ReadonlyMap<If, { readonly then?: Place; readonly otherwise?: Place }>
type Place = number | readonly number[]

/**
 * The expression as nodes of the variables' shape, for places at which it is known to be usable. A branch of a condition
 * that is not taken gets a place at which it would be, from `anchors`, so that what it gives is finite and its gradient is
 * not NaN.
 */
export function write(b: Builder, e: Expression, at: readonly Node[], anchors: Places): Node {
  const of = (part: Expression, there = at) => write(b, part, there, anchors)
  const { shape } = at[0]
  const other = spelledOut(e)
  if (other) return of(other)
  switch (e.kind) {
    case 'number':
      return b.fill(e.value, shape)
    case 'constant':
      return b.fill(constants[e.name], shape)
    case 'variable':
      return at[e.index]
    case 'negate':
      return b.neg(of(e.of))
    case 'call':
      return functions[e.name as keyof typeof functions](b, of(e.of))
    case 'if': {
      const { then, otherwise } = anchors.get(e) ?? {}
      if (then === undefined) return of(e.otherwise) // it never holds
      if (otherwise === undefined) return of(e.then)
      const holds = relations[e.relation](b, of(e.left), of(e.right))
      const kept = (place: Place, i: number) => (typeof place === 'number' ? place : place[i])
      const where = at.map((node, i) => b.select(holds, node, kept(then, i)))
      const elsewhere = at.map((node, i) => b.select(holds, kept(otherwise, i), node))
      return b.select(holds, of(e.then, where), of(e.otherwise, elsewhere))
    }
    case 'binary': {
      if (e.op === '^') return raise(b, of(e.left), wholePower(e.right)!)
      const [left, right] = [of(e.left), of(e.right)]
      switch (e.op) {
        case '+':
          return b.add(left, right)
        case '-':
          return b.sub(left, right)
        case '*':
          return b.mul(left, right)
        case '/':
          return b.div(left, right)
        case 'min':
          return b.min(left, right)
        case 'max':
          return b.max(left, right)
      }
    }
  }
}

/** uⁿ by repeated squaring. */
function raise(b: Builder, u: Node, n: number): Node {
  if (n < 0) return b.div(1, raise(b, u, -n))
  if (n === 0) return b.fill(1, u.shape)
  if (n === 1) return u
  const half = raise(b, b.square(u), Math.floor(n / 2))
  return n % 2 === 0 ? half : b.mul(u, half)
}
