import { invert } from '@shared/flow/invert'
import { describe, expect, it } from 'vitest'
import { create, plainCases } from '../flow/support/blocks'
import { holdToReference } from '../flow/support/held'
import { backendHere, sessionsIn } from './here'
import { findTensorflow } from './support'

const rows = 16

/** XLA takes a second and more for a program: fewer D. */
const manners = [
  { manner: 'graph', dims: [1, 2, 3, 5, 8] },
  { manner: 'xla', dims: [3] },
] as const

/**
 * Where steps are chosen by their error, as exactly as by default: nearer to rounding, the derivative's turns, which take
 * the steps again, may round to another choice.
 */
const cases = plainCases.map((use) => {
  if (!use.entry.settings.some(({ key }) => key === 'solver')) return use
  const usual = (dims: number) => create(use.entry, dims, { tolerance: 1e-5 })
  return { ...use, create: (dims: number) => (use.name.endsWith('inverted') ? invert(usual(dims)) : usual(dims)) }
})

const tensorflow = await findTensorflow()

if (typeof tensorflow === 'string') it.skip(`libtensorflow is not here: ${tensorflow}`, () => undefined)
else {
  const sessions = sessionsIn(tensorflow.module)

  describe.each(manners)('the registry as graphs of TensorFlow ($manner)', ({ manner, dims: all }) => {
    it.each(cases)('gives the densities, images and gradients of the reference: $name', async (use) => {
      const backend = backendHere(sessions, manner)
      for (const dims of all) await holdToReference(backend, use, { dims, rows, by: 0.2 })
      expect(backend.fallbacks).toEqual([])
    })
  })
}
