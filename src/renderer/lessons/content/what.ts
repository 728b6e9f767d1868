import { densityAt } from '../lab'
import type { Lesson } from '../lesson'
import { documentOf, map, normal, normalRowsOf, toy, trainedFor } from '../documents'

const moons = {
  name: 'moons',
  make: () =>
    trainedFor(
      documentOf(
        normal,
        Array.from({ length: 4 }, () => ({ type: 'spline-coupling' })),
        toy('two-moons'),
      ),
      1000,
    ),
}
const narrow = {
  name: 'narrow',
  make: () =>
    documentOf(
      normal,
      [map('z / 10')],
      normalRowsOf((z) => z / 10),
    ),
}

/** Steps after which the density is seen to have moved. */
const SOME_STEPS = 100
/** Nats above the least loss that pass as learnt. */
const NEAR = 0.5

export const what: Lesson = {
  id: 'what',
  steps: [
    {
      id: 'two-ends',
      document: moons,
      view: 'layers',
      check: { kind: 'choice', options: ['draw-z', 'take-x', 'keep'], right: () => 'draw-z' },
    },
    {
      id: 'training',
      document: moons,
      view: 'density',
      check: {
        kind: 'deed',
        judge: async ({ step, best, leastLoss }) => {
          if (step < SOME_STEPS) return 'not-begun'
          const least = await leastLoss()
          return best !== null && least !== null && best < least + NEAR ? null : 'other'
        },
      },
    },
    {
      id: 'above-one',
      document: narrow,
      view: 'curve',
      check: {
        kind: 'number',
        value: (lab) => densityAt(lab, 0),
        within: 0.05,
        mistakes: (right) => ({ base: right / 10, times: right / 100 }),
      },
    },
  ],
}
