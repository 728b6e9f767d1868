import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyseBatch } from '@shared/tensor/backends/analysis/batchAxis'
import { isConstant } from '@shared/tensor/backends/analysis/constants'
import { resolveAlias } from '@shared/tensor/backends/wasm/lower/alias'
import { operandNodes } from '@shared/tensor/backends/wasm/lower/operands'
import { isRowSum, isRowUnit, writtenBy } from '@shared/tensor/backends/wasm/lower/readings'
import type { Unit } from '@shared/tensor/backends/wasm/plan/units'
import { Draft, traceCluster } from '@shared/tensor/backends/wasm/rows/trace'
import type { VectorCode } from '@shared/tensor/backends/wasm/rows/vectorCode'
import { gradient } from '@shared/tensor/autodiff/vjp'
import { Builder } from '@shared/tensor/ir/builder'
import { isOp, type Node, type Program } from '@shared/tensor/ir/program'
import { planOf, unitsOf } from './support/plan'
import { cook, recipes, rowSteps } from './support/randomProgram'
import { trainingStep } from './support/training'

const rowRecipes = recipes.filter(({ steps }) => steps.every(({ step }) => step in rowSteps))

/** Units in whose place an operand is not there yet, in words. */
function complaints(given: Program): string[] {
  const { program, extents, stages } = planOf(given)
  const there = new Set<Node>(program.nodes.filter((node) => isOp(node, 'input') || isConstant(node)))
  const found: string[] = []
  const has = (unit: Unit, node: Node) => there.has(node) || (!isRowUnit(unit) && there.has(resolveAlias(node).root))
  for (const { units } of stages) {
    const sums: Node[] = []
    for (const unit of units as readonly Unit[]) {
      const written = writtenBy(unit)
      for (const operand of operandNodes(unit, extents)) {
        const root = extents.get(operand)!.kind === 'uniform' ? resolveAlias(operand).root : operand
        if (!has(unit, root) && !written.includes(operand))
          found.push(`${unit.kind} reads %${operand.id} ${operand.op}`)
      }
      if (unit.kind === 'rows')
        unit.cluster.nodes.forEach((node, i) => {
          if (node.inputs.some((input) => unit.cluster.nodes.indexOf(input) >= i))
            found.push(`%${node.id} is out of order`)
        })
      // Sums over rows are there when all threads have made their parts.
      if (isRowSum(unit)) sums.push(unit.node)
      else for (const node of written) there.add(node)
    }
    for (const sum of sums) there.add(sum)
  }
  for (const { node } of [...program.outputs, ...program.updates])
    if (!there.has(node) && !there.has(resolveAlias(node).root)) found.push(`%${node.id} is never computed`)
  return found
}

/** Two layers with a rectifier between them, their loss and its gradients, one step downhill. */
function rectified(width: number): Program {
  const b = new Builder()
  const x = b.rows('x', [256, 2])
  const [w, v] = [b.input('w', [2, width]), b.input('v', [width, 2])]
  const [c, d] = [b.input('c', [width]), b.input('d', [2])]
  const hidden = b.max(b.add(b.matmul(x, w), c), 0)
  const loss = b.mean(b.sum(b.square(b.add(b.matmul(hidden, v), d)), [1]))
  const all = [w, v, c, d]
  const updates = gradient(b, loss, all).map((g, i) => [all[i].attributes.name, b.sub(all[i], b.mul(0.1, g))] as const)
  return b.program('rectified', { loss }, Object.fromEntries(updates))
}

const opsOf = ({ instructions }: VectorCode): string[] =>
  instructions.flatMap((made) => (made.kind === 'binary' ? [made.op] : made.kind === 'select' ? ['select'] : []))

describe('the plan of a program', () => {
  it('computes everything after what it needs', () => {
    fc.assert(fc.property(rowRecipes, (recipe) => { expect(complaints(cook(recipe))).toEqual([]) }), { numRuns: 150 }) // prettier-ignore
  })

  it.each([2, 8, 43])(
    'computes a step of training in %i dimensions after what it needs, and moves nothing at the end',
    (dims) => {
      const { program } = trainingStep(dims, 96)
      expect(complaints(program)).toEqual([])
      expect(planOf(program).layout.copies).toEqual([])
    },
  )

  it('keeps no truth values for the backward pass: they are computed where they are used', () => {
    const units = unitsOf(planOf(rectified(16)).stages)
    expect(units.flatMap(writtenBy).filter(({ dtype }) => dtype === 'bool')).toEqual([])
  })

  it('makes bias and activation, and the rectifier’s derivative, in passing with the product before them', () => {
    const tails = unitsOf(planOf(rectified(16)).stages).flatMap((unit) =>
      unit.kind === 'product' && unit.tail ? [opsOf(unit.tail.code)] : [],
    )
    expect(tails).toEqual([
      ['add', 'max'],
      ['lessEqual', 'select', 'mul'],
    ])
  })

  it('passes over the rows once for a step of training', () => {
    expect(planOf(rectified(16)).stages.map(({ kind }) => kind)).toEqual(['rows', 'uniform'])
  })

  it('passes over the rows again for what needs a sum over all of them', () => {
    const b = new Builder()
    const x = b.rows('x', [256, 2])
    const centred = b.sub(x, b.mean(x, [0]))
    const scaled = b.div(centred, b.sqrt(b.mean(b.square(centred), [0])))
    const { stages } = planOf(b.program('standardised', { scaled }))
    expect(stages.filter(({ kind }) => kind === 'rows')).toHaveLength(3)
  })

  it('loops over elements where there are many, and writes few out', () => {
    const turns = (features: number) => {
      const b = new Builder()
      const x = b.rows('x', [64, features])
      const [unit] = unitsOf(planOf(b.program('wide', { y: b.tanh(b.mul(x, b.sin(x))) })).stages)
      return unit.kind === 'rows' ? unit.turns : null
    }
    expect([turns(8), turns(300)]).toEqual([1, 300])
  })

  it('writes a growing kernel on as if it were written at once, and leaves it as it was where a node does not fit', () => {
    const b = new Builder()
    const x = b.rows('x', [64, 24])
    const nodes = [b.sin(x)]
    for (let i = 0; i < 5; i++) nodes.push(b.mul(b.tanh(nodes[i]), x))
    const across = b.cumsum(nodes[2]) // elements of different turns meet
    const aside = b.cos(x)
    const after = b.exp(nodes[5])
    const program = b.program('chain', { across, aside, after })
    const extents = analyseBatch(program)!.extents
    const order = program.nodes.filter((node) => !isOp(node, 'input') && ![across, aside, after].includes(node))
    const last = order.at(-1)!
    const { instructions } = traceCluster({ nodes: order, stored: [last] }, extents, 24).code

    const draft = new Draft(extents, 24)
    for (const node of order.slice(0, -1)) {
      expect(draft.add(node, Infinity, false)).toBe(true)
      if (node.id >= nodes[2].id) expect(draft.add(across, Infinity, false)).toBe(false)
    }
    expect(draft.add(aside, instructions.length - 3, false)).toBe(false)
    expect(draft.add(last, instructions.length - 1, true)).toBe(false)
    expect(draft.add(last, instructions.length, true)).toBe(true)
    expect(draft.add(after, instructions.length, true)).toBe(false)
  })

  it('keeps within a tile what only one pass over the rows reads', () => {
    const { program, layout } = planOf(rectified(16))
    const kept = [...layout.rows].filter(([, place]) => place.kind === 'kept').map(([node]) => node)
    expect(kept).toEqual(program.inputs.filter(({ attributes }) => attributes.batched))
  })
})
