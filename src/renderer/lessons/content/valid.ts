import { densityAt } from '../lab'
import type { Lesson } from '../lesson'
import { documentOf, evenly, map, rowsOf } from '../documents'
import { mapVerdict, typedMap } from '../stack'

const onLine = (name: string, expression: string, f: (z: number) => number) => ({
  name,
  make: () => documentOf(evenly(0.5), [map(expression, -0.5, 0.5, 'nothing')], rowsOf(f, -0.5, 0.5)),
})
const falling = onLine('falling', '1 - z', (z) => 1 - z)
const steep = onLine('steep', '2 - 3z', (z) => 2 - 3 * z)
const folded = onLine('folded', 'z < 0 ? 2z + 1 : 1 - 2z', (z) => 1 - 2 * Math.abs(z))
/** The same map, beside the rows of one that would do. */
const mended = onLine('mended', 'z < 0 ? 2z + 1 : 1 - 2z', (z) => 2 * z + 1)
const swapped = onLine('swapped', 'z < 0 ? z + 0.5 : z - 0.5', (z) => (z < 0 ? z + 0.5 : z - 0.5))
const cubed = onLine('cubed', 'z^3', (z) => z ** 3)
/** Which place of the folded map is asked about. */
const ASKED = -0.2

/** Another z of the interval that goes where `at` goes, by the nearest of many places; 0 where there is none. */
function partnerOf(f: (z: number) => number, at: number): number {
  const places = Array.from({ length: 1001 }, (_, i) => (i - 500) / 1000)
  const others = places.filter((z) => Math.abs(z - at) > 0.01)
  const nearest = others.reduce((best, z) => (Math.abs(f(z) - f(at)) < Math.abs(f(best) - f(at)) ? z : best))
  return Math.abs(f(nearest) - f(at)) < 1e-6 ? nearest : 0
}

const figure = { kind: 'map', from: -0.5, to: 0.5 } as const

export const valid: Lesson = {
  id: 'valid',
  steps: [
    {
      id: 'one-minus-z',
      document: falling,
      view: 'change',
      figure,
      check: {
        kind: 'choice',
        options: ['yes', 'falls', 'negative'],
        right: ({ document }) => (mapVerdict(document).ok ? 'yes' : 'falls'),
      },
    },
    {
      id: 'two-minus-three-z',
      document: steep,
      view: 'change',
      figure,
      check: {
        kind: 'number',
        value: (lab) => (mapVerdict(lab.document).ok ? densityAt(lab, typedMap(lab.document)!.f(0.1)) : 0),
        within: 5e-3,
        mistakes: (right) => ({ invalid: 0, sign: -right, times: 1 / right, same: 1 }),
      },
    },
    {
      id: 'fold',
      document: folded,
      figure,
      check: {
        kind: 'number',
        value: ({ document }) => partnerOf(typedMap(document)?.f ?? Number, ASKED),
        within: 0.005,
        mistakes: (_, { document }) => ({ none: 0, itself: ASKED, value: typedMap(document)?.f(ASKED) ?? Number.NaN }),
      },
    },
    {
      id: 'swap',
      document: swapped,
      view: 'curve',
      figure,
      check: {
        kind: 'choice',
        options: ['jumps', 'gap', 'yes'],
        right: ({ document }) => (mapVerdict(document).ok ? 'yes' : 'jumps'),
      },
    },
    {
      id: 'mend',
      document: mended,
      select: 'expression-1',
      figure,
      check: {
        kind: 'deed',
        judge: ({ document }) => {
          if (!mapVerdict(document).ok) return 'other'
          return typedMap(document)?.text.includes('?') === true ? null : 'one-piece'
        },
      },
    },
    {
      id: 'flat',
      document: cubed,
      view: 'change',
      figure,
      check: {
        kind: 'choice',
        options: ['invalid', 'zero', 'infinite'],
        right: ({ document }) => (mapVerdict(document).ok ? 'infinite' : 'invalid'),
      },
    },
  ],
}
