import type { Builder } from '../ir/builder'
import { loop, loopResult } from '../ir/loop'
import { loopResults, resultKind, type ResultKind } from '../ir/loopResults'
import { isOp, type Node } from '../ir/program'
import { jvp } from './jvp'
import { vjp } from './vjp'

type Maybe = Node | null

/** The operands of a loop by their part in it. */
function operandsOf<T>(node: Node<'loop'>, of: readonly T[]) {
  const chosen = (kind: string) => of.filter((_, i) => node.attributes.operands[i].startsWith(kind))
  return { carries: chosen('c'), sequences: chosen('x'), givens: chosen('g') }
}

interface Parts {
  readonly carries: readonly Node[]
  readonly sequences: readonly Node[]
  readonly givens: readonly Node[]
}

/** A loop's turn written into the program, its results by kind. */
function inlineTurn(b: Builder, node: Node<'loop'>, { carries, sequences, givens }: Parts) {
  const operands = [...carries, ...sequences, ...givens]
  const { body, operands: names } = node.attributes
  const outputs = b.inline(body, new Map(operands.map((operand, i) => [names[i], operand])))
  const of = (kind: ResultKind) => [...outputs].flatMap(([name, output]) => (isOf(name, kind) ? [output] : []))
  return { carries: of('n'), stacked: of('y'), totals: of('t'), idle: outputs.get('idle') }
}

const isOf = (name: string, kind: ResultKind): boolean => name !== 'idle' && resultKind(name) === kind

const namesOf = (node: Node<'loop'>, kind: ResultKind): string[] =>
  loopResults(node.attributes).flatMap(({ name }) => (isOf(name, kind) ? [name] : []))

/** By the loop that carries tangents beside values: the tangents of the other's results. */
const tangentsOf = new WeakMap<Node, ReadonlyMap<string, Node>>()

/** The tangent of a loop's result, from the loop that `jvpOfLoop` made. */
export const tangentOfResult = (looped: Node, name: string): Node => tangentsOf.get(looped)!.get(name)!

/** A loop that carries tangents beside the values; see `tangentOfResult`. */
export function jvpOfLoop(b: Builder, node: Node<'loop'>, tangents: readonly Maybe[]): Node {
  const values = operandsOf(node, node.inputs)
  const moves = operandsOf(node, tangents)
  const zeros = (of: Node) => b.fill(0, of.shape)
  const moving = values.givens.flatMap((given, i) => (moves.givens[i] ? [{ given, i, tangent: moves.givens[i] }] : []))
  const { carries, sequences, givens } = values
  const { length, reverse } = node.attributes
  const looped = loop(
    b,
    { length, reverse },
    {
      carries: [...carries, ...carries.map((carry, i) => moves.carries[i] ?? zeros(carry))],
      sequences: [...sequences, ...sequences.map((sequence, i) => moves.sequences[i] ?? zeros(sequence))],
      givens: moving.map(({ given }) => given),
    },
    (turn) => {
      const own = halves(turn.carries)
      const entries = halves(turn.sequences)
      const fixed = givens.map((given, i) => {
        const at = moving.findIndex((each) => each.i === i)
        return at < 0 ? given : turn.givens[at]
      })
      const outputs = inlineTurn(b, node, { carries: own[0], sequences: entries[0], givens: fixed })
      const primal = [...outputs.carries, ...outputs.stacked, ...outputs.totals]
      const pushed = jvp(
        b,
        primal,
        [...own[0], ...entries[0], ...turn.givens],
        [...own[1], ...entries[1], ...moving.map(({ tangent }) => tangent)],
      ).map((tangent, i) => (tangent ? b.broadcast(tangent, primal[i].shape) : zeros(primal[i])))
      const [c, y] = [outputs.carries.length, outputs.stacked.length]
      return {
        carries: [...outputs.carries, ...pushed.slice(0, c)],
        stacked: [...outputs.stacked, ...pushed.slice(c, c + y)],
        totals: [...outputs.totals, ...pushed.slice(c + y)],
        idle: outputs.idle,
      }
    },
  )
  const n = carries.length
  const [stacks, totals] = [namesOf(node, 'y'), namesOf(node, 't')]
  const ofResults = new Map([
    ...namesOf(node, 'n').map((name, i) => [name, looped.carries[n + i]] as const),
    ...stacks.map((name, i) => [name, looped.stacked[stacks.length + i]] as const),
    ...totals.map((name, i) => [name, looped.totals[totals.length + i]] as const),
    ...namesOf(node, 'b').map((name, i) => [name, loopResult(b, looped.node, `b${n + i}`)] as const),
  ])
  tangentsOf.set(looped.node, ofResults)
  return looped.node
}

function halves(nodes: readonly Node[]): [readonly Node[], readonly Node[]] {
  const half = nodes.length / 2
  return [nodes.slice(0, half), nodes.slice(half)]
}

/** Whether a value has an entry for each row of a batch, as far as its shape tells: it is then no sum over them. */
export function isOverRows(node: Node): boolean {
  if (node.shape.length === 0) return false
  const met = new Set([node])
  for (const of of met) {
    if (isOp(of, 'input') && of.attributes.batched && of.shape[0] === node.shape[0]) return true
    for (const input of of.inputs) met.add(input)
  }
  return false
}

/**
 * The cotangents of a loop's operands from those of its results: a loop in the other direction, each of whose turns takes
 * the turn again from the carries that it found and pulls back through it. What is given to all turns has the sum of their
 * cotangents: a total where rows are summed over and, where each row has its own, a carry, which stays with its row.
 */
export function vjpOfLoop(b: Builder, node: Node<'loop'>, cotangents: ReadonlyMap<string, Node>): readonly Node[] {
  const values = operandsOf(node, node.inputs)
  const { length, reverse } = node.attributes
  const [n, m] = [values.carries.length, values.sequences.length]
  const before = values.carries.map((_, i) => loopResult(b, node, `b${i}`))
  const given = (names: readonly string[]) =>
    names.flatMap((name, i) => (cotangents.has(name) ? [{ i, of: cotangents.get(name)! }] : []))
  const stacks = given(namesOf(node, 'y'))
  const found = given(namesOf(node, 'b'))
  const totals = given(namesOf(node, 't'))
  const [ofRows, ofAll] = [true, false].map((rows) =>
    values.givens.flatMap((given, i) => (isOverRows(given) === rows ? [i] : [])),
  )
  const looped = loop(
    b,
    { length, reverse: !reverse },
    {
      carries: [
        ...values.carries.map((carry, i) => cotangents.get(`n${i}`) ?? b.fill(0, carry.shape)),
        ...ofRows.map((i) => b.fill(0, values.givens[i].shape)),
      ],
      sequences: [...before, ...values.sequences, ...stacks.map(({ of }) => of), ...found.map(({ of }) => of)],
      givens: values.givens,
    },
    ({ carries, sequences, givens }) => {
      const own = { carries: sequences.slice(0, n), sequences: sequences.slice(n, n + m), givens }
      const [ofStacks, ofFound] = [
        sequences.slice(n + m, n + m + stacks.length),
        sequences.slice(n + m + stacks.length),
      ]
      const outputs = inlineTurn(b, node, own)
      const pulled = vjp(
        b,
        [...outputs.carries, ...stacks.map(({ i }) => outputs.stacked[i]), ...totals.map(({ i }) => outputs.totals[i])],
        [...carries.slice(0, n), ...ofStacks, ...totals.map(({ of }) => of)],
        [...own.carries, ...own.sequences, ...givens],
      )
      const plus = (cotangent: Node, i: number): Node => {
        const at = found.findIndex((each) => each.i === i)
        return at < 0 ? cotangent : b.add(cotangent, ofFound[at])
      }
      return {
        carries: [...pulled.slice(0, n).map(plus), ...ofRows.map((i, at) => b.add(carries[n + at], pulled[n + m + i]))],
        stacked: pulled.slice(n, n + m),
        totals: ofAll.map((i) => pulled[n + m + i]),
        idle: outputs.idle,
      }
    },
  )
  const ofGivens = values.givens.map((_, i) =>
    ofRows.includes(i) ? looped.carries[n + ofRows.indexOf(i)] : looped.totals[ofAll.indexOf(i)],
  )
  return [...looped.carries.slice(0, n), ...looped.stacked, ...ofGivens]
}
