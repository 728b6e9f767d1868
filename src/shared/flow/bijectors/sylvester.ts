import type { Builder } from '../../tensor/ir/builder'
import type { Node } from '../../tensor/ir/program'
import type { Bijector, TraceContext } from '../bijector'
import { gaussian, zeros } from '../initial'
import type { Frame } from '../linear/frames'
import { aboveDiagonal, diagonalMatrix, strictlyUpper } from '../linear/matrices'
import { direct } from '../pace'
import { leastPositive } from '../positive'
import { tanhRoot } from '../tanhRoot'

/** No diagonal entry leaves [−c, c], so that no slope 1 + h′ r₁ᵢᵢ r₂ᵢᵢ falls below 10⁻³. */
const largestDiagonal = Math.sqrt(1 - leastPositive)

/**
 * Sylvester flow (van den Berg et al. 2018, arXiv:1803.05649): x = z + Q R₁ h(R₂ Qᵀz + b) on ℝᴰ, h = tanh, Q
 * [D, M] with orthonormal columns (`frame`), R₁ and R₂ [M, M] upper triangular.
 * log|det ∂x/∂z| = Σ ln(1 + h′ᵢ r₁ᵢᵢ r₂ᵢᵢ), h′ = 1 − tanh²: Sylvester's identity turns the D × D determinant into that
 * of I + diag(h′) R₂ R₁, whose matrix is upper triangular.
 *
 * Invertible when every r₁ᵢᵢ r₂ᵢᵢ > −1: the diagonals are c tanh(·), c² = 1 − 10⁻³. The paper's theorem 2 asks for an
 * invertible R₂ as well, which the way back below does without. What is orthogonal to Q stays.
 * x → z has no closed form: with a = Qᵀz, Qᵀx = a + R₁ h(R₂ a + b) is triangular, so that from the last row up each has
 * one unknown: y = (R₂ a + b)ᵢ solves y + r₁ᵢᵢ r₂ᵢᵢ tanh y = r₂ᵢᵢ c + s, where c is (Qᵀx)ᵢ less the pushes of later
 * rows, and s is bᵢ with what R₂ takes from later entries of a.
 *
 * Parameters: those of `frame`; `outerDiagonal` [M] and `outerUpper` [M(M − 1)/2], row by row, of R₁, 0 at the start,
 * the identity; `innerDiagonal` [M], N(0, 1), and `innerUpper`, N(0, 1/M), of R₂; `offset` b [M], 0. No uppers when
 * M = 1.
 */
export function sylvester(count: number, frame: Frame): Bijector {
  const uppers = aboveDiagonal(count)
  const pieces = (context: TraceContext) => {
    const { b, parameter } = context
    const triangle = (name: string) => {
      const diagonal = b.mul(largestDiagonal, b.tanh(parameter(`${name}Diagonal`)))
      const matrix = diagonalMatrix(b, diagonal, count)
      return {
        diagonal,
        matrix: uppers > 0 ? b.add(matrix, strictlyUpper(b, parameter(`${name}Upper`), count)) : matrix,
      }
    }
    return {
      Q: frame.columns(context),
      outer: triangle('outer'),
      inner: triangle('inner'),
      offset: parameter('offset'),
    }
  }
  /** Q R₁ h of each row. */
  const push = (b: Builder, { Q, outer }: ReturnType<typeof pieces>, h: Node) =>
    b.matmul(b.matmul(h, outer.matrix, { transposeB: true }), Q, { transposeB: true })
  const logSlopes = (b: Builder, { outer, inner }: ReturnType<typeof pieces>, h: Node) =>
    b.sum(b.log1p(b.mul(b.sub(1, b.square(h)), b.mul(outer.diagonal, inner.diagonal))), [-1])

  return {
    parameters: direct([
      ...frame.parameters,
      zeros('outerDiagonal', [count]),
      ...(uppers > 0 ? [zeros('outerUpper', [uppers])] : []),
      gaussian('innerDiagonal', [count], 1),
      ...(uppers > 0 ? [gaussian('innerUpper', [uppers], 1 / Math.sqrt(count))] : []),
      zeros('offset', [count]),
    ]),
    forwardAndLogDet: (context, z) => {
      const { b } = context
      const all = pieces(context)
      const h = b.tanh(b.add(b.matmul(b.matmul(z, all.Q), all.inner.matrix, { transposeB: true }), all.offset))
      return { value: b.add(z, push(b, all, h)), logDet: logSlopes(b, all, h) }
    },
    inverseAndLogDet: (context, x) => {
      const { b } = context
      const all = pieces(context)
      const h = backSubstituted(b, b.matmul(x, all.Q), all)
      return { value: b.sub(x, push(b, all, h)), logDet: b.neg(logSlopes(b, all, h)) }
    },
  }
}

/** h(R₂ a + b) [B, M] for the a with a + R₁ h(R₂ a + b) = c, from the last row up. */
function backSubstituted(
  b: Builder,
  c: Node,
  { outer, inner, offset }: { outer: Triangle; inner: Triangle; offset: Node },
): Node {
  const found: Node[] = []
  let [left, shift] = [c, b.broadcast(offset, c.shape)]
  for (let i = c.shape[1] - 1; i >= 0; i--) {
    const [r1, r2] = [b.take(outer.diagonal, [i]), b.take(inner.diagonal, [i])]
    const here = b.take(left, [i])
    const h = b.tanh(tanhRoot(b, b.mul(r1, r2), b.add(b.mul(r2, here), b.take(shift, [i]))))
    found.unshift(h)
    if (i === 0) break
    const a = b.sub(here, b.mul(r1, h))
    const above = ({ matrix }: Triangle) => b.reshape(b.slice(b.take(matrix, [i]), 0, i, 0), [1, i])
    left = b.sub(b.slice(left, 0, i), b.mul(h, above(outer)))
    shift = b.add(b.slice(shift, 0, i), b.mul(a, above(inner)))
  }
  return b.concat(found, -1)
}

interface Triangle {
  readonly diagonal: Node
  readonly matrix: Node
}
