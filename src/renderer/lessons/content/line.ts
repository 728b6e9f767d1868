import { logDetAt, densityAt } from '../lab'
import type { Lesson } from '../lesson'
import { documentOf, evenly, map, normal, normalRowsOf, rowsOf } from '../documents'
import { agree, near } from '../judge'
import { typedMap } from '../stack'

const twice = (z: number): number => 2 * z + 1
const wave = (z: number): number => z + 0.4 * Math.sin(2 * z)
const double = { name: 'double', make: () => documentOf(evenly(0.5), [map('2z + 1')], rowsOf(twice, -0.5, 0.5)) }
const bell = { name: 'bell', make: () => documentOf(normal, [map('2z + 1')], normalRowsOf(twice)) }
const bent = { name: 'bent', make: () => documentOf(normal, [map('z + 0.4 sin(2z)')], normalRowsOf(wave)) }

const places = [-3, -1, 0.2, 1, 1.7, 3, 5]

/** The typed map, which a fault in the stack may have left without one. */
const mapOf = (document: Parameters<typeof typedMap>[0]) => typedMap(document)?.f ?? (() => Number.NaN)

export const line: Lesson = {
  id: 'line',
  steps: [
    {
      id: 'reach',
      document: double,
      view: 'change',
      select: 'expression-1',
      check: {
        kind: 'number',
        value: ({ document }) => mapOf(document)(0.5),
        within: 1e-3,
        mistakes: (right) => ({ shift: right - 1, end: 0.5 }),
      },
    },
    {
      id: 'height',
      document: double,
      view: 'change',
      check: {
        kind: 'number',
        value: (lab) => densityAt(lab, mapOf(lab.document)(0.1)),
        within: 5e-3,
        mistakes: (right) => ({ same: 1, times: 1 / right }),
      },
    },
    {
      id: 'back',
      document: double,
      view: 'change',
      check: {
        kind: 'formula',
        variable: 'x',
        judge: (typed, { document }) => {
          const f = mapOf(document)
          if (agree((x) => f(typed(x)), (x) => x, places)) return null // prettier-ignore
          if (agree(typed, f, places)) return 'forward'
          return agree(typed, (x) => x / 2 - 1, places) ? 'order' : 'other'
        },
      },
    },
    {
      id: 'bell',
      document: bell,
      view: 'change',
      check: {
        kind: 'formula',
        variable: 'x',
        judge: async (typed, lab) => {
          const { logDensity } = await lab.probe(places.map((x) => [x]))
          const slope = Math.exp(await logDetAt(lab, 1))
          const p = (x: number): number => Math.exp(logDensity[places.indexOf(x)])
          if (places.every((x) => near(typed(x), p(x), 1e-4))) return null
          if (places.every((x) => near(typed(x), p(x) * slope, 1e-4))) return 'slope'
          return places.every((x) => near(typed(x), p(x) * slope ** 2, 1e-4)) ? 'times' : 'other'
        },
      },
    },
    {
      id: 'taller',
      document: double,
      view: 'change',
      select: 'expression-1',
      check: {
        kind: 'deed',
        judge: async (lab) => {
          const f = mapOf(lab.document)
          const { logDensity } = await lab.probe([-0.3, 0, 0.3].map((z) => [f(z)]))
          const p = [...logDensity].map(Math.exp)
          if (p.every((value) => near(value, 4, 0.02))) return null
          return p.every((value) => near(value, 0.25, 0.02)) ? 'stretched' : 'other'
        },
      },
    },
    {
      id: 'bent',
      document: bent,
      view: 'change',
      check: {
        kind: 'number',
        value: (lab) => densityAt(lab, mapOf(lab.document)(0)),
        within: 3e-3,
        mistakes: () => ({ base: 0.3989, times: 0.3989 * 1.8 }),
      },
    },
  ],
}
