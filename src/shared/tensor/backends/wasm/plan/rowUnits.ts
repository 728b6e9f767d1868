import { isOp, type Node } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { isAlong } from '../../analysis/batchAxis'
import { zerosOfGradient, zerosOfWeight } from '../../analysis/zeros'
import { traceCluster, type Cluster, type TracedCluster } from '../rows/trace'
import { NotLoopable } from '../rows/turns'
import { groupNodes, turnsOf } from './clusters'
import { loopUnit } from './loopUnit'
import { isProduct, readsMemory } from './schedule'
import type { PlanContext, RowUnit, WeightProduct } from './units'

/** Numbers that a fused tail may need instructions for: it is written out for every vector of a register tile. */
const LONGEST_TAIL = 60

/** A unit's place in the order of its stage: compared number by number. */
type Place = readonly [level: number, phase: number, index: number]
const CLUSTERS = 0
const PRODUCTS = 2
const LOOPS = 3
const comparePlaces = (a: Place, b: Place) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]

/** The units of a stage that passes over the rows; `sums` are the sums over rows that it makes. */
export function rowUnits(nodes: readonly Node[], sums: readonly Node[], context: PlanContext): RowUnit[] {
  const { extents, rows, uniform, readers, results } = context
  const reads = (reader: Node, node: Node) => reader.inputs.includes(node)
  const needsMemory = (node: Node) => (reader: Node) =>
    (rows.has(reader) && readsMemory(reader, extents) && reads(reader, node)) ||
    (uniform.has(reader) && extents.get(reader)!.kind === 'reduced')
  const computed = nodes.filter((node) => {
    if (isOp(node, 'input') || readsMemory(node, extents) || isOp(node, 'loopResult')) return false
    // What only repeats a uniform value is written out by its readers, save those that read memory alone.
    return extents.get(node)!.kind === 'rows' || (readers.get(node) ?? []).some(needsMemory(node))
  })

  const placed: { unit: RowUnit; place: Place }[] = []
  const available = new Map<Node, Place>()
  const levels = [...new Set(nodes.map((node) => rows.get(node)!.level))].sort((a, b) => a - b)
  const clusters = levels.flatMap((level) =>
    groupNodes(
      computed.filter((node) => rows.get(node)!.level === level),
      extents,
    ).map(({ nodes: group }, index) => {
      const inside = new Set(group)
      const stored = group.filter(
        (node) =>
          results.has(node) ||
          (readers.get(node) ?? []).some(
            (reader) => (rows.has(reader) && !inside.has(reader)) || needsMemory(node)(reader),
          ),
      )
      return { cluster: { nodes: group, stored }, place: [level, CLUSTERS, index] as Place }
    }),
  )
  for (const { cluster, place } of clusters) for (const node of cluster.nodes) available.set(node, place)

  const loops = nodes.filter((node): node is Node<'loop'> => isOp(node, 'loop'))
  loops.forEach((node, index) => {
    const place: Place = [rows.get(node)!.level, LOOPS, index]
    available.set(node, place)
    for (const result of readers.get(node) ?? []) available.set(result, place)
    placed.push({ unit: loopUnit(node, context), place })
  })

  // Products, in order, each with the cluster it may do in passing.
  const fused = new Set<Cluster>()
  const products = nodes.filter((node): node is Node<'matmul'> => isProduct(node, extents))
  const inOrder = [...products].sort((a, b) => rows.get(a)!.level - rows.get(b)!.level || a.id - b.id)
  inOrder.forEach((node, index) => available.set(node, [rows.get(node)!.level, PRODUCTS, index]))
  for (const node of inOrder) {
    const place = available.get(node)!
    const candidate = clusters.find(
      ({ cluster }) => cluster.nodes.some((reader) => reads(reader, node)) && !fused.has(cluster),
    )
    const outside =
      results.has(node) || (readers.get(node) ?? []).some((reader) => !candidate?.cluster.nodes.includes(reader))
    const tail = candidate && !outside ? tailOf(candidate.cluster, node) : null
    if (tail && candidate) {
      fused.add(candidate.cluster)
      for (const member of candidate.cluster.nodes) available.set(member, place)
    }
    placed.push({ unit: weightProduct(node, tail), place })
  }

  function tailOf(cluster: Cluster, product: Node): TracedCluster | null {
    const place = available.get(product)!
    const inside = new Set(cluster.nodes)
    const ready = cluster.nodes.every(({ inputs }) =>
      inputs.every((input) => {
        if (input === product || inside.has(input) || extents.get(input)!.kind !== 'rows') return true
        const at = available.get(input)
        return at === undefined || comparePlaces(at, place) < 0 // what is not of this stage is there already
      }),
    )
    if (!ready || cluster.nodes.some(({ shape }) => sizeOf(shape) !== sizeOf(product.shape))) return null
    try {
      const traced = traceCluster(cluster, extents, product.shape[1 - axisOf(product)], product)
      const { instructions, operands } = traced.code
      // Where the product is, only operands of as many features are found.
      const fits = instructions.length <= LONGEST_TAIL && operands.every(({ perTurn }) => perTurn <= 1)
      return fits ? traced : null
    } catch (error) {
      if (error instanceof NotLoopable) return null
      throw error
    }
  }

  function axisOf(node: Node): number {
    const extent = extents.get(node)!
    if (!isAlong(extent)) throw new Error('internal: a product without rows')
    return extent.axis
  }

  function weightProduct(node: Node<'matmul'>, tail: TracedCluster | null): WeightProduct {
    const { transposeA, transposeB } = node.attributes
    const [a, b] = node.inputs
    if (isAlong(extents.get(a)!)) {
      const [inner, outer] = [a.shape[transposeA ? 0 : 1], node.shape[1]]
      const weightStrides = transposeB ? { inner: 1, outer: inner } : { inner: outer, outer: 1 }
      return { kind: 'product', node, x: a, weight: b, inner, outer, weightStrides, zeros: zerosOfWeight(b), tail }
    }
    const [inner, outer] = [b.shape[transposeB ? 1 : 0], node.shape[0]]
    const weightStrides = transposeA ? { inner: outer, outer: 1 } : { inner: 1, outer: inner }
    return { kind: 'product', node, x: b, weight: a, inner, outer, weightStrides, zeros: zerosOfWeight(a), tail }
  }

  for (const { cluster, place } of clusters)
    if (!fused.has(cluster) && cluster.stored.length > 0)
      placed.push({ unit: { kind: 'rows', cluster, turns: turnsOf(cluster, extents) }, place })
  // The totals of a loop are its own.
  for (const node of sums.filter((sum) => extents.get(sum)!.kind === 'reduced' && !isOp(sum, 'loopResult'))) {
    const [x, g] = node.inputs
    const unit: RowUnit = g
      ? { kind: 'gradient', node, x, g, zeros: zerosOfGradient(readers.get(node) ?? []) }
      : { kind: 'row sums', node, x }
    const places = node.inputs.map((input): Place => available.get(input) ?? [0, CLUSTERS, -1])
    const [level, phase, index] = places.reduce((a, b) => (comparePlaces(a, b) < 0 ? b : a))
    placed.push({ unit, place: [level, phase, index + 0.5] })
  }
  return placed.sort((a, b) => comparePlaces(a.place, b.place)).map(({ unit }) => unit)
}
