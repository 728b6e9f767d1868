import { drawWhole } from '@shared/engine/pictures/whole'
import type { Subject } from '@shared/engine/pictures/picture'

export type Bounds = [number, number, number, number]

const DRAWS = 2000
/** The share of draws left out at either end, and how much wider than the rest the picture is. */
const [OUTSIDE, WIDER] = [0.005, 0.2]

/** Where the model's own draws lie along two axes: in z or in x. */
export async function usualBounds(
  subject: Subject,
  theta: Float64Array,
  space: 'z' | 'x',
  axes: readonly [number, number],
  given?: readonly number[],
): Promise<Bounds> {
  const points = { from: 'base', count: DRAWS, seed: 0 } as const
  const { positions, dims } = await drawWhole(
    { kind: 'layers', id: '', points, given: given && [...given] },
    subject,
    theta,
    0,
  )
  const drawn = space === 'z' ? positions.subarray(0, DRAWS * dims) : positions.subarray(-DRAWS * dims)
  return axes.flatMap((axis) => middle(drawn.filter((_, i) => i % dims === axis))) as Bounds
}

function middle(values: Float32Array): [number, number] {
  const sorted = values.filter(Number.isFinite).sort()
  if (sorted.length === 0) return [-1, 1]
  const [low, high] = [OUTSIDE, 1 - OUTSIDE].map((share) => sorted[Math.floor(share * (sorted.length - 1))])
  const margin = (WIDER / 2) * (high - low) || 1
  return [low - margin, high + margin]
}
