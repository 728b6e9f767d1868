import { flowPlaces } from '../../document/chain'
import type { FlowDocument } from '../../document/schema'
import { pointsOf } from '../../flow/rows'
import { sortedColumn } from '../../math/quantiles'
import type { Inspector } from '../inspection/inspector'
import type { Table } from '../units'

/** How much the coordinates of the data tell of each other, from what iterations of Gaussianization take away. */
export interface TotalCorrelation {
  /** Σ h(x_i) − h(x), nats: what the RBIG iterations of the stack take away together. */
  readonly total: number
  /** By each of them, in the order in which data meet them. */
  readonly taken: readonly { readonly node: string; readonly nats: number }[]
}

/** Rows that entropies are estimated from. */
const ROWS = 8192

/**
 * Total correlation by RBIG (Laparra, Camps-Valls & Malo 2011, IEEE Transactions on Neural Networks 22): an
 * iteration makes the margins normal, which changes nothing of it, and rotates, which moves it into negentropy of the margins,
 * for the next to take away. What a block x → z takes is
 *
 *     T(x) − T(z) = Σ h(x_i) − Σ h(z_i) + E ln|det ∂z/∂x|,
 *
 * since h(z) = h(x) + E ln|det|; for an iteration it is the change of the margins' negentropy by its rotation (Johnson et al.
 * 2019, Information Theory in Density Destructors, equation 6 with its sign turned, and 7). `rows` [n, D + C] are better
 * others than those it was fitted to. null without an iteration that is run from the data.
 */
export async function totalCorrelation(
  inspector: Inspector,
  theta: Float64Array,
  document: FlowDocument,
  rows: Table,
): Promise<TotalCorrelation | null> {
  const { dims, width } = inspector.flow
  const met = flowPlaces(document)
    .map(({ block }) => block)
    .reverse()
  const isIteration = ({ type, inverted }: (typeof met)[number]) => type === 'rbig' && !inverted
  if (dims < 2 || rows.length < 2 * width || !met.some(isIteration)) return null
  const { layers, logDets } = await inspector.path(theta, rows.subarray(0, ROWS * width), 'inverse')
  const entropies = layers.map((points, k) =>
    marginalEntropies(k === 0 ? pointsOf(inspector.flow, points) : points, dims),
  )
  const taken = met.flatMap((block, k) =>
    isIteration(block) ? [{ node: block.id, nats: entropies[k] - entropies[k + 1] + mean(logDets[k]) }] : [],
  )
  return { total: taken.reduce((sum, { nats }) => sum + nats, 0), taken }
}

/**
 * Σ h(x_i) over the columns of [n, D], nats, by spacings of m = √n (Vasicek 1976, J. Royal Statistical Society B 38):
 * (1/n) Σ ln((x₍ᵢ₊ₘ₎ − x₍ᵢ₋ₘ₎) n / 2m). Its bias depends on n and m alone where the density is smooth, and falls out of
 * differences.
 */
function marginalEntropies(points: Table, dims: number): number {
  const n = points.length / dims
  const m = Math.max(1, Math.round(Math.sqrt(n)))
  let total = 0
  for (let d = 0; d < dims; d++) {
    const sorted = sortedColumn(Float64Array.from(points), dims, d)
    for (let i = 0; i < n; i++) {
      const spacing = sorted[Math.min(n - 1, i + m)] - sorted[Math.max(0, i - m)]
      total += Math.log((Math.max(spacing, Number.MIN_VALUE) * n) / (2 * m)) / n
    }
  }
  return total
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
