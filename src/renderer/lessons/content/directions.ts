import type { Lab } from '../lab'
import type { Lesson, Typed } from '../lesson'
import { documentOf, evenly, map, normal, rowsOf, toy } from '../documents'
import { agree, near } from '../judge'
import { blocksOf, typedMaps } from '../stack'

/** z evenly on (0, 1), and from there x by a map that is given from x to z. */
const reverse = (name: string, g: string, from: number, to: number, sampler: (z: number) => number) => ({
  name,
  make: () =>
    documentOf(
      evenly(0.5),
      [map('z + 0.5'), { ...map(g, from, to, 'nothing'), inverted: true }],
      rowsOf(sampler, 0.001, 0.999),
    ),
})
const powers = reverse('powers', 'exp(-z^2)', 0, 3, (z) => Math.sqrt(-Math.log(z)))
const logistic = reverse('logistic', 'sigmoid(z)', -12, 12, (z) => Math.log(z / (1 - z)))
const planes = {
  name: 'planes',
  make: () =>
    documentOf(
      normal,
      Array.from({ length: 3 }, () => ({ type: 'planar' })),
      toy('two-moons'),
    ),
}

const along = [0.2, 0.5, 0.8, 1.1, 1.6]
const across = [-4, -1.5, 0, 0.7, 3]
const shares = [0.1, 0.3, 0.5, 0.8, 0.95]

/** The map that the document gives from x to z: the last that is typed. */
const given = ({ document }: Lab): Typed => typedMaps(document).at(-1) ?? (() => Number.NaN)

/** Whether a formula is the model's density at these places; `times` others than it is known to be. */
async function isDensity(typed: Typed, lab: Lab, places: readonly number[]): Promise<boolean> {
  const { logDensity } = await lab.probe(places.map((x) => [x]))
  return places.every((x, i) => near(typed(x), Math.exp(logDensity[i]), 2e-3))
}

/** Where the density is highest between two ends, by steps of a hundredth. */
async function peak(lab: Lab, from: number, to: number): Promise<number> {
  const places = Array.from({ length: Math.round((to - from) * 100) + 1 }, (_, i) => from + i / 100)
  const { logDensity } = await lab.probe(places.map((x) => [x]))
  return places[logDensity.indexOf(Math.max(...logDensity))]
}

export const directions: Lesson = {
  id: 'directions',
  steps: [
    {
      id: 'which-way',
      document: planes,
      view: 'layers',
      select: 'planar-1',
      check: {
        kind: 'choice',
        options: ['density', 'sampling', 'both'],
        right: ({ document }) => (blocksOf(document).every(({ inverted }) => inverted) ? 'density' : 'sampling'),
      },
    },
    {
      id: 'exponential',
      document: powers,
      view: 'curve',
      select: 'expression-2',
      check: {
        kind: 'formula',
        variable: 'x',
        judge: async (typed, lab) => {
          if (await isDensity(typed, lab, along)) return null
          if (await isDensity((x) => -typed(x), lab, along)) return 'sign'
          return agree(typed, given(lab), along) ? 'slope' : 'other'
        },
      },
    },
    {
      id: 'exponential-peak',
      document: powers,
      view: 'curve',
      check: {
        kind: 'number',
        value: (lab) => peak(lab, 0.1, 2),
        within: 0.02,
        mistakes: () => ({ zero: 0, one: 1 }),
      },
    },
    {
      id: 'exponential-sampler',
      document: powers,
      view: 'change',
      check: {
        kind: 'formula',
        variable: 'z',
        judge: (typed, lab) => {
          const g = given(lab)
          const undone = agree((z) => g(typed(z)), (z) => z, shares) // prettier-ignore
          if (undone) return shares.every((z) => typed(z) > 0) ? null : 'negative'
          return agree(typed, (z) => -Math.log(z), shares) ? 'root' : agree(typed, g, shares) ? 'same' : 'other'
        },
      },
    },
    {
      id: 'sigmoid',
      document: logistic,
      view: 'curve',
      check: {
        kind: 'formula',
        variable: 'x',
        judge: async (typed, lab) => {
          if (await isDensity(typed, lab, across)) return null
          return agree(typed, given(lab), across) ? 'slope' : 'other'
        },
      },
    },
    {
      id: 'sigmoid-sampler',
      document: logistic,
      view: 'change',
      check: {
        kind: 'formula',
        variable: 'z',
        judge: (typed, lab) => {
          const g = given(lab)
          if (agree((z) => g(typed(z)), (z) => z, shares)) return null // prettier-ignore
          return agree((z) => g(-typed(z)), (z) => z, shares) ? 'upside-down' : 'other' // prettier-ignore
        },
      },
    },
    {
      id: 'turn',
      document: planes,
      view: 'density',
      select: 'planar-1',
      check: {
        kind: 'deed',
        judge: ({ document }) => {
          const planar = blocksOf(document).filter(({ type }) => type === 'planar')
          const turned = planar.filter(({ inverted }) => inverted).length
          if (turned > 0 && turned === planar.length) return null
          return turned > 0 ? 'some' : 'other'
        },
      },
    },
  ],
}
