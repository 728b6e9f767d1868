import { Random } from '../math/random'
import type { Builder } from '../tensor/ir/builder'
import type { Node, Program } from '../tensor/ir/program'

/** How a number left to chance is distributed: standard normal, uniform on [0, 1), or −1 and 1 with equal odds. */
export type NoiseKind = 'normal' | 'uniform' | 'rademacher'

/** Asks for numbers [B, width] that are drawn anew for every run of the program. `name` is the asking node's own. */
export type AskNoise = (name: string, width: number, kind: NoiseKind) => Node

/** What a program leaves to chance: an input of rows [B, width]. */
export interface NoiseInput {
  readonly input: string
  readonly kind: NoiseKind
  /** B · width. */
  readonly size: number
}

const PREFIX = 'noise'

/** How the node `owner` of a flow asks for noise of so many rows: the inputs' names say what they are to hold. */
export const noiseFor =
  (b: Builder, owner: string, rows: number): AskNoise =>
  (name, width, kind) =>
    b.rows([PREFIX, kind, owner, name].join('/'), [rows, width])

/** The inputs of a program that are to be drawn before each run. */
export function noiseInputs({ inputs }: Program): readonly NoiseInput[] {
  return inputs.flatMap(({ attributes: { name, shape } }) => {
    const [prefix, kind] = name.split('/')
    return prefix === PREFIX ? [{ input: name, kind: kind as NoiseKind, size: shape[0] * shape[1] }] : []
  })
}

const draws: Readonly<Record<NoiseKind, (random: Random) => number>> = {
  normal: (random) => random.normal(),
  uniform: (random) => random.uniform(),
  rademacher: (random) => (random.bits() & 1 ? 1 : -1),
}

/**
 * What each row of points [n, width] has of an input's chance, put into `into`: it follows from the row alone, so that the
 * same point takes the same path through a flow whenever it is asked and whatever rows come with it.
 */
export function drawNoiseOf(
  { input, kind, size }: NoiseInput,
  points: ArrayLike<number>,
  width: number,
  into: Float32Array = new Float32Array(size),
): Float32Array {
  const draw = draws[kind]
  const rows = points.length / width
  const perRow = size / rows
  const row = new Float64Array(width)
  const words = new Uint32Array(row.buffer)
  const own = new Random([...input].map((letter) => letter.charCodeAt(0))).bits()
  for (let i = 0; i < rows; i++) {
    for (let d = 0; d < width; d++) row[d] = points[i * width + d]
    const random = new Random([own, ...words])
    for (let k = 0; k < perRow; k++) into[i * perRow + k] = draw(random)
  }
  return into
}

/** One run's numbers for an input, put into `into`. */
export function drawNoise(
  { kind, size }: NoiseInput,
  random: Random,
  into: Float32Array = new Float32Array(size),
): Float32Array {
  const draw = draws[kind]
  for (let i = 0; i < size; i++) into[i] = draw(random)
  return into
}
