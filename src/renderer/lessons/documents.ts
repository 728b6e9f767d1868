import { newBase, newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock, setDataSource } from '@shared/document/edits'
import { encodeFloat32 } from '@shared/document/float32'
import { newObjective } from '@shared/document/objective'
import { ownSettings } from '@shared/document/ownSettings'
import type { DataSource, FlowDocument } from '@shared/document/schema'
import type { Settings } from '@shared/catalogue/types'
import { productOf } from './figures/parallelogram'

/** Documents of lessons, built from the catalogue. */

export interface BlockPlan {
  readonly type: string
  readonly settings?: Settings
  readonly inverted?: boolean
}
export interface BasePlan {
  readonly type: string
  readonly settings?: Settings
}

/** Rows of a table that show where x lies: enough that the bars of their histogram are even where they are. */
const ROWS = 2000

/** The rows that a map makes of evenly spaced z between two ends, [n, 1]. */
export function rowsOf(f: (z: number) => number, from: number, to: number): DataSource {
  const rows = Float32Array.from({ length: ROWS }, (_, i) => f(from + ((to - from) * (i + 0.5)) / ROWS))
  return table(['x'], rows)
}

/** The rows that a map makes of normal z, each of the same share of probability, within 2.5 standard deviations. */
export function normalRowsOf(f: (z: number) => number): DataSource {
  const reach = 2.5
  const places = 10 * ROWS
  const z = (i: number): number => reach * ((2 * (i + 0.5)) / places - 1)
  const sums = new Float64Array(places)
  for (let i = 0; i < places; i++) sums[i] = (sums[i - 1] ?? 0) + Math.exp(-(z(i) ** 2) / 2)
  let at = 0
  const rows = Float32Array.from({ length: ROWS }, (_, i) => {
    while (sums[at] < ((i + 0.5) / ROWS) * sums[places - 1]) at++
    return f(z(at))
  })
  return table(['x'], rows)
}

/** Points of a disc that can be told apart in a picture. */
const DISC = 200

/** Rows of two coordinates: a disc about a middle, on a spiral that fills it evenly, and what a matrix makes of that. */
export function discOf(
  middle: readonly [number, number],
  radius: number,
  [a, b, c, d]: readonly number[] = [1, 0, 0, 1],
): DataSource {
  const golden = Math.PI * (3 - Math.sqrt(5))
  const rows = Array.from({ length: DISC }, (_, n) => {
    const r = radius * Math.sqrt((n + 0.5) / DISC)
    const [x, y] = [r * Math.cos(n * golden), r * Math.sin(n * golden)]
    return [middle[0] + a * x + b * y, middle[1] + c * x + d * y]
  })
  return table(['x1', 'x2'], Float32Array.from(rows.flat()))
}

const table = (columns: readonly string[], rows: Float32Array): DataSource => ({
  kind: 'table',
  name: '',
  columns: [...columns],
  classes: columns.map(() => null),
  rows: encodeFloat32(rows),
})

export const toy = (name: string, samples = 4000): DataSource =>
  ({ kind: 'toy', name, samples, seed: 1, settings: {}, fresh: false }) // prettier-ignore

/** A target by its energy, of the catalogue. */
export const energy = (name: string, dims: number, settings: Settings = {}): DataSource =>
  ({ kind: 'energy', name, settings: ownSettings(settings), dims, samples: 4000, seed: 1 }) // prettier-ignore

/** A document of these parts. Tables are taken in their own units, so that the formula on the screen is the flow's. */
export function documentOf(base: BasePlan, blocks: readonly BlockPlan[], source: DataSource): FlowDocument {
  const empty = newDocument('')
  const first = newBase(base.type, 'base')
  const withBase: FlowDocument = {
    ...empty,
    graph: {
      ...empty.graph,
      nodes: empty.graph.nodes.map((node) =>
        node.kind === 'base'
          ? { ...first, settings: { ...first.settings, ...ownSettings(base.settings ?? {}) } }
          : node,
      ),
    },
  }
  const stacked = blocks.reduce<FlowDocument>((document, { type, settings = {}, inverted = false }, at) => {
    const block = newBlockAt(document, type, at)
    return insertBlock(document, { ...block, settings: { ...block.settings, ...ownSettings(settings) }, inverted }, at)
  }, withBase)
  const own = source.kind === 'table'
  const withData = setDataSource(stacked, source)
  return own
    ? { ...withData, data: { ...withData.data, standardise: false, split: { validation: 0, test: 0 } } }
    : withData
}

/** The same by a name, which its rows have too: by that the stage tells one picture from another. */
export function called(document: FlowDocument, name: string): FlowDocument {
  const { source } = document.data
  const own = source.kind === 'table' ? { ...source, name } : source
  return { ...document, name, data: { ...document.data, source: own } }
}

/** The same, trained by what it draws and the target's energy. */
export const byReverseKl = (document: FlowDocument): FlowDocument => ({
  ...document,
  objective: newObjective('reverse-kl', document.training.steps),
})

/** Trained for fewer steps: enough to see what is meant, in the time of a breath. */
export const trainedFor = (document: FlowDocument, steps: number): FlowDocument => ({
  ...document,
  training: { ...document.training, steps },
})

/** A map that is typed, of each coordinate. */
export const map = (expression: string, from = -8, to = 8, outside: 'lines' | 'nothing' = 'lines'): BlockPlan => ({
  type: 'expression',
  settings: { expression, from, to, outside },
})

export const matrix = (entries: readonly number[], shift: readonly number[] | null = null): BlockPlan => ({
  type: 'dense-matrix',
  settings: { matrix: entries, shift },
})

/** Fixed matrices, the first acting first, and rows where they put a disc of z. */
export const ofMatrices = (...matrices: readonly (readonly number[])[]): FlowDocument =>
  documentOf(
    normal,
    matrices.map((entries) => matrix(entries)),
    discOf([0, 0], 2, productOf(matrices)),
  )

/** Even on an interval about 0, where its density is 1 if that is one wide. */
export const evenly = (halfWidth: number): BasePlan => ({ type: 'uniform', settings: { halfWidth } })
export const normal: BasePlan = { type: 'normal' }
