import { sizeOf, type Shape } from '../../../ir/shape'
import type { Node } from '../../../ir/program'
import type { VectorValue } from './vectorCode'

/** The cluster cannot be computed in so many turns. */
export class NotLoopable extends Error {}

/** A node's value at one row, [elements]; in a loop over turns, the turn's share of them. */
export interface Traced {
  /** Without the batch's axis; with all other axes also where a turn has only a share. */
  readonly shape: Shape
  /** Whether it differs from turn to turn: `values` are then one turn's. */
  readonly turning: boolean
  readonly values: readonly VectorValue[]
}

/** What comes from memory: loaded as far as it is needed, in turns or whole as its reader has it. */
export interface Leaf {
  readonly shape: Shape
  readonly node: Node
}

export type Source = Traced | Leaf

export const isLeaf = (source: Source): source is Leaf => 'node' in source

/** A value's shape at one row. */
export const rowShape = (shape: Shape, axis: number): Shape => shape.filter((_, i) => i !== axis)

/** Axes at the front of `shape` that together count `turns`; −1 when there are none such. */
export function leadingAxes(shape: Shape, turns: number): number {
  let product = 1
  for (let axes = 0; axes <= shape.length; axes++) {
    if (product === turns) return axes
    product *= shape[axes] ?? 0
  }
  return -1
}

/** Splits a shape around an axis: [before, along, after]. */
export const around = (shape: Shape, axis: number): [number, number, number] => [
  sizeOf(shape.slice(0, axis)),
  shape[axis],
  sizeOf(shape.slice(axis + 1)),
]
