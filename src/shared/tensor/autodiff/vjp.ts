import type { Builder } from '../ir/builder'
import type { BinaryOp, Op, UnaryOp } from '../ir/op'
import { isOp, reachable, type Node } from '../ir/program'
import { repeatedAxes, type Shape } from '../ir/shape'
import { isPointwise, partials } from './partials'
import { vjpOfLoop } from './loop'
import { maximaShare, triangleMask } from './parts'
import { pullbackOf } from './pullback'
import { inlineRootBody } from './root'

/** null stands for a zero cotangent. */
type Cotangent = Node | null
type Rule<O extends Op> = (b: Builder, node: Node<O>, c: Node) => readonly Cotangent[]

/** Sums a cotangent over the axes along which its operand had been repeated. */
function unbroadcast(b: Builder, c: Node, shape: Shape): Node {
  return b.reshape(b.sum(c, repeatedAxes(shape, c.shape)), shape)
}

/** Puts the axes that a reduction dropped back as 1, then repeats along them. */
function spread(b: Builder, c: Node, node: Node<'sum' | 'maxReduce'>): Node {
  const { shape } = node.inputs[0]
  const kept = shape.map((n, axis) => (node.attributes.axes.includes(axis) ? 1 : n))
  return b.broadcast(b.reshape(c, kept), shape)
}

type StructuredOp = Exclude<Op, UnaryOp | BinaryOp | 'loop' | 'loopResult'>

const rules: { readonly [O in StructuredOp]: Rule<O> } = {
  input: () => [],
  constant: () => [],
  select: (b, node, c) => {
    const [condition, x, y] = node.inputs
    return [
      null,
      unbroadcast(b, b.select(condition, c, 0), x.shape),
      unbroadcast(b, b.select(condition, 0, c), y.shape),
    ]
  },
  reshape: (b, node, c) => [b.reshape(c, node.inputs[0].shape)],
  transpose: (b, { attributes: { permutation } }, c) => {
    const inverse = permutation.map((_, axis) => permutation.indexOf(axis))
    return [b.transpose(c, inverse)]
  },
  broadcast: (b, node, c) => [unbroadcast(b, c, node.inputs[0].shape)],
  concat: (b, node, c) => {
    const { axis } = node.attributes
    let start = 0
    return node.inputs.map(({ shape }) => b.slice(c, start, (start += shape[axis]), axis))
  },
  take: (b, { attributes: { axis, indices }, inputs: [x] }, c) => [b.put(c, indices, x.shape[axis], axis)],
  put: (b, { attributes: { axis, indices } }, c) => [b.take(c, indices, axis)],
  gather: (b, { inputs: [x, index] }, c) => [b.scatter(c, index, x.shape[x.shape.length - 1]), null],
  scatter: (b, { inputs: [, index] }, c) => [b.gather(c, index), null],
  sum: (b, node, c) => [spread(b, c, node)],
  maxReduce: (b, node, c) => [b.mul(spread(b, c, node), maximaShare(b, node))],
  cumsum: (b, { attributes }, c) => [b.emit('cumsum', [c], { ...attributes, reverse: !attributes.reverse })],
  // C = AB: Ā = C̄ Bᵀ, B̄ = Aᵀ C̄, with the flags carried through
  matmul: (b, { inputs: [x, y], attributes: { transposeA, transposeB } }, c) => [
    transposeA
      ? b.matmul(y, c, { transposeA: transposeB, transposeB: true })
      : b.matmul(c, y, { transposeB: !transposeB }),
    transposeB
      ? b.matmul(c, x, { transposeA: true, transposeB: transposeA })
      : b.matmul(x, c, { transposeA: !transposeA }),
  ],
  // A X = B: B̄ = A⁻ᵀ X̄, Ā = −B̄ Xᵀ on the triangle that is read
  triangularSolve: (b, node, c) => {
    const { attributes } = node
    const cB = b.emit('triangularSolve', [node.inputs[0], c], { ...attributes, transpose: !attributes.transpose })
    const outer = attributes.transpose
      ? b.matmul(node, cB, { transposeB: true })
      : b.matmul(cB, node, { transposeB: true })
    return [b.neg(b.mul(outer, triangleMask(b, node))), cB]
  },
  // f(x; p) = 0: p̄ = −(∂f/∂p)ᵀ (x̄ / ∂f/∂x)
  root: (b, node, c) => {
    const { f, slope, parameters } = inlineRootBody(b, node)
    return [null, null, ...vjp(b, [f], [b.neg(b.div(c, slope))], parameters)]
  },
}

/**
 * Reverse-mode differentiation, as nodes added to the same builder: Σᵢ cotangents[i]ᵀ ∂outputs[i]/∂wrt, one node per
 * entry of `wrt`, of its shape. Zeros where nothing depends on it. The result is ordinary nodes, so it can be
 * differentiated again.
 */
export function vjp(
  b: Builder,
  outputs: readonly Node[],
  cotangents: readonly Node[],
  wrt: readonly Node[],
): readonly Node[] {
  const nodes = reachable(outputs)
  const active = new Set<Node>(wrt)
  for (const node of nodes) if (node.inputs.some((input) => active.has(input))) active.add(node)

  const total = new Map<Node, Node>()
  const accumulate = (node: Node, c: Node) => {
    const sum = total.get(node)
    total.set(node, sum ? b.add(sum, c) : c)
  }
  outputs.forEach((output, i) => accumulate(output, b.broadcast(cotangents[i], output.shape)))

  /** A loop's cotangents are those of its results, which all come before it here. */
  const ofResults = new Map<Node, Map<string, Node>>()
  const targets = new Set(wrt)
  for (const node of nodes.reverse()) {
    if (isOp(node, 'loop')) {
      const results = ofResults.get(node)
      if (results && active.has(node))
        b.within(node.scope, () => {
          vjpOfLoop(b, node, results).forEach((contribution, i) => {
            if (active.has(node.inputs[i])) accumulate(node.inputs[i], contribution)
          })
        })
      continue
    }
    const c = total.get(node)
    if (c && isOp(node, 'loopResult')) {
      const [of] = node.inputs
      ofResults.set(of, (ofResults.get(of) ?? new Map<string, Node>()).set(node.attributes.name, c))
      continue
    }
    // a node asked for is a leaf of this differentiation, unless another target lies behind it
    if (!c || !active.has(node) || (targets.has(node) && !node.inputs.some((input) => active.has(input)))) continue
    const own = pullbackOf(node)
    if (own) {
      b.within(node.scope, () => {
        own.pull(b, c, node, own.behind).forEach((contribution, i) => {
          if (active.has(own.behind[i])) accumulate(own.behind[i], contribution)
        })
      })
      continue
    }
    b.within(node.scope, () => {
      pull(b, node, c, active).forEach((contribution, i) => {
        if (contribution) accumulate(node.inputs[i], contribution)
      })
    })
  }
  return wrt.map((node) => total.get(node) ?? b.fill(0, node.shape))
}

function pull(b: Builder, node: Node, c: Node, active: ReadonlySet<Node>): readonly Cotangent[] {
  if (isPointwise(node.op)) {
    // only the active operands' partials are wanted; the others' nodes fall to dce
    return partials[node.op](b, node.inputs, node).map((factor, i) => {
      const input = node.inputs[i]
      if (factor === null || !active.has(input)) return null
      const product = factor === 1 ? c : factor === -1 ? b.neg(c) : b.mul(c, factor)
      return unbroadcast(b, product, input.shape)
    })
  }
  const rule = rules[node.op as StructuredOp] as Rule<Op>
  return rule(b, node, c).map((contribution, i) => (active.has(node.inputs[i]) ? contribution : null))
}

/** ∂(scalar output)/∂wrt. */
export function gradient(b: Builder, output: Node, wrt: readonly Node[]): readonly Node[] {
  if (output.shape.length > 0) throw new Error(`internal: gradient of a value with ${output.shape.length} axes`)
  return vjp(b, [output], [b.scalar(1)], wrt)
}
