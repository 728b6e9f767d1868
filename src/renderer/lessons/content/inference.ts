import type { Lesson } from '../lesson'
import { byReverseKl, documentOf, energy, normal, trainedFor } from '../documents'
import { divergences } from '../figures/divergence'
import { near } from '../judge'

const couplings = Array.from({ length: 4 }, () => ({ type: 'spline-coupling' }))
const bowl = {
  name: 'bowl',
  make: () =>
    byReverseKl(
      documentOf(normal, [{ type: 'affine' }], energy('custom', 2, { expression: '(x^2 + y^2) / 2', reach: 8 })),
    ),
}
const lobes = { name: 'lobes', make: () => trainedFor(documentOf(normal, couplings, energy('u1', 2)), 1000) }
const free = {
  name: 'free',
  make: () => byReverseKl(trainedFor(documentOf(normal, couplings, energy('u1', 2)), 1000)),
}

/** By how much the energy is raised in a question. */
const RAISED = 3
/** Steps after which the whole target has been brought in, and nats above −ln Z that pass as learnt. */
const [BROUGHT_IN, NEAR] = [500, 0.3] as const

export const inference: Lesson = {
  id: 'inference',
  steps: [
    {
      id: 'energy',
      document: bowl,
      view: 'density',
      check: {
        kind: 'number',
        value: async (lab) => RAISED + ((await lab.leastLoss()) ?? Number.NaN),
        within: 0.01,
        mistakes: (right) => ({ same: right - RAISED, sign: 2 * RAISED - right, down: right - 2 * RAISED }),
      },
    },
    {
      id: 'which-way',
      document: lobes,
      figure: { kind: 'divergence' },
      check: {
        kind: 'choice',
        options: ['wide', 'narrow', 'same'],
        right: () => {
          const [narrow, wide] = [divergences(-2, 0.6).reverse, divergences(0, 2.1).reverse]
          return near(narrow, wide, 0.01) ? 'same' : narrow < wide ? 'narrow' : 'wide'
        },
      },
    },
    {
      id: 'gradient',
      document: free,
      view: 'density',
      check: { kind: 'choice', options: ['rows', 'draws', 'both'], right: () => 'draws' },
    },
    {
      id: 'objective',
      document: lobes,
      view: 'density',
      check: {
        kind: 'deed',
        judge: ({ document }) => (document.objective.type === 'reverse-kl' ? null : 'other'),
      },
    },
    {
      id: 'train',
      document: free,
      view: 'density',
      check: {
        kind: 'deed',
        judge: async ({ step, best, leastLoss }) => {
          if (step < BROUGHT_IN) return 'not-yet'
          const least = await leastLoss()
          return best !== null && least !== null && best < least + NEAR ? null : 'other'
        },
      },
    },
  ],
}
