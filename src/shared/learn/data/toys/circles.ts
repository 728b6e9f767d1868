import { memoise } from '../entropy/memo'
import { pointwise } from '../entropy/plane'
import { ringsDensity, ringsEntropy } from '../entropy/radial'
import type { Random } from '../../../math/random'
import { fillRows, noiseSetting, type Moments, type ToyLabels, type ToySet, type ToySettings } from './toy'

/** A radius chosen evenly, a uniform angle, plus N(0, noise² I). */
function drawRings(
  count: number,
  { radii, noise }: { readonly radii: readonly number[]; readonly noise: number },
  random: Random,
  labels?: Float64Array,
): Float64Array {
  const draw = (rows: Float64Array, at: number) => {
    const label = random.integer(radii.length)
    const radius = radii[label]
    const angle = 2 * Math.PI * random.uniform()
    rows[at] = radius * Math.cos(angle) + noise * random.normal()
    rows[at + 1] = radius * Math.sin(angle) + noise * random.normal()
    return label
  }
  return fillRows(count, 2, draw, labels)
}

/** A label for each ring. */
const ringLabels = (names: readonly string[], radiiOf: (settings: ToySettings) => readonly number[]): ToyLabels => ({
  names,
  entropy: memoise((settings) => {
    const radii = radiiOf(settings)
    return radii.reduce((sum, radius) => sum + ringsEntropy([radius], settings.noise) / radii.length, 0)
  }),
  density: (settings, label) => ringsPlane([radiiOf(settings)[label]], settings.noise),
})

/** Each coordinate has mean 0 and half the mean of ρ². */
function ringsMoments(radii: readonly number[], noise: number): readonly Moments[] {
  const square = radii.reduce((sum, radius) => sum + radius * radius, 0) / radii.length
  const sd = Math.sqrt(square / 2 + noise * noise)
  return [
    { mean: 0, sd },
    { mean: 0, sd },
  ]
}

const ringsPlane = (radii: readonly number[], noise: number) =>
  pointwise((x, y) => ringsDensity(Math.hypot(x, y), radii, noise))

/** Circles of radius 1 and `factor`, in equal shares. */
export const circles: ToySet = {
  name: 'circles',
  label: 'Circles',
  dims: 2,
  summary: 'A circle inside a circle: a hole that a flow can only leave by stretching thin.',
  source: 'scikit-learn make_circles, with a uniform random angle',
  settings: [
    noiseSetting(0.06, 0.005, 0.5),
    { key: 'factor', label: 'Inner radius', default: 0.4, min: 0.05, max: 0.95 },
  ],
  labels: ringLabels(['outer', 'inner'], ({ factor }) => [1, factor]),
  generate: (count, { noise, factor }, random, labels) =>
    drawRings(count, { radii: [1, factor], noise }, random, labels),
  moments: ({ noise, factor }) => ringsMoments([1, factor], noise),
  density: ({ noise, factor }) => ringsPlane([1, factor], noise),
  entropy: memoise(({ noise, factor }) => ringsEntropy([1, factor], noise)),
}

const ringRadii = [3, 2.25, 1.5, 0.75]

/** Four circles of radius ¾, 1½, 2¼ and 3, in equal shares. */
export const rings: ToySet = {
  name: 'rings',
  label: 'Rings',
  dims: 2,
  summary: 'Four concentric circles: four shells with near-empty gaps between.',
  source: 'FFJORD toy data (Grathwohl et al., 2018)',
  settings: [noiseSetting(0.08, 0.01, 0.5)],
  labels: ringLabels(['outermost', 'outer', 'inner', 'innermost'], () => ringRadii),
  generate: (count, { noise }, random, labels) => drawRings(count, { radii: ringRadii, noise }, random, labels),
  moments: ({ noise }) => ringsMoments(ringRadii, noise),
  density: ({ noise }) => ringsPlane(ringRadii, noise),
  entropy: memoise(({ noise }) => ringsEntropy(ringRadii, noise)),
}
