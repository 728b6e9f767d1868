import type { Table } from '../units'

/** Nodes and weights of the 3-point Gauss–Legendre rule on [−1, 1], exact for polynomials of degree 5. */
const gaussNodes = [-Math.sqrt(3 / 5), 0, Math.sqrt(3 / 5)]
const gaussWeights = [5 / 9, 8 / 9, 5 / 9]

/** A cube of side 2·half about its centre, with what its parent cell and it are thought to hold. */
interface Cell {
  readonly centre: readonly number[]
  readonly half: number
}

/** Cells that came from one, their integrals, and by how much their sum differs from the parent's. */
interface Family {
  readonly cells: readonly Cell[]
  readonly values: readonly number[]
  readonly change: number
}

export interface CubatureOptions {
  /** Cells per axis to begin with. */
  readonly cells: number
  /** Σ |change| at which to stop; the error is well below it, since the children are finer than the change tells. */
  readonly tolerance: number
  /** Most evaluations. */
  readonly points: number
}

/**
 * ∫ f over [−1, 1]^D by adaptive cubature: every cell is split once, then those whose integral still changed most, all
 * of a round evaluated together. `f` gets rows [n, D] and answers n values.
 */
export async function cubature(
  dims: number,
  f: (points: Table) => Promise<Float64Array>,
  { cells, tolerance, points }: CubatureOptions,
): Promise<number> {
  const perCell = 3 ** dims
  let budget = points
  const integrals = async (list: readonly Cell[]): Promise<number[]> => {
    budget -= list.length * perCell
    return sumCells(list, dims, await f(gaussPoints(list, dims)))
  }
  const split = async (parents: readonly { readonly cell: Cell; readonly value: number }[]): Promise<Family[]> => {
    const broods = parents.map(({ cell }) => children(cell))
    const values = await integrals(broods.flat())
    const size = 2 ** dims
    return broods.map((brood, i) => {
      const own = values.slice(i * size, (i + 1) * size)
      return { cells: brood, values: own, change: Math.abs(parents[i].value - sum(own)) }
    })
  }

  const first = grid(cells, dims)
  const coarse = await integrals(first)
  let families = await split(first.map((cell, i) => ({ cell, value: coarse[i] })))
  for (;;) {
    families.sort((a, b) => b.change - a.change)
    const worst = worstOf(families, tolerance, budget / (perCell * 4 ** dims))
    if (worst === 0) return sum(families.flatMap(({ values }) => values))
    const parents = families
      .slice(0, worst)
      .flatMap(({ cells: brood, values }) => brood.map((cell, i) => ({ cell, value: values[i] })))
    families = [...families.slice(worst), ...(await split(parents))]
  }
}

/** How many of the families, sorted, must be split so that the others' changes are half the tolerance; 0 when done. */
function worstOf(families: readonly Family[], tolerance: number, affordable: number): number {
  let left = sum(families.map(({ change }) => change))
  if (left <= tolerance) return 0
  let count = 0
  while (left > tolerance / 2 && count < families.length) left -= families[count++].change
  return Math.min(count, Math.floor(affordable))
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Every combination of one entry per axis, the last axis fastest. */
function combinations(entries: readonly number[], dims: number): number[][] {
  if (dims === 0) return [[]]
  return combinations(entries, dims - 1).flatMap((head) => entries.map((entry) => [...head, entry]))
}

function grid(cells: number, dims: number): Cell[] {
  const half = 1 / cells
  const centres = Array.from({ length: cells }, (_, i) => -1 + (2 * i + 1) * half)
  return combinations(centres, dims).map((centre) => ({ centre, half }))
}

function children({ centre, half }: Cell): Cell[] {
  const quarter = half / 2
  return combinations([-1, 1], centre.length).map((signs) => ({
    centre: centre.map((value, d) => value + signs[d] * quarter),
    half: quarter,
  }))
}

function gaussPoints(cells: readonly Cell[], dims: number): Float64Array {
  const offsets = combinations(gaussNodes, dims)
  const points = new Float64Array(cells.length * offsets.length * dims)
  let i = 0
  for (const { centre, half } of cells)
    for (const offset of offsets) for (let d = 0; d < dims; d++) points[i++] = centre[d] + half * offset[d]
  return points
}

function sumCells(cells: readonly Cell[], dims: number, values: Float64Array): number[] {
  const weights = combinations(gaussWeights, dims).map((factors) => factors.reduce((product, w) => product * w, 1))
  return cells.map(({ half }, i) => {
    let total = 0
    for (let k = 0; k < weights.length; k++) total += weights[k] * values[i * weights.length + k]
    return total * half ** dims
  })
}
