import type { Builder } from '../ir/builder'
import type { BinaryOp, Op, OpAttributes, UnaryOp } from '../ir/op'
import { isOp, reachable, type Node } from '../ir/program'
import { isPointwise, partials, type Partial } from './partials'
import { jvpOfLoop, tangentOfResult } from './loop'
import { maximaShare, triangleMask } from './parts'
import { inlineRootBody } from './root'

/** null stands for a zero tangent, so that nothing is computed for it. */
type Tangent = Node | null
type Rule<O extends Op> = (b: Builder, node: Node<O>, tangents: readonly Tangent[]) => Tangent

const scale = (b: Builder, partial: Partial, tangent: Tangent): Tangent => {
  if (partial === null || tangent === null) return null
  return partial === 1 ? tangent : partial === -1 ? b.neg(tangent) : b.mul(partial, tangent)
}

const plus = (b: Builder, x: Tangent, y: Tangent): Tangent => (x && y ? b.add(x, y) : (x ?? y))

/** The same linear map applied to the tangent of its only operand. */
const linear =
  <O extends Op>(): Rule<O> =>
  (b, node, [t]) =>
    t && b.emit(node.op, [t], node.attributes)

/** Whether what is taken of a tangent is 0 for sure, as of a unit vector the coordinates that it does not move. */
function takesZeros({ attributes: { axis, indices } }: Node<'take'>, tangent: Node): boolean {
  const vector = isOp(tangent, 'broadcast') ? tangent.inputs[0] : tangent
  if (!isOp(vector, 'constant') || vector.shape.length !== 1) return false
  const along = axis === tangent.shape.length - 1 && vector.shape[0] === tangent.shape[axis]
  return along && indices.every((i) => vector.attributes.values[i] === 0)
}

const zeros = (b: Builder, node: Node): Node => b.fill(0, node.shape)

type StructuredOp = Exclude<Op, UnaryOp | BinaryOp>

const rules: { readonly [O in StructuredOp]: Rule<O> } = {
  input: () => null,
  constant: () => null,
  select: (b, node, [, ta, tb]) =>
    ta || tb ? b.select(node.inputs[0], ta ?? zeros(b, node.inputs[1]), tb ?? zeros(b, node.inputs[2])) : null,
  reshape: linear(),
  transpose: linear(),
  broadcast: linear(),
  concat: (b, node, tangents) =>
    tangents.some((t) => t !== null)
      ? b.emit(
          'concat',
          tangents.map((t, i) => t ?? zeros(b, node.inputs[i])),
          node.attributes,
        )
      : null,
  take: (b, node, [t]) => t && (takesZeros(node, t) ? null : b.emit('take', [t], node.attributes)),
  put: linear(),
  gather: (b, node, [t]) => t && b.gather(t, node.inputs[1]),
  scatter: (b, node, [t]) => t && b.scatter(t, node.inputs[1], node.attributes.size),
  sum: linear(),
  maxReduce: (b, node, [t]) => t && b.sum(b.mul(maximaShare(b, node), t), node.attributes.axes),
  cumsum: linear(),
  // d(AB) = dA B + A dB
  matmul: (b, node, [ta, tb]) =>
    plus(
      b,
      ta && b.emit('matmul', [ta, node.inputs[1]], node.attributes),
      tb && b.emit('matmul', [node.inputs[0], tb], node.attributes),
    ),
  // A X = B: dX = A⁻¹ (dB − dA X)
  triangularSolve: (b, node, [ta, tb]) => {
    if (!ta && !tb) return null
    const { attributes } = node
    const dA = ta && b.mul(ta, triangleMask(b, node))
    const moved = dA && b.neg(b.matmul(dA, node, { transposeA: attributes.transpose }))
    return b.emit('triangularSolve', [node.inputs[0], plus(b, tb, moved)!], attributes)
  },
  // f(x; p) = 0: dx = −(∂f/∂p · dp) / (∂f/∂x)
  root: (b, node, [, , ...tangents]) => {
    if (tangents.every((t) => t === null)) return null
    const { f, slope, parameters } = inlineRootBody(b, node)
    const moving = parameters.filter((_, i) => tangents[i] !== null)
    const [df] = jvp(
      b,
      [f],
      moving,
      tangents.filter((t) => t !== null),
    )
    return df && b.neg(b.div(df, slope))
  },
  loop: (b, node, tangents) => jvpOfLoop(b, node, tangents),
  loopResult: (_, { attributes: { name } }, [t]) => t && tangentOfResult(t, name),
}

/**
 * Forward-mode differentiation, as nodes added to the same builder: the tangents of `outputs` when each `wrt[i]` moves
 * by `tangents[i]`. null where an output does not depend on any of them. The result is ordinary nodes, so it can be
 * differentiated again.
 */
export function jvp(
  b: Builder,
  outputs: readonly Node[],
  wrt: readonly Node[],
  tangents: readonly Node[],
): readonly (Node | null)[] {
  const of = new Map<Node, Tangent>(wrt.map((node, i) => [node, tangents[i]]))
  for (const node of reachable(outputs)) {
    if (of.has(node)) continue
    const incoming = node.inputs.map((input) => of.get(input) ?? null)
    of.set(node, incoming.some((t) => t !== null) ? b.within(node.scope, () => push(b, node, incoming)) : null)
  }
  return outputs.map((node) => of.get(node) ?? null)
}

function push(b: Builder, node: Node, tangents: readonly Tangent[]): Tangent {
  if (isPointwise(node.op)) {
    const factors = partials[node.op](b, node.inputs, node)
    const terms = factors.map((factor, i) => scale(b, factor, tangents[i]))
    const total = terms.reduce((sum, term) => plus(b, sum, term), null)
    return total && b.broadcast(total, node.shape)
  }
  const rule = rules[node.op as StructuredOp] as (
    b: Builder,
    node: Node,
    t: readonly Tangent[],
    a?: OpAttributes[Op],
  ) => Tangent
  const tangent = rule(b, node, tangents)
  return tangent && (isOp(tangent, 'loop') ? tangent : b.broadcast(tangent, node.shape))
}
