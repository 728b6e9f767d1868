import { isOp, type Node, type Program } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import { isAlong, type Extent } from '../../analysis/batchAxis'
import type { UniformUnit } from '../plan/units'
import { resolveAlias } from './alias'
import type { Readings, Step } from './readings'

/** How new values get into the inputs that they update. */
export interface UpdatePlan {
  /** New values that are computed in the memory of an input. */
  readonly inPlace: ReadonlyMap<Node, Node>
  /** Uniform inputs whose values are still wanted once all is computed: as outputs, or to update others. */
  readonly outlived: ReadonlySet<Node>
}

/** Bytes to be moved when all is computed. */
export type Copy = readonly [from: number, to: number, bytes: number]

const rootOf = (node: Node): Node => resolveAlias(node).root

/** Each update that changes something, with its input. */
function changes({ inputs, updates }: Program): readonly { readonly input: Node; readonly node: Node }[] {
  const inputOf = new Map(inputs.map((input) => [input.attributes.name, input]))
  return updates
    .map(({ name, node }) => ({ input: inputOf.get(name)!, node }))
    .filter(({ input, node }) => input !== node)
}

/**
 * A new value is computed in place where a flat loop makes it, the last to read the old one, and neither is wanted
 * elsewhere: an output lasts until the next run, whatever is written to inputs meanwhile.
 */
export function planUpdates(
  program: Program,
  steps: readonly Step[],
  readings: Readings,
  extents: ReadonlyMap<Node, Extent>,
): UpdatePlan {
  const changed = changes(program)
  const updated = new Set(changed.map(({ input }) => input))
  const outputs = new Set(program.outputs.map(({ node }) => rootOf(node)))
  const sources = new Set(changed.map(({ node }) => rootOf(node)).filter((root) => updated.has(root)))
  const outlived = new Set(
    [...outputs, ...sources].filter((root) => isOp(root, 'input') && !isAlong(extents.get(root)!)),
  )
  const inPlace = new Map<Node, Node>()
  steps.forEach(({ unit }, step) => {
    if (unit.kind !== 'flat') return
    for (const { input, node } of changed) {
      if (!unit.stored.includes(node) || inPlace.has(node) || outputs.has(node) || outlived.has(input)) continue
      const isLast = (readings.get(input) ?? []).every(
        (at) => at < step || (at === step && readsElementwise(unit, input)),
      )
      if (isLast) inPlace.set(node, input)
    }
  })
  return { inPlace, outlived }
}

/** Whether a unit reads this input at the very element that it computes, so that it may write there. */
const readsElementwise = (unit: UniformUnit, input: Node): boolean =>
  unit.kind === 'flat' &&
  unit.nodes.every(({ inputs }) =>
    inputs.every((operand) => rootOf(operand) !== input || (operand === input && sizeOf(input.shape) === unit.size)),
  )

/**
 * Copies in their order: first what is `aside`, outlived inputs with the address where each goes, then new values that
 * were computed elsewhere.
 */
export function planCopies(
  program: Program,
  inPlace: ReadonlyMap<Node, Node>,
  aside: ReadonlyMap<Node, number>,
  address: (node: Node) => number,
  bytes: number,
): readonly Copy[] {
  const size = (node: Node) => sizeOf(node.shape) * bytes
  const kept = [...aside].map(([input, to]): Copy => [address(input), to, size(input)])
  const moved = changes(program).flatMap(({ input, node }): Copy[] => {
    if (inPlace.get(node) === input) return []
    const { root, offset } = resolveAlias(node)
    return [[(aside.get(root) ?? address(root)) + offset * bytes, address(input), size(node)]]
  })
  return [...kept, ...moved]
}
