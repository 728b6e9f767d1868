import { newBlockAt, newDocument } from '../../document/create'
import { insertBlock } from '../../document/edits'
import type { BijectorNode, FlowDocument } from '../../document/schema'
import { rowsOf } from './rows'

export type Family = 'realnvp' | 'nsf' | 'maf' | 'planar'

/** A flow to time. `test/bench/peers/configs.py` has the same ones under the same names. */
export interface Configuration {
  readonly family: Family
  /** Blocks. */
  readonly depth: number
  /** Units in each of a conditioner's two hidden layers; 0 for a family without conditioners. */
  readonly width: number
  /** Rows of a training step. */
  readonly batch: number
  readonly dims: number
}

/** The models that Diffeo is judged by. */
export const judged: readonly Configuration[] = [
  { family: 'realnvp', depth: 8, width: 64, batch: 512, dims: 2 },
  { family: 'nsf', depth: 4, width: 64, batch: 512, dims: 2 },
  { family: 'maf', depth: 5, width: 64, batch: 512, dims: 8 },
  { family: 'planar', depth: 16, width: 0, batch: 512, dims: 2 },
  { family: 'realnvp', depth: 10, width: 128, batch: 1024, dims: 43 },
]

/** `realnvp-8x64-b512-d2`, `planar-16-b512-d2`. */
export const nameOf = ({ family, depth, width, batch, dims }: Configuration): string =>
  `${family}-${depth}${width > 0 ? `x${width}` : ''}-b${batch}-d${dims}`

const blockTypes: Readonly<Record<Family, string>> = {
  realnvp: 'affine-coupling',
  nsf: 'spline-coupling',
  maf: 'masked-autoregressive',
  planar: 'planar',
}

/** The document a person would make for it: blocks from the palette, neighbours alternating, all else at its default. */
export function documentOf(configuration: Configuration): FlowDocument {
  const { family, depth, batch, dims } = configuration
  const empty = newDocument(nameOf(configuration))
  let stacked = empty
  for (let i = 0; i < depth; i++)
    stacked = insertBlock(stacked, sized(newBlockAt(stacked, blockTypes[family], i), configuration), i)
  return {
    ...stacked,
    data: { ...empty.data, source: rowsOf(dims), split: { validation: 0, test: 0 } },
    // neither the end nor a validation falls into the steps that are timed
    training: { ...empty.training, batchSize: batch, steps: 10_000_000, validateEvery: 1_000_000 },
  }
}

function sized(block: BijectorNode, { family, width }: Configuration): BijectorNode {
  // x → z in closed form, as whoever trains planar flows on data has them
  if (family === 'planar') return { ...block, inverted: true }
  return { ...block, settings: { ...block.settings, width, depth: 2 } }
}
