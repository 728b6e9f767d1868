import { isCarry, nextOf } from '../../../ir/loopResults'
import type { Node } from '../../../ir/program'
import { isAlong, type Extent } from '../../analysis/batchAxis'
import { planArena, type Lifetime } from '../../arena'
import type { LoopUnit, RowUnit } from '../plan/units'
import { isRowSum, readingsOf, writtenBy } from './readings'

/** Where a turn's values lie, in bytes from the start of the loop's part of a thread's scratch. */
export interface LoopPlaces {
  /** Values that a turn computes, and the carries that it begins with. */
  readonly rows: ReadonlyMap<Node, number>
  /** What a weight gradient of the turn, or a loop in it, has for its own use. */
  readonly panels: ReadonlyMap<Node, number>
  readonly inner: ReadonlyMap<Node, LoopPlaces>
  readonly bytes: number
}

/** A loop's units, in the order in which a turn runs them. */
export const unitsOfTurn = ({ idle, units }: LoopUnit): readonly RowUnit[] => [...(idle?.units ?? []), ...units]

export interface Measures {
  readonly extents: ReadonlyMap<Node, Extent>
  /** Of a tile's values of a node. */
  rowBytes(node: Node): number
  panelBytes(unit: RowUnit): number
}

/** Places a turn's values so that those alive at the same time never overlap. */
export function planLoop(unit: LoopUnit, measures: Measures): LoopPlaces {
  const { body } = unit.node.attributes
  const units = unitsOfTurn(unit)
  const end = units.length
  const readings = readingsOf(units.map((each) => ({ unit: each, stage: 0 })), measures.extents) // prettier-ignore
  const lasting = new Set(body.outputs.map(({ node }) => node))
  const inner = new Map<Node, LoopPlaces>()
  const lives: Lifetime<Node>[] = body.inputs
    .filter(({ attributes: { name } }) => isCarry(name))
    .map((key) => ({ key, bytes: measures.rowBytes(key), first: 0, last: end }))
  units.forEach((each, step) => {
    if (each.kind === 'loop') inner.set(each.node, planLoop(each, measures))
    const own = each.kind === 'loop' ? inner.get(each.node)!.bytes : measures.panelBytes(each)
    if (own > 0 && each.kind !== 'rows') lives.push({ key: each.node, bytes: own, first: step, last: step })
    if (isRowSum(each)) return
    for (const key of writtenBy(each)) {
      const last = lasting.has(key) ? end : Math.max(step, ...(readings.get(key) ?? []))
      lives.push({ key, bytes: measures.rowBytes(key), first: step, last })
    }
  })
  const { offsets, bytes } = planArena(lives)
  const isPanel = (node: Node) => !isAlong(measures.extents.get(node)!) || inner.has(node)
  const chosen = (panels: boolean) => new Map([...offsets].filter(([node]) => isPanel(node) === panels))
  return { rows: chosen(false), panels: chosen(true), inner, bytes }
}

/** The carries of a turn with what it hands on in their place. */
export function handedOn({ node: { attributes } }: LoopUnit): readonly { readonly carry: Node; readonly next: Node }[] {
  const { body } = attributes
  return body.inputs.flatMap((carry) => {
    const { name } = carry.attributes
    const next = body.outputs.find((output) => output.name === nextOf(name))?.node
    return isCarry(name) && next && next !== carry ? [{ carry, next }] : []
  })
}
