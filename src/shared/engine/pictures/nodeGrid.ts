import type { Kept } from './farFromSight'
import { SparseGrid, type Eye, type Round } from './sparseGrid'

/** Values at the nodes of a square grid that come round by round. */
export interface NodeGrid {
  /** What is to be computed: each round is filled in before the next is asked for. */
  rounds(): Iterable<Round>
  /** How many nodes were computed. */
  readonly computed: number
  /** Row-major [resolution, resolution], when the rounds are over. */
  values(): Float32Array
}

/** With a budget of rows a grid that guesses what `eye` does not tell apart, else one that has every node computed. */
export const gridOf = (resolution: number, eye: Eye, budget: number | null, rowStep: number, kept?: Kept): NodeGrid =>
  budget === null ? wholeGrid(resolution) : new SparseGrid(resolution, eye, budget, rowStep, kept)

function wholeGrid(resolution: number): NodeGrid {
  const computed = resolution * resolution
  const values = new Float32Array(computed)
  const nodes = Int32Array.from({ length: 2 * computed }, (_, k) =>
    k % 2 === 0 ? (k / 2) % resolution : Math.floor(k / 2 / resolution),
  )
  return { computed, rounds: () => [{ nodes, values }], values: () => values }
}
