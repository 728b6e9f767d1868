import { copyPullback } from '../autodiff/pullback'
import { Builder } from './builder'
import { IDLE } from './loopResults'
import { isOp, type Node, type Program } from './program'
import { sameShape } from './shape'

export interface LoopOperands {
  /** What a turn hands to the next, as the first finds it. */
  readonly carries: readonly Node[]
  /** [length, …]: each turn has its own entry. */
  readonly sequences?: readonly Node[]
  /**
   * The same in every turn, as leaves of their own, which a derivative inside the turn may be taken by. Whatever else of
   * the program a turn uses stays the same as well and need not be named.
   */
  readonly givens?: readonly Node[]
}

export interface TurnInputs {
  readonly carries: readonly Node[]
  readonly sequences: readonly Node[]
  readonly givens: readonly Node[]
}

export interface TurnOutputs {
  /** Of the shapes of the carries. */
  readonly carries: readonly Node[]
  readonly stacked?: readonly Node[]
  readonly totals?: readonly Node[]
  /**
   * Truth values, one a row: where it holds the turn leaves the row's carries as they are and adds nothing to totals, so
   * that a turn in which all rows are idle need not be taken. What such a turn stacks, but for the carries that it found,
   * has no meaning.
   */
  readonly idle?: Node
}

export interface Looped {
  /** The loop's node. */
  readonly node: Node<'loop'>
  /** After the last turn. */
  readonly carries: readonly Node[]
  /** [length, …]. */
  readonly stacked: readonly Node[]
  /** Sums over the turns. */
  readonly totals: readonly Node[]
}

/**
 * Writes a loop of `length` turns. `turn` is traced once, into the same builder: what of it depends on neither carries
 * nor sequences is computed once, before the loop. All values are floats but `idle`.
 */
export function loop(
  b: Builder,
  { length, reverse = false }: { readonly length: number; readonly reverse?: boolean },
  { carries, sequences = [], givens = [] }: LoopOperands,
  turn: (inputs: TurnInputs) => TurnOutputs,
): Looped {
  const leaf = (name: string, shape: readonly number[]) => b.emit('input', [], { name, shape, batched: false })
  const inputs = {
    carries: carries.map(({ shape }, i) => leaf(`c${i}`, shape)),
    sequences: sequences.map(({ shape }, i) => leaf(`x${i}`, shape.slice(1))),
    givens: givens.map(({ shape }) => leaf('', shape)),
  }
  const body = new Body(b, inputs, givens)
  const { carries: after, stacked = [], totals = [], idle } = turn(inputs)
  after.forEach(({ shape }, i) => {
    if (!sameShape(shape, carries[i].shape)) throw new Error(`internal: carry ${i} of a loop changes its shape`)
  })

  const parts: Node[] = []
  const sums = totals.map((total) => body.sum(total, parts, length))
  const name = (letter: string, nodes: readonly Node[]) =>
    nodes.map((node, i) => ({ name: `${letter}${i}`, node: body.inside(node) }))
  const outputs = [
    ...name('n', after),
    ...name('y', stacked),
    ...name('t', parts),
    ...name('b', inputs.carries),
    ...(idle ? [{ name: IDLE, node: body.inside(idle) }] : []),
  ]
  const program = body.builder.program('loop body', Object.fromEntries(outputs.map(({ name, node }) => [name, node])))
  const node = b.emit('loop', [...carries, ...sequences, ...body.outer], {
    body: program,
    length,
    reverse,
    operands: [
      ...carries.map((_, i) => `c${i}`),
      ...sequences.map((_, i) => `x${i}`),
      ...body.outer.map((_, i) => `g${i}`),
    ],
  })
  const result = (letter: string, i: number) => loopResult(b, node, `${letter}${i}`)
  return {
    node,
    carries: carries.map((_, i) => result('n', i)),
    stacked: stacked.map((_, i) => result('y', i)),
    totals: sums.map((sum) => sum((part) => result('t', part))),
  }
}

/** A function as a program of its own. */
export interface Closure {
  /** What the function takes of the program around it, beside its arguments. */
  readonly givens: readonly Node[]
  /** The function of other arguments, in any builder, and of what stands there for `givens`. */
  call(b: Builder, args: readonly Node[], givens: readonly Node[]): Node
}

/** Writes a function of values as large as `args` once; what does not depend on its arguments stays outside. */
export function closure(b: Builder, args: readonly Node[], f: (args: readonly Node[]) => Node): Closure {
  const inputs = args.map(({ shape }, i) => b.emit('input', [], { name: `c${i}`, shape, batched: false }))
  const body = new Body(b, { carries: inputs, sequences: [], givens: [] }, [])
  const y0 = body.inside(f(inputs))
  const program: Program = body.builder.program('closure', { y0 })
  return {
    givens: body.outer,
    call: (b, args, givens) => {
      const bound = [...args.map((arg, i) => [`c${i}`, arg] as const), ...givens.map((given, i) => [`g${i}`, given] as const)] // prettier-ignore
      return b.inline(program, new Map(bound)).get('y0')!
    },
  }
}

export const loopResult = (b: Builder, loop: Node, name: string): Node => b.emit('loopResult', [loop], { name })

/** A total outside the loop, from those that the loop keeps. */
type Total = (part: (index: number) => Node) => Node

/** Takes what depends on a turn out of the program and into a body; the rest is given to the loop. */
class Body {
  readonly builder = new Builder()
  /** The operands that become the body's `g0`, `g1`, … */
  readonly outer: Node[] = []
  readonly #first: number
  readonly #varying: Set<Node>
  readonly #inside = new Map<Node, Node>()
  readonly #outside: Map<Node, Node>
  readonly #given = new Map<Node, Node>()

  constructor(
    private readonly b: Builder,
    { carries, sequences, givens }: TurnInputs,
    operands: readonly Node[],
  ) {
    const own = [...carries, ...sequences]
    this.#first = Math.min(...[...own, ...givens].map(({ id }) => id))
    this.#varying = new Set(own)
    for (const node of own) {
      const { name, shape } = (node as Node<'input'>).attributes
      this.#inside.set(node, this.builder.input(name, shape))
    }
    this.#outside = new Map(givens.map((node, i) => [node, operands[i]]))
  }

  /** The node inside the body. */
  inside(node: Node): Node {
    const known = this.#inside.get(node)
    if (known) return known
    const made = this.#varies(node) || isRepeated(node) ? this.#copy(node) : this.#give(this.#outer(node))
    this.#inside.set(node, made)
    return made
  }

  #copy(node: Node): Node {
    const inputs = node.inputs.map((input) => this.inside(input))
    const copy = this.builder.within(node.scope, () => this.builder.emit(node.op, inputs, node.attributes))
    copyPullback(node, copy, (behind) => this.inside(behind))
    return copy
  }

  /**
   * The sum of a node over all turns, which are `length`: of what is linear in other values the sum of those, so that
   * gradients by one weight used twice are added up after the loop, not in every turn.
   */
  sum(node: Node, parts: Node[], length: number): Total {
    const { b } = this
    const of = (input: Node) => this.sum(input, parts, length)
    if (!this.#varies(node)) {
      const outer = this.#outer(node)
      return () => b.mul(outer, length)
    }
    const [x, y] = node.inputs
    const sameShapes = node.inputs.every(({ shape }) => sameShape(shape, node.shape))
    if (isOp(node, 'neg')) return map(of(x), (sum) => b.neg(sum))
    if (isOp(node, 'reshape')) return map(of(x), (sum) => b.reshape(sum, node.shape))
    if ((isOp(node, 'add') || isOp(node, 'sub')) && sameShapes) {
      const [left, right] = [of(x), of(y)]
      return (part) => b.emit(node.op, [left(part), right(part)], {})
    }
    if (isOp(node, 'mul') && this.#varies(x) !== this.#varies(y)) {
      const [varying, factor] = this.#varies(x) ? [x, y] : [y, x]
      if (sameShape(varying.shape, node.shape)) return map(of(varying), (sum) => b.mul(sum, this.#outer(factor)))
    }
    const known = parts.indexOf(node)
    const index = known >= 0 ? known : parts.push(node) - 1
    return (part) => part(index)
  }

  /** Whether a node differs from turn to turn. Nodes made before the loop's inputs do not. */
  #varies(node: Node): boolean {
    if (this.#varying.has(node)) return true
    if (node.id < this.#first || this.#outside.has(node)) return false
    const varies = node.inputs.some((input) => this.#varies(input))
    if (varies) this.#varying.add(node)
    else if (node.inputs.length === 0) this.#outside.set(node, node)
    return varies
  }

  /** A node that does not differ from turn to turn, outside the loop. */
  #outer(node: Node): Node {
    const known = this.#outside.get(node)
    if (known) return known
    const outerOf = (input: Node) => (node.id < this.#first ? input : this.#outer(input))
    const inputs = node.inputs.map(outerOf)
    const same = inputs.every((input, i) => input === node.inputs[i])
    const outer = same ? node : this.b.within(node.scope, () => this.b.emit(node.op, inputs, node.attributes))
    if (!same) copyPullback(node, outer, outerOf)
    this.#outside.set(node, outer)
    return outer
  }

  #give(node: Node): Node {
    const known = this.#given.get(node)
    if (known) return known
    const given = this.builder.input(`g${this.outer.length}`, node.shape)
    this.outer.push(node)
    this.#given.set(node, given)
    return given
  }
}

const map =
  (total: Total, change: (node: Node) => Node): Total =>
  (part) =>
    change(total(part))

/** Constants and what only repeats them: the body has its own. */
function isRepeated(node: Node): boolean {
  if (isOp(node, 'constant')) return true
  return (isOp(node, 'broadcast') || isOp(node, 'reshape')) && isRepeated(node.inputs[0])
}
